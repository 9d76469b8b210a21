"""Which rows of a list that are no records are looked for, by words that stand in them?"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """Words that are looked for in a list."""

    q = forms.CharField(label=_("Looked for"), required=False, max_length=100)

    def narrowed(self, found: QuerySet[Any], *names: str) -> QuerySet[Any]:
        """The rows in which every word stands, in one of these fields; all where nothing is looked for, or
        what is asked makes no sense."""
        words = self.cleaned_data.get("q", "").split() if self.is_valid() else []
        for word in words:
            found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names)))
        return found
