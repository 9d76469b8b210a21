"""Which risks are known, assessed and planned against? For Django's registry alone: import the module."""

from monitoring.models import (  # noqa: F401
    assessments,
    cases,
    criteria,
    feeds,
    followups,
    intakes,
    matters,
    origins,
    plans,
    progress,
    results,
    signals,
    versions,
)
