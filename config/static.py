"""Which static files are served, and as what? Ours and the libraries', without those of pages we hide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder
from whitenoise.storage import CompressedManifestStaticFilesStorage

# A second viewer of the API, the browsable API, htmx (ours is in static/vendor), the admin of guardian.
UNUSED = ("redoc", "rest_framework", "django_htmx", "guardian")


class AppFiles(AppDirectoriesFinder):
    """The libraries' files without these, as compressing them takes longer than all the rest."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        return super().list([*(ignore_patterns or ()), *UNUSED])


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no types
    """Each file under a name that changes with it, also where one of our modules imports another."""

    support_js_module_import_aggregation = True


class Near(Hashed):
    """The same as they are: for a browser on the same machine, as in a demo, nothing is far."""

    def compress_files(self, paths: Iterable[str]) -> Iterable[Any]:
        return ()
