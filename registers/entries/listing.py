"""Which entries of a register are looked for?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from registers.entries.register import Register


class SearchForm(forms.Form):
    """What is looked for in a register."""

    q = forms.CharField(label=gettext_lazy("Looked for"), required=False, max_length=100)
    ended = forms.BooleanField(label=gettext_lazy("also what has ended"), required=False)


def narrowed(register: Register, form: SearchForm) -> QuerySet[Any]:
    """The entries that are looked for; all that stand where what is asked makes no sense."""
    asked = form.cleaned_data if form.is_valid() else {}
    found = register.entries()
    if not asked.get("ended"):
        found = found.filter(**{register.model.ends: None})
    for word in asked.get("q", "").split():
        named = Q()
        for name in register.searched:
            named |= Q(**{f"{name}__icontains": word})
        found = found.filter(named)
    return found
