"""Of which shapes are the columns of a case: regulators through whose hands it went, pieces, and yuan?"""

from __future__ import annotations

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models

from accounts.models import Organisation
from trail.keys import to_maybe


def passing(label: Any) -> Any:
    return to_maybe(Organisation, label, editable=False)


def quantity(label: Any) -> Any:
    return models.PositiveIntegerField(label, null=True, blank=True)


def money(label: Any) -> Any:
    return models.DecimalField(
        label, max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
