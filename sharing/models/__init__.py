"""Which information is offered, under which safeguards, to whom, and who read it? For the registry alone."""

import sharing.models.requests
import sharing.models.resources
import sharing.models.safeguards  # noqa: F401
