"""Which risks are known, how were they assessed, who was told, and what is planned against them?"""

from monitoring.models.cases import Assessment, Notice, RiskCase, ScenarioStep, Vote
from monitoring.models.feeds import Feed, FeedKind, FeedRun
from monitoring.models.intakes import Intake, Mapping
from monitoring.models.matters import Apart, Footprint, meeting
from monitoring.models.plans import PlanItem, WorkPlan
from monitoring.models.signals import RiskSignal, SignalFile, next_signals

__all__ = [
    "Apart",
    "Assessment",
    "Feed",
    "FeedKind",
    "FeedRun",
    "Footprint",
    "Intake",
    "Mapping",
    "Notice",
    "PlanItem",
    "RiskCase",
    "RiskSignal",
    "ScenarioStep",
    "SignalFile",
    "Vote",
    "WorkPlan",
    "meeting",
    "next_signals",
]
