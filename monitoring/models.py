"""Which risks are known, assessed and planned against? For Django's registry alone: import the module."""

import monitoring.assessments.models
import monitoring.criteria.models
import monitoring.feeds.models
import monitoring.followups.models
import monitoring.origins.models.intakes
import monitoring.origins.models.origins
import monitoring.plans.models.plans
import monitoring.plans.models.progress
import monitoring.plans.models.results
import monitoring.plans.models.versions
import monitoring.risks.models.cases
import monitoring.risks.models.matters
import monitoring.risks.models.signals  # noqa: F401
