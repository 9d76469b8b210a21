"""How do compiled reports and what follows from them move? Clause 6.4 as four tables."""

from disposal.flow.consequences import (
    DECIDE,
    ENFORCEMENT_CASE_FLOW,
    HANDLE,
    INSPECT,
    PLATFORM_DISPOSAL_FLOW,
    REPORT_CASE,
    REPORT_HANDLING,
    EnforcementCaseState,
    PlatformDisposalState,
)
from disposal.flow.results import (
    COMPILATION_FLOW,
    NATIONAL_REPORT_FLOW,
    SUM_UP,
    CompilationState,
    NationalReportState,
)

__all__ = [
    "COMPILATION_FLOW",
    "DECIDE",
    "ENFORCEMENT_CASE_FLOW",
    "HANDLE",
    "INSPECT",
    "NATIONAL_REPORT_FLOW",
    "PLATFORM_DISPOSAL_FLOW",
    "REPORT_CASE",
    "REPORT_HANDLING",
    "SUM_UP",
    "CompilationState",
    "EnforcementCaseState",
    "NationalReportState",
    "PlatformDisposalState",
]
