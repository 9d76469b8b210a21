"""How is an amount of money stored? In yuan, with two decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

NOTHING = Decimal("0.00")


def yuan(label: Any, **options: Any) -> Any:
    """A column for an amount of money."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, **options)
