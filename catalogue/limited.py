"""What carries a limit as it is written? Test items, and the results that are held against them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.determinations import FORMULA, MOST, Determinations, Taken, determined_by, read_formula
from catalogue.limits import Comparison, Limit, in_words, is_interval, read_limit
from catalogue.numerals import Unreadable
from catalogue.units import same

# How often it is determined, and how the readings give the result.
DETERMINED = ("taken", "determinations", "formula")


def check_interval(value: Decimal) -> None:
    """Refuse an interval of rounding that GB/T 8170 does not know."""
    if not is_interval(value):
        raise ValidationError(_("A value is rounded to 1, 2 or 5 and zeros: 0.5, 0.2, 20."))


class Limited(models.Model):
    """What is held against a limit: kept as it is written, and how a value is compared with it (GB/T 8170).

    limit_low and limit_high follow from the text when it is saved, for lists and queries; what judges and
    prints reads the text. A requirement without figures ("无异味"), or none, leaves them empty.
    """

    unit = models.CharField(_("unit"), max_length=20, blank=True)

    limit_text = models.CharField(
        _("limit"), max_length=120, blank=True, help_text=_("As the standard writes it: ≤ 0.10, 6.5~8.5.")
    )
    limit_low = models.DecimalField(
        _("lower limit"), max_digits=16, decimal_places=6, null=True, blank=True, editable=False
    )
    limit_high = models.DecimalField(
        _("upper limit"), max_digits=16, decimal_places=6, null=True, blank=True, editable=False
    )
    comparison = models.CharField(_("comparison"), max_length=8, choices=Comparison, default=Comparison.FULL)
    interval = models.DecimalField(
        _("rounds to"),
        max_digits=16,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[check_interval],
        help_text=_("0.5 or 0.2 of a place, where the standard says so; empty: to the places of the limit."),
    )
    taken = models.CharField(_("how the result is taken"), max_length=8, choices=Taken, default=Taken.SINGLE)
    determinations = models.PositiveSmallIntegerField(
        _("determinations"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
        help_text=_("How many of each sample the method asks for."),
    )
    formula = models.CharField(
        _("formula"),
        max_length=FORMULA,
        blank=True,
        help_text=_(
            "How the readings give the result, such as (V - V0) * c * 0.1 / m; empty: the result is entered."
        ),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle_limit()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.settle_limit()
        self.check_determinations()

    def settle_limit(self) -> None:
        """The bounds as the text says them. Raises ValidationError for a limit that nobody can read."""
        try:
            limit = self.limit
        except Unreadable as unreadable:
            raise ValidationError({"limit_text": str(unreadable.why)}) from unreadable
        absolute = limit is not None and not limit.share
        self.limit_low, self.limit_high = (limit.low, limit.high) if limit and absolute else (None, None)

    def check_determinations(self) -> None:
        """Raises ValidationError where how the item is determined contradicts itself."""
        try:
            read_formula(self.formula)
        except Unreadable as unreadable:
            raise ValidationError({"formula": str(unreadable.why)}) from unreadable
        limit = self.limit
        if limit is not None and limit.plan and (self.taken != Taken.SINGLE or self.determinations != 1):
            raise ValidationError({"determinations": _("The sampling plan says how many there are.")})
        if (self.taken == Taken.SINGLE) != (self.determinations == 1):
            raise ValidationError(
                {"determinations": _("One determination is a result of its own; several have a rule.")}
            )

    @property
    def determined(self) -> Determinations:
        """How many readings give the result, and how. Raises Unreadable."""
        limit = self.limit
        plan = limit.plan if limit is not None else None
        return determined_by(plan, self.taken, self.determinations, self.formula)

    @property
    def limit(self) -> Limit | None:
        """What the limit says; None for a requirement without figures. Raises Unreadable."""
        if in_words(self.limit_text):
            return None
        limit = read_limit(self.limit_text)
        if limit.unit and not limit.share and not same(limit.unit, self.unit):
            known = {"limit": limit.unit, "unit": self.unit or "–"}
            raise Unreadable(
                _("The limit is in %(limit)s, the item in %(unit)s: give both one unit.") % known
            )
        return limit

    @property
    def limit_shown(self) -> str:
        """The limit as a person reads it: "≤ 0.10 mg/kg (rounded)"; "" for none."""
        limit = self.limit
        shown = self.limit_text if limit is None else limit.within(self.unit)
        rounds = self.comparison == Comparison.ROUNDED and limit is not None
        return f"{shown} ({self.get_comparison_display()})" if rounds else shown

    def bounds(self) -> tuple[str, str]:
        """Lower and upper limit as a table shows them, "" for none; what is no bound stands in the second."""
        limit = self.limit
        if limit is None or limit.absent or limit.share or limit.plan:
            return "", self.limit_text
        return limit.lowest, limit.highest

    def as_written(self) -> dict[str, Any]:
        """The limit and how it is compared, to be copied onto what is held against it."""
        names = ("limit_text", "limit_low", "limit_high", "comparison", "interval", *DETERMINED)
        return {name: getattr(self, name) for name in names}
