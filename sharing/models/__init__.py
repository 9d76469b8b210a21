"""Which information is offered, under which safeguards, who asked for it, and who read it?"""

from sharing.models.requests import Reading, ShareRequest
from sharing.models.resources import Resource, SuppliedRow, Supply
from sharing.models.safeguards import Acknowledgement, Safeguard

__all__ = [
    "Acknowledgement",
    "Reading",
    "Resource",
    "Safeguard",
    "ShareRequest",
    "SuppliedRow",
    "Supply",
]
