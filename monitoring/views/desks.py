"""How do people meet the records of this stage? A desk for each kind."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse

from accounts.models import Viewer
from casework.beside import Beside
from casework.forms import NoteForm
from casework.views import Desk
from documents import views as papers
from documents.actions import serve_awaited
from documents.forms import AwaitedForm
from documents.urging import urge
from monitoring import actions, forms
from monitoring.flow import RiskCaseState
from monitoring.models import Assessment, Notice, RiskCase, RiskSignal, WorkPlan
from monitoring.models.progress import Lots, lots
from monitoring.views.assessments import about_assessment
from monitoring.views.information import SIZE, signal_columns, signal_row
from monitoring.views.known import about_known, known_rows
from monitoring.views.matters import alike, by_channel, uncompared


def about_case(case: RiskCase, viewer: Viewer) -> dict[str, Any]:
    """The signals of a case that the viewer may see, over which channels they came; what may be the same
    matter, and what is known of its product."""
    found = RiskSignal.objects.visible_to(viewer).filter(case=case)
    signals = list(found.order_by("pk")[:SIZE])
    return {
        "columns": signal_columns(),
        "signals": [signal_row(signal) for signal in signals],
        "channels": by_channel(found),
        "alike": alike(case, viewer) if case.state == RiskCaseState.REGISTERED else [],
        "uncompared": case.state == RiskCaseState.REGISTERED and uncompared(case, viewer),
        "known": known_rows(case, signals, viewer) if case.turn else None,
    }


def about_plan(plan: WorkPlan, viewer: Viewer) -> dict[str, Any]:
    items = plan.items.select_related("category", "test_standard", "judgement_standard")
    rows, reached = items.prefetch_related("test_items"), lots(plan)
    return {
        "rows": [(item, reached.get(item.pk, Lots())) for item in rows],
        "remarks": actions.open_remarks(plan),
        "versions_url": reverse("workplan-versions", args=[plan.number]) if plan.versions.exists() else "",
        "quotas": plan.quotas.select_related("platform", "item"),
        **papers.about(plan, viewer),
    }


URGED = ("urge_with_platform", "urge_with_regulator", "urge_with_unit")
SENT = ("send_platform", "send_regulator", "send_unit")
SERVED = ("serve_platform", "serve_regulator", "serve_unit")

DESKS = {
    "risk-cases": Desk(
        RiskCase,
        forms={
            "open": forms.CaseForm,
            "attach": forms.AttachForm,
            "detach": forms.DetachForm,
            "merge": forms.MergeForm,
            "unmerge": NoteForm,
            "back": NoteForm,
            "reopen": forms.ReopenForm,
            "notify_more": forms.MoreForm,
            "notify_anew": forms.MoreForm,
        },
        deeds={
            "attach": actions.attach,
            "detach": actions.detach,
            "merge": actions.merge,
            "unmerge": actions.unmerge,
            "back": actions.stop_assessment,
            "reopen": actions.reopen,
            "notify_more": actions.notify_more,
            "notify_anew": actions.notify_more,
            "void": actions.void_case,
        },
        opening=actions.open_case,
        about=about_case,
        template="monitoring/riskcase.html",
    ),
    "assessments": Desk(
        Assessment,
        forms={
            "open": forms.AssessmentForm,
            "empanel": forms.EmpanelForm,
            "score": forms.ScoreForm,
            "end_scoring": forms.EndScoringForm,
            "widen": forms.WidenForm,
            "propose": forms.ProposeForm,
            "return": NoteForm,
        },
        deeds={
            "empanel": actions.empanel,
            "score": actions.score,
            "end_scoring": actions.end_scoring,
            "widen": actions.widen,
            "propose": actions.propose,
            "approve": actions.approve,
            "void": actions.void_assessment,
        },
        opening=actions.open_assessment,
        about=about_assessment,
        template="monitoring/assessment.html",
        beside={"propose": Beside("monitoring/propose.html", about_known)},
    ),
    "notices": Desk(
        Notice,
        forms={
            "send_platform": forms.SendForm,
            "send_regulator": forms.SendForm,
            "send_unit": forms.SendAwayForm,
            **dict.fromkeys(SERVED, AwaitedForm),
            "answer_platform": forms.AnswerForm,
            "answer": forms.AnswerForm,
            "enter_answer": forms.EnterAnswerForm,
        },
        deeds={
            **{step: partial(actions.send_notice, step=step) for step in SENT},
            **dict.fromkeys(SERVED, serve_awaited),
            **dict.fromkeys(("acknowledge_platform", "acknowledge"), actions.acknowledge_notice),
            "answer_platform": actions.answer,
            "answer": actions.answer,
            "enter_answer": actions.enter_answer,
            "void": actions.void_notice,
            **{step: urge(step, lambda notice: notice.addressee or notice.unit) for step in URGED},
        },
        about=papers.about,
        template="monitoring/notice.html",
    ),
    "work-plans": Desk(
        WorkPlan,
        forms={
            "open": forms.PlanForm,
            "edit": forms.PlanForm,
            "return": forms.ReturnForm,
            "complete": forms.CompleteForm,
            "evaluate": forms.EvaluateForm,
        },
        deeds={
            "edit": actions.edit_plan,
            "submit": actions.submit_plan,
            "return": actions.return_plan,
            "approve": actions.approve_plan,
            "withdraw": actions.withdraw_plan,
            "revise": actions.revise,
            "complete": actions.complete,
            "void": actions.void_plan,
        },
        opening=actions.open_plan,
        filled=forms.asked_of_plan,
        about=about_plan,
        template="monitoring/workplan.html",
    ),
}
