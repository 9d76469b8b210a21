"""Who is in the database of recipients, who may read it, and how is somebody forgotten? (6.2-6)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from accounts.models import Organisation, Region, System, Viewer
from casework.actions import By
from casework.clauses import carries
from casework.clocks import earliest, instant, local_day
from casework.flow import Refused
from casework.terms import TERMS
from sampling import people
from sampling.actions.consents import consent, note, only_the_keeper
from sampling.models import Purchase, Recipient
from sampling.models.recipients import NEEDED
from trail.models import LOOK

UNNEEDED = TERMS["W-15"]


class Known(Refused):
    """The person or the address is on file already."""


@transaction.atomic
@carries("6.2-6", "PV-01")
def add_recipient(
    *,
    name: str,
    phone: str,
    address: str,
    scopes: Iterable[str],
    given_at: datetime,
    until: date | None = None,
    area: Region | None = None,
    by: Viewer,
    now: datetime,
) -> Recipient:
    """Take a volunteer into the database with what they consent to, each scope by itself.

    Raises Known where the person or the address is on file.
    """
    only_the_keeper(by)
    own = Recipient.objects.select_for_update().filter(center=by.organisation)
    if own.filter(person_index__in=people.indexes(name + phone, "person")).exists():
        raise Known(_("This person is on file already."))
    if own.filter(address_index__in=people.indexes(address, "address")).exists():
        raise Known(_("This address is on file already: shops must not meet it under two names."))
    recipient = Recipient(center=by.organisation, added_at=now, added_by=by.user, area=area)
    recipient.keep(name=name, phone=phone, address=address)
    recipient.save(force_insert=True)
    note("add a recipient", recipient, by, now)
    consent(recipient, scopes=scopes, given_at=given_at, until=until, by=by, now=now)
    return recipient


@carries("6.2-6", "PV-01", "PV-03")
def reveal_recipient(recipient: Recipient, *, by: Viewer, now: datetime) -> dict[str, str]:
    """Name, telephone and address in clear, for the keeper; written to the trail first.

    Refused after a withdrawal: what is still stored is stored, and not looked at.
    """
    only_the_keeper(by)
    with transaction.atomic():
        note(LOOK, recipient, by, now)
    heed(recipient)
    try:
        return recipient.read()
    except people.Unreadable as error:
        raise Refused(_("The data of this recipient cannot be read: they were erased.")) from error


def heed(recipient: Recipient) -> None:
    """Refuse the use of somebody who took a consent back that a parcel needs (PV-03)."""
    if Recipient.objects.withdrawn().filter(pk=recipient.pk).exists():
        raise Refused(
            _("The consent was withdrawn: the data are only stored until the parcel under way has arrived.")
        )


@transaction.atomic
@carries("PV-01", "PV-03")
def withdraw(recipient: Recipient, *, scope: str, by: Viewer, now: datetime) -> bool:
    """A volunteer takes a consent back: nothing is used from this moment. Returns whether they are erased.

    Without what a parcel needs nothing of a person may be kept: they are erased at once, or, where a parcel
    is under way, stored and not looked at until it has arrived (`forget_withdrawn`).
    """
    only_the_keeper(by)
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if not recipient.consents.filter(scope=scope, withdrawn_at=None).update(withdrawn_at=now):
        raise Refused(_("This consent is not in force: load the page again."))
    note("withdraw a consent", recipient, by, now, scopes=[scope])
    if scope not in NEEDED or recipient.under_way():
        return False
    forget(recipient, by, now, reason="consent withdrawn")
    return True


@transaction.atomic
@carries("PV-01")
def erase(recipient: Recipient, *, by: Viewer, now: datetime, note: str) -> None:
    """Forget a person for good: key, data and indexes go, the pseudonym stays for the evidence."""
    only_the_keeper(by)
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if recipient.erased_at:
        raise Refused(_("The data of this recipient cannot be read: they were erased."))
    if recipient.under_way():
        raise Refused(_("A parcel is still to come to this person: erase them when it has arrived."))
    forget(recipient, by, now, reason=note)


def forget(recipient: Recipient, by: By, now: datetime, reason: str) -> None:
    """Erase a person whose row is locked."""
    recipient.forget()
    recipient.erased_at = now
    recipient.save()
    note("erase the recipient", recipient, by, now, note=reason)


@carries("PV-03")
def forget_withdrawn(now: datetime) -> int:
    """Erase those who withdrew while a parcel was under way, as soon as it has arrived. Returns how many."""
    done = 0
    for pk in Recipient.objects.withdrawn().order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            recipient = Recipient.objects.select_for_update().get(pk=pk)
            if recipient.erased_at is None and not recipient.under_way():
                forget(recipient, System(), now, reason="consent withdrawn")
                done += 1
    return done


@carries("W-15", "PV-03")
def unneeded(center: Organisation, now: datetime) -> QuerySet[Recipient]:
    """Whom nobody has needed for the set term: proposed to the keeper for erasure, longest unused first."""
    since = instant(earliest(UNNEEDED, local_day(now)))
    waiting = Purchase.objects.filter(recipient=OuterRef("pk")).exclude(turn="")
    asked = (Coalesce(Max(name), F("added_at")) for name in ("purchases__ordered_at", "consents__given_at"))
    last = Greatest(F("added_at"), *asked)
    present = Recipient.objects.present().filter(center=center).annotate(last_needed=last)
    return present.filter(~Exists(waiting), last_needed__lt=since).order_by("last_needed", "pk")
