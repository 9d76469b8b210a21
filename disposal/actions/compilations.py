"""How do test reports reach platforms and regulators, and what do they set going there?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import By, Organisation, System, Viewer, places
from casework.actions import lock, open_record, take
from casework.admissions import let_see
from casework.clauses import carries
from casework.flow import Refused
from casework.models import Record
from catalogue.models import Verdict
from disposal.actions.closing import cases_under, close_settled
from disposal.actions.enclosures import enclose
from disposal.actions.jurisdiction import covers, regions
from disposal.actions.notices import open_notices
from disposal.actions.parties import settle_findings
from disposal.actions.photos import only_with_reason
from disposal.claims import TEXTS, contradictions
from disposal.flow.results import COMPILATION_FLOW
from disposal.flow.vocabulary import least
from disposal.grading import lowered, worst
from disposal.models.cases import EnforcementCase
from disposal.models.competence import competent
from disposal.models.compilations import Compilation, compiled_elsewhere
from disposal.models.disposals import DisposalItem, PlatformDisposal
from disposal.naming import named_in, names_somebody
from disposal.redaction import Line, for_platform, for_regulator, lines, whole
from documents.actions import issue
from inspection.reports.models.reports import Report
from trail.enumerations import enumerated


@COMPILATION_FLOW.handles("open")
@transaction.atomic
def compile_reports(*, reports: Sequence[Report], by: Viewer, now: datetime, **data: Any) -> Compilation:
    """Open a compilation of delivered test reports."""
    spine = _spine(reports, by)
    _check(None, reports, data)
    return open_record(Compilation, by=by, now=now, reports=reports, center=by.organisation, **spine, **data)


@COMPILATION_FLOW.handles("edit")
@transaction.atomic
def change(
    compilation: Compilation, *, reports: Sequence[Report], by: Viewer, now: datetime, **data: Any
) -> None:
    """Change what is compiled, and what is said about it."""
    _check(compilation, reports, data)
    take("edit", compilation, by=by, now=now, reports=reports, **_spine(reports, by), **data)


def _check(compilation: Compilation | None, reports: Sequence[Report], data: dict[str, Any]) -> None:
    """Refused where another compilation has a report already, or the advice to all names one of them."""
    taken = compiled_elsewhere(compilation).filter(pk__in=[report.pk for report in reports])
    if numbers := list(taken.values_list("number", flat=True)):
        raise Refused(
            _("These reports are in another compilation already: %(numbers)s.")
            % {"numbers": enumerated(numbers)}
        )
    if named := named_in(data.get("platform_advice", ""), reports):
        raise Refused(names_somebody(named))
    if untrue := untrue_of(reports, data):
        raise Refused(" ".join(untrue.values()))


def untrue_of(reports: Iterable[Report], texts: Mapping[str, Any]) -> dict[str, str]:
    """What texts about these reports claim that is not so, in sentences by the field."""
    of = {report.number: report.outcome for report in reports}
    failed = [number for number, outcome in of.items() if outcome == Verdict.NON_CONFORMING]
    in_part = [number for number, outcome in of.items() if outcome == Verdict.IN_PART]
    said = {name: texts.get(name) or "" for name in TEXTS}
    return contradictions(failed, in_part, texts.get("least") or "", **said)


def recipients(compilation: Compilation) -> list[Organisation]:
    """To whom its papers go when it is sent: platforms, who set the task, the regulators of the places."""
    found = lines(compilation.reports.all())
    platforms = sorted({line.platform for line in found}, key=lambda platform: platform.pk)
    regulators = [competent(line.place, compilation.regulator) for line in found if line.failed]
    return list(dict.fromkeys([*platforms, compilation.regulator, *regulators]))


def _title(products: list[str]) -> str:
    """What others read in their lists as well, so in the language of the installation."""
    if len(products) == 1:
        return products[0]
    with override(settings.LANGUAGE_CODE):
        more = len(products) - 1
        said = ngettext("%(product)s and %(n)d more", "%(product)s and %(n)d more", more)
        return said % {"product": products[0][:150], "n": more}


def _spine(reports: Sequence[Report], by: Viewer) -> dict[str, Any]:
    """What follows from the reports: who set the task, where, which products. Refused unless they agree."""
    if not reports:
        raise Refused(_("Choose at least one test report."))
    if any(report.center_id != by.organisation.pk for report in reports):
        raise Refused(_("Only reports delivered to your own center can be compiled."))
    regulators = {report.sample.purchase.scheme.regulator for report in reports}
    if len(regulators) > 1:
        raise Refused(
            _("These reports belong to tasks of different regulators: compile those of each separately.")
        )
    regulator = regulators.pop()
    categories = {report.category for report in reports}
    products = list(dict.fromkeys(report.product for report in reports))
    return {
        "regulator": regulator,
        "title": _title(products),
        "category": categories.pop() if len(categories) == 1 else None,
        **places(regulator.region),
    }


@COMPILATION_FLOW.handles("submit")
@transaction.atomic
def submit(compilation: Compilation, *, by: Viewer, now: datetime) -> None:
    """Submit for approval; who does has compiled it."""
    take("submit", compilation, by=by, now=now, compiled_by=by.user)


@COMPILATION_FLOW.handles("approve")
@transaction.atomic
def approve(
    compilation: Compilation, *, less_noticed: bool = False, note: str = "", by: Viewer, now: datetime
) -> None:
    """Approve; the center's leader answers for it, and has noticed where less is asked than a grade wants."""
    less = " ".join(lowered(compilation))
    if less and not less_noticed:
        raise Refused(less)
    note = " ".join(filter(None, (less, note)))
    take("approve", compilation, by=by, now=now, approved_by=by.user, note=note)


@COMPILATION_FLOW.handles("send")
@transaction.atomic
@carries("6.4-1", "4.2.2-d", "4.2.2-e")
def send(compilation: Compilation, *, without_photos: str = "", by: By, now: datetime) -> None:
    """Issue each party's version, pass the reports on, and open what each has to do or to be told.

    without_photos: why photos of products that failed stay behind on which nobody decided; Refused where
    there are such photos and no reason. Locks: risk cases, then reports, then the compilation.
    """
    cases = cases_under(compilation.reports.all())
    reports = list(compilation.reports.order_by("pk"))
    lock(*cases)
    lock(*reports)
    only_with_reason(compilation.failed(), without_photos)
    event = take("send", compilation, by=by, now=now, without_photos=without_photos)
    system = System(cause=event.pk)
    for report in reports:
        take("compile", report, by=system, now=now)
    found = lines(compilation.reports.all())
    settle_findings(found)
    with override(settings.LANGUAGE_CODE):
        _tell_platforms(compilation, found, system, by, now)
        _tell_regulators(compilation, found, system, by, now)
    open_notices(compilation, found, system, now)
    close_settled(cases, system, now)


def _tell_platforms(
    compilation: Compilation, found: list[Line], system: System, by: By, now: datetime
) -> None:
    """Each platform gets its version; one with non-conforming products has them to handle as well."""
    for platform in sorted({line.platform for line in found}, key=lambda platform: platform.pk):
        failed = [line for line in found if line.failed and line.platform == platform]
        disposal = _open_disposal(compilation, platform, failed, system, now) if failed else None
        content = {
            **for_platform(platform, found),
            "advice": compilation.platform_advice,
            "least": str(compilation.get_least_display()),
        }
        _issue(disposal or compilation, compilation, "platform_compilation", platform, content, by, now)
        for line in failed:
            assert disposal is not None
            enclose(disposal, line.report, platform, by=by, now=now)


def _open_disposal(
    compilation: Compilation, platform: Organisation, failed: list[Line], system: System, now: datetime
) -> PlatformDisposal:
    first = failed[0].report
    more = _(" and %(n)d more") % {"n": len(failed) - 1} if len(failed) > 1 else ""
    categories = {line.report.category for line in failed}
    disposal = open_record(
        PlatformDisposal,
        by=system,
        now=now,
        compilation=compilation,
        title=f"{first.product[:90]} · {failed[0].shop.name[:80]}{more}",
        center=compilation.center,
        regulator=compilation.regulator,
        platform=platform,
        province=compilation.province,
        category=categories.pop() if len(categories) == 1 else None,
        level=worst(line.level for line in failed),
        outcome=Verdict.NON_CONFORMING,
    )
    DisposalItem.objects.bulk_create(
        DisposalItem(
            disposal=disposal,
            report=line.report,
            item_id=line.report.item_id,
            product=line.report.product,
            model=line.report.model,
            shop=line.shop.name,
            failing="、".join(line.failing)[:400],
            verdict=line.report.outcome,
            least=compilation.least or least(line.level),
        )
        for line in failed
    )
    return disposal


def _tell_regulators(
    compilation: Compilation, found: list[Line], system: System, by: By, now: datetime
) -> None:
    """Who set the task reads of everything; the regulator of each place of what it has to look into.

    The cases are opened first: they wait for the delivery of these papers.
    """
    referred: dict[Organisation, list[Line]] = {}
    for line in found:
        if line.failed:
            regulator = competent(line.place, compilation.regulator)
            open_case(compilation, line, regulator, system, now)
            referred.setdefault(regulator, []).append(line)
    full = {
        **for_regulator(found, compilation.summary),
        "analysis": compilation.analysis,
        "advice": compilation.advice,
        **_less(compilation),
    }
    _issue(compilation, compilation, "regulator_compilation", compilation.regulator, full, by, now)
    for regulator, own in referred.items():
        if regulator != compilation.regulator:
            content = {**for_regulator(own), "advice": compilation.advice, **_less(compilation)}
            _issue(compilation, compilation, "regulator_compilation", regulator, content, by, now)


def tell_another(
    compilation: Compilation, regulator: Organisation, report: Report, by: By, now: datetime
) -> None:
    """The compiled report, as far as it concerns one product, to a regulator that has to look into it now."""
    own = lines(Report.objects.filter(pk=report.pk))
    with override(settings.LANGUAGE_CODE):
        content = {**for_regulator(own), "advice": compilation.advice, **_less(compilation)}
        _issue(compilation, compilation, "regulator_compilation", regulator, content, by, now)


def _less(compilation: Compilation) -> dict[str, str]:
    """What is asked of platforms instead of what the grades require, and why; platforms read no free text."""
    return {"least": str(compilation.get_least_display()), "least_reason": compilation.least_reason}


def open_case(
    compilation: Compilation,
    line: Line,
    regulator: Organisation,
    system: System,
    now: datetime,
    note: str = "",
) -> EnforcementCase:
    """Refer one product that failed to a regulator, which the paper on it still has to reach."""
    report, party = line.report, line.enterprise or line.shop
    if not covers(regulator, line.place):
        grounds = _("No regulator of the place is known: the one that set the task.")
    elif line.enterprise and line.enterprise.region:
        grounds = _("Place of the enterprise: %(place)s") % {"place": whole(line.place)}
    else:
        grounds = _("Actual place of business of the shop: %(place)s") % {"place": whole(line.place)}
    # Who investigates reads the report and what it rests on, wherever the task was set (rules 1.10).
    let_see(report, regulator.pk, now)
    return open_record(
        EnforcementCase,
        by=system,
        now=now,
        note=note,
        compilation=compilation,
        report=report,
        title=f"{report.product[:90]} · {party.name[:90]}",
        center=compilation.center,
        regulator=regulator,
        platform=line.platform,
        category=report.category,
        product=report.product,
        enterprise=line.enterprise,
        shop=line.shop,
        jurisdiction=grounds[:200],
        outcome=Verdict.NON_CONFORMING,
        **regions(regulator, line.place),
    )


def _issue(
    record: Record,
    compilation: Compilation,
    paper: str,
    addressee: Organisation,
    content: dict[str, Any],
    by: By,
    now: datetime,
) -> None:
    assert compilation.center is not None
    issue(
        record,
        paper=paper,
        title=_("Report on the results of risk monitoring"),
        content={
            "addressee": addressee.name,
            "task": compilation.task,
            "period_from": compilation.period_from,
            "period_to": compilation.period_to,
            "compiled_by": str(compilation.compiled_by),
            "approved_by": str(compilation.approved_by),
            **content,
        },
        by=by,
        now=now,
        office=compilation.center,
        addressee=addressee,
        language=settings.LANGUAGE_CODE,
    )
