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
from casework.pages.forms import Seen
from casework.pages.rows import Rows
from catalogue.lineages import lineages
from catalogue.models import Category, Standard, TestItem
from inspection.laboratories.actions import as_shown
from inspection.laboratories.models import Qualification, QualificationScope
from trail.days import DayField
from trail.reasons import ReasonField

# So many lines stand on a page; more of them come and go by file. So many there may be at all.
ON_A_PAGE, MOST_LINES = 60, 900


class ScopeRow(forms.Form):
    """One line of what a certificate covers; what is left empty does not narrow it."""

    category = OneOf(Category.objects.offered(), label=_("Product category"), required=False)
    item = OneOf(
        TestItem.objects.offered().select_related("method", "category"),
        label=_("Test item"),
        required=False,
    )
    standard = OneOf(Standard.objects.offered(), label=_("Test method"), required=False)


def _covers_something(row: dict[str, Any]) -> dict[str, str]:
    """A line that names an item names no other category or method with it: it would cover nothing."""
    item, category = row["item"], row["category"]
    if item is None:
        return {}
    if row["standard"] not in (None, item.method):
        said = _("%(item)s is tested by %(method)s: leave this empty, or choose another item.")
        return {"standard": said % {"item": item, "method": item.method.number}}
    if category is not None and category.pk not in lineages()[item.category_id]:
        said = _("%(item)s is an item of %(category)s: leave this empty, or choose another item.")
        return {"category": said % {"item": item, "category": item.category}}
    return {}


class SignatoryRow(forms.Form):
    """Somebody who signs by a certificate, and a field in which they do."""

    member = OneOf(
        Membership.objects.none(),
        label=_("Authorised signatory"),
        help_text=_(
            "Here stand only those to whom the administrator of their laboratory gave this role (People)."
        ),
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
    """A laboratory's certificate, with what it covers and who signs by it, row by row.

    whole: also lines that are too many for a page. Where they are left out they stay as they stand.
    """

    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Valid until"))
    scope = Rows("scope", _("Scope %(n)d"), ScopeRow, spare=3, judge=_covers_something, most=MOST_LINES)
    reason = ReasonField(
        label=_("Why it is changed"), max_length=200, help_text=_("The paper that says so, with its number.")
    )
    seen = Seen()
    signatories = Rows(
        "signatory",
        _("Authorised signatory %(n)d"),
        SignatoryRow,
        spare=2,
        least=0,
        judge=_in_order,
        most=MOST_LINES,
    )

    class Meta:
        model = Qualification
        fields = ("laboratory", "cma_number", "valid_from", "valid_until", "cnas_number")
        field_classes = {"laboratory": OneOf}

    def __init__(self, *args: Any, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laboratories = Organisation.objects.filter(kind=Kind.LABORATORY, active=True)
        self.fields["laboratory"].queryset = laboratories  # type: ignore[attr-defined]
        people = self.people()
        self.stood = {"scope": self.covered(), "signatories": self.named()}
        self.left_out = {
            name: len(rows) for name, rows in self.stood.items() if len(rows) > ON_A_PAGE and not whole
        }
        named = list(self.Meta.fields)
        if self.instance.pk:
            named.append("reason")
            self.fields["seen"].initial = as_shown(self.instance)
        else:
            del self.fields["reason"], self.fields["seen"]
        self.groups = [(_("The certificate"), named)]
        places = {member.user_id: member.pk for member in people}
        for name in (each for each in self.stood if each not in self.left_out):
            rows = [
                {**row, "member": places.get(row["person"])} if "person" in row else row
                for row in self.stood[name]
            ]
            self.groups += getattr(self, name).lay(self, rows)
        self.offer(people)

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

    def offer(self, people: QuerySet[Membership]) -> None:
        """Let each row choose from these people, who are read once for all of them."""
        listed: Any = None
        for name, field in self.fields.items():
            if name.endswith("_member") and isinstance(field, OneOf):
                field.queryset = people
                listed = listed or list(field.iterator(field))
                field.choices = listed

    def covered(self) -> list[dict[str, Any]]:
        """The lines of its scope that stand."""
        kept = self.instance.scope.order_by("pk") if self.instance.pk else QualificationScope.objects.none()
        return list(kept.values(*ScopeRow.base_fields))

    def named(self) -> list[dict[str, Any]]:
        """Whom it names already, and for what."""
        columns = ("person", "category", "valid_from", "valid_until")
        return list(self.instance.signatories.order_by("pk").values(*columns)) if self.instance.pk else []

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = data.get("valid_from"), data.get("valid_until")
        if begins and ends and begins > ends:
            self.add_error("valid_until", _("The certificate ends before it begins."))
        for name in self.stood:
            data[name] = None if name in self.left_out else getattr(self, name).read(self)
        if data["scope"] == [] and not self.errors:
            raise ValidationError(_("Say what the certificate covers: at least one row."))
        if data["signatories"] and not self.errors:
            data["signatories"] = [{"person": row.pop("member").user, **row} for row in data["signatories"]]
        return data
