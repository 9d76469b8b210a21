"""What did volunteers consent to, in which words, and what have buyers undertaken? (PV-01, PV-02, PV-07)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import By, Organisation, User, Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from sampling.recipients.models.consents import Declaration, Declaring, Undertaking
from sampling.recipients.models.recipients import Consent, Recipient
from trail import verbs
from trail.models import write

verbs.register("enter a consent", gettext_lazy("Enter a consent"))
verbs.register("sign the undertaking", gettext_lazy("Sign the undertaking"))
verbs.register("write a wording", gettext_lazy("Write a wording"))

# What stands until a center writes words of its own.
FIRST = "1"
WORDS = {
    Declaring.CONSENT: gettext_lazy(
        "I agree, each by itself, to what is ticked: that samples are sent to me; that my name, telephone "
        "and address are given to the seller, the carrier and the platform of an order; that a payment "
        "account of mine is used. The center keeps these data encrypted, uses them for the buying of samples "
        "alone, and erases them when I withdraw or when they are no longer needed. I may withdraw at any "
        "time."
    ),
    Declaring.UNDERTAKING: gettext_lazy(
        "I keep secret what is bought, where, when, by whom and for whom, before and after the purchase. I "
        "buy as an ordinary consumer, tell neither seller nor platform of the monitoring, take no favour "
        "from them, and use what I am shown of a recipient for the order alone."
    ),
}


def only_the_keeper(by: Viewer) -> None:
    if Role.ADDRESS_KEEPER not in by.roles:
        raise Forbidden(_("Only the keeper of recipients and addresses may do this."))


def note(verb: str, recipient: Recipient, by: By, now: datetime, **detail: Any) -> None:
    """A line in the trail; of the person only the pseudonym."""
    detail = {"pseudonym": recipient.pseudonym, **detail}
    actor = by.actor(Role.ADDRESS_KEEPER)
    write(verb, ("recipient", recipient.pk), actor=actor, at=now, clause="6.2-6", detail=detail)


def wording(center: Organisation, kind: str) -> Declaration:
    """The newest words of a kind; not saved yet where they are the first."""
    found = Declaration.objects.filter(center=center, kind=kind).exclude(text="").first()
    return found or Declaration(center=center, kind=kind, version=FIRST, text=str(WORDS[Declaring(kind)]))


def _kept(center: Organisation, kind: str, now: datetime) -> Declaration:
    """The newest words of a kind, on file: what somebody agrees to is what they were shown."""
    found = wording(center, kind)
    if found.pk is None:
        said = {"text": found.text, "written_at": now}
        found, _made = Declaration.objects.get_or_create(
            center=center, kind=kind, version=found.version, defaults=said
        )
    return found


@transaction.atomic
def declare(*, kind: str, text: str, by: Viewer, now: datetime) -> Declaration:
    """Write a new version of the words; what was agreed to before keeps its own."""
    only_the_keeper(by)
    Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation.pk)
    _kept(by.organisation, kind, now)
    version = str(Declaration.objects.filter(center=by.organisation, kind=kind).count() + 1)
    declaration = Declaration.objects.create(
        center=by.organisation, kind=kind, version=version, text=text, written_at=now, written_by=by.user
    )
    actor = by.actor(Role.ADDRESS_KEEPER)
    detail = {"kind": kind, "version": version}
    write("write a wording", ("declaration", declaration.pk), actor=actor, at=now, detail=detail)
    return declaration


@transaction.atomic
@carries("PV-01", "PV-02")
def consent(
    recipient: Recipient,
    *,
    scopes: Iterable[str],
    given_at: datetime,
    until: date | None = None,
    by: Viewer,
    now: datetime,
) -> list[Consent]:
    """Enter what a volunteer consented to, each scope by itself, in the newest words."""
    only_the_keeper(by)
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if recipient.erased_at:
        raise Refused(_("The data of this recipient cannot be read: they were erased."))
    declaration = _kept(recipient.center, Declaring.CONSENT, now)
    given = [
        Consent(
            recipient=recipient,
            declaration=declaration,
            scope=scope,
            given_at=given_at,
            until=until,
            entered_by=by.user,
        )
        for scope in scopes
    ]
    Consent.objects.bulk_create(given)
    said: dict[str, Any] = {"scopes": [one.scope for one in given], "version": declaration.version}
    note("enter a consent", recipient, by, now, **said)
    return given


@carries("PV-07")
def signed(center: Organisation, buyer: User) -> bool:
    """Whether a buyer has signed the undertaking of a center."""
    return Undertaking.objects.filter(center=center, buyer=buyer).exists()


@transaction.atomic
@carries("PV-07")
def undertake(*, by: Viewer, now: datetime) -> Undertaking:
    """A buyer, or who stands in for one, signs the confidentiality undertaking in its newest words; what is
    signed stays signed."""
    if Role.BUYER not in by.roles:
        raise Forbidden(_("Only a buyer signs the confidentiality undertaking."))
    declaration = _kept(by.organisation, Declaring.UNDERTAKING, now)
    undertaking, made = Undertaking.objects.get_or_create(
        buyer=by.user, declaration=declaration, defaults={"center": by.organisation, "signed_at": now}
    )
    if made:
        detail = {"version": declaration.version}
        actor = by.actor(Role.BUYER)
        write(
            "sign the undertaking",
            ("undertaking", undertaking.pk),
            actor=actor,
            at=now,
            clause="PV-07",
            detail=detail,
        )
    return undertaking
