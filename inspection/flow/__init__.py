"""How do commissions, abnormalities, reports and corrections move? Clause 6.3 as tables, and its words."""

from inspection.flow.abnormalities import ABNORMALITY_FLOW, AbnormalityState, Decision
from inspection.flow.commissions import ENTRUSTMENT_FLOW, TESTING, EntrustmentState, say
from inspection.flow.corrections import CORRECTION_FLOW, CorrectionState
from inspection.flow.reports import COMPILING, ISSUED, REPORT_FLOW, UNSIGNED, ReportState
from inspection.flow.vocabulary import (
    CORRECTABLE,
    MEASURED,
    Addressee,
    Afterwards,
    Entry,
    GroundOfJudgement,
    GroundOfTesting,
    Obtained,
    Particular,
    RawKind,
    Sending,
    Situation,
)

__all__ = [
    "ABNORMALITY_FLOW",
    "COMPILING",
    "CORRECTABLE",
    "CORRECTION_FLOW",
    "ENTRUSTMENT_FLOW",
    "ISSUED",
    "MEASURED",
    "REPORT_FLOW",
    "TESTING",
    "UNSIGNED",
    "AbnormalityState",
    "Addressee",
    "Afterwards",
    "CorrectionState",
    "Decision",
    "EntrustmentState",
    "Entry",
    "GroundOfJudgement",
    "GroundOfTesting",
    "Obtained",
    "Particular",
    "RawKind",
    "ReportState",
    "Sending",
    "Situation",
    "say",
]
