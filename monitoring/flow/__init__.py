"""How do risk cases, assessments, notices and work plans move? Clauses 6.1 and 4.2.1 as tables."""

from monitoring.flow.notices import ANSWER, NOTICE_FLOW, PAPER, UNDELIVERED, NoticeState
from monitoring.flow.plans import WORK_PLAN_FLOW, WorkPlanState
from monitoring.flow.risk import (
    ASSESSMENT_FLOW,
    RISK_CASE_FLOW,
    STANDING,
    UNSENT,
    AssessmentState,
    RiskCaseState,
    SignalState,
)

__all__ = [
    "ANSWER",
    "ASSESSMENT_FLOW",
    "NOTICE_FLOW",
    "PAPER",
    "RISK_CASE_FLOW",
    "STANDING",
    "UNDELIVERED",
    "UNSENT",
    "WORK_PLAN_FLOW",
    "AssessmentState",
    "NoticeState",
    "RiskCaseState",
    "SignalState",
    "WorkPlanState",
]
