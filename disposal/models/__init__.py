"""What was passed on to whom, what did platforms and regulators do, and what did the nation learn?"""

from disposal.models.cases import EnforcementCase
from disposal.models.compilations import Compilation, NationalReport
from disposal.models.disposals import DisposalItem, MeasureTaken, PlatformDisposal

__all__ = [
    "Compilation",
    "DisposalItem",
    "EnforcementCase",
    "MeasureTaken",
    "NationalReport",
    "PlatformDisposal",
]
