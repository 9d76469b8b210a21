"""What was passed on to whom, what did platforms and regulators do, and what did the nation learn?"""

from disposal.models.cases import EnforcementCase
from disposal.models.compilations import Compilation, NationalReport
from disposal.models.disposals import DisposalItem, MeasureTaken, PlatformDisposal
from disposal.models.evidence import CaseEvidence
from disposal.models.grades import GradeTable
from disposal.models.letters import Assistance
from disposal.models.notices import Denial, NoticeLink, ResultNotice
from disposal.models.parties import PartyDecision
from disposal.models.photos import PhotoDecision

__all__ = [
    "Assistance",
    "CaseEvidence",
    "Compilation",
    "Denial",
    "DisposalItem",
    "EnforcementCase",
    "GradeTable",
    "MeasureTaken",
    "NationalReport",
    "NoticeLink",
    "PartyDecision",
    "PhotoDecision",
    "PlatformDisposal",
    "ResultNotice",
]
