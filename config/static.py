"""Which static files are served? Ours and the libraries', but not those of pages that we do not show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder

# A second viewer of the API, the browsable API, htmx (ours is in static/vendor), the admin of guardian.
UNUSED = ("redoc", "rest_framework", "django_htmx", "guardian")


class AppFiles(AppDirectoriesFinder):
    """The libraries' files without these, as compressing them takes longer than all the rest."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        return super().list([*(ignore_patterns or ()), *UNUSED])
