"""How does a row name another that then stays? As the trail rests on what is never deleted, nearly all do."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def to(model: type[M], label: Any = None, back: str = "+", **options: Any) -> models.ForeignKey[M, M]:
    """A row of a model, which cannot be deleted while it is named. back: what leads back from it, if any."""
    if label is not None:
        options["verbose_name"] = label
    return models.ForeignKey(model, on_delete=models.PROTECT, related_name=back, **options)


def to_maybe(
    model: type[M], label: Any = None, back: str = "+", **options: Any
) -> models.ForeignKey[M | None, M | None]:
    """The same, or none."""
    return to(model, label, back, null=True, **options)  # type: ignore[return-value]
