"""Which risks are known, how were they assessed, who was told, and what is planned against them?"""

from monitoring.models.assessments import (
    BASIS,
    Assessment,
    Scenario,
    ScenarioStep,
    Shift,
    Sitting,
    Vote,
    lacking,
)
from monitoring.models.cases import Notice, RiskCase
from monitoring.models.criteria import Criteria
from monitoring.models.feeds import Feed, FeedKind, FeedRun
from monitoring.models.followups import FollowUp, FollowUpState
from monitoring.models.intakes import Intake, Mapping, Remembered
from monitoring.models.matters import Apart, Footprint, meeting
from monitoring.models.origins import SignalImport, Voiding
from monitoring.models.plans import PlanItem, Quota, WorkPlan
from monitoring.models.signals import RiskSignal, SignalFile, next_keys, next_signals, signal_number
from monitoring.models.versions import PlanVersion, Remark

__all__ = [
    "BASIS",
    "Apart",
    "Assessment",
    "Criteria",
    "Feed",
    "FeedKind",
    "FeedRun",
    "FollowUp",
    "FollowUpState",
    "Footprint",
    "Intake",
    "Mapping",
    "Notice",
    "PlanItem",
    "PlanVersion",
    "Quota",
    "Remark",
    "Remembered",
    "RiskCase",
    "RiskSignal",
    "Scenario",
    "ScenarioStep",
    "Shift",
    "SignalFile",
    "SignalImport",
    "Sitting",
    "Voiding",
    "Vote",
    "WorkPlan",
    "lacking",
    "meeting",
    "next_keys",
    "next_signals",
    "signal_number",
]
