"""Which papers does this stage issue? For their registry alone: import the module."""

import monitoring.assessments.papers
import monitoring.plans.papers
import monitoring.risks.papers  # noqa: F401
