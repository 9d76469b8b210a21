"""How do people meet compiled reports and the national report?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.models.facts import Facts
from casework.pages.beside import Beside, Card, cards
from casework.pages.views import Request, member
from catalogue.models import Verdict
from disposal import figures
from disposal.actions import compilations
from disposal.actions.national import odd
from disposal.flow.results import NationalReportState
from disposal.forms.compilations import CompilationForm
from disposal.grading import Asked, Grader, asked_of
from disposal.models.compilations import Compilation, NationalReport
from disposal.views import photos
from documents import views as papers
from documents.models import Document, Opened
from inspection.corrections.models.no_more import read_applied
from inspection.flow.reports import ReportState
from inspection.reports.models.reports import Report

REPORTS = ("platform_compilation", "regulator_compilation", "national_report")


def about_compilation(compilation: Compilation, viewer: Viewer) -> dict[str, Any]:
    """The test reports it is made of with what each was graded by, and the papers it became."""
    reports = compilation.compiled()
    grader = Grader(reports, at=compilation.sent_at())
    asked = asked_of(compilation, grader)
    rows = [
        {
            "report": _named(report),
            "platform": report.platform,
            "verdict": Verdict(report.outcome).badge,
            "item": report.item_id,
            "grade": " · ".join(str(graded) for graded in grader.graded(report)),
            **_least(asked.get(report.pk), compilation.least_reason),
        }
        for report in reports
    ]
    columns = [
        {"label": _("Test report"), "key": "report", "kind": "title"},
        {"label": _("Platform"), "key": "platform"},
        {"label": _("Product ID"), "key": "item"},
        {"label": _("Verdict"), "key": "verdict", "kind": "badge"},
        {"label": _("Items that failed, and their grade"), "key": "grade"},
        {"label": _("Its grade requires at least"), "key": "required"},
        {"label": _("Asked for at least"), "key": "least", "kind": "badge"},
    ]
    return {
        "report_rows": rows,
        "report_columns": columns,
        "to_look_at": photos.to_look_at(reports, viewer),
        **papers.about(compilation, viewer),
    }


def _named(report: Any) -> dict[str, str]:
    """A report by its goods and number, with a mark where something was found of it that counts no more."""
    read = _("found and counts no more: read it") if report.no_more else ""
    sub = " · ".join(filter(None, (report.number, read)))
    return {"text": report.title, "url": report.get_absolute_url(), "sub": sub}


def _least(asked: Asked | None, reason: str) -> dict[str, Any]:
    """What a product's grade requires, and what is asked instead and why."""
    if asked is None or asked.asked is None:
        return {"required": "", "least": ""}
    text, required = str(asked.asked.label), asked.requires()
    if asked.lowered:
        less = _("less than required: %(asked)s (%(reason)s)") % {"asked": text, "reason": reason}
        return {"required": required, "least": {"text": less, "tone": "red"}}
    return {"required": required, "least": {"text": text, "tone": "grey"}}


def what_goes_out(compilation: Compilation, viewer: Viewer) -> list[Card]:
    """What will be printed of it, what failed and what is asked for, what of its reports is not said in full,
    and to whom it goes; read before it is approved and sent."""
    counts = [
        (_("Test reports"), compilation.reports.count()),
        (_("Non-conforming"), compilation.failed().count()),
        (_("Recipients"), [str(each) for each in compilations.recipients(compilation)]),
    ]
    not_in_full = _not_in_full(compilation.compiled())
    said = [*compilation.facts(*CompilationForm.Meta.fields), *counts, *not_in_full]
    return [
        Card(
            _("What goes out"), [("", said), (_("What failed, and what is asked for"), failures(compilation))]
        )
    ]


def failures(compilation: Compilation) -> Facts:
    """(product, its failing items each with value and limit, severity and grade; what is asked for) of each
    product that failed, so that nobody has to take the texts' word for it."""
    grader = Grader(compilation.compiled(), at=compilation.sent_at())
    asked = asked_of(compilation, grader)
    return [
        (
            f"{report.product} ({report.number})",
            [*_failed_items(report, grader), *_asked(asked.get(report.pk))],
        )
        for report in compilation.compiled()
        if report.failing
    ]


def _failed_items(report: Report, grader: Grader) -> list[str]:
    said = _("%(graded)s: non-conforming, %(value)s against %(limit)s")
    return [
        said
        % {
            "graded": graded,
            "value": f"{result.reported} {result.unit}".strip() or "–",
            "limit": result.held_against,
        }
        for result, graded in zip(report.failing, grader.graded(report), strict=True)
    ]


def _asked(asked: Asked | None) -> list[str]:
    """What a product's grade requires, and what is asked for."""
    if asked is None or asked.asked is None:
        return []
    found = [
        (_("Its grade requires at least"), asked.requires()),
        (_("Asked for at least"), asked.asked.label),
    ]
    return [f"{label}: {text}" for label, text in found if text]


def _not_in_full(reports: Sequence[Report]) -> Facts:
    """Which products were tested in part, and what was found of them and counts no more."""
    in_part: list[str] = []
    no_more: list[str] = []
    samples = [report.sample_id for report in reports]
    read_applied(reports)
    voided = Report.objects.filter(state=ReportState.VOIDED, sample__in=samples)
    tested_again = set(voided.values_list("sample", flat=True))
    for report in reports:
        of_it = f"{report.number} {report.title}: "
        if report.untold:
            in_part.append(of_it + report.left_open())
        found = report.to_be_seen() if report.sample_id in tested_again else report.taken_back()
        no_more += [f"{of_it}{label}: {text}" for label, text in found]
    told = [(_("Tested in part"), in_part), (_("Found and counts no more"), no_more)]
    return [(label, texts) for label, texts in told if texts]


GOES_OUT = cards(what_goes_out)


def about_national(report: NationalReport, viewer: Viewer) -> dict[str, Any]:
    """The figures as they were frozen, and the paper."""
    return {**_counted(report), **papers.about(report, viewer)}


def what_is_reported(report: NationalReport, viewer: Viewer) -> dict[str, Any]:
    """The text with the figures that it is about; read before it is written, confirmed, approved and sent."""
    said = report.facts("regulator", "period_from", "period_to", "summary", "analysis", "advice")
    return {"goes_out": said if report.summary else [], **_counted(report)}


REPORTED = Beside("disposal/national_goes_out.html", what_is_reported)


def _counted(report: NationalReport) -> dict[str, Any]:
    """The figures as they were frozen, what is odd of them, and what was noticed of it."""
    waits = report.state in (
        NationalReportState.COMPILED,
        NationalReportState.REVIEWED,
        NationalReportState.APPROVED,
    )
    doubts = odd(report, timezone.now()) if waits else report.uncounted() if report.turn else []
    found = {"doubts": doubts, "noticed": report.noticed()}
    if not report.figures:
        return {"figures": [], "by_category": [], "overdue": [], "cases": [], **found}
    counted = figures.printed(report.figures)
    return {
        "figures": [
            (str(heading), [(str(label), counted[name]) for label, name in names])
            for heading, names in figures.HEADINGS
        ],
        "by_category": [(row.name, row.tested, row.failed) for row in counted["by_category"]],
        "classes": counted["classes"],
        "overdue": [
            (row.number, row.duty, row.holder, row.due_on, row.days_late) for row in counted["overdue"]
        ],
        "cases": [
            (row.number, row.enterprise, row.product, row.decision, row.closed_on, row.reported_on)
            for row in counted["cases"]
        ],
        **found,
    }


@member.by("GET")
def received(request: Request) -> HttpResponse:
    """The compiled and national reports sent to this organisation, or to one merged into it, or opened to it
    with a case that came to it; also those that leave it nothing to handle."""
    own = request.viewer.organisation.selves()
    opened = Q(Exists(Opened.objects.filter(document=OuterRef("pk"), organisation__in=own)))
    found = (
        Document.objects.visible_to(request.viewer)
        .filter(Q(addressee__in=own) | opened, paper__in=REPORTS)
        .with_corrections()
        .select_related("superseded_by", "record")
        .defer("content", "superseded_by__content")
        .order_by("-id")
    )
    listed = [
        {**papers.listed(paper), "void": paper.record is not None and not paper.record.stands(paper.paper)}
        for paper in found[:100]
    ]
    return render(request, "disposal/received.html", {"papers": listed}, using="jinja2")
