"""By what can a list of records be narrowed? By what stands on the spine, and nothing else."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.models import Record


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]
    """state, category, outcome: each has an index led by the kind."""

    state = django_filters.ChoiceFilter(label=_("State"), empty_label=_("All states"))
    title = django_filters.CharFilter(label=_("Title or number"), method="named")

    class Meta:
        model = Record
        fields = ("category",)

    def __init__(self, *args: Any, desk: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["state"].extra["choices"] = desk.model.flow.states.choices
        self.filters["category"].label = _("Product category")
        self.filters["category"].extra["empty_label"] = _("All categories")

    def named(self, queryset: Any, name: str, value: str) -> Any:
        """A number finds its record; other words are looked for in the title."""
        exact = queryset.filter(number=value.strip().upper())
        return exact if exact.exists() else queryset.filter(title__icontains=value.strip())
