"""What is asked about a laboratory's certificate?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Membership, Organisation
from accounts.roles import Kind, Role
from casework.pages.rows import Rows
from catalogue.models import Category, Standard, TestItem
from inspection.models.qualifications import Qualification
from trail.days import DayField


class ScopeRow(forms.Form):
    """One line of what a certificate covers; what is left empty does not narrow it."""

    category = OneOf(Category.objects.offered(), label=_("Product category"), required=False)
    item = OneOf(TestItem.objects.offered(), label=_("Test item"), required=False)
    standard = OneOf(Standard.objects.offered(), label=_("Test method"), required=False)


class SignatoryRow(forms.Form):
    """Somebody who signs by a certificate, and a field in which they do."""

    member = OneOf(
        Membership.objects.none(),
        label=_("Authorised signatory"),
        error_messages={
            "invalid_choice": _(
                "This is no authorised signatory of the laboratory: its administrator gives them this role "
                "first (People)."
            )
        },
    )
    category = OneOf(
        Category.objects.offered(), label=_("Field of signature"), help_text=_("With all that lies below it.")
    )
    valid_from = DayField(label=_("Signs from"), required=False)
    valid_until = DayField(
        label=_("Signs until"),
        required=False,
        help_text=_("Left empty: as long as the certificate is valid."),
    )


def _in_order(row: dict[str, Any]) -> dict[str, str]:
    begins, ends = row["valid_from"], row["valid_until"]
    return {"valid_until": str(ENDS_BEFORE)} if begins and ends and begins > ends else {}


ENDS_BEFORE = _("This ends before it begins.")


class QualificationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A laboratory's certificate, with what it covers and who signs by it, row by row."""

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
        people = self.people()
        shape = type("SignatoryRow", (SignatoryRow,), {"member": self.member(people)})
        self.signatories = Rows(
            "signatory", _("Authorised signatory %(n)d"), shape, spare=2, least=0, judge=_in_order
        )
        self.groups = [
            (_("The certificate"), list(self.Meta.fields)),
            *self.scope.lay(self, list(kept)),
            *self.signatories.lay(self, self.named(people)),
        ]

    def people(self) -> QuerySet[Membership]:
        """Whom the certificate may name: the signatories of its laboratory, and whom it names already; of
        every laboratory while none is chosen."""
        chosen = self.data.get("laboratory") if self.is_bound else self.instance.laboratory_id
        laboratory = self.fields["laboratory"].found(chosen) if chosen else None  # type: ignore[attr-defined]
        signing = Q(left_on=None, user__is_active=True, roles__contains=[Role.SIGNATORY])
        if self.instance.pk:
            signing |= Q(user__in=self.instance.signatories.values("person"))
        home = Q(organisation=laboratory) if laboratory else Q(organisation__kind=Kind.LABORATORY)
        people = Membership.objects.filter(signing, home).select_related("user", "organisation")
        return people.order_by("organisation__name", "user__name", "pk")

    def member(self, people: QuerySet[Membership]) -> OneOf:
        """The field of a row, for these people."""
        field: OneOf = SignatoryRow.base_fields["member"].__deepcopy__({})  # type: ignore[assignment]
        field.queryset = people
        return field

    def named(self, people: QuerySet[Membership]) -> list[dict[str, Any]]:
        """The rows of those whom the certificate names already."""
        if not self.instance.pk:
            return []
        places = {member.user_id: member.pk for member in people}
        kept = self.instance.signatories.order_by("pk").values(
            "person", "category", "valid_from", "valid_until"
        )
        return [{**row, "member": places.get(row["person"])} for row in kept]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = data.get("valid_from"), data.get("valid_until")
        if begins and ends and begins > ends:
            self.add_error("valid_until", _("The certificate ends before it begins."))
        data["scope"] = self.scope.read(self)
        if not data["scope"] and not self.errors:
            raise ValidationError(_("Say what the certificate covers: at least one row."))
        data["signatories"] = [
            {"person": row.pop("member").user, **row}
            for row in self.signatories.read(self)
            if not self.errors
        ]
        return data
