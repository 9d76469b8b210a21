"""What is sampled? For Django's registry alone: whoever reads a model imports its module."""

import sampling.deliveries.models.discrepancies
import sampling.deliveries.models.endings
import sampling.deliveries.models.refunds
import sampling.evidence.models
import sampling.listings.models
import sampling.money.models
import sampling.purchases.models.confirmations
import sampling.purchases.models.entries
import sampling.purchases.models.otherwise
import sampling.purchases.models.parcels
import sampling.purchases.models.purchases
import sampling.recipients.models.consents
import sampling.recipients.models.recipients
import sampling.samples.models.counts
import sampling.samples.models.labels
import sampling.samples.models.moves
import sampling.samples.models.samples
import sampling.samples.models.storage
import sampling.schemes.models
import sampling.selection.models.choices
import sampling.selection.models.perusals  # noqa: F401
