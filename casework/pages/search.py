"""Which records are meant by a few words? By a number, a title, or a name that the goods are known by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Viewer
from accounts.roles import Kind
from casework.models import Filed, Record, kinds
from catalogue.names import key

# Of each name so many of the newest: words that fit more than that are too few to find anything by.
NEWEST = 500
# Of some words and a viewer, the records that bear them as a number.
Numbers = Callable[[str, Viewer], QuerySet[Any, int]]
NUMBERED: list[Numbers] = []


def numbered(find: Numbers) -> Numbers:
    """Let a function of a later package say which records some words number, as by what their papers bear:
    then these are meant, and nothing else."""
    NUMBERED.append(find)
    return find


def meant(scope: QuerySet[Record], words: str, viewer: Viewer, models: Iterable[type[Filed]] = ()) -> Q:
    """What of `scope`, records that the viewer may see, the words mean: the one of this number, else those
    that bear it on paper (`numbered`), else those whose title holds each word or that are known by them to
    this viewer (Record.known_by).

    models: the kinds in `scope`; all of them if none is named.
    """
    words = words.strip()
    exact = Q(number=words.upper())
    if scope.filter(exact).exists():
        return exact
    if on_paper := _numbered(words, viewer):
        borne = Q(pk__in=on_paper)
        if scope.filter(borne).exists():
            return borne
    names = [rows for model in models or kinds().values() for rows in _known(model, words, viewer)]
    found = Q(*(Q(title__icontains=word) for word in words.split() or [words]))
    return found | Q(pk__in=names[0].union(*names[1:])) if names else found


def _numbered(words: str, viewer: Viewer) -> set[int]:
    """What the words number for this viewer; what has no figure is no number."""
    found = [find(words, viewer)[:NEWEST] for find in NUMBERED if any(sign.isdigit() for sign in words)]
    return set(found[0].union(*found[1:])) if found else set()


def _known(model: type[Filed], words: str, viewer: Viewer) -> Iterator[QuerySet[Record, int]]:
    """The newest by each name that this viewer may read on such records."""
    own = model.known_to_center_by if viewer.kind == Kind.CENTER else ()
    seen = model._default_manager.get_queryset().visible_to(viewer)  # type: ignore[attr-defined]
    for lookup in (*model.known_by, *own):
        value = key(words) if "name_key" in lookup else words
        if value:
            yield seen.filter(**{lookup: value}).order_by("-pk").values_list("pk", flat=True)[:NEWEST]
