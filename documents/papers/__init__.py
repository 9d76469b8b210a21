"""What does each paper say? The content of every paper that the system prints, as plain values."""

from documents.papers import notices, penalty, sampling, sharing, urging
from documents.papers.base import PAPERS, Form, Paper
from documents.papers.disposal import (
    Case,
    Compilation,
    NationalReport,
    Overdue,
    PlatformCompilation,
    Product,
    RegulatorCompilation,
    Tally,
    TracedProduct,
)
from documents.papers.inspection import RedactedReport, Result, TestReport

__all__ = [
    "PAPERS",
    "Case",
    "Compilation",
    "Form",
    "NationalReport",
    "Overdue",
    "Paper",
    "PlatformCompilation",
    "Product",
    "RedactedReport",
    "RegulatorCompilation",
    "Result",
    "Tally",
    "TestReport",
    "TracedProduct",
    "notices",
    "penalty",
    "sampling",
    "sharing",
    "urging",
]
