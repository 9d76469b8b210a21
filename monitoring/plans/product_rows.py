"""How is a product of a plan asked for, and what of it do monitoring rules lay down? (4.2.1-c, 6.3-4)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from casework.pages.rows import given
from catalogue.in_force import withdrawn
from catalogue.models import Category
from catalogue.monitoring_rules import Basis, MonitoringRules
from registers.offered_items import ItemsOf
from registers.offered_rules import RulesOf
from trail.enumerations import enumerated
from trail.reasons import ReasonField

# What rules lay down for a product, by the fields of its row.
FIXED = ("basis", "grounds", "unit")
QUANTITIES = ("test_quantity", "backup_quantity")
BY_RULES = ("category", "test_items", *FIXED, *QUANTITIES)


def yuan(**options: Any) -> forms.DecimalField:
    """An amount of money."""
    return forms.DecimalField(min_value=0, max_digits=12, decimal_places=2, **options)


class ItemRow(forms.Form):
    """A product of the plan (4.2.1 c)."""

    category = OneOf(Category.objects.offered(), label=_("Product category"))
    product = forms.CharField(label=_("Product"), max_length=120)
    rules = RulesOf()
    batches = forms.IntegerField(label=_("Batches"), min_value=1, max_value=100_000)
    test_items = ItemsOf()
    why_fewer = ReasonField(
        label=_("Why items of the rules are left out"),
        max_length=300,
        required=False,
        help_text=_("Where fewer items are tested than the monitoring rules name. Approvers read it."),
    )
    basis = forms.ChoiceField(label=_("Judged by"), choices=[("", _("Choose")), *Basis.choices])
    grounds = forms.CharField(label=_("Grounds of judgement"), max_length=400)
    test_quantity = forms.IntegerField(
        label=_("Quantity of the test sample"),
        min_value=1,
        max_value=100_000,
        help_text=_("Of a batch, in what is sold."),
    )
    backup_quantity = forms.IntegerField(
        label=_("Quantity of the backup sample"),
        min_value=0,
        max_value=100_000,
        help_text=_("Of a batch, in what is sold; 0 where none is kept."),
    )
    unit = forms.CharField(label=_("Unit"), max_length=20)
    unit_price = yuan(label=_("Expected unit price, yuan"), required=False)


def by_rules(row: dict[str, Any]) -> None:
    """Give a row what was left empty and its rules lay down."""
    rules: MonitoringRules | None = row["rules"]
    if rules is None:
        return
    for name in BY_RULES:
        if not given(row[name]):
            row[name] = rules.items.offered() if name == "test_items" else getattr(rules, name)


def judge_item(row: dict[str, Any]) -> dict[str, str]:
    """A test item belongs to the product's category, or to the one above it; rules are followed."""
    if wrong := _against_rules(row):
        return wrong
    category = row["category"]
    if category.ended_on:
        said = gettext("%(category)s has ended: choose the category that goes on, or other monitoring rules.")
        return {"category": said % {"category": category}}
    own = (category.pk, category.parent_id)
    if strange := [item for item in row["test_items"] if item.category_id not in own]:
        said = gettext("These test items are not of this category: %(names)s.")
        return {"test_items": said % {"names": enumerated(strange)}}
    dead = withdrawn(row["test_items"])
    if dead and row["rules"] is not None:
        dead += gettext(
            " %(rules)s still name them: choose the other items yourself and say why these are left out, or "
            "have the monitoring center's organiser enter new rules."
        ) % {"rules": row["rules"].number}
    return {"test_items": dead} if dead else {}


def _against_rules(row: dict[str, Any]) -> dict[str, str]:
    """What of a row its rules lay down otherwise; less is tested than they name for a reason, and more may be
    bought."""
    rules: MonitoringRules | None = row["rules"]
    if rules is None:
        idle = gettext("No monitoring rules are named that this could be said of: leave it empty.")
        return {"why_fewer": idle} if row["why_fewer"] else {}
    known = {"rules": rules.number}
    wrong = {
        name: gettext("%(rules)s lay down %(value)s: leave this empty to follow them.")
        % {**known, "value": _shown(rules, name)}
        for name in FIXED
        if str(row[name]) != str(getattr(rules, name))
    }
    wrong |= {
        name: gettext("%(rules)s ask for at least %(least)d.") % {**known, "least": getattr(rules, name)}
        for name in QUANTITIES
        if row[name] < getattr(rules, name)
    }
    if rules.category_id not in (row["category"].pk, row["category"].parent_id):
        said = gettext("%(rules)s are for another category: %(category)s.")
        wrong["category"] = said % {**known, "category": rules.category}
    strange = set(row["test_items"]) - set(rules.items.all())
    if strange:
        names = {**known, "names": enumerated(sorted(map(str, strange)))}
        wrong["test_items"] = gettext("%(rules)s do not name these items: %(names)s.") % names
    fewer = rules.beyond(row["test_items"])
    if fewer and not row["why_fewer"]:
        names = {**known, "names": enumerated(sorted(map(str, fewer)))}
        said = gettext("%(rules)s have these tested too: %(names)s. Say why they are left out.")
        wrong["why_fewer"] = said % names
    elif row["why_fewer"] and not fewer:
        wrong["why_fewer"] = gettext("Nothing that %(rules)s name is left out: leave this empty.") % known
    return wrong


def _shown(rules: MonitoringRules, name: str) -> str:
    """What rules lay down in a field, as a form shows it."""
    return str(rules.get_basis_display() if name == "basis" else getattr(rules, name))
