"""How do people meet test reports?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.checks import Check
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.models.facts import Facts
from casework.pages.beside import Card, Table, cards
from catalogue.models import Verdict
from documents import views as papers
from inspection.commissions.actions import commissions
from inspection.flow.reports import UNSIGNED
from inspection.judgement.by_figures import ItemVerdict, overall
from inspection.judgement.measured import without_zeros
from inspection.reports import linter
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from inspection.reports.views.raws import RAW_COLUMNS, raw_rows, raws_of
from trail.models import Event

# So many items at most stand beside a form; a report has all of them.
SHOWN = 60
VALUES = [
    {"label": gettext_lazy("Test item"), "key": "item", "kind": "pair"},
    {"label": gettext_lazy("Measured value"), "key": "value", "kind": "pair"},
    {"label": gettext_lazy("Limits"), "key": "limit"},
    {"label": gettext_lazy("Verdict"), "key": "verdict", "kind": "pair"},
]


def about_report(report: Report, viewer: Viewer) -> dict[str, Any]:
    """The results and raw records; what the paper still lacks, for the laboratory; and the papers."""
    rows = [
        {
            "item": {"text": result.name, "sub": " · ".join(filter(None, (result.method, _by_whom(result))))},
            "limits": result.limit_shown,
            "value": {"text": result.reported, "sub": _as_written(result)},
            "lod": without_zeros(result.lod),
            "verdict": result.get_verdict_display() if result.verdict else _undecided(result),
            "why": "; ".join(filter(None, (_why(result), *result.overruled.splitlines()))),
            "remark": result.remark,
        }
        for result in report.results.all()
    ]
    columns = [
        {"label": _("Test item"), "key": "item", "kind": "pair"},
        {"label": _("Limits"), "key": "limits"},
        {"label": _("Measured value"), "key": "value", "kind": "pair"},
        {"label": _("Limit of detection"), "key": "lod"},
        {"label": pgettext("item", "Verdict"), "key": "verdict"},
        {"label": _("Why"), "key": "why"},
        {"label": _("Remark"), "key": "remark"},
    ]
    within = viewer.kind == Kind.LABORATORY
    unsigned = within and report.state in commissions.WRITING
    on_file = papers.about(report, viewer)
    return {
        "unsealed": next((paper for paper in on_file["papers"] if paper["sealed"] == "no"), None),
        "result_columns": columns,
        "result_rows": rows,
        "raw_columns": RAW_COLUMNS,
        "raw_rows": raw_rows(report, viewer),
        "signing": who_signs(report, viewer) if within and report.state in UNSIGNED else [],
        "lacks": [*report.unrecorded(), *lacking(report, timezone.now())] if unsigned else [],
        **on_file,
    }


def lacking(report: Report, now: datetime) -> list[str]:
    """What its people still have to write: their own names come onto the paper as they sign."""
    paper = report.paper(local_day(now))
    return report.missing(paper | {name: paper[name] or "…" for name in linter.SIGN})


def by_letter(report: Report, viewer: Viewer, now: datetime) -> Iterator[Check]:
    """Letter by letter what the paper says and what it lacks, if it were issued now and signed by this
    viewer."""
    paper = report.paper(local_day(now))
    paper["signatory"] = paper["signatory"] or str(viewer.user)
    for letter, asked, lacking in linter.by_letter(paper, report.entrustment.wording):
        yield Check(
            asked, Refused(" ".join(lacking)) if lacking else None, f"7.8.2.1 {letter}" if letter else "LB-02"
        )


def who_signs(report: Report, viewer: Viewer) -> list[str]:
    """Who may sign it today, and for a signatory whether they may, before it comes to that (LB-12)."""
    now = timezone.now()
    if refusal := report.not_authorised(viewer, now):
        return refusal if Role.SIGNATORY in viewer.roles else report.who_signs(now)
    return [_("You may sign this report: a certificate names you for all its items.")]


def _by_whom(result: Result) -> str:
    return _("tested by %(who)s") % {"who": result.subcontracted} if result.subcontracted else ""


def _as_written(result: Result) -> str:
    """How the result came of what was written down."""
    written = result.value_as_written and _("written as %(text)s") % {"text": result.value_as_written}
    return " · ".join(filter(None, (*result.said_besides(), written)))


def _why(result: Result) -> str:
    """On what a verdict rests: the comparison, or the reason of whoever set it by hand."""
    if result.by_hand:
        return _("by hand: %(reason)s") % {"reason": result.reason or result.remark}
    believed = _("unusual, but right: %(why)s") % {"why": result.believed} if result.believed else ""
    return "; ".join(filter(None, (str(result.by_figures().why), believed))) if result.value else ""


def _undecided(result: Result) -> str:
    return _("No verdict: the figures do not decide") if result.value else _("Not entered yet")


def about_entering(report: Report, viewer: Viewer) -> dict[str, Any]:
    """Where many results are entered by a file; and after they were submitted and came back why, and by what
    way what stands there is changed."""
    file = reverse("entrustment-form-results", args=[report.entrustment.number])
    ways = {"file_url": file, "judged_url": reverse("results-judged", args=[report.number])}
    if not report.submitted_once:
        return {"correct_url": "", **ways}
    back = Event.objects.of("record", report.pk).filter(verb__in=("return", "send_back")).last()
    url = f"{reverse('correction-open')}?report={report.number}"
    return {"correct_url": url, **ways, "returned": back.detail.get("note", "") if back else ""}


def what_is_confirmed(report: Report, viewer: Viewer) -> list[Card]:
    """What was measured by which limit, what the report concludes, what counts no more, and all raw records;
    read before somebody confirms, signs or receives it."""
    concluded = [(_("verdict"), Verdict(report.outcome).label), *report.facts("conclusion")]
    return [_found(_("What is confirmed"), report, concluded, viewer)]


def what_is_voided(report: Report, viewer: Viewer) -> list[Card]:
    """The same of a report that is to be voided, which may not conclude anything yet."""
    verdict = overall(row.verdict for row in report.results.all())
    concluded = [(_("verdict"), Verdict(verdict).label if verdict else _("Not entered yet"))]
    return [_found(_("What is voided"), report, concluded, viewer)]


def _found(title: str, report: Report, concluded: Facts, viewer: Viewer) -> Card:
    """All that was found of a report's sample: what fails first, and what counts no more."""
    failing = [(_("does not meet the limit"), row.failed_by()) for row in report.failing]
    passing = (row for row in report.results.all() if row.verdict != ItemVerdict.NON_CONFORMING)
    rows = [*report.failing, *passing]
    groups = [
        (_("Conclusion"), [*concluded, *failing, *_further(report, len(rows) - SHOWN)]),
        (_("Found and counts no more"), report.to_be_seen()),
        (_("Raw records"), raws_of(report, rows, viewer)),
    ]
    table = Table(_("Results by item"), VALUES, [_value(row) for row in rows[:SHOWN]])
    return Card(title, [(heading, said) for heading, said in groups if said], table=table)


def _value(result: Result) -> dict[str, Any]:
    """A result as somebody reads it who answers for it: whoever set its verdict by hand said why."""
    verdict = result.get_verdict_display() if result.verdict else _undecided(result)
    return {
        "item": {"text": result.name, "sub": _by_whom(result)},
        "value": {"text": result.reported or "–", "sub": _as_written(result)},
        "limit": result.held_against,
        "verdict": {"text": verdict, "sub": _why(result) if result.by_hand else ""},
    }


def _further(report: Report, number: int) -> Facts:
    """That there are more items than stand here, and where they stand."""
    if number <= 0:
        return []
    said = ngettext(
        "%(n)d item more: read it on the page of the report",
        "%(n)d items more: read them on the page of the report",
        number,
    )
    link = format_html('<a href="{}">{}</a>', report.get_absolute_url(), said % {"n": number})
    return [(_("further items"), link)]


CONFIRMED = cards(what_is_confirmed)
