"""What is sampled: schemes and their listings, purchases, samples, and those who receive the parcels?"""

from sampling.models.labels import LabelSheet
from sampling.models.purchases import Cause, Purchase, PurchaseQuerySet
from sampling.models.recipients import Recipient
from sampling.models.refunds import Claim, Refund
from sampling.models.samples import Sample
from sampling.models.schemes import Listing, Scheme

__all__ = [
    "Cause",
    "Claim",
    "LabelSheet",
    "Listing",
    "Part",
    "Purchase",
    "PurchaseQuerySet",
    "Recipient",
    "Refund",
    "Sample",
    "Scheme",
]
