"""How are a few words found anywhere within a text, also two signs of Chinese among a million names?

An index of trigrams needs three signs; most Chinese words have two. So the pairs of neighbouring signs are
indexed (migration 0008), and what has all pairs of the words is then looked at. A single sign has no pair:
most signs stand in so many names that walking to the first of them is sooner than any index.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayContains  # type: ignore[attr-defined]  # no stub
from django.db.models import Func, Q, TextField, Value


class Pairs(Func):
    """The pairs of neighbouring signs of a text, in capitals, as the database finds them."""

    function = "pairs_of"
    output_field = ArrayField(TextField())


def holding(field: str, words: str) -> Q:
    """The condition that a text holds the words, as `icontains` has it: by the index of its pairs, if they
    have any."""
    held = Q(**{f"{field}__icontains": words})
    return held if len(words) < 2 else Q(ArrayContains(Pairs(field), Pairs(Value(words)))) & held
