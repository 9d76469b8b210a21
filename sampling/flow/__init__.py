"""How do a sampling scheme, a purchase and a sample move? Clause 6.2 and its money as four tables."""

from sampling.flow.money import SETTLEMENT_FLOW, SettlementState
from sampling.flow.purchases import CHECKING, PURCHASE_FLOW, RETURNING, SIDE_ENDS, PurchaseState
from sampling.flow.samples import DELIVERING, KEEPING, SAMPLE_FLOW, Part, SampleState
from sampling.flow.schemes import SCHEME_FLOW, SchemeState

__all__ = [
    "CHECKING",
    "DELIVERING",
    "KEEPING",
    "PURCHASE_FLOW",
    "RETURNING",
    "SAMPLE_FLOW",
    "SCHEME_FLOW",
    "SETTLEMENT_FLOW",
    "SIDE_ENDS",
    "Part",
    "PurchaseState",
    "SampleState",
    "SchemeState",
    "SettlementState",
]
