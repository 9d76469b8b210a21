"""How do people meet compiled reports, disposals, cases and the national report?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Viewer
from casework.forms import NoteForm
from casework.views import Desk, Request, member
from catalogue.models import Verdict
from disposal import actions, figures, forms
from disposal.models import Compilation, EnforcementCase, NationalReport, PlatformDisposal
from documents import views as papers
from documents.models import Document

COMPILED = ("platform_compilation", "regulator_compilation")


def about_compilation(compilation: Compilation, viewer: Viewer) -> dict[str, Any]:
    """The test reports it is made of, and the papers it became."""
    rows = [
        {
            "report": {"text": report.title, "url": report.get_absolute_url(), "sub": report.number},
            "platform": report.platform,
            "verdict": {
                "text": Verdict(report.outcome).label,
                "tone": "red" if report.outcome == Verdict.NON_CONFORMING else "green",
            },
            "item": report.item_id,
        }
        for report in compilation.reports.select_related("platform").order_by("id")
    ]
    columns = [
        {"label": _("Test report"), "key": "report", "kind": "title"},
        {"label": _("Platform"), "key": "platform"},
        {"label": _("Product ID"), "key": "item"},
        {"label": _("Verdict"), "key": "verdict", "kind": "badge"},
    ]
    return {"report_rows": rows, "report_columns": columns, **papers.about(compilation, viewer)}


def about_disposal(disposal: PlatformDisposal, viewer: Viewer) -> dict[str, Any]:
    """The products, what was done about each, and the evidence."""
    items = [
        {
            "product": {"text": f"{item.product} {item.model}".strip(), "sub": item.item_id},
            "shop": item.shop,
            "failing": item.failing,
            "least": item.get_least_display(),
            "enough": {"text": _("enough"), "tone": "green"}
            if item.enough()
            else {"text": _("not yet"), "tone": "amber"},
        }
        for item in disposal.items.prefetch_related("measures")
    ]
    measures = [
        {
            "measure": {"text": taken.get_measure_display(), "sub": taken.get_carried_out_by_display()},
            "products": [item.item_id for item in taken.items.all()],
            "asked": taken.asked_on,
            "done": taken.done_on,
            "rule": taken.internal_rule,
            "amount": taken.amount,
            "evidence": {"text": taken.evidence.name, "url": taken.evidence.get_absolute_url()},
        }
        for taken in disposal.measures.select_related("evidence").prefetch_related("items")
    ]
    return {
        "item_rows": items,
        "item_columns": [
            {"label": _("Product"), "key": "product", "kind": "pair"},
            {"label": _("Shop"), "key": "shop"},
            {"label": _("Non-conforming items"), "key": "failing"},
            {"label": _("Least measure proposed"), "key": "least"},
            {"label": _("Measures taken"), "key": "enough", "kind": "badge"},
        ],
        "measure_rows": measures,
        "measure_columns": [
            {"label": _("Measure"), "key": "measure", "kind": "pair"},
            {"label": _("Product ID"), "key": "products"},
            {"label": _("Asked for on"), "key": "asked"},
            {"label": _("Done on"), "key": "done"},
            {"label": _("Rule of the platform"), "key": "rule"},
            {"label": _("Amount, yuan"), "key": "amount", "kind": "number"},
            {"label": _("Evidence"), "key": "evidence", "kind": "title"},
        ],
        **papers.about(disposal, viewer),
    }


def about_case(case: EnforcementCase, viewer: Viewer) -> dict[str, Any]:
    """The compiled report in the version for the viewer's office, and the papers of the case."""
    sent = papers.papers_of(case.compilation, viewer)
    return {"papers": sent, "services": papers.services_of(sent), "files": papers.files_of(case, viewer)}


def about_national(report: NationalReport, viewer: Viewer) -> dict[str, Any]:
    """The figures as they were frozen, and the paper."""
    found = papers.about(report, viewer)
    if not report.figures:
        return {"figures": [], "by_category": [], "overdue": [], "cases": [], **found}
    counted = figures.printed(report.figures)
    return {
        "figures": [
            (str(heading), [(str(label), counted[name]) for label, name in names])
            for heading, names in figures.HEADINGS
        ],
        "by_category": [(row.name, row.tested, row.failed) for row in counted["by_category"]],
        "overdue": [
            (row.number, row.duty, row.holder, row.due_on, row.days_late) for row in counted["overdue"]
        ],
        "cases": [
            (row.number, row.enterprise, row.product, row.decision, row.closed_on, row.reported_on)
            for row in counted["cases"]
        ],
        **found,
    }


COMPILATIONS = Desk(
    Compilation,
    forms={"open": forms.CompilationForm, "edit": forms.CompilationForm, "return": NoteForm},
    deeds={
        "edit": actions.change,
        "submit": actions.submit,
        "approve": actions.approve,
        "send": actions.send,
    },
    opening=actions.compile_reports,
    about=about_compilation,
    template="disposal/compilation.html",
)

DISPOSALS = Desk(
    PlatformDisposal,
    forms={
        "measure": forms.MeasureForm,
        "finish": forms.FinishForm,
        "feed_back": forms.FeedbackForm,
        "dispute": NoteForm,
        "settle": NoteForm,
        "verify": forms.VerifyForm,
        "reopen": NoteForm,
    },
    deeds={
        "receive": actions.receive,
        "measure": actions.enter_measure,
        "finish": actions.finish,
        "feed_back": actions.feed_back,
        "verify": actions.verify,
        "reopen": actions.reopen,
        "void": actions.void,
    },
    about=about_disposal,
    template="disposal/platformdisposal.html",
)

CASES = Desk(
    EnforcementCase,
    forms={
        "receive": forms.ReceiveCaseForm,
        "inspect": forms.InspectForm,
        "file": forms.FileForm,
        "not_file": forms.NotFileForm,
        "decide": forms.DecideForm,
        "execute": forms.ExecuteForm,
        "close": forms.CloseForm,
        "feed_back": forms.ReportCaseForm,
    },
    deeds={
        "receive": actions.take_dated("receive"),
        "inspect": actions.take_dated("inspect"),
        "file": actions.take_dated("file"),
        "decide": actions.take_dated("decide"),
        "execute": actions.take_dated("execute"),
        "close": actions.take_dated("close"),
        "feed_back": actions.report_case,
        "verify": actions.verify,
        "void": actions.void,
    },
    about=about_case,
    template="disposal/enforcementcase.html",
)

NATIONAL_REPORTS = Desk(
    NationalReport,
    forms={
        "open": forms.PeriodForm,
        "compile": forms.NationalForm,
        "return": NoteForm,
        "send_back": NoteForm,
    },
    deeds={
        "compile": actions.compile_national,
        "review": actions.review_national,
        "approve": actions.approve_national,
        "send": actions.send_national,
    },
    opening=actions.begin_national,
    about=about_national,
    template="disposal/nationalreport.html",
)


@require_safe
@member
def received(request: Request) -> HttpResponse:
    """The compiled reports sent to this organisation, also those that leave it nothing to handle."""
    own = Document.objects.visible_to(request.viewer).filter(
        addressee=request.viewer.organisation, paper__in=COMPILED
    )
    found = own.select_related("superseded_by").defer("content", "superseded_by__content").order_by("-id")
    listed = [papers.listed(paper) for paper in found[:100]]
    return render(request, "disposal/received.html", {"papers": listed}, using="jinja2")
