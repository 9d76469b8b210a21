"""What is looked for among the laboratories, their certificates and instruments?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """Words that are looked for in a list."""

    q = forms.CharField(label=_("Looked for"), required=False, max_length=100)

    def narrowed(self, found: QuerySet[Any], *names: str) -> QuerySet[Any]:
        """The rows in which every word stands, in one of these fields; all where nothing is looked for."""
        words = self.cleaned_data.get("q", "").split() if self.is_valid() else []
        for word in words:
            named = Q()
            for name in names:
                named |= Q(**{f"{name}__icontains": word})
            found = found.filter(named)
        return found
