"""By which rules is a product monitored, and in which words does a report by them conclude? (6.3-4, 6.3-6)"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from catalogue.registered import Entry, ending, following
from trail.days import DayLongAgo
from trail.enumerations import enumerated

# What a wording leaves open, and the report fills in: the grounds of judgement, the items that failed.
GROUNDS, ITEMS = "〔依据〕", "〔项目〕"
# By one of these a reader knows that something failed.
FAILED = ("不符合", "不合格", "不达标", "does not meet", "do not meet", "non-conforming")


class Basis(models.TextChoices):
    """What the verdict on a product follows (data dictionary 4.3)."""

    RULES = "rules", _("Rules")
    DETAILS = "details", _("Detailed rules for this product")


def check_passes(value: str) -> None:
    """The words for goods that passed name the grounds, and say nothing that reads as a failure."""
    if GROUNDS not in value:
        raise ValidationError(
            _("Write %(mark)s, in these very brackets, where the grounds are to stand."),
            params={"mark": GROUNDS},
        )
    if ITEMS in value or any(word in value for word in FAILED):
        raise ValidationError(_("These words are for goods of which every item met the requirements."))


def check_fails(value: str) -> None:
    """The words for goods that failed name the items and the grounds, and cannot be read as having passed."""
    for mark, what in ((ITEMS, _("the failed items")), (GROUNDS, _("the grounds"))):
        if mark not in value:
            said = _("Write %(mark)s, in these very brackets, where %(what)s are to stand.")
            raise ValidationError(said, params={"mark": mark, "what": what})
    if not any(word in value for word in FAILED):
        raise ValidationError(_("Say that the goods failed: 不符合, 不合格 or 不达标."))


def wording(label: Any, check: Callable[[str], None]) -> Any:
    """How a report concludes."""
    return models.CharField(label, max_length=300, blank=True, validators=[check])


class MonitoringRules(Entry):
    """The rules for monitoring a product (风险监测规范, 细则). A new edition is another entry.

    items: each says itself by which standard it is tested and by which it is judged.
    passes, fails: how a report by them concludes, with GROUNDS and ITEMS; "" for the words of LB-11.
    replaced_by: the edition that came in its place.
    """

    number = models.CharField(pgettext_lazy("monitoring rules", "number"), max_length=60, unique=True)
    title = models.CharField(pgettext_lazy("monitoring rules", "title"), max_length=200)
    category = models.ForeignKey(
        "catalogue.Category", on_delete=models.PROTECT, related_name="+", verbose_name=_("product category")
    )
    basis = models.CharField(_("kind of rules"), max_length=10, choices=Basis, default=Basis.DETAILS)
    in_force_since = DayLongAgo(_("in force since"), null=True, blank=True)
    items = models.ManyToManyField("catalogue.TestItem", related_name="rules", verbose_name=_("test items"))
    grounds = models.CharField(_("law and regulations"), max_length=400)
    test_quantity = models.PositiveIntegerField(
        _("quantity of the test sample"), validators=[MinValueValidator(1)]
    )
    backup_quantity = models.PositiveIntegerField(_("quantity of the backup sample"), default=0)
    unit = models.CharField(_("unit"), max_length=20)
    passes = wording(_("conclusion where all items met the requirements"), check_passes)
    fails = wording(_("conclusion where items failed"), check_fails)
    replaced_by = following("replaces", _("replaced by"))
    ended_on = ending()

    class Meta:
        verbose_name = _("monitoring rules")
        verbose_name_plural = _("monitoring rules")
        ordering = ("number",)
        constraints = [
            models.CheckConstraint(condition=models.Q(test_quantity__gt=0), name="rules_test_quantity")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def lays_down(self) -> str:
        """What goods are tested for by them, how many are bought, and on which grounds it is judged."""
        said = gettext(
            "For %(category)s, tested for %(items)s; of a batch %(test)d %(unit)s to test and %(backup)d "
            "%(unit)s as backup sample are bought; judged by: %(basis)s, %(grounds)s."
        )
        return said % {
            "category": self.category,
            "items": enumerated(self.items.offered()),
            "test": self.test_quantity,
            "backup": self.backup_quantity,
            "unit": self.unit,
            "basis": self.get_basis_display(),
            "grounds": self.grounds,
        }

    def beyond(self, tested: Iterable[Any]) -> list[Any]:
        """The items that it names, and that are not among those tested."""
        known = {item.pk for item in tested}
        return [item for item in self.items.all() if not item.ended_on and item.pk not in known]
