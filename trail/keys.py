"""How does a row name another that then stays? As the trail rests on what is never deleted, nearly all do."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def to(model: type[M], label: Any = None, **options: Any) -> models.ForeignKey[M, M]:
    """A row of a model, which cannot be deleted while it is named; from there nothing leads back."""
    return models.ForeignKey(model, on_delete=models.PROTECT, related_name="+", **_called(label), **options)


def to_maybe(model: type[M], label: Any = None, **options: Any) -> models.ForeignKey[M | None, M | None]:
    """The same, or none."""
    return models.ForeignKey(
        model, null=True, on_delete=models.PROTECT, related_name="+", **_called(label), **options
    )


def _called(label: Any) -> dict[str, Any]:
    return {} if label is None else {"verbose_name": label}
