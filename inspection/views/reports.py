"""How do people meet test reports?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind
from casework import lists
from casework.beside import Beside, Card, cards
from casework.forms import NoteForm
from casework.views import Desk
from catalogue.models import Verdict
from documents import views as papers
from inspection import actions, forms, linter
from inspection.models import Report, Result, found_no_more
from inspection.views.raws import RAW_COLUMNS, raw_rows, raws_of
from trail.models import Event


def about_report(report: Report, viewer: Viewer) -> dict[str, Any]:
    """The results and raw records; what the paper still lacks, for the laboratory; and the papers."""
    rows = [
        {
            "item": {"text": result.name, "sub": result.method},
            "limits": result.limit_shown,
            "value": {"text": result.value, "sub": _as_written(result)},
            "lod": linter.plain(result.lod),
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
        {"label": _("Verdict"), "key": "verdict"},
        {"label": _("Why"), "key": "why"},
        {"label": _("Remark"), "key": "remark"},
    ]
    unsigned = viewer.kind == Kind.LABORATORY and report.state in actions.WRITING
    return {
        "result_columns": columns,
        "result_rows": rows,
        "raw_columns": RAW_COLUMNS,
        "raw_rows": raw_rows(report, viewer),
        "lacks": [*report.unrecorded(), *report.lacks(timezone.now())] if unsigned else [],
        **papers.about(report, viewer),
    }


def _as_written(result: Result) -> str:
    return _("written as %(text)s") % {"text": result.value_as_written} if result.value_as_written else ""


def _why(result: Result) -> str:
    """On what a verdict rests: the comparison, or the reason of whoever set it by hand."""
    if result.by_hand:
        return _("by hand: %(reason)s") % {"reason": result.reason or result.remark}
    return str(result.by_figures().why) if result.value else ""


def _undecided(result: Result) -> str:
    return _("No verdict: the figures do not decide") if result.value else _("Not entered yet")


def about_entering(report: Report, viewer: Viewer) -> dict[str, Any]:
    """After results were submitted and came back: why, and by what way what stands there is changed."""
    if not report.submitted_once:
        return {"correct_url": ""}
    back = Event.objects.of("record", report.pk).filter(verb__in=("return", "send_back")).last()
    url = f"{reverse('correction-open')}?report={report.number}"
    return {"correct_url": url, "returned": back.detail.get("note", "") if back else ""}


def what_is_confirmed(report: Report, viewer: Viewer) -> list[Card]:
    """What the report concludes, what of it fails by which limit, what counts no more, and the raw records of
    both; read before somebody confirms, signs or receives it."""
    concluded = [(_("verdict"), Verdict(report.outcome).label), *report.facts("conclusion")]
    failing = [(_("does not meet the limit"), row.failed_by()) for row in report.failing]
    concerned = {*report.failing, *(row for row in report.results.all() if row.taken_back)}
    concerned |= {each.result for each in report.applied if each.unfails}
    found = [
        (_("Conclusion"), [*concluded, *failing]),
        (_("Found and counts no more"), report.to_be_seen()),
        (_("Raw records"), raws_of(report, concerned, viewer)),
    ]
    return [Card(_("What is confirmed"), found)]


def counts_no_more(keys: Collection[int]) -> dict[int, str]:
    """Of which reports on a list something was found that counts no more: taken back, or voided before."""
    found = Report.objects.filter(found_no_more(), pk__in=keys).values_list("pk", flat=True)
    return dict.fromkeys(found, _("found and counts no more: read it"))


lists.WARNED["report"] = counts_no_more
CONFIRMED = cards(what_is_confirmed)

REPORTS = Desk(
    Report,
    forms={
        "open": forms.ReportForm,
        "enter": forms.ResultsForm,
        "record": forms.RawRecordForm,
        "review": forms.SeenForm,
        "sign": forms.SeenForm,
        "see_before": forms.SeenForm,
        "return": NoteForm,
        "send_back": NoteForm,
        "remark": NoteForm,
    },
    deeds={
        "enter": actions.enter,
        "record": actions.record_raw,
        "submit": actions.submit,
        "review": actions.review,
        "sign": actions.sign,
        "issue": actions.publish,
        "see_before": actions.see_before,
        "void": actions.void_report,
    },
    opening=actions.begin_report,
    about=about_report,
    beside={
        "enter": Beside("inspection/entering.html", about_entering),
        **dict.fromkeys(("review", "sign", "see_before"), CONFIRMED),
    },
    template="inspection/report.html",
)
