"""How do a sampling scheme, a purchase and a sample move? Clause 6.2 as three tables."""

from sampling.flow.purchases import (
    CHECKING,
    ENDING,
    PURCHASE_FLOW,
    REFUNDING,
    RETURNING,
    SIDE_ENDS,
    PurchaseState,
)
from sampling.flow.samples import DELIVERING, KEEPING, SAMPLE_FLOW, Part, SampleState
from sampling.flow.schemes import SCHEME_FLOW, SchemeState

__all__ = [
    "CHECKING",
    "DELIVERING",
    "ENDING",
    "KEEPING",
    "PURCHASE_FLOW",
    "REFUNDING",
    "RETURNING",
    "SAMPLE_FLOW",
    "SCHEME_FLOW",
    "SIDE_ENDS",
    "Part",
    "PurchaseState",
    "SampleState",
    "SchemeState",
]
