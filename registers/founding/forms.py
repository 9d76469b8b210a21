"""What must be known of a province before it can begin?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from catalogue.models import check_credit_code
from registers import divisions
from trail.enumerations import enumerated


class FoundingForm(forms.Form):
    """A founding file: what it says of bureau, center and administrator, `bureau.name` as `bureau_name`.

    A file that says anything else is refused whole: what is mistyped would be missing, and nobody saw it.
    """

    province = forms.CharField(
        label=pgettext_lazy("founding file", "Province"),
        help_text=_("The code of GB/T 2260, such as 330000 or 33, or the name."),
    )
    bureau_name = forms.CharField(label=_("Bureau: name"), max_length=120)
    bureau_short_name = forms.CharField(label=_("Bureau: short name"), max_length=40, required=False)
    bureau_credit_code = forms.CharField(
        label=_("Bureau: unified social credit code"), required=False, validators=[check_credit_code]
    )
    bureau_document_code = forms.CharField(
        label=_("Bureau: code of its documents"), max_length=30, required=False
    )
    bureau_address = forms.CharField(label=_("Bureau: address"), max_length=200, required=False)
    bureau_phone = forms.CharField(label=_("Bureau: telephone"), max_length=40, required=False)
    center_name = forms.CharField(label=_("Monitoring center: name"), max_length=120)
    center_short_name = forms.CharField(
        label=_("Monitoring center: short name"), max_length=40, required=False
    )
    center_credit_code = forms.CharField(
        label=_("Monitoring center: unified social credit code"),
        required=False,
        validators=[check_credit_code],
    )
    center_document_code = forms.CharField(
        label=_("Monitoring center: code of its documents"), max_length=30, required=False
    )
    center_address = forms.CharField(label=_("Monitoring center: address"), max_length=200, required=False)
    center_phone = forms.CharField(label=_("Monitoring center: telephone"), max_length=40, required=False)
    administrator_username = forms.CharField(
        label=_("Administrator: user name"), max_length=150, validators=[UnicodeUsernameValidator()]
    )
    administrator_name = forms.CharField(label=_("Administrator: name"), max_length=60)
    administrator_email = forms.EmailField(label=_("Administrator: e-mail"), required=False)

    def clean_province(self) -> str:
        meant: str = self.cleaned_data["province"]
        known = divisions.provinces()
        code = {name: code for code, name in known.items()}.get(meant, meant.ljust(6, "0"))
        if code not in known:
            raise ValidationError(
                _("GB/T 2260 has no province %(meant)s: write its code, such as 330000, or its whole name."),
                params={"meant": meant},
            )
        return code

    def clean_administrator_username(self) -> str:
        name: str = User.normalize_username(self.cleaned_data["administrator_username"])
        return name

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("bureau_name") and data.get("bureau_name") == data.get("center_name"):
            self.add_error("center_name", _("Bureau and monitoring center are two: give each its own name."))
        unknown = [name for name in self.data if name not in self.fields]
        if unknown:
            raise ValidationError(
                _("The file also says %(names)s, which nobody asks for: take it out, or write it as asked."),
                params={"names": enumerated(name.replace("_", ".", 1) for name in unknown)},
            )
        return data

    def faults(self) -> list[str]:
        """All that is wrong with the file, a sentence each."""
        return [
            f"{name.replace('_', '.', 1)} ({self.fields[name].label}): {fault}"
            if name in self.fields
            else str(fault)
            for name, faults in self.errors.items()
            for fault in faults
        ]
