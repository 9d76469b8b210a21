"""Which entries of a register are looked for, and which come behind those that were shown?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from accounts.addresses import uncoded
from registers.entries.register import Register

PAGE = 50


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


def after(found: QuerySet[Any], register: Register, code: str) -> QuerySet[Any]:
    """Those behind the entry of a code, by the first column; all where there is no such entry."""
    first = register.listed[0]
    pk = uncoded(register.kind, code) if code else None
    last = register.model._default_manager.filter(pk=pk).values_list(first, "pk").first()
    if last is not None:
        value, pk = last
        found = found.filter(Q(**{f"{first}__gt": value}) | Q(**{first: value, "pk__gt": pk}))
    return found.order_by(first, "pk")
