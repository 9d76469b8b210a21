"""What is asked about a laboratory's certificate?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Kind
from casework.forms import day
from inspection.models import Qualification, QualificationScope


class QualificationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A laboratory's certificate; its scope is typed beside it, row by row."""

    valid_from = day(label=_("Valid from"))
    valid_until = day(label=_("Valid until"))

    class Meta:
        model = Qualification
        fields = ("laboratory", "cma_number", "valid_from", "valid_until", "cnas_number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laboratories = Organisation.objects.filter(kind=Kind.LABORATORY, active=True)
        self.fields["laboratory"].queryset = laboratories  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = data.get("valid_from"), data.get("valid_until")
        if begins and ends and begins > ends:
            self.add_error("valid_until", _("The certificate ends before it begins."))
        return data


class ScopeRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """The scope of a certificate: at least one row, and no row that says nothing."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        for form in kept:
            data = form.cleaned_data if form.is_valid() else {}
            if (
                data
                and not data.get("DELETE")
                and not any(data.get(n) for n in ("category", "item", "standard"))
            ):
                form.add_error(None, _("Name a category, an item or a standard."))
        if not any(not form.cleaned_data.get("DELETE") for form in kept if form.is_valid()):
            raise forms.ValidationError(_("Say what the certificate covers: at least one row."))


ScopeFormSet = inlineformset_factory(
    Qualification, QualificationScope, formset=ScopeRows, fields=("category", "item", "standard"), extra=3
)
