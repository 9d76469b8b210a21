"""Who is in the database of recipients, who may read it, and how is somebody forgotten? (6.2-6)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import By, Organisation, Region, System, Viewer
from casework.clauses import carries
from casework.deadlines.clocks import earliest, instant, local_day
from casework.flow import Refused
from casework.terms.table import TERMS
from sampling.recipients import personal
from sampling.recipients.actions.consents import consent, note, only_the_keeper
from sampling.recipients.models.recipients import NEEDED, Identifier, Means, Recipient, Scope, means
from trail import verbs
from trail.models import LOOK

verbs.register("add a recipient", gettext_lazy("Add a recipient"))
verbs.register("add an identifier", gettext_lazy("Add an identifier"))
verbs.register("erase the recipient", gettext_lazy("Erase the recipient"))
verbs.register("retire an identifier", gettext_lazy("Retire an identifier"))
verbs.register("reveal the recipient", gettext_lazy("Reveal the recipient"))
verbs.register("withdraw a consent", gettext_lazy("Withdraw a consent"))

UNNEEDED = TERMS["W-15"]


class Known(Refused):
    """The person, or this of theirs, is on file already."""


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

    Raises Known where the person is on file. An address that another person has already is the same address:
    a shop meets it under one of them.
    """
    only_the_keeper(by)
    Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation.pk)
    own = Recipient.objects.filter(center=by.organisation)
    if own.filter(person_index__in=personal.indexes(name + phone, "person")).exists():
        raise Known(_("This person is on file already."))
    recipient = Recipient(center=by.organisation, added_at=now, added_by=by.user, area=area)
    _key, kept = recipient.keep(name, phone)
    recipient.save(force_insert=True)
    recipient.put_away(kept, {})
    for kind, text in ((Means.PHONE, phone), (Means.ADDRESS, address)):
        _enter(Identifier.of(recipient, kind, text, now), text)
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
    recipient.heed()
    try:
        return recipient.read(recipient.identifiers.filter(retired_at=None).select_related("platform"))
    except personal.Unreadable as error:
        raise Refused(_("The data of this recipient cannot be read: they were erased.")) from error


@transaction.atomic
@carries("6.2-6", "PV-01")
def add_identifier(
    recipient: Recipient,
    *,
    kind: str,
    text: str,
    platform: Organisation | None = None,
    by: Viewer,
    now: datetime,
) -> Identifier:
    """Put another telephone, address or account of a person on file. platform: of a buying account.

    Raises Refused where they did not consent to it, Known where they have it already.
    """
    only_the_keeper(by)
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if (kind == Means.ACCOUNT) != (platform is not None):
        raise Refused(
            _("A buying account belongs to a platform, and nothing else does: correct one of them.")
        )
    if recipient.erased_at or not recipient.willing(now):
        raise Refused(_("Without a consent in force nothing of a person is kept: enter the consent first."))
    consenting = Recipient.objects.consenting(now, Scope.PAYMENT).filter(pk=recipient.pk)
    if kind == Means.PAYMENT and not consenting.exists():
        raise Refused(_("A payment account needs a consent of its own: enter it first."))
    own = recipient.identifiers.filter(kind=kind, retired_at=None)
    if own.filter(index__in=personal.indexes(text, means(kind, platform))).exists():
        raise Known(_("This is on file for this person already."))
    identifier = Identifier.of(recipient, kind, text, now, platform)
    _enter(identifier, text)
    note("add an identifier", recipient, by, now, kind=kind)
    return identifier


def _enter(identifier: Identifier, text: str) -> None:
    """Save an identifier, and what it says."""
    sealed = identifier.recipient.seal(identifier.kind, text)
    identifier.save()
    identifier.recipient.put_away({}, {identifier: sealed})


@transaction.atomic
@carries("PV-01")
def retire(recipient: Recipient, *, position: int, by: Viewer, now: datetime) -> None:
    """Use one of a person's identifiers for no further order. position: from 1, in the order of the page.

    It stays on file, sealed, as long as the person does: what a shop knows of it is not forgotten.
    """
    only_the_keeper(by)
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    on_file = list(recipient.identifiers.all())
    if not 1 <= position <= len(on_file) or on_file[position - 1].retired_at:
        raise Refused(_("This is not in use any more: load the page again."))
    identifier = on_file[position - 1]
    identifier.retired_at = now
    identifier.save(update_fields=["retired_at"])
    note("retire an identifier", recipient, by, now, kind=identifier.kind)


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
    _forget_payment(recipient)
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


def _forget_payment(recipient: Recipient) -> None:
    """A payment account goes with the consent to it, as soon as no parcel is under way."""
    kept = recipient.consents.filter(scope=Scope.PAYMENT, withdrawn_at=None)
    if not kept.exists() and not recipient.under_way():
        with personal.shown(recipient.pk):
            recipient.identifiers.filter(kind=Means.PAYMENT).delete()


@carries("PV-03")
def forget_withdrawn(now: datetime) -> int:
    """Erase those who withdrew while a parcel was under way, as soon as it has arrived. Returns how many.

    Of those who took back their payment account alone, that goes.
    """
    done = 0
    for recipient in Recipient.objects.present().filter(identifiers__kind=Means.PAYMENT).distinct():
        with transaction.atomic():
            _forget_payment(recipient)
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
    waiting = Recipient.objects.filter(purchases__turn__gt="").values("pk")
    asked = (Coalesce(Max(name), F("added_at")) for name in ("purchases__ordered_at", "consents__given_at"))
    last = Greatest(F("added_at"), *asked)
    present = Recipient.objects.present().filter(center=center).annotate(last_needed=last)
    return present.filter(last_needed__lt=since).exclude(pk__in=waiting).order_by("last_needed", "pk")
