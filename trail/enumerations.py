"""How are several things named in one sentence, in the reader's language?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _


def enumerated(things: Iterable[object], most: int | None = None) -> str:
    """The names of some things, with the mark between them that the language in force has.

    most: of more than so many only the first are named, and "…" stands for the rest.
    """
    names = [str(thing) for thing in things]
    shown = names if most is None or len(names) <= most else [*names[:most], "…"]
    return _(", ").join(shown)
