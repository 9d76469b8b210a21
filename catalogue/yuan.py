"""How is an amount of money stored? In yuan, with two decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

NOTHING = Decimal("0.00")


class Yuan(models.DecimalField):  # type: ignore[type-arg]  # Django knows no arguments here
    """A decimal that says in what it is counted; to migrations a decimal like another."""

    unit = "CNY"

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


def yuan(label: Any, **options: Any) -> Any:
    """A column for an amount of money."""
    return Yuan(label, max_digits=14, decimal_places=2, **options)
