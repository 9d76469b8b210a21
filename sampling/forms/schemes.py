"""What is asked of those who draft a scheme, list what is on offer, and choose from it? (form 4.3, 6.2-1)"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import OneOf, SeveralOf
from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.forms import StepForm, day
from documents.checks import TABLES, clean_file
from monitoring.importers.streams import LARGEST
from monitoring.models import PlanItem, WorkPlan
from sampling.actions.assigning import buyers_of
from sampling.actions.intakes import lacking
from sampling.actions.listings import judge
from sampling.actions.repeats import free_listings
from sampling.importers import CALLED
from sampling.models.schemes import Listing, Scheme
from trail.reasons import ReasonField

MOST_LINES = 1000  # that go at once
# As they are asked for.
SCHEME = ("plan", "title", "platforms", "scope", "method", "starts_on", "ends_on", "staffing", "buyers")


class AskForm(forms.Form):
    """A step that asks for something else than fields of the record."""

    def __init__(
        self, *args: Any, viewer: Viewer, now: datetime, instance: Any = None, **kwargs: Any
    ) -> None:
        self.viewer, self.now, self.record = viewer, now, instance
        super().__init__(*args, **kwargs)


class SchemeForm(StepForm):
    """The scheme: for which plan, scope, method, period, and who does what."""

    field_order = SCHEME
    starts_on, ends_on = day(label=_("From")), day(label=_("Until"))

    class Meta:
        model = Scheme
        fields = SCHEME
        field_classes = {"plan": OneOf, "platforms": SeveralOf, "buyers": SeveralOf}
        widgets = {
            "platforms": forms.CheckboxSelectMultiple,
            "scope": forms.Textarea(attrs={"rows": 3}),
            "method": forms.Textarea(attrs={"rows": 3}),
            "staffing": forms.Textarea(attrs={"rows": 3}),
            "buyers": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buyers: Any = self.fields["buyers"]
        buyers.queryset = buyers_of(self.viewer.organisation).order_by("name", "pk")
        plan: Any = self.fields["plan"]
        if self.instance.pk:
            del self.fields["plan"]
        self.groups = [
            (_("Task"), [name for name in ("plan", "title") if name in self.fields]),
            (_("How it is sampled"), ["platforms", "scope", "method", "starts_on", "ends_on"]),
            (_("Who does what"), ["staffing", "buyers"]),
        ]
        self.fields["platforms"].required = True
        seen = WorkPlan.objects.visible_to(self.viewer).order_by("-pk")
        executing = seen.filter(state="executing")
        self._offer_platforms(seen.filter(pk=self.instance.plan_id) if self.instance.pk else executing)
        if not self.instance.pk:
            plan.queryset = executing
            self.initial.setdefault("plan", self.initial.get("workplan"))

    def _offer_platforms(self, plans: Any) -> None:
        """Those of the plans; all of the one that is meant are ticked, until somebody unticks one."""
        platforms: Any = self.fields["platforms"]
        named = WorkPlan.platforms.through.objects.filter(workplan__in=plans.order_by().values("pk"))
        platforms.queryset = Organisation.objects.filter(pk__in=named.values("organisation")).order_by("name")
        if self.instance.pk:
            self.initial["platforms"] = self.instance.sampled_on()
        elif asked := self.initial.get("workplan"):
            self.initial.setdefault(
                "platforms",
                list(platforms.queryset.filter(pk__in=named.filter(workplan=asked).values("organisation"))),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The period ends before it begins: correct one of the days."))
        self._fits_the_plan(data)
        return data

    def _fits_the_plan(self, data: dict[str, Any]) -> None:
        """Period and platforms are within the plan's, and what is listed is on these platforms."""
        plan = data.get("plan") or (self.instance.plan if self.instance.plan_id else None)
        for name in ("starts_on", "ends_on"):
            if plan and data.get(name) and not plan.starts_on <= data[name] <= plan.ends_on:
                known = {"from": plan.starts_on.isoformat(), "until": plan.ends_on.isoformat()}
                said = _("The scheme must lie within the period of its plan, %(from)s to %(until)s.")
                self.add_error(name, said % known)
        chosen = list(data.get("platforms") or ())
        if plan and (beyond := [str(one) for one in chosen if one not in plan.platforms.all()]):
            said = _("The plan does not have samples bought on %(name)s.")
            self.add_error("platforms", said % {"name": ", ".join(beyond)})
        if self.instance.pk and chosen:
            left = self.instance.listings.exclude(platform__in=chosen).order_by().values("platform")
            if names := ", ".join(map(str, Organisation.objects.filter(pk__in=left).order_by("name"))):
                said = _("Products of %(name)s are listed: take them off the list first.")
                self.add_error("platforms", said % {"name": names})


class ListingForm(AskForm):
    """One product on offer, typed in."""

    plan_item = forms.ChoiceField(label=_("Product of the plan"))
    platform = forms.ChoiceField(label=_("Platform"))
    shop = forms.CharField(label=_("Shop"), max_length=200)
    shop_id = forms.CharField(label=_("Shop ID"), max_length=60)
    product = forms.CharField(label=_("Product"), max_length=200)
    item_id = forms.CharField(label=_("Product ID"), max_length=60)
    url = forms.URLField(label=_("Address on the web"), max_length=500, assume_scheme="https")
    brand = forms.CharField(label=_("Brand"), max_length=200, required=False)
    enterprise = forms.CharField(label=_("Enterprise"), max_length=200, required=False)
    model = forms.CharField(label=_("Model"), max_length=200, required=False)
    standard = forms.CharField(label=_("Standard"), max_length=120, required=False)
    price = forms.CharField(label=_("Price"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = self.record.plan
        platforms = self.record.sampled_on() or Organisation.objects.filter(kind=Kind.PLATFORM, active=True)
        for name, values in (
            ("plan_item", [item.product for item in plan.items.all()]),
            ("platform", [platform.name for platform in platforms]),
        ):
            field: Any = self.fields[name]
            field.choices = [(value, value) for value in values]

    def clean(self) -> dict[str, Any]:
        """The same judgement as a row of a table gets."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        offers, refused = judge(self.record, [(1, data)])
        if refused:
            self.add_error(None, refused[0].partition(": ")[2])
            return data
        return {"offers": offers}


class ImportForm(AskForm):
    """A table of what is on offer: each of its lines is listed, or refused with its reason."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_(
            "CSV (UTF-8 or GB18030) or XLSX. Shop and product are needed; what the columns hold is asked "
            "where the headings do not say it. Lines that are refused come back with their reasons."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file_types, self.file_limit = ", ".join(TABLES), LARGEST

    def clean_file(self) -> Any:
        """A short file is looked into at once; a long one as it is read."""
        file = self.cleaned_data["file"]
        if file.size <= settings.ATTACHMENT_LIMIT:
            clean_file(file, types=TABLES)
        elif file.size > LARGEST or not file.name.lower().endswith(TABLES):
            raise ValidationError(_("Load a CSV or XLSX file of at most 500 MB: divide a larger one."))
        return file


class OfferColumnsForm(AskForm):
    """What each column of a file holds, and for which platform and product its lines are."""

    headed = forms.BooleanField(label=_("The first row names the columns"), required=False)
    platform = OneOf(
        Organisation.objects.none(),
        label=_("Platform"),
        required=False,
        help_text=_("Of the lines that name none."),
    )
    plan_item = OneOf(
        PlanItem.objects.none(),
        label=_("Product of the plan"),
        required=False,
        help_text=_("Of the lines that name none."),
    )
    name = forms.CharField(
        label=_("Name of this source"),
        max_length=80,
        required=False,
        help_text=_(
            "Under it the answer is remembered: the next file with this header is read so by itself."
        ),
    )

    def __init__(self, *args: Any, rows: Sequence[Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept, plan = self.record, self.record.scheme.plan
        platform: Any = self.fields["platform"]
        on = [one.pk for one in kept.scheme.sampled_on()]
        platform.queryset = Organisation.objects.filter(pk__in=on).order_by("name")
        item: Any = self.fields["plan_item"]
        item.queryset = plan.items.all()
        told = {"headed": kept.headed, "platform": kept.platform_id, "plan_item": kept.plan_item_id}
        self.initial.update(told)
        width = max(map(len, rows))
        choices = [("", _("not read")), *CALLED.items()]
        for place in range(width):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=_("Column %(n)d") % {"n": place + 1},
                required=False,
                choices=choices,
                initial=kept.columns[place] if place < len(kept.columns) else "",
                help_text=" · ".join(row[place][:30] for row in rows[:3] if place < len(row)),
            )
        self.width = width

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        columns = [data.pop(f"column_{place}", "") for place in range(self.width)]
        for place, name in enumerate(columns):
            if name and columns.count(name) > 1:
                self.add_error(f"column_{place}", _("Another column holds this already: choose one of them."))
        if left := lacking(columns):
            self.add_error(None, left)
        said = "plan_item" in columns or data.get("plan_item")
        if not said and self.record.scheme.plan.items.count() > 1:
            self.add_error("plan_item", _("No column names the product of the plan: choose it."))
        return {**data, "columns": columns}


class UnlistForm(AskForm):
    """Which listings go, by their lines: there may be a million of them."""

    listings = forms.CharField(
        label=_("Lines of the listing"), max_length=300, help_text=_("As they stand in the listing: 3, 8-12.")
    )

    def clean_listings(self) -> Any:
        try:
            named = Q()
            for part in re.split("[,，、]", self.cleaned_data["listings"]):
                first, _dash, last = part.partition("-")
                named |= Q(line__range=(int(first), int(last or first)))
        except ValueError:
            raise ValidationError(_("Name the lines by their numbers, as 3, 8-12.")) from None
        found = self.record.listings.filter(named)
        if not found.exists():
            raise ValidationError(_("The listing has no such line."))
        if found.count() > MOST_LINES:
            raise ValidationError(_("At most %(most)d lines go at once.") % {"most": MOST_LINES})
        return found


class AddForm(AskForm):
    """One more target, from what may be bought now."""

    listing = OneOf(Listing.objects.none(), label=_("Listing"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [listing.pk for listing in free_listings(self.record, self.now)]
        field: Any = self.fields["listing"]
        field.queryset = self.record.listings.select_related("shop").filter(pk__in=free)


class AllowForm(AskForm):
    """Which listing may repeat a shop, brand or enterprise, and why."""

    listing = forms.IntegerField(
        label=_("Line"), min_value=1, help_text=_("Of the listing, where each line can be looked up.")
    )
    exception = ReasonField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_listing(self) -> Listing:
        open_still = self.record.listings.select_related("shop").filter(purchases=None, exception="")
        found: Listing | None = open_still.filter(line=self.cleaned_data["listing"]).first()
        if found is None:
            raise ValidationError(_("No such line, or it is bought or allowed already."))
        return found
