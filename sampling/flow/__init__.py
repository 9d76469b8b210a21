"""How do a sampling scheme, a purchase and a sample move? Clause 6.2 as three tables."""

from sampling.flow.conditions import DECISION
from sampling.flow.ends import END, ENDS, SIDE_ENDS, TO_GO_BACK, Cause, End, Paper
from sampling.flow.persons import CALLED, SHOW_A_PERSON
from sampling.flow.proofs import NEEDS, SHOWS, Completeness, Need, completeness
from sampling.flow.purchases import (
    CHECKING,
    DECISIONS,
    ENDING,
    LOOKING,
    PURCHASE_FLOW,
    REFUNDING,
    RETURNING,
    PurchaseState,
)
from sampling.flow.samples import DELIVERING, KEEPING, SAMPLE_FLOW, Part, SampleState
from sampling.flow.schemes import GIVEN_UP, SCHEME_FLOW, SchemeState

__all__ = [
    "CALLED",
    "CHECKING",
    "DECISION",
    "DECISIONS",
    "DELIVERING",
    "END",
    "ENDING",
    "ENDS",
    "GIVEN_UP",
    "KEEPING",
    "LOOKING",
    "NEEDS",
    "PURCHASE_FLOW",
    "REFUNDING",
    "RETURNING",
    "SAMPLE_FLOW",
    "SCHEME_FLOW",
    "SHOWS",
    "SHOW_A_PERSON",
    "SIDE_ENDS",
    "TO_GO_BACK",
    "Cause",
    "Completeness",
    "End",
    "Need",
    "Paper",
    "Part",
    "PurchaseState",
    "SampleState",
    "SchemeState",
    "completeness",
]
