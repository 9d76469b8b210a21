"""How does a case come to the regulator that is competent for it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, Organisation, Region, System, Viewer, places
from casework.actions import lock, take
from casework.admissions import let_see
from casework.clauses import carries
from casework.deadlines import clocks
from casework.deadlines.clocks import local_day
from casework.deadlines.nearest import refresh
from casework.flow import Refused
from casework.models import Record
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW
from disposal.flow.procedure import INSPECT, SETTLE
from disposal.flow.reaching import DELIVER
from disposal.flow.vocabulary import EnforcementCaseState
from disposal.models.cases import BEGUN, EnforcementCase
from disposal.models.competence import competent, named_by, working
from disposal.redaction import for_regulator, lines, whole
from documents.actions import issue, open_to
from documents.models import Attachment, Document
from inspection.reports.models.reports import Report
from trail.models import Event


def on_file(case: EnforcementCase, viewer: Viewer) -> list[str]:
    """What can be handed over with a case: its papers, its files, the test report with its raw records, and
    what platforms answered; each as a list names it."""
    records = [case, case.report, *case.letters.filter(turn="")]
    papers = [f"{paper.title} {paper.file_number}" for one in records for paper in _papers(one, viewer)]
    papers += [f"{paper.title} {paper.file_number}" for paper in _papers(case.compilation, viewer)]
    files = [file for one in records for file in Attachment.objects.of(one, viewer)]
    return list(dict.fromkeys([*papers, *(f"{file.name} (SHA-256 {file.sha256[:16]})" for file in files)]))


def _papers(record: Record, viewer: Viewer) -> Any:
    return Document.objects.of(record, viewer)


def covers(regulator: Organisation, place: Region | None) -> bool:
    """Whether a place lies in the regulator's region."""
    while place is not None:
        if place.pk == regulator.region_id:
            return True
        place = place.parent
    return False


def regions(regulator: Organisation, place: Region | None) -> dict[str, Any]:
    """Province, city and county of a case: of the place if the regulator covers it, else the regulator's."""
    found = places(place if covers(regulator, place) else regulator.region)
    return {level: found.get(level) for level in ("province", "city", "county")}


def beneath(superior: Organisation) -> list[Organisation]:
    """The regulators that a superior may assign a case to: itself and those below it."""
    found, level = [superior], [superior.pk]
    while level:
        below = list(working().filter(parent__in=level).exclude(pk__in=[each.pk for each in found]))
        found += below
        level = [each.pk for each in below]
    return found


def why(case: EnforcementCase) -> str:
    """The grounds of jurisdiction that follow from what is known of the place; "" where nothing is."""
    if case.enterprise and case.enterprise.region:
        return _("Place of the enterprise: %(place)s") % {"place": whole(case.enterprise.region)}
    return _shops(case.shop.place) if case.shop else ""


def by_the_place(case: EnforcementCase) -> Organisation | None:
    """The regulator that the place of a case makes competent; None where nothing is known of it."""
    return named_by(case.place, case.disputed_by or case.regulator)


def not_by_the_place(case: EnforcementCase) -> str:
    """What whoever assigns a case to another regulator has to notice, as a sentence."""
    known = {"grounds": why(case), "regulator": by_the_place(case)}
    return (
        _("%(grounds)s. By it %(regulator)s is competent: tick that you assign the case elsewhere.") % known
    )


def _shops(place: Region | None) -> str:
    named = _("Actual place of business of the shop: %(place)s") % {"place": whole(place)}
    return named if place else ""


@ENFORCEMENT_CASE_FLOW.handles("transfer")
@transaction.atomic
@carries("6.4-3")
def transfer(
    case: EnforcementCase,
    *,
    regulator: Organisation,
    jurisdiction: str,
    handed_over: Sequence[str] = (),
    by: Viewer,
    now: datetime,
    **data: Any,
) -> None:
    """Pass the case on to the competent regulator, with a letter (移送函). Its inspection begins there anew.

    handed_over: as `on_file` names it; all of it where nothing is chosen.

    Locks: the case, then its assistance letters.
    """
    _fresh(case)
    sender = case.regulator
    _may_get(case, regulator)
    enclosed = [*(handed_over or on_file(case, by))]
    event = take(
        "transfer",
        case,
        by=by,
        now=now,
        regulator=regulator,
        jurisdiction=jurisdiction,
        sender=sender,
        transferred_from=sender,
        transferred_on=local_day(now),
        handed_over=enclosed,
        **BEGUN,
        **data,
        **regions(regulator, case.place),
    )
    arrived(case, event, now)
    with override(settings.LANGUAGE_CODE):
        _letter(case, sender, _("Letter of transfer"), case.materials, by, now)
    case.refresh_from_db()


@ENFORCEMENT_CASE_FLOW.handles("dispute")
@transaction.atomic
def dispute(case: EnforcementCase, *, by: Viewer, now: datetime, **data: Any) -> None:
    """Say that another regulator is competent: the common superior decides, within its term."""
    _fresh(case)
    disputed_by, superior = case.regulator, case.arbiter() or case.regulator
    said: dict[str, Any] = {"disputed_by": disputed_by, "disputed_on": local_day(now), **data}
    take("dispute", case, by=by, now=now, regulator=superior, **BEGUN, **said)
    clocks.stop(case, (DELIVER.code, INSPECT.code), now, met=False)
    refresh(case)
    _let_read(case, by, now)


@ENFORCEMENT_CASE_FLOW.handles("assign")
@transaction.atomic
@carries("W-14")
def assign(
    case: EnforcementCase,
    *,
    regulator: Organisation,
    assignment_reason: str,
    elsewhere: bool = False,
    by: Viewer,
    now: datetime,
) -> None:
    """The superior decides which regulator below it, or itself, has the case: that ends the dispute.

    elsewhere: that this is not the one that its place makes competent, which was noticed.
    """
    _fresh(case)
    superior = case.regulator
    if regulator not in beneath(superior):
        raise Refused(_("A case can be assigned only to a regulator below yours, or to your own."))
    by_place = by_the_place(case)
    if by_place not in (None, regulator) and not elsewhere:
        raise Refused(not_by_the_place(case))
    with override(settings.LANGUAGE_CODE):
        grounds = _("Assigned by %(superior)s") % {"superior": superior.name}
    event = take(
        "assign",
        case,
        by=by,
        now=now,
        regulator=regulator,
        jurisdiction=grounds[:200],
        sender=superior,
        assigned_by=superior,
        assigned_on=local_day(now),
        assignment_reason=assignment_reason,
        **regions(regulator, case.place),
    )
    arrived(case, event, now)
    _pass_on(case, _("Decision on jurisdiction"), assignment_reason, by, System(cause=event.pk), now)


@transaction.atomic
@carries("6.4-3")
def redirect_case(case: EnforcementCase, *, by: System, now: datetime, note: str) -> None:
    """The enterprise did not make the product: the case begins anew, against the shop, where the shop is.

    Nothing happens where the case is past its inspection, or names no enterprise or no shop.
    """
    _fresh(case)
    early = case.state in ENFORCEMENT_CASE_FLOW["redirect"].sources
    if not early or case.enterprise_id is None or case.shop is None:
        return
    # A letter that is still open is answered to the regulator that sent it, which then passes the case on.
    waits = case.letters.exclude(turn="").exists()
    had_it = case.regulator if case.state != EnforcementCaseState.DISPUTED else case.disputed_by
    assert had_it is not None
    place = case.shop.place
    regulator = had_it if waits else competent(place, had_it)
    with override(settings.LANGUAGE_CODE):
        grounds = _shops(place) or _("No regulator of the place is known: the one that had the case.")
    event = take(
        "redirect",
        case,
        by=by,
        now=now,
        note=note,
        title=f"{case.product[:90]} · {case.shop.name[:90]}",
        enterprise=None,
        regulator=regulator,
        jurisdiction=grounds[:200],
        sender=had_it,
        transferred_from=None,
        assigned_by=None,
        **BEGUN,
        **regions(regulator, place),
    )
    arrived(case, event, now)
    _pass_on(case, _("Letter of transfer"), note, by, System(cause=event.pk), now)


def _pass_on(case: EnforcementCase, title: str, account: str, by: By, system: System, now: datetime) -> None:
    """A letter to the regulator that has the case now; of its own decision it has learned already."""
    assert case.sender is not None
    if case.regulator_id == case.sender_id:
        take("receive", case, by=system, now=now, received_on=local_day(now))
        return
    with override(settings.LANGUAGE_CODE):
        _letter(case, case.sender, title, account, by, now)
    case.refresh_from_db()


def _fresh(case: EnforcementCase) -> None:
    """The case, locked and as it is now."""
    lock(case)
    case.refresh_from_db()


def _may_get(case: EnforcementCase, regulator: Organisation) -> None:
    if regulator.pk == case.regulator_id:
        raise Refused(_("The case is with this regulator already: choose another one."))
    if not working().filter(pk=regulator.pk).exists():
        raise Refused(_("This regulator no longer works under its name: choose its successor."))
    if regulator not in case.others_competent():
        raise Refused(
            _(
                "This regulator is not competent by the place of the enterprise, the shop or the platform."
                " Who else is to have the case, the common superior decides: dispute the jurisdiction."
            )
        )


def arrived(case: EnforcementCase, event: Event, now: datetime) -> None:
    """Its inspection is counted anew from the receipt; what platforms answered goes with the case."""
    clocks.stop(case, (INSPECT.code, SETTLE.code), now, met=False)
    refresh(case)
    system = System(cause=event.pk)
    _let_read(case, system, now)
    found = {level: getattr(case, level) for level in ("province", "city", "county")}
    for letter in case.letters.filter(turn="").exclude(state="voided").order_by("pk"):
        take("follow", letter, by=system, now=now, **found)


def _let_read(case: EnforcementCase, by: By, now: datetime) -> None:
    """Whoever has the case now reads what it stands on: the test report, and the compiled report as it came
    to whoever had the case before."""
    let_see(case.report, case.regulator_id, now)
    had = [one for one in (case.sender, case.transferred_from, case.disputed_by) if one]
    offices = [office for one in had for office in one.selves()]
    read = Q(addressee__in=offices) | Q(opened__organisation__in=offices)
    compiled = Document.objects.filter(read, record=case.compilation_id, paper="regulator_compilation")
    open_to(compiled.distinct(), case.regulator, by=by, now=now)


def _letter(
    case: EnforcementCase, office: Organisation, title: str, account: str, by: By, now: datetime
) -> None:
    """The paper with which a case goes to another regulator, with what is known of the product."""
    found = lines(Report.objects.filter(pk=case.report_id))
    issue(
        case,
        paper="transfer_letter",
        title=title,
        content={
            "addressee": case.regulator.name,
            "case_number": case.number,
            "party": case.party_concerned,
            "jurisdiction": case.jurisdiction,
            "account": account,
            "enclosed": tuple(case.handed_over),
            "products": for_regulator(found)["products"],
            "officer": str(by.user) if isinstance(by, Viewer) else "",
        },
        by=by,
        now=now,
        office=office,
        addressee=case.regulator,
        language=settings.LANGUAGE_CODE,
    )
