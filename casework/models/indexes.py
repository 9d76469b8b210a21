"""Along which ways are records walked? Each list and each worklist has an index of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q

COVERED = ["state", "province", "county", "platform", "category", "outcome"]
TENANT = ["state", "category", "outcome"]
SHOWN = ("shown_platform", "shown_laboratory")


def _walk(name: str, column: str = "", include: Sequence[str] = (), **options: Any) -> models.Index:
    """A list of one kind, newest first, along a column; what else lists filter by is in the index itself."""
    fields = ["kind", column, "id"] if column else ["kind", "id"]
    return models.Index(
        fields=fields, include=[c for c in include if c != column] or None, name=name, **options
    )


def _due(name: str, *columns: str) -> models.Index:
    """A worklist: what waits for a role, nearest clock first."""
    return models.Index(fields=[*columns, "turn", "next_due_at", "id"], condition=~Q(turn=""), name=name)


def _near(column: str) -> models.Index:
    """What is open in a scope, nearest clock first, whoever has it."""
    return models.Index(
        fields=[column, "next_due_at", "id"],
        include=["kind", "state", "holder"],
        condition=~Q(turn="") & (Q(**{f"{column}__isnull": False}) if column in SHOWN else Q()),
        name=f"rec_{column}_near",
    )


OF_RECORDS = [
    _walk("rec_new"),
    _walk("rec_state", "state", COVERED),
    _walk("rec_province", "province", COVERED),
    _walk("rec_category", "category", COVERED),
    _walk("rec_platform", "platform", COVERED),
    _walk("rec_center", "center", ["state", "platform", "category", "outcome"]),
    _walk("rec_city", "city"),
    _walk("rec_county", "county"),
    *(_walk(f"rec_{name}", name, TENANT, condition=Q(**{f"{name}__isnull": False})) for name in SHOWN),
    _due("rec_turn_due"),
    _due("rec_holder_due", "holder"),
    *(_near(name) for name in ("province", "city", "county", "center", *SHOWN)),
]
