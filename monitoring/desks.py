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
from monitoring.assessments import actions as assessments
from monitoring.assessments.forms import (
    AssessmentForm,
    EmpanelForm,
    EndScoringForm,
    ProposeForm,
    ScoreForm,
    WidenForm,
)
from monitoring.assessments.models import Assessment
from monitoring.assessments.views.assessments import about_assessment
from monitoring.assessments.views.known import about_known, known_rows
from monitoring.plans.actions import plans, versions
from monitoring.plans.forms import CompleteForm, EvaluateForm, PlanForm, ReturnForm, asked_of_plan
from monitoring.plans.models.plans import WorkPlan
from monitoring.plans.models.progress import Lots, lots
from monitoring.risks.actions import cases, matters
from monitoring.risks.actions.signals import attach, detach, open_case
from monitoring.risks.flow.risk import RiskCaseState
from monitoring.risks.forms.cases import AttachForm, CaseForm, DetachForm, MergeForm, ReopenForm
from monitoring.risks.forms.notices import AnswerForm, EnterAnswerForm, MoreForm, SendAwayForm, SendForm
from monitoring.risks.models.cases import Notice, RiskCase
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.views.information import SIZE, signal_columns, signal_row
from monitoring.risks.views.matters import alike, by_channel, uncompared


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
        "remarks": versions.open_remarks(plan),
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
            "open": CaseForm,
            "attach": AttachForm,
            "detach": DetachForm,
            "merge": MergeForm,
            "unmerge": NoteForm,
            "back": NoteForm,
            "reopen": ReopenForm,
            "notify_more": MoreForm,
            "notify_anew": MoreForm,
        },
        deeds={
            "attach": attach,
            "detach": detach,
            "merge": matters.merge,
            "unmerge": matters.unmerge,
            "back": assessments.stop_assessment,
            "reopen": cases.reopen,
            "notify_more": cases.notify_more,
            "notify_anew": cases.notify_more,
            "void": cases.void_case,
        },
        opening=open_case,
        about=about_case,
        template="monitoring/risks/riskcase.html",
    ),
    "assessments": Desk(
        Assessment,
        forms={
            "open": AssessmentForm,
            "empanel": EmpanelForm,
            "score": ScoreForm,
            "end_scoring": EndScoringForm,
            "widen": WidenForm,
            "propose": ProposeForm,
            "return": NoteForm,
        },
        deeds={
            "empanel": assessments.empanel,
            "score": assessments.score,
            "end_scoring": assessments.end_scoring,
            "widen": assessments.widen,
            "propose": assessments.propose,
            "approve": assessments.approve,
            "void": assessments.void_assessment,
        },
        opening=assessments.open_assessment,
        about=about_assessment,
        template="monitoring/assessments/assessment.html",
        beside={"propose": Beside("monitoring/assessments/propose.html", about_known)},
    ),
    "notices": Desk(
        Notice,
        forms={
            "send_platform": SendForm,
            "send_regulator": SendForm,
            "send_unit": SendAwayForm,
            **dict.fromkeys(SERVED, AwaitedForm),
            "answer_platform": AnswerForm,
            "answer": AnswerForm,
            "enter_answer": EnterAnswerForm,
        },
        deeds={
            **{step: partial(cases.send_notice, step=step) for step in SENT},
            **dict.fromkeys(SERVED, serve_awaited),
            **dict.fromkeys(("acknowledge_platform", "acknowledge"), cases.acknowledge_notice),
            "answer_platform": cases.answer,
            "answer": cases.answer,
            "enter_answer": cases.enter_answer,
            "void": cases.void_notice,
            **{step: urge(step, lambda notice: notice.addressee or notice.unit) for step in URGED},
        },
        about=papers.about,
        template="monitoring/risks/notice.html",
    ),
    "work-plans": Desk(
        WorkPlan,
        forms={
            "open": PlanForm,
            "edit": PlanForm,
            "return": ReturnForm,
            "complete": CompleteForm,
            "evaluate": EvaluateForm,
        },
        deeds={
            "edit": plans.edit_plan,
            "submit": versions.submit_plan,
            "return": versions.return_plan,
            "approve": plans.approve_plan,
            "withdraw": plans.withdraw_plan,
            "revise": plans.revise,
            "complete": plans.complete,
            "void": plans.void_plan,
        },
        opening=plans.open_plan,
        filled=asked_of_plan,
        about=about_plan,
        template="monitoring/plans/workplan.html",
    ),
}
