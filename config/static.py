"""Which static files are served? Ours and the libraries', but not those of pages that we do not show."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig

# A second viewer of the API, the browsable API, htmx (ours is in static/vendor), the admin of guardian.
UNUSED = ["redoc", "rest_framework", "django_htmx", "guardian"]


class StaticFiles(StaticFilesConfig):
    """Without them, as compressing them takes longer than all the rest."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *UNUSED]
