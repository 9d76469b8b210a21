"""How are several things named in one sentence, in the reader's language?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _


def enumerated(things: Iterable[object]) -> str:
    """The names of some things, with the mark between them that the language in force has."""
    return _(", ").join(map(str, things))
