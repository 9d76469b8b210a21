"""What is sampled: schemes and their listings, purchases, samples, and those who receive the parcels?"""

from sampling.models.consents import Declaration, Declaring, Undertaking
from sampling.models.labels import LabelSheet
from sampling.models.purchases import Cause, Purchase, PurchaseQuerySet
from sampling.models.recipients import Consent, Recipient, Scope
from sampling.models.samples import Sample
from sampling.models.schemes import Listing, Scheme

__all__ = [
    "Cause",
    "Consent",
    "Declaration",
    "Declaring",
    "LabelSheet",
    "Listing",
    "Purchase",
    "PurchaseQuerySet",
    "Recipient",
    "Sample",
    "Scheme",
    "Scope",
    "Undertaking",
]
