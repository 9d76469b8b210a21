"""Who may test what, what was commissioned, what was found, and what does the report say?"""

from inspection.models.commissions import Abnormality, EntrustedSample, Entrustment
from inspection.models.qualifications import (
    Qualification,
    QualificationQuerySet,
    QualificationScope,
    fit,
    valid_on,
)
from inspection.models.reports import Report, Result

__all__ = [
    "Abnormality",
    "EntrustedSample",
    "Entrustment",
    "Qualification",
    "QualificationQuerySet",
    "QualificationScope",
    "Report",
    "Result",
    "fit",
    "valid_on",
]
