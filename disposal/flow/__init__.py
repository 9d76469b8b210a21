"""How do compiled reports and what follows from them move? Clause 6.4 as tables."""

from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW, PLATFORM_DISPOSAL_FLOW
from disposal.flow.delivery import DELIVER, HANDLE, REPORT_HANDLING
from disposal.flow.letters import ANSWER, ASSISTANCE_FLOW, AssistanceState
from disposal.flow.procedure import DECIDE, INSPECT, REPORT_CASE, SETTLE
from disposal.flow.results import (
    COMPILATION_FLOW,
    NATIONAL_REPORT_FLOW,
    SUM_UP,
    CompilationState,
    NationalReportState,
)
from disposal.flow.vocabulary import EnforcementCaseState, PlatformDisposalState

__all__ = [
    "ANSWER",
    "ASSISTANCE_FLOW",
    "COMPILATION_FLOW",
    "DECIDE",
    "DELIVER",
    "ENFORCEMENT_CASE_FLOW",
    "HANDLE",
    "INSPECT",
    "NATIONAL_REPORT_FLOW",
    "PLATFORM_DISPOSAL_FLOW",
    "REPORT_CASE",
    "REPORT_HANDLING",
    "SETTLE",
    "SUM_UP",
    "AssistanceState",
    "CompilationState",
    "EnforcementCaseState",
    "NationalReportState",
    "PlatformDisposalState",
]
