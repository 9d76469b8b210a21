"""When has a paper reached its addressee, and which records' clocks begin with that day?

A data message is received when it enters the system its addressee has named (电子签名法 art. 11): on whoever
accepts service through the portal a paper is served as it is issued. On all others it is served with proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import By, System, Viewer
from casework.actions import roles_for, take
from casework.clauses import carries
from casework.deadlines.recounts import bring_forward
from casework.flow import Forbidden, Refused, Step
from casework.models import Filed, kinds
from casework.work.notifications import notify
from documents.models import (
    AUTHORITIES,
    Attachment,
    Document,
    Method,
    Relation,
    Service,
    takes_portal_service,
)
from documents.papers import PAPERS
from trail import verbs
from trail.models import Event, write

verbs.register("serve a paper", gettext_lazy("Serve a paper"))

# A public notice counts as service when so many days have passed since it was published.
BY_PUBLIC_NOTICE = 30


@transaction.atomic
def serve(
    document: Document,
    *,
    method: str,
    served_on: date,
    by: By,
    now: datetime,
    evidence: Attachment | None = None,
    signed_by: str = "",
    relation: str = "",
    witness: str = "",
) -> Service:
    """Note that a paper was served (送达) on its addressee, and take the steps that follow it.

    method: one of Method. signed_by, relation: who signed for it, and one of Relation. witness: who saw it
    left at the address. Forbidden to others than the office, Refused for a day ahead or before the issue,
    without proof, where nobody signed for what was handed over, or saw what was left, or where it was served
    already; only service through the portal on an organisation that accepts it proves itself.
    """
    if isinstance(by, Viewer) and not may_serve(document, by):
        raise Forbidden(_("Only the office that issued this paper may serve it."))
    if not document.addressed_to:
        raise Refused(_("This paper is addressed to nobody: it is not served."))
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)  # two may note it at once
    refuse_twice(document, served_on)
    for sentence in unless_signed(method, signed_by, relation).values():
        raise Refused(sentence)
    if served_on > timezone.localdate(now):
        raise Refused(_("The day of service lies in the future: enter when it was served."))
    if served_on < timezone.localdate(document.issued_at):
        raise Refused(_("The day of service lies before the day of issue: enter when it was served."))
    if evidence is None and not proves_itself(document, method, served_on):
        raise Refused(_("The proof of service is missing: attach the receipt, photo or screenshot."))
    shown = evidence is not None and shows(evidence.content_type)
    for sentence in unless_left(method, witness, shown).values():
        raise Refused(sentence)
    if method == Method.PUBLIC_NOTICE and served_on < (last := published(document)):
        raise Refused(
            _(
                "A public notice counts as service when 30 days have passed since it was published: not"
                " before %(day)s."
            )
            % {"day": last}
        )
    if evidence is not None and evidence.record_id != document.record_id:
        raise Refused(_("The proof of service belongs to another matter: attach it to this one."))
    return _note(
        document,
        by,
        now,
        method=method,
        evidence=evidence,
        served_on=served_on,
        signed_by=signed_by,
        relation=relation,
        witness=witness,
    )


def refuse_twice(document: Document, served_on: date | None = None) -> None:
    """Refused where a paper was served on its addressee already: that is done once.

    Time runs from that day, which its office does not move. Where the addressee itself confirmed receipt, the
    proof of an earlier day may still come. served_on: the day to be noted; None asks whether any day may be.
    """
    service = first_service(document)
    if service is None:
        return
    confirmed = service.evidence_id is None and service.signed_by
    earliest = served_on or timezone.localdate(document.issued_at)
    if confirmed and earliest < service.served_on:
        return
    raise Refused(
        _(
            "This paper was served on %(who)s on %(day)s already (%(how)s), and is not served twice: go on"
            " from that day. Only a paper that is issued anew is served anew."
        )
        % {
            "who": service.addressee or service.name,
            "day": service.served_on,
            "how": service.get_method_display(),
        }
    )


def first_service(document: Document) -> Service | None:
    """The service of a paper from which time runs, None of one that was not served."""
    return min(document.services.all(), key=lambda each: (each.served_on, each.pk), default=None)


def served_on_that_day(document: Document, served_on: date) -> Service | None:
    """The service of a paper for which a record still waits, to go on from. Refused for another day."""
    service = first_service(document)
    if service and service.served_on != served_on:
        raise Refused(
            _("This paper was served on %(day)s already: go on from that day.") % {"day": service.served_on}
        )
    return service


@carries("T-13")
def deliver(document: Document, issued: Event) -> None:
    """Serve a paper that has just been issued on an addressee who accepts service through the portal; of any
    other whoever is to serve it is told. What is enclosed with another paper is served with that."""
    if PAPERS[document.paper].along:
        return
    now = issued.at
    today = timezone.localdate(now)
    if takes_portal_service(document.addressee, today):
        serve(document, method=Method.ELECTRONIC, served_on=today, by=System(cause=issued.pk), now=now)
        return
    for step, record in followers(document):
        if record.state in step.sources and record.flow.delivers(record.state):
            notify(record, issued)


@carries("T-13")
def published(document: Document) -> date:
    """The earliest day on which a public notice of a paper counts as its service (民事诉讼法 art. 95)."""
    return timezone.localdate(document.issued_at) + timedelta(days=BY_PUBLIC_NOTICE)


def confirm_receipt(
    document: Document,
    *,
    by: Viewer,
    now: datetime,
    signed_by: str = "",
    relation: str = Relation.MEMBER,
) -> Service:
    """The addressee says in the portal that it has the paper: that proves the service.

    signed_by, relation: in whose name, and what that is to the addressee, where it is not an account's user.
    """
    if document.addressee_id != by.organisation.pk:
        raise Forbidden(_("This paper is addressed to somebody else."))
    return _note(
        document,
        by,
        now,
        method=Method.ELECTRONIC,
        served_on=timezone.localdate(now),
        signed_by=signed_by or str(by.user)[:60],
        relation=relation,
    )


def _note(document: Document, by: By, now: datetime, **row: object) -> Service:
    if not document.stands:
        raise Refused(_("This paper holds no more: what it rests on was voided or revoked. Do not serve it."))
    user = by.user if isinstance(by, Viewer) else None
    whom = {"addressee": document.addressee} if document.addressee else {"name": document.addressed_to[:200]}
    service = Service.objects.create(document=document, served_by=user, at=now, **whom, **row)
    subject = ("record", document.record_id) if document.record_id else ("document", document.pk)
    detail = {
        "number": document.file_number,
        "method": service.method,
        "served_on": service.served_on.isoformat(),
    }
    event = write("serve a paper", subject, actor=by.actor(), at=now, detail=detail)
    _follow(document, service.served_on, by, System(cause=event.pk), now)
    return service


def _follow(document: Document, served_on: date, by: By, system: System, now: datetime) -> None:
    """What waited for this paper goes on from the day of service; what did already, from an earlier day."""
    for step, record in list(followers(document)):
        noted = getattr(record, step.dated)
        if record.state in step.sources:
            own = isinstance(by, System) or roles_for(step, record, by)
            dated: dict[str, Any] = {step.dated: served_on}
            take(step.name, record, by=by if own else system, now=now, **dated)
        elif noted is not None and served_on < noted:
            bring_forward(record, step, served_on, by.actor(), now)


def followers(document: Document) -> Iterator[tuple[Step, Filed]]:
    """The records with a step that follows this paper, where its addressee is the one to act after it; for an
    addressee outside the system the office acts that wrote to it."""
    if document.record_id is None or document.superseded:
        return
    for model in kinds().values():
        for step in model.flow:
            if step.follows == document.paper:
                party = model.flow.hands(step.target)
                acts = document.addressee_id or document.office_id
                own = {step.on or "record": document.record_id, party: acts}
                for record in model._base_manager.filter(**own).order_by("pk"):
                    yield step, record


def awaited(record: Filed) -> Document | None:
    """The paper for whose service a record waits in its state, None where it waits for none."""
    for step in record.flow.leaving(record.state):
        if step.follows:
            acts = record.party(record.flow.hands(step.target))
            issued = Document.objects.filter(
                Q(addressee=acts) | Q(addressee=None, office=acts),
                record=getattr(record, f"{step.on}_id") if step.on else record.pk,
                paper=step.follows,
            )
            return issued.order_by("-id").first()
    return None


def open_to_service(document: Document) -> bool:
    """Whether a service of the paper may still be noted."""
    try:
        refuse_twice(document)
    except Refused:
        return False
    return True


def may_serve(document: Document, viewer: Viewer) -> bool:
    """Whether this viewer acts for the center or regulator that issued the paper, and it goes to somebody by
    itself."""
    paper = PAPERS[document.paper]
    addressed = document.addressee_id is not None or paper.named in paper.__dataclass_fields__
    own = viewer.kind in AUTHORITIES and document.office_id == viewer.organisation.pk
    return own and addressed and not paper.along and paper.goes_out(document)


def proves_itself(document: Document, method: str, on: date) -> bool:
    """Whether a service needs no further proof: through the portal, on an addressee who accepts it."""
    return method == Method.ELECTRONIC and takes_portal_service(document.addressee, on)


def unless_signed(method: str, signed_by: str, relation: str) -> dict[str, str]:
    """Why a service cannot be noted with who signed for it: {field: sentence}."""
    if method == Method.IN_PERSON and not signed_by:
        return {"signed_by": _("Who signed for it? What is handed over is signed for.")}
    if signed_by and not relation:
        return {"relation": _("Say what whoever signed is to the addressee: none but these sign for it.")}
    if relation and not signed_by:
        return {"signed_by": _("Enter the name of whoever signed for it.")}
    return {}


def shows(content_type: str) -> bool:
    """Whether a file is a picture or a film, which shows what was done."""
    return content_type.startswith(("image/", "video/"))


def unless_left(method: str, witness: str, shown: bool) -> dict[str, str]:
    """Why a paper cannot be called left at the address (留置送达): {field: sentence}. Somebody saw it, or a
    picture shows it (民事诉讼法 art. 89)."""
    if method == Method.LEFT and not witness and not shown:
        return {
            "witness": _(
                "Name who saw it left, or attach photos or a film that show it: one of them proves it."
            )
        }
    if witness and method != Method.LEFT:
        return {"witness": _("Only of what is left at the address there is a witness: leave this empty.")}
    return {}
