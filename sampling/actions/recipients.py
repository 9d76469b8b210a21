"""Who is in the database of recipients, who may read it, and how is somebody forgotten? (6.2-6)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from sampling import people
from sampling.models import Recipient
from trail.models import write


class Known(Refused):
    """The person or the address is on file already."""


def _only_the_keeper(by: Viewer) -> None:
    if Role.ADDRESS_KEEPER not in by.roles:
        raise Forbidden(_("Only the keeper of recipients and addresses may do this."))


def _note(verb: str, recipient: Recipient, by: Viewer, now: datetime, **detail: Any) -> None:
    """A line in the trail; of the person only the pseudonym."""
    detail = {"pseudonym": recipient.pseudonym, **detail}
    actor = by.actor(Role.ADDRESS_KEEPER)
    write(verb, ("recipient", recipient.pk), actor=actor, at=now, clause="6.2-6", detail=detail)


@transaction.atomic
@carries("6.2-6", "PV-01")
def add_recipient(
    *, name: str, phone: str, address: str, by: Viewer, now: datetime, **data: Any
) -> Recipient:
    """Take a volunteer into the database with their consent. data: area, consent_version, consented_at.

    Raises Known where the person or the address is on file.
    """
    _only_the_keeper(by)
    own = Recipient.objects.select_for_update().filter(center=by.organisation)
    if own.filter(person_index__in=people.indexes(name + phone, "person")).exists():
        raise Known(_("This person is on file already."))
    if own.filter(address_index__in=people.indexes(address, "address")).exists():
        raise Known(_("This address is on file already: shops must not meet it under two names."))
    recipient = Recipient(center=by.organisation, added_at=now, added_by=by.user, **data)
    recipient.keep(name=name, phone=phone, address=address)
    recipient.save(force_insert=True)
    _note("add a recipient", recipient, by, now, consent=recipient.consent_version)
    return recipient


@carries("6.2-6", "PV-01")
def reveal_recipient(recipient: Recipient, *, by: Viewer, now: datetime) -> dict[str, str]:
    """Name, telephone and address in clear, for the keeper; written to the trail first."""
    _only_the_keeper(by)
    with transaction.atomic():
        _note("reveal the recipient", recipient, by, now)
    try:
        return recipient.read()
    except people.Unreadable as error:
        raise Refused(_("The data of this recipient cannot be read: they were erased.")) from error


@transaction.atomic
@carries("PV-01")
def erase(recipient: Recipient, *, by: Viewer, now: datetime, note: str) -> None:
    """Forget a person for good: key, data and indexes go, the pseudonym stays for the evidence."""
    _only_the_keeper(by)
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if recipient.erased_at:
        raise Refused(_("The data of this recipient cannot be read: they were erased."))
    if recipient.purchases.exclude(turn="").exists():
        raise Refused(_("A parcel is still to come to this person: assign somebody else first."))
    recipient.forget()
    recipient.erased_at = now
    recipient.save()
    _note("erase the recipient", recipient, by, now, note=note)
