"""Which risks are known, how were they assessed, who was told, and what is planned against them?"""

from monitoring.models.cases import Assessment, Notice, RiskCase, ScenarioStep, Vote
from monitoring.models.intakes import Intake, Mapping
from monitoring.models.plans import PlanItem, WorkPlan
from monitoring.models.signals import RiskSignal, SignalFile, next_signals

__all__ = [
    "Assessment",
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
    "next_signals",
]
