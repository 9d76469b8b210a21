"""Who may test what, what was commissioned, what was found, and what was corrected?"""

from inspection.models.abnormalities import (
    Abnormality,
    AbnormalSample,
    held_up,
    items_left_out,
    undecided,
)
from inspection.models.commissions import EntrustedSample, Entrustment
from inspection.models.corrections import (
    Correction,
    RawRecord,
    amended_since,
    before_the_center,
    corrections_awaited,
    in_the_laboratory,
    now_conforming,
    read,
    shown,
    written,
)
from inspection.models.entries import as_shown, clash, overruling, taken_away, unfails
from inspection.models.grounds import grounds_of, ill_founded
from inspection.models.lots import Stand
from inspection.models.no_more import found_no_more, read_applied, undecided_for
from inspection.models.qualifications import (
    Qualification,
    QualificationQuerySet,
    QualificationScope,
    fit,
    valid_on,
)
from inspection.models.reports import Report, Result

__all__ = [
    "AbnormalSample",
    "Abnormality",
    "Correction",
    "EntrustedSample",
    "Entrustment",
    "Qualification",
    "QualificationQuerySet",
    "QualificationScope",
    "RawRecord",
    "Report",
    "Result",
    "Stand",
    "amended_since",
    "as_shown",
    "before_the_center",
    "clash",
    "corrections_awaited",
    "fit",
    "found_no_more",
    "grounds_of",
    "held_up",
    "ill_founded",
    "in_the_laboratory",
    "items_left_out",
    "now_conforming",
    "overruling",
    "read",
    "read_applied",
    "shown",
    "taken_away",
    "undecided",
    "undecided_for",
    "unfails",
    "valid_on",
    "written",
]
