"""What is asked of those who list what is on offer, by hand or by a file? (6.2-1)"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Organisation
from accounts.roles import Kind
from casework.pages.forms import QuestionForm
from documents.filetypes import TABLES, clean_file
from documents.incoming.streams import LARGEST
from monitoring.plans.models.plans import PlanItem
from sampling.listings.actions.listings import judge
from sampling.listings.actions.offer_files import lacking
from sampling.listings.headings import CALLED
from sampling.schemes.flow.schemes import SCHEME_FLOW

MOST_LINES = 1000  # that go at once


@SCHEME_FLOW.asks("list")
class ListingForm(QuestionForm):
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


@SCHEME_FLOW.asks("import")
class ImportForm(QuestionForm):
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
        self.file_types, self.file_limit = ",".join(TABLES), LARGEST

    def clean_file(self) -> Any:
        """A short file is looked into at once; a long one as it is read."""
        file = self.cleaned_data["file"]
        if file.size <= settings.ATTACHMENT_LIMIT:
            clean_file(file, types=TABLES)
        elif file.size > LARGEST or not file.name.lower().endswith(TABLES):
            raise ValidationError(_("Load a CSV or XLSX file of at most 500 MB: divide a larger one."))
        return file


class OfferColumnsForm(QuestionForm):
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


@SCHEME_FLOW.asks("unlist")
class UnlistForm(QuestionForm):
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
