"""Which test items does a form show, where a nation has twenty thousand? Those of the category chosen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from catalogue.models import Category, TestItem

OFFERED = TestItem.objects.offered().select_related("method", "requirement")


class ItemsOf(SeveralOf):
    """Test items. All that stand are taken; of which category they are shown says `narrow`.

    nothing: what stands there where none is shown.
    """

    nothing: str | Promise = _("Choose the product category first: its test items are then shown here.")

    def __init__(self, queryset: QuerySet[TestItem] | None = None, **options: Any) -> None:
        options.setdefault("label", _("Test items"))
        super().__init__(OFFERED.all() if queryset is None else queryset, **options)

    def label_from_instance(self, obj: Any) -> str:
        """An item by its name; marked where a standard of it has ended."""
        return _("%(item)s (its standard has ended)") % {"item": obj} if obj.withdrawn() else str(obj)

    def narrow(self, category: Category | None, ticked: Iterable[TestItem] = ()) -> None:
        """Show the items of a category, those of the one above it, which hold for it too, and the ticked."""
        shown = list(ticked)
        if category is not None:
            own = Q(category=category) | Q(category=category.parent_id)
            shown += OFFERED.filter(own).exclude(pk__in=[item.pk for item in shown])
            self.nothing = _none_yet()
        self.widget.choices = [(self.prepare_value(item), self.label_from_instance(item)) for item in shown]

    def meant(self, codes: Any) -> list[TestItem]:
        """The items of these codes; none where one makes no sense."""
        try:
            return list(self.clean(codes)) if codes else []
        except ValidationError:
            return []


def _none_yet() -> str:
    """Where the items of a category are entered that has none; what stands in the form is kept beside it."""
    return format_html(
        '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
        gettext(
            "This category has no test items yet. The organiser of a monitoring center enters them, by hand "
            "or from a file; then choose the category here once more."
        ),
        reverse("test-items"),
        gettext("The register of test items"),
    )


def show(form: forms.BaseForm, items: str, category: str) -> None:
    """Show in one field of a form the items of the category in another; a change of that changes them."""
    of, field = form.fields[category], form.fields[items]
    assert isinstance(of, OneOf) and isinstance(field, ItemsOf)
    chosen = of.found(of.prepare_value(form[category].value() or ""))
    field.narrow(chosen, field.meant([field.prepare_value(one) for one in form[items].value() or ()]))
    asked = {"name": form.add_prefix(items), "of": form.add_prefix(category)}
    of.widget.attrs |= {
        "hx-get": reverse("offered-items"),
        "hx-vals": json.dumps(asked),
        "hx-target": f"#{form[items].auto_id} .wj-choices",
        "hx-swap": "outerHTML",
    }
