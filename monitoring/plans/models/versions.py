"""What did a plan say each time it was submitted, and what was remarked on it?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.models import TestItem
from monitoring.plans.flow import WorkPlanState
from monitoring.plans.models.plans import PlanItem, Quota, WorkPlan
from registers.entries.departures import by_item, departed
from trail.days import Moment
from trail.enumerations import enumerated
from trail.keys import to

Content = dict[str, Any]

# What a version keeps, in the order of the form; the plan's own state and number are not its content.
FACTS = (
    *("title", "record_no", "legal_mode", "issuing_department", "task_source", "task_type", "center"),
    *("cases", "starts_on", "ends_on", "platforms", "areas", "price_range", "method", "backup_required"),
    *("staffing", "laboratories", "budget", "over_budget"),
)
OF_PRODUCT = (
    *(
        "category",
        "product",
        "rules",
        "batches",
        "test_items",
        "why_fewer",
        "basis",
    ),
    *("grounds", "test_quantity", "backup_quantity", "unit", "unit_price"),
)
OF_QUOTA = ("platform", "item", "price_from", "price_below", "most")


def content_of(plan: WorkPlan) -> Content:
    """What a plan says as it stands: {"facts": {field: text}, "products": [...], "quotas": [...]}.

    Lists are those of names, in order; "" is what is not said. A test item says its method and its limit, so
    that who changes these in the register changes no plan that was submitted unseen. What a product does not
    say of its rules is left out: a digest counts only what is in it, and older ones know of none.
    """
    quotas = plan.quotas.select_related("platform", "item").order_by("platform", "item", "price_from", "pk")
    return {
        "facts": _said(plan, FACTS),
        "products": [_product(item) for item in plan.products()],
        "quotas": [_said(quota, OF_QUOTA) for quota in quotas],
    }


def _product(item: PlanItem) -> dict[str, str | list[str]]:
    said = _said(item, OF_PRODUCT)
    said["test_items"] = sorted(tested.laid_down() for tested in item.test_items.all())
    return {name: text for name, text in said.items() if text or name not in ("rules", "why_fewer")}


def _said(row: models.Model, names: tuple[str, ...]) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for name in names:
        value = getattr(row, name)
        if hasattr(value, "all"):
            found[name] = sorted(map(str, value.all()))
        else:
            found[name] = "" if value is None else str(value)
    return found


def canonical(content: Content) -> str:
    """Content as JSON that is the same for the same content: sorted keys, no spaces, no escapes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(content: Content) -> str:
    """SHA-256 of canonical content, as hexadecimal digits."""
    return sha256(canonical(content).encode()).hexdigest()


class PlanVersion(models.Model):
    """A plan as it was submitted: kept as it is by the database. Of it only the approval is still to come.

    version: of the plan; submission: counted from 1 within it, as a plan may be returned and come again.
    """

    plan = to(WorkPlan, back="versions")
    version = models.PositiveIntegerField(_("version"))
    submission = models.PositiveIntegerField(_("submission"))
    content = models.JSONField()
    digest = models.CharField(_("digest"), max_length=64)
    submitted_at = Moment(_("submitted"))
    approved_at = Moment(_("approved"), null=True)

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of a plan")
        ordering = ("version", "submission")
        constraints = [
            models.UniqueConstraint(fields=["plan", "version", "submission"], name="plan_version_one")
        ]

    def __str__(self) -> str:
        return f"{self.version}.{self.submission}"


def items_tested(products: Iterable[PlanItem]) -> list[TestItem]:
    """What the products of a plan are tested for."""
    return list(dict.fromkeys(each for product in products for each in product.test_items.all()))


def departures(plan: WorkPlan, items: Iterable[TestItem], *, approved: bool = True) -> list[str]:
    """What the register says of items otherwise than when the version that was approved last was submitted,
    or the version submitted last: "Lead: limit ≤ 90 → ≤ 900". [] where there is none."""
    since = _settled(plan, approved)
    return departed(items, since) if since else []


def departures_by_item(plan: WorkPlan, products: Iterable[PlanItem]) -> list[tuple[TestItem, str]]:
    """Each item of its products of which the register says otherwise than when it was approved, or submitted
    last, and what."""
    since = _settled(plan, plan.state != WorkPlanState.SUBMITTED)
    return by_item(items_tested(products), since) if since else []


def _settled(plan: WorkPlan, approved: bool) -> datetime | None:
    """Since when a plan says what was approved, or what was submitted last."""
    versions = plan.versions.exclude(approved_at=None) if approved else plan.versions.all()
    kept = versions.last()
    return kept.submitted_at if kept else None


def otherwise(departed_from: Sequence[str]) -> str:
    """What departures mean and what to do, "" where there are none."""
    if not departed_from:
        return ""
    said = gettext(
        "Since the plan was approved the register judges otherwise: %(items)s. Nothing is tested by that "
        "until the planner has the plan revised and approved, or the center puts the entry right."
    )
    return said % {"items": enumerated(departed_from)}


class Remark(models.Model):
    """What an approver remarked on a version that went back. about: a field of the plan, or the place of a
    product, "product:1"; "" is the plan as a whole."""

    version = to(PlanVersion, back="remarks")
    about = models.CharField(_("what it is about"), max_length=40, blank=True)
    text = models.CharField(_("remark"), max_length=500)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ("id",)

    def subject(self) -> str:
        """What it is about, in words."""
        return subjects(self.version.content).get(self.about, "")


def subjects(content: Content) -> dict[str, str]:
    """What of a plan can be remarked on, by key, in words: its fields and its products."""
    named = {name: str(WorkPlan._meta.get_field(name).verbose_name) for name in FACTS}  # type: ignore[union-attr]
    products = {f"product:{n}": row["product"] for n, row in enumerate(content["products"], start=1)}
    return {**named, **products}


def label_of(model: type[models.Model], name: str) -> str:
    """What a field is called on the screen."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def shown(model: type[models.Model], name: str, value: str | list[str]) -> str:
    """A value of a version as it is read: choices by their label, names joined."""
    if isinstance(value, list):
        return enumerated(value)
    if isinstance(model._meta.get_field(name), models.BooleanField):
        return gettext("yes") if value == "True" else gettext("no")
    choices = dict(getattr(model._meta.get_field(name), "flatchoices", ()) or ())
    return str(choices.get(value, value))


MODELS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "facts": (WorkPlan, FACTS),
    "products": (PlanItem, OF_PRODUCT),
    "quotas": (Quota, OF_QUOTA),
}
