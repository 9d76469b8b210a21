"""Which papers does this stage issue? For their registry alone: import the module."""

import sampling.custody.papers
import sampling.deliveries.papers
import sampling.purchases.papers
import sampling.schemes.papers  # noqa: F401
