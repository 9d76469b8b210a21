"""How do commissions, reports and corrections move? Clause 6.3 as three tables, and its words."""

from inspection.flow.commissions import ENTRUSTMENT_FLOW, TESTING, EntrustmentState, say
from inspection.flow.corrections import CORRECTION_FLOW, CorrectionState
from inspection.flow.reports import COMPILING, ISSUED, REPORT_FLOW, ReportState
from inspection.flow.vocabulary import (
    CORRECTABLE,
    Addressee,
    Afterwards,
    Entry,
    GroundOfJudgement,
    GroundOfTesting,
    Obtained,
    RawKind,
    Sending,
    Situation,
)

__all__ = [
    "COMPILING",
    "CORRECTABLE",
    "CORRECTION_FLOW",
    "ENTRUSTMENT_FLOW",
    "ISSUED",
    "REPORT_FLOW",
    "TESTING",
    "Addressee",
    "Afterwards",
    "CorrectionState",
    "EntrustmentState",
    "Entry",
    "GroundOfJudgement",
    "GroundOfTesting",
    "Obtained",
    "RawKind",
    "ReportState",
    "Sending",
    "Situation",
    "say",
]
