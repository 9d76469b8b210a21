"""Which registers are there of what is tested? Categories, standards, test items and monitoring rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from catalogue.determinations import Taken
from catalogue.limited import DETERMINED
from catalogue.models import Category, Standard, TestItem
from catalogue.monitoring_rules import MonitoringRules
from registers.entries.forms import EntryForm
from registers.entries.register import Register, registered
from registers.offered_items import ItemsOf, show
from trail.enumerations import enumerated

TAKEN = {"unique": _("This is registered already: look it up in the register.")}


class CategoryForm(EntryForm):
    """A class of products."""

    class Meta:
        model = Category
        fields = ("code", "name", "parent", "national_code")
        error_messages = {"code": TAKEN}
        field_classes = {"parent": OneOf}

    def clean_parent(self) -> Category | None:
        """No class is a part of what is a part of it."""
        parent: Category | None = self.cleaned_data["parent"]
        above = parent
        while above is not None:
            if above.pk == self.instance.pk:
                self.add_error("parent", _("That category is a part of this one."))
                return None
            above = above.parent
        return parent


class StandardForm(EntryForm):
    """An edition of a standard."""

    class Meta:
        model = Standard
        fields = ("number", "title", "in_force_since", "scope")
        error_messages = {"number": TAKEN}


class ItemForm(EntryForm):
    """A test item with its limit as written."""

    class Meta:
        model = TestItem
        fields = (
            *("category", "name", "condition", "aliases", "method", "requirement"),
            *("unit", "limit_text", "comparison", "interval", *DETERMINED, "plausible_low", "plausible_high"),
        )
        field_classes = {"category": OneOf, "method": OneOf, "requirement": OneOf}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("taken", "determinations"):
            self.fields[name].required = False

    def clean_taken(self) -> str:
        return self.cleaned_data["taken"] or Taken.SINGLE

    def clean_determinations(self) -> int:
        return self.cleaned_data["determinations"] or 1

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        low, high = data.get("plausible_low"), data.get("plausible_high")
        if low is not None and high is not None and low > high:
            self.add_error("plausible_high", _("This lies below the lower value."))
        return data


class RulesForm(EntryForm):
    """The rules for monitoring a product."""

    class Meta:
        model = MonitoringRules
        fields = (
            *("number", "title", "category", "basis", "in_force_since", "items", "grounds"),
            *("test_quantity", "backup_quantity", "unit", "passes", "fails"),
        )
        field_classes = {"category": OneOf, "items": ItemsOf}
        error_messages = {"number": TAKEN}
        help_texts = {
            "passes": _("Empty for the usual words. For instance: 经检验，所检项目符合〔依据〕的要求。"),
            "fails": _(
                "Empty for the usual words. For instance: 经检验，〔项目〕不符合〔依据〕的要求，不合格。"
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show(self, "items", "category")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        category, items = data.get("category"), data.get("items") or ()
        own = {category.pk, category.parent_id} if category else set()
        if category and (strange := [str(each) for each in items if each.category_id not in own]):
            said = _("These test items are not of this category: %(names)s.")
            self.add_error("items", said % {"names": enumerated(strange)})
        return data


CATEGORIES = registered(
    Register(
        name="categories",
        model=Category,
        form=CategoryForm,
        listed=("code", "name", "parent", "national_code"),
        searched=("code", "name", "national_code"),
        known_by=("code",),
        called=("code", "name"),
        about=_(
            "Plans, samples and figures name products by these classes. A class that ends goes on as another."
        ),
        follows="continued_as",
    )
)
STANDARDS = registered(
    Register(
        name="standards",
        model=Standard,
        form=StandardForm,
        listed=("number", "title", "in_force_since"),
        searched=("number", "title", "scope"),
        known_by=("number",),
        called=("number",),
        about=_("Each edition is an entry of its own: what was judged by an older one goes on saying so."),
        follows="replaced_by",
    )
)
ITEMS = registered(
    Register(
        name="test-items",
        model=TestItem,
        form=ItemForm,
        listed=("name", "condition", "category", "limit_text", "unit", "requirement", "method"),
        searched=("name", "aliases", "condition", "category__name", "method__number", "requirement__number"),
        known_by=("category", "name", "method", "condition"),
        called=("name",),
        about=_("What is measured, by which method, and against which limit as the standard writes it."),
    )
)
RULES = registered(
    Register(
        name="monitoring-rules",
        model=MonitoringRules,
        form=RulesForm,
        listed=("number", "title", "category", "in_force_since"),
        searched=("number", "title", "category__name"),
        known_by=("number",),
        called=("number",),
        about=_(
            "What a product is tested for, by which standards it is judged, how much of it is bought, and in "
            "which words a report concludes. Plans take it over; commissions and reports follow."
        ),
        follows="replaced_by",
    )
)
