"""What is asked of whoever enters or changes an organisation?"""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from accounts.forms import NewPersonForm
from accounts.models import Level, Organisation, Region, Viewer
from accounts.roles import Kind
from casework.pages.forms import bound, needed_when
from catalogue.models import check_credit_code
from documents.models import Document
from registers.organisations import actions
from trail.reasons import ReasonField

# Shops and enterprises are entered by the notice that is sent to them.
OPENED = [(kind.value, kind.label) for kind in Kind if kind is not Kind.MERCHANT]


def seats(viewer: Viewer, kind: str = "") -> QuerySet[Region]:
    """Where a keeper may say that an organisation has its seat."""
    own = actions.regions_of(viewer)
    if kind in (Kind.REGULATOR, Kind.CENTER):
        return own
    return Region.objects.filter(Q(pk__in=own.values("pk")) | Q(level=Level.PROVINCE))


class OrganisationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The list of organisations by kind and by a part of the name, former ones included."""

    q = django_filters.CharFilter(method="named", label=_("Name of the organisation"))
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"))

    class Meta:
        model = Organisation
        fields = ("q", "kind")

    def named(self, found: QuerySet[Organisation], _name: str, value: str) -> QuerySet[Organisation]:
        now = Q(name__icontains=value) | Q(short_name__icontains=value)
        return found.filter(now | Q(past_names__name__icontains=value)).distinct()


class AdministratorForm(forms.Form):
    """Who keeps the people of an organisation first; its other people they invite themselves."""

    username = forms.CharField(
        label=_("User name of the administrator"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("With this name the person logs in. It cannot be changed later."),
    )
    person = forms.CharField(label=_("Name of the administrator"), max_length=60)
    email = forms.EmailField(label=_("E-mail of the administrator"), required=False)
    clean_username = NewPersonForm.clean_username


class ParticularsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What papers and lists say of an organisation beside its name."""

    class Meta:
        model = Organisation
        fields = actions.PARTICULARS
        help_texts = {
            "branch": _("Only for one of several offices of the same regulator, such as a division."),
            "document_code": _("How the numbers of its documents begin, such as 浙市监网; empty: its name."),
            "address": _("As it stands on papers."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credit_code"].validators.append(check_credit_code)
        bound(self.fields)

    def clean_document_code(self) -> str:
        """Nobody takes the number series of another office: its name, or a code that it had or has."""
        code: str = self.cleaned_data["document_code"]
        others = Organisation.objects.exclude(pk=self.instance.pk)
        called = others.filter(Q(document_code=code) | Q(name=code) | Q(short_name=code)).first()
        # A number bears the code and one character for the series of its kind; older ones the code alone.
        numbered = Document.objects.filter(file_number__regex=f"^{re.escape(code)}.?〔").exclude(
            office=self.instance.pk
        )
        other = called or Organisation.objects.filter(pk__in=numbered.values("office")).first()
        if code and other:
            said = _("This is how documents of %(name)s are numbered: choose another code.")
            raise ValidationError(said, params={"name": other.name})
        return code


class ChangeForm(ParticularsForm):
    """New particulars, and why."""

    reason = ReasonField(max_length=200)


class OpenForm(ParticularsForm, AdministratorForm):
    """An organisation and its first administrator."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Please choose")), *OPENED])
    region = OneOf(Region.objects.none(), label=_("Region"), help_text=_("Where it has its seat."))
    field_order = ("kind", "name", "short_name", "region", *actions.PARTICULARS)

    class Meta(ParticularsForm.Meta):
        fields = ("name", "short_name", "kind", "region", *actions.PARTICULARS)  # type: ignore[assignment]

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.own = actions.regions_of(viewer)
        self.fields["region"].queryset = seats(viewer)  # type: ignore[attr-defined]
        needed_when(self.fields["branch"], _("only where a regulator has several offices"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        kind, region = data.get("kind"), data.get("region")
        if region and kind in (Kind.REGULATOR, Kind.CENTER):
            self._of_ones_own(kind, region, data.get("branch", ""))
        if data.get("branch") and kind and kind != Kind.REGULATOR:
            self.add_error("branch", _("Only a regulator has several offices here: leave this empty."))
        return data

    def _of_ones_own(self, kind: str, region: Region, branch: str) -> None:
        """Regulators see all that lies in their region: nobody enters one above or beside their own."""
        if not self.own.filter(pk=region.pk).exists():
            self.add_error("region", _("A regulator or center of another province is entered there."))
            return
        there = Organisation.objects.filter(kind=kind, region=region, active=True)
        if kind == Kind.REGULATOR and not branch and there.filter(branch="").exists():
            raise ValidationError(
                _("%(region)s has a regulator: %(name)s. For another of its offices name the branch."),
                params={"region": region, "name": there.filter(branch="").first()},
            )


class MoveForm(forms.Form):
    """Where an organisation has its seat now, and why."""

    region = OneOf(Region.objects.none(), label=_("Region"))
    reason = ReasonField(max_length=200)

    def __init__(self, *args: Any, viewer: Viewer, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = seats(viewer, kind)  # type: ignore[attr-defined]


class MandateForm(forms.Form):
    """For which provinces a center works, and why."""

    provinces = SeveralOf(Region.objects.none(), label=_("Works for"), required=False)
    reason = ReasonField(max_length=200)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provinces"].queryset = actions.mandates_of(viewer)  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """Why an organisation is suspended, closed or taken up again."""

    reason = ReasonField(max_length=200)
