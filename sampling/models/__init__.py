"""What is sampled: schemes and their listings, purchases, samples, and those who receive the parcels?"""

from sampling.models.labels import LabelSheet
from sampling.models.money import Advance, Entry, Invoice, Overrun, Settlement
from sampling.models.purchases import Cause, Purchase, PurchaseQuerySet
from sampling.models.recipients import Recipient
from sampling.models.samples import Sample
from sampling.models.schemes import Listing, Scheme

__all__ = [
    "Advance",
    "Cause",
    "Entry",
    "Invoice",
    "LabelSheet",
    "Listing",
    "Overrun",
    "Part",
    "Purchase",
    "PurchaseQuerySet",
    "Recipient",
    "Sample",
    "Scheme",
    "Settlement",
]
