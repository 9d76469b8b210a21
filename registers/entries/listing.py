"""Which entries of a register are looked for?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from casework.pages.looking import SearchForm
from registers.entries.register import Register


class EntriesForm(SearchForm):
    """What is looked for in a register: words, and whether among what has ended too."""

    ended = forms.BooleanField(label=gettext_lazy("also what has ended"), required=False)

    def of(self, register: Register) -> QuerySet[Any]:
        """The entries that are looked for; all that stand where what is asked makes no sense."""
        also_ended = self.is_valid() and self.cleaned_data["ended"]
        standing = {} if also_ended else {register.model.ends: None}
        return self.narrowed(register.entries().filter(**standing), *register.searched)
