"""What is sampled: schemes and their listings, purchases, samples, and those who receive the parcels?"""

from sampling.flow.ends import Cause
from sampling.flow.samples import Part
from sampling.models.capsules import (
    Capsule,
)
from sampling.models.choices import (
    Choosing,
    Mode,
)
from sampling.models.confirmations import (
    Change,
    Confirmation,
)
from sampling.models.consents import (
    Declaration,
    Declaring,
    Undertaking,
)
from sampling.models.counts import (
    Difference,
    Scanned,
    Stocktaking,
)
from sampling.models.endings import (
    Attempt,
    Ending,
)
from sampling.models.entries import (
    Entry,
)
from sampling.models.labels import (
    LabelSheet,
)
from sampling.models.money import (
    Advance,
    Claim,
    Invoice,
    Overrun,
    Settlement,
)
from sampling.models.moves import (
    Move,
)
from sampling.models.offers import (
    OfferFile,
    OfferMapping,
)
from sampling.models.parcels import (
    Parcel,
)
from sampling.models.perusals import (
    Perusal,
)
from sampling.models.purchases import (
    Purchase,
)
from sampling.models.recipients import (
    Consent,
    Identifier,
    Means,
    Recipient,
    Scope,
    Sealed,
)
from sampling.models.refunds import (
    Refund,
    RefundDue,
)
from sampling.models.samples import (
    Sample,
)
from sampling.models.schemes import (
    Listing,
    Scheme,
)
from sampling.models.storage import (
    Conditions,
    Reading,
    Stay,
    StoragePlace,
    StorageRule,
)

__all__ = [
    "Advance",
    "Attempt",
    "Capsule",
    "Cause",
    "Change",
    "Choosing",
    "Claim",
    "Conditions",
    "Confirmation",
    "Consent",
    "Declaration",
    "Declaring",
    "Difference",
    "Ending",
    "Entry",
    "Identifier",
    "Invoice",
    "LabelSheet",
    "Listing",
    "Means",
    "Mode",
    "Move",
    "OfferFile",
    "OfferMapping",
    "Overrun",
    "Parcel",
    "Part",
    "Perusal",
    "Purchase",
    "Reading",
    "Recipient",
    "Refund",
    "RefundDue",
    "Sample",
    "Scanned",
    "Scheme",
    "Scope",
    "Sealed",
    "Settlement",
    "Stay",
    "Stocktaking",
    "StoragePlace",
    "StorageRule",
    "Undertaking",
]
