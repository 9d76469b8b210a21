"""What is asked about a laboratory's certificate?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Organisation
from accounts.roles import Kind
from casework.pages.rows import Rows
from catalogue.models import Category, Standard, TestItem
from inspection.models.qualifications import Qualification
from trail.days import DayField


class ScopeRow(forms.Form):
    """One line of what a certificate covers; what is left empty does not narrow it."""

    category = OneOf(Category.objects.offered(), label=_("Product category"), required=False)
    item = OneOf(TestItem.objects.offered(), label=_("Test item"), required=False)
    standard = OneOf(Standard.objects.offered(), label=_("Test method"), required=False)


class QualificationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A laboratory's certificate, with what it covers, row by row."""

    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Valid until"))
    scope = Rows("scope", _("Scope %(n)d"), ScopeRow, spare=3)

    class Meta:
        model = Qualification
        fields = ("laboratory", "cma_number", "valid_from", "valid_until", "cnas_number")
        field_classes = {"laboratory": OneOf}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laboratories = Organisation.objects.filter(kind=Kind.LABORATORY, active=True)
        self.fields["laboratory"].queryset = laboratories  # type: ignore[attr-defined]
        kept = self.instance.scope.order_by("pk").values(*ScopeRow.base_fields) if self.instance.pk else ()
        self.groups = [(_("The certificate"), list(self.Meta.fields)), *self.scope.lay(self, list(kept))]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = data.get("valid_from"), data.get("valid_until")
        if begins and ends and begins > ends:
            self.add_error("valid_until", _("The certificate ends before it begins."))
        data["scope"] = self.scope.read(self)
        if not data["scope"] and not self.errors:
            raise ValidationError(_("Say what the certificate covers: at least one row."))
        return data
