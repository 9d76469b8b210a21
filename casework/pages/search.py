"""Which records are meant by a few words? By a number, a title, or a name that the goods are known by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from accounts.models import Viewer
from accounts.roles import Kind
from casework.models import Filed, Record, kinds
from catalogue.names import key

# Of each name so many of the newest: words that fit more than that are too few to find anything by.
NEWEST = 500


def meant(scope: QuerySet[Record], words: str, viewer: Viewer, models: Iterable[type[Filed]] = ()) -> Q:
    """What of `scope`, records that the viewer may see, the words mean: the one of this number, else those
    whose title holds the words or that are known by them to this viewer (Record.known_by).

    models: the kinds in `scope`; all of them if none is named.
    """
    words = words.strip()
    exact = Q(number=words.upper())
    if scope.filter(exact).exists():
        return exact
    names = [rows for model in models or kinds().values() for rows in _known(model, words, viewer)]
    found = Q(title__icontains=words)
    return found | Q(pk__in=names[0].union(*names[1:])) if names else found


def _known(model: type[Filed], words: str, viewer: Viewer) -> Iterator[QuerySet[Record, int]]:
    """The newest by each name that this viewer may read on such records."""
    own = model.known_to_center_by if viewer.kind == Kind.CENTER else ()
    seen = model._default_manager.get_queryset().visible_to(viewer)  # type: ignore[attr-defined]
    for lookup in (*model.known_by, *own):
        value = key(words) if "name_key" in lookup else words
        if value:
            yield seen.filter(**{lookup: value}).order_by("-pk").values_list("pk", flat=True)[:NEWEST]
