"""How does risk information come in by hand, and how does it become a case? (6.1.1, 6.1.2)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Level, Organisation, Region, Viewer
from accounts.roles import Kind, Role
from casework.actions import open_record, take
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from casework.work import charge
from documents import actions as documents
from documents import quotas
from documents.filetypes import check
from monitoring.risks.actions.matters import footprint
from monitoring.risks.flow.risk import RISK_CASE_FLOW, SignalState
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal, SignalFile, next_signals
from monitoring.vocabulary import Channel
from trail import verbs
from trail.enumerations import enumerated
from trail.models import Event, write

SUBJECT = "signal"
# What has become of what somebody still takes for a draft.
GONE_ON = {
    SignalState.SUBMITTED: gettext_lazy("This signal has been submitted already."),
    SignalState.ATTACHED: gettext_lazy("This signal has been submitted already, and belongs to a case."),
    SignalState.VOIDED: gettext_lazy("This signal is void: nothing of it was sent in or changed."),
    SignalState.DISCARDED: gettext_lazy("This draft was discarded: nothing of it was sent in or changed."),
}
# By what, and within which time, something taken down by hand is the same as another.
SAME = ("product", "hazard_item", "source_ref", "shop", "platform")
LATELY = timedelta(days=30)
SUBMIT, DRAFT, EDIT = "submit a signal", "draft a signal", "edit a signal"
# Nobody did: the system read it (feeds.actions.editions).
READ = "read a new edition"

verbs.register("attach a signal", gettext_lazy("Attached to a case"))
verbs.register("detach a signal", gettext_lazy("Taken out of a case"))
verbs.register(DRAFT, gettext_lazy("Draft written"))
verbs.register(EDIT, gettext_lazy("Draft changed"))
verbs.register(READ, gettext_lazy("Read from the register of standards"))
verbs.register(SUBMIT, gettext_lazy("Submitted"))
TAKEN_DOWN = (SUBMIT, DRAFT)


def takes_down(viewer: Viewer) -> bool:
    """Whether this person takes risk information down."""
    return bool({Role.COLLECTOR, Role.QUALITY_OFFICER} & viewer.roles)


@carries("6.1.1", "6.1.2-a", "6.1.2-b", "6.1.2-c", "6.1.2-d", "6.1.2-e", "4.2.4-c")
@transaction.atomic
def register(
    *,
    by: Viewer,
    now: datetime,
    submit_now: bool = True,
    evidence: Iterable[File[bytes]] = (),
    **data: Any,
) -> RiskSignal:
    """Take down risk information; unless it is submitted at once it stays a draft of its sender.

    data: the fields of form 4.1; evidence: its files. A center's own signal goes to that center; a platform
    names the center, and takes down channel c alone.
    """
    if not takes_down(by):
        raise Forbidden(
            _("Only a center's risk information officer or a platform's quality officer may do this.")
        )
    center = by.organisation if by.kind == Kind.CENTER else data.pop("center")
    data.pop("center", None)
    if by.kind == Kind.PLATFORM:
        data |= {"channel": Channel.PLATFORMS, "platform": str(by.organisation)}
    [(pk, number)] = next_signals(1)
    signal = RiskSignal.objects.create(
        pk=pk,
        number=number,
        state=SignalState.SUBMITTED if submit_now else SignalState.DRAFT,
        collector=by.user,
        organisation=by.organisation,
        center=center,
        province=province_of(center),
        **data,
    )
    for file in evidence:
        keep(signal, file, by=by, now=now)
    if submit_now:
        footprint([signal])
    _tell(signal, SUBMIT if submit_now else DRAFT, by, now)
    return signal


def taken_down_before(
    data: dict[str, Any], *, by: Viewer, now: datetime, but: RiskSignal
) -> RiskSignal | None:
    """What this organisation took down by hand of late that says the same, and stands or is a draft still.

    data: as for `register`. but: the draft that is being changed.
    """
    same = {name: data.get(name, "") for name in SAME}
    if by.kind == Kind.PLATFORM:
        same["platform"] = str(by.organisation)
    mine = RiskSignal.objects.filter(organisation=by.organisation, origin=None, **same)
    left = mine.exclude(state__in=(SignalState.VOIDED, SignalState.DISCARDED)).exclude(pk=but.pk)
    found = left.order_by("-pk").first()
    if found is None:
        return None
    taken = Event.objects.of(SUBJECT, found.pk).filter(verb__in=TAKEN_DOWN, at__gte=now - LATELY)
    return found if taken.exists() else None


@transaction.atomic
def edit_signal(
    signal: RiskSignal,
    *,
    by: Viewer,
    now: datetime,
    submit_now: bool = True,
    evidence: Iterable[File[bytes]] = (),
    **data: Any,
) -> None:
    """Change a draft, and submit it unless it is to stay a draft. evidence: files in addition."""
    _own(signal, by)
    _locked(signal, SignalState.DRAFT)
    if by.kind == Kind.CENTER:
        data.pop("center", None)
    for name, value in data.items():
        setattr(signal, name, value)
    signal.province = province_of(signal.center)
    signal.state = SignalState.SUBMITTED if submit_now else SignalState.DRAFT
    signal.save()
    for file in evidence:
        keep(signal, file, by=by, now=now)
    if submit_now:
        footprint([signal])
    _tell(signal, SUBMIT if submit_now else EDIT, by, now)


@quotas.counted
def evidence_of(organisation: Organisation, since: datetime) -> QuerySet[SignalFile]:
    """The files that an organisation sent in with signals."""
    return SignalFile.objects.filter(signal__organisation=organisation, at__gte=since)


def keep(signal: RiskSignal, file: File[bytes], *, by: Viewer, now: datetime) -> SignalFile:
    """Keep a file with a signal, under a random name; Refused if its content is not what is taken, or the
    organisation sent in too much."""
    evidence = SignalFile(signal=signal, content_type=check(file), uploaded_by=by.user, at=now)
    kept = documents.keep(evidence, file, by=by, now=now)
    detail = {"sha256": kept.sha256, "size": kept.size}
    write("attach a file", (SUBJECT, signal.pk), actor=by.actor(), at=now, detail=detail)
    return kept


@transaction.atomic
def submit(signal: RiskSignal, *, by: Viewer, now: datetime) -> None:
    """Hand a draft in as it is."""
    _own(signal, by)
    _locked(signal, SignalState.DRAFT)
    signal.state = SignalState.SUBMITTED
    signal.save(update_fields=["state"])
    footprint([signal])
    _tell(signal, SUBMIT, by, now)


def province_of(center: Organisation) -> Region | None:
    """The province a center works for: its own, or the first of its mandate."""
    if center.region and center.region.level == Level.PROVINCE:
        return center.region
    return center.mandate.filter(level=Level.PROVINCE).first()


def regulator_of(province: Region | None) -> Organisation:
    """The regulator of a province. Raises Refused where none is registered."""
    found = Organisation.objects.filter(
        kind=Kind.REGULATOR, level=Level.PROVINCE, region=province, active=True
    ).order_by("branch", "pk")
    regulator = found.first()
    if province is None or regulator is None:
        raise Refused(
            _("No regulator of the center's province is registered: ask the administrator to add it.")
        )
    return regulator


@RISK_CASE_FLOW.handles("open")
@carries("4.2.2-a")
@transaction.atomic
def open_case(*, by: Viewer, now: datetime, signals: Iterable[RiskSignal] = (), **data: Any) -> RiskCase:
    """Open a risk case, from chosen signals or from none.

    data: product, hazard_item, summary, title, category …
    """
    province = data.pop("province", None) or province_of(by.organisation)
    case = open_record(
        RiskCase,
        by=by,
        now=now,
        center=by.organisation,
        province=province,
        regulator=regulator_of(province),
        **{"title": f"{data['product']} · {data['hazard_item']}"[:200], **data},
    )
    footprint([case])
    move(list(signals), case, SignalState.SUBMITTED, SignalState.ATTACHED, by, now)
    return case


@RISK_CASE_FLOW.handles("attach")
@transaction.atomic
def attach(case: RiskCase, *, signals: Iterable[RiskSignal], by: Viewer, now: datetime) -> None:
    """Add submitted signals to a registered case."""
    chosen = list(signals)
    take("attach", case, by=by, now=now, note=numbers(chosen))
    move(chosen, case, SignalState.SUBMITTED, SignalState.ATTACHED, by, now)


@RISK_CASE_FLOW.handles("detach")
@transaction.atomic
def detach(case: RiskCase, *, signals: Iterable[RiskSignal], note: str, by: Viewer, now: datetime) -> None:
    """Take signals out of a case again; they wait as submitted."""
    chosen = list(signals)
    take("detach", case, by=by, now=now, note=f"{numbers(chosen)}: {note}")
    move(chosen, case, SignalState.ATTACHED, SignalState.SUBMITTED, by, now, note)


def numbers(signals: list[RiskSignal]) -> str:
    return enumerated(signal.number for signal in signals)[:400]


def move(
    signals: list[RiskSignal],
    case: RiskCase,
    source: SignalState,
    target: SignalState,
    by: Viewer,
    now: datetime,
    note: str = "",
) -> None:
    """Attach or detach, all or none; refused if another has moved one of them meanwhile."""
    attached = target == SignalState.ATTACHED
    found = RiskSignal.objects.filter(
        pk__in=[signal.pk for signal in signals],
        center=case.center_id,
        state=source,
        case=None if attached else case,
    )
    if found.update(state=target, case=case if attached else None) != len(signals):
        raise Refused(_("One of the signals has been moved meanwhile: load the page again."))
    verb = "attach a signal" if attached else "detach a signal"
    for signal in signals:
        detail = {"case": case.number, **({"note": note} if note else {})}
        moved = (str(source), str(target))
        write(verb, (SUBJECT, signal.pk), actor=by.actor(Role.COLLECTOR), at=now, moved=moved, detail=detail)


def _locked(signal: RiskSignal, state: SignalState) -> None:
    """Lock a signal and bring it up to date; refused unless it is in this state."""
    RiskSignal.objects.select_for_update().get(pk=signal.pk)
    signal.refresh_from_db()
    if signal.state != state:
        raise Refused(GONE_ON[SignalState(signal.state)])


def _own(signal: RiskSignal, by: Viewer) -> None:
    if signal.organisation_id != by.organisation.pk or not {Role.COLLECTOR, Role.QUALITY_OFFICER} & by.roles:
        raise Forbidden(_("Only the organisation that took the signal down may change it."))
    charge.owned(signal, by)


def _tell(signal: RiskSignal, verb: str, by: Viewer, now: datetime) -> None:
    role = sorted({Role.COLLECTOR, Role.QUALITY_OFFICER} & by.roles)[0]
    clause = "6.1.1" if signal.state == SignalState.DRAFT else brought_under(signal.channel, by.kind)
    write(verb, (SUBJECT, signal.pk), actor=by.actor(role), at=now, clause=clause)


def brought_under(channel: str, kind: str) -> str:
    """Under which clause information comes in: over its channel, or as what a platform found itself."""
    return "4.2.4-c" if kind == Kind.PLATFORM else f"6.1.2-{channel}"
