"""What is asked of those who offer, ask for, grant and look for information?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.pages.forms import StepForm
from catalogue.models import Verdict
from documents.filetypes import TABLES
from documents.forms import CheckedFile
from sharing.flow import SHARE_REQUEST_FLOW, Heading, Holding, Openness, ResourceState
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource
from sharing.models.safeguards import Safeguard
from sharing.sources import SOURCES
from trail.boxes import Several
from trail.days import DayField
from trail.reasons import ReasonField

CATALOGUED = ("name", "abstract", "cycle", "retention", "openness", "personal", "contact")


class ResourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the catalogue says of any resource."""

    class Meta:
        model = Resource
        fields = CATALOGUED
        field_classes = {"center": OneOf}
        widgets = {"abstract": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        if "center" in self.fields:
            if viewer.kind == Kind.CENTER:
                del self.fields["center"]
            else:
                centers = Organisation.objects.filter(kind=Kind.CENTER, active=True)
                self.fields["center"].queryset = centers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("personal") and data.get("openness") == Openness.MEMBERS:
            self.add_error("openness", _("Personal data may not be open to every member."))
        return data


class LiveForm(ResourceForm):
    """Something that the system serves itself."""

    source = forms.ChoiceField(label=_("Information"))
    field_order = ("source", "center", *CATALOGUED)

    class Meta(ResourceForm.Meta):
        fields = ("center", *CATALOGUED)  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (name, source.label) for name, source in SOURCES.items() if self.viewer.kind in source.providers
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        source = SOURCES.get(data.get("source", ""))
        if source and source.openness == Openness.REQUEST and data.get("openness") == Openness.MEMBERS:
            self.add_error("openness", _("This information is given on request only."))
        return {**data, "format": "CSV, XLSX, JSON"}


class TableForm(ResourceForm):
    """A table that the provider supplies: each of its columns with what it means."""

    file = CheckedFile(label=_("Table"), types=TABLES)
    holding = forms.ChoiceField(label=_("Kind of information"), choices=Holding.choices)
    headings = Several(label=_("Headings of GB/T 30135"), choices=Heading.choices)
    fields_told = forms.CharField(
        label=_("Fields and what they mean"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One field a line, in the order of the columns: name, colon, meaning."),
    )
    field_order = ("name", "abstract", "holding", "headings", "fields_told", "file", "center")

    class Meta(ResourceForm.Meta):
        fields = ("center", *CATALOGUED, "holding", "headings", "schema_version")  # type: ignore[assignment]

    def clean_fields_told(self) -> list[list[str]]:
        """(name, meaning) pairs; a colon of either width divides them."""
        found = []
        for line in self.cleaned_data["fields_told"].splitlines():
            name, _colon, meaning = (part.strip() for part in line.replace("：", ":").partition(":"))
            if not name and not meaning:
                continue
            if not name or not meaning or len(name) > 60:
                raise ValidationError(_("“%(line)s” is no field with its meaning."), params={"line": line})
            found.append([name, meaning])
        if len({name for name, _meaning in found}) < len(found):
            raise ValidationError(_("A field is named twice."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        file = data.get("file")
        ending = file.name.rpartition(".")[2].upper() if file else ""
        told = data.pop("fields_told", [])
        return {**data, "fields": told, "format": ending}


class SupplyForm(forms.Form):
    """A new version of a supplied table."""

    file = CheckedFile(label=_("Table"), types=TABLES)


class WithdrawForm(forms.Form):
    why = ReasonField(label=_("Reason"), max_length=300)


class SafeguardForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Safeguard
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}


class AskForm(StepForm):
    """共享申请 (form 4.14)."""

    fields_asked = Several(label=_("Fields asked for"))
    asked_from = DayField(label=_("To be used from"))
    asked_until = DayField(label=_("To be used until"))
    field_order = (
        "purpose",
        "legal_ground",
        "fields_asked",
        "asked_from",
        "asked_until",
        "method",
        "promise",
    )

    class Meta:
        model = ShareRequest
        fields = ("purpose", "legal_ground", "method", "promise")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, resource: Resource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(column.name, column.label) for column in resource.open_to(self.viewer.organisation)]
        self.fields["fields_asked"].choices = choices  # type: ignore[attr-defined]
        self.fields["promise"].required = True
        self.fields["legal_ground"].required = resource.personal

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("asked_from"), data.get("asked_until")
        if last and last < local_day(self.now):
            self.add_error("asked_until", _("This day is over: choose a later one."))
        elif first and last and last < first:
            self.add_error("asked_until", _("The last day lies before the first."))
        return data


@SHARE_REQUEST_FLOW.asks("ask")
class QuestionForm(StepForm):
    class Meta:
        model = ShareRequest
        fields = ("question",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].required = True


@SHARE_REQUEST_FLOW.asks("answer")
class ClarificationForm(StepForm):
    class Meta:
        model = ShareRequest
        fields = ("clarification",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clarification"].required = True


@SHARE_REQUEST_FLOW.asks("grant")
class GrantForm(StepForm):
    """The decision: fewer fields or a shorter time grant the request in part."""

    fields_granted = Several(label=_("Fields granted"))
    granted_until = DayField(label=_("Granted until"))
    field_order = ("fields_granted", "granted_until", "method", "assessed", "reason")

    class Meta:
        model = ShareRequest
        fields = ("method", "assessed", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request, resource = self.instance, self.instance.resource
        asked = resource.named(request.fields_asked, request.requester)
        self.fields["fields_granted"].choices = [(c.name, c.label) for c in asked]  # type: ignore[attr-defined]
        self.initial["fields_granted"] = [column.name for column in asked]
        self.initial["granted_until"] = request.asked_until
        self.fields["reason"].required = True
        if resource.personal:
            self.fields["assessed"].required = True
        else:
            del self.fields["assessed"]

    def clean_granted_until(self) -> date:
        until: date = self.cleaned_data["granted_until"]
        if not local_day(self.now) <= until <= self.instance.asked_until:
            raise ValidationError(_("Grant it until a day that is not over, within the time asked for."))
        return until


@SHARE_REQUEST_FLOW.asks("refuse")
class RefuseForm(StepForm):
    class Meta:
        model = ShareRequest
        fields = ("reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


@SHARE_REQUEST_FLOW.asks("pass_on")
class PassOnForm(RefuseForm):
    """转交: another resource, and with it another holder, answers the request."""

    field_order = ("resource", "reason")

    class Meta:
        model = ShareRequest
        fields = ("resource", "reason")
        field_classes = {"resource": OneOf}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = self.instance
        open_ones = Resource.objects.visible_to(self.viewer).filter(state=ResourceState.ACCEPTED)
        others = open_ones.exclude(openness=Openness.CLOSED).exclude(
            provider__in=[request.owner_id, request.requester_id]
        )
        self.fields["resource"].queryset = others.order_by("name")  # type: ignore[attr-defined]
        self.initial["resource"] = None


@SHARE_REQUEST_FLOW.asks("revoke")
class RevokeForm(StepForm):
    class Meta:
        model = ShareRequest
        fields = ("ended_why",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_why"].required = True


class ResourceFilter(forms.Form):
    words = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    holding = forms.ChoiceField(
        label=_("Kind of information"), required=False, choices=[("", _("All kinds")), *Holding.choices]
    )


class RowFilter(forms.Form):
    words = forms.CharField(label=_("Looked for in the fields"), required=False, max_length=200)


class QueryForm(forms.Form):
    """What the query page looks for: words in everything, or a finding by what is known of the product."""

    words = forms.CharField(label=_("Words or number"), required=False, max_length=100)
    product = forms.CharField(label=_("Product"), required=False, max_length=100)
    producer = forms.CharField(label=_("Producer"), required=False, max_length=100)
    brand = forms.CharField(label=_("Brand"), required=False, max_length=100)
    model = forms.CharField(label=_("Model"), required=False, max_length=100)
    item_id = forms.CharField(label=_("Product ID"), required=False, max_length=60)
    shop = forms.CharField(label=_("Shop"), required=False, max_length=100)
    verdict = forms.ChoiceField(
        label=_("Verdict"), required=False, choices=[("", _("Any verdict")), *Verdict.choices]
    )
    first = DayField(label=_("Sampled from"), required=False)
    last = DayField(label=_("Sampled until"), required=False)

    FINDINGS = ("product", "producer", "brand", "model", "item_id", "shop", "verdict", "first", "last")

    def __init__(self, *args: Any, findings: bool, **kwargs: Any) -> None:
        """findings: whether this viewer's scope holds findings at all."""
        super().__init__(*args, **kwargs)
        if not findings:
            for name in self.FINDINGS:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last day lies before the first: change one of the two."))
        return cleaned

    def asked(self) -> dict[str, Any]:
        """What was typed, without the empty fields; {} where something typed makes no sense."""
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}
