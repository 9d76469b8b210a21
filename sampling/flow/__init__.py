"""How do a sampling scheme, a purchase and a sample move? Clause 6.2 as three tables."""

from sampling.flow.purchases import CHECKING, PURCHASE_FLOW, RETURNING, SIDE_ENDS, PurchaseState
from sampling.flow.samples import KEEPING, SAMPLE_FLOW, SampleState
from sampling.flow.schemes import SCHEME_FLOW, SchemeState

__all__ = [
    "CHECKING",
    "KEEPING",
    "PURCHASE_FLOW",
    "RETURNING",
    "SAMPLE_FLOW",
    "SCHEME_FLOW",
    "SIDE_ENDS",
    "PurchaseState",
    "SampleState",
    "SchemeState",
]
