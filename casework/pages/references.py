"""What does a record refer to? Asked once a model: a join for each field takes PostgreSQL long to plan."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import models

from accounts.models import Organisation, Region, User
from accounts.prepared import Prepared
from casework.models import Filed

# Of these a record names several: its center, its platform, whoever holds it …
SHARED: tuple[type[models.Model], ...] = (Organisation, Region, User)


def joined(model: type[Filed]) -> list[str]:
    """The fields by which records of a kind refer to what is theirs alone, for select_related."""
    return [field.name for field in _references(model) if field.related_model not in SHARED]


def fill(record: Filed) -> None:
    """Read the organisations, regions and people a record refers to: its page tells of nearly all of them."""
    asked: dict[type[models.Model], list[models.ForeignKey[models.Model]]] = defaultdict(list)
    for field in _references(type(record)):
        if field.related_model in SHARED and getattr(record, field.attname) is not None:
            asked[field.related_model].append(field)
    for model, fields in asked.items():
        found = {
            each.pk: each
            for each in _keyed([getattr(record, field.attname) for field in fields], model=model)
        }
        for field in fields:
            setattr(record, field.name, found[getattr(record, field.attname)])


@Prepared
def _keyed(pks: list[Any], *, model: type[models.Model]) -> models.QuerySet[Any]:
    return model._base_manager.filter(pk__in=pks)


def _references(model: type[Filed]) -> list[models.ForeignKey[models.Model]]:
    fields = model._meta.concrete_fields
    return [field for field in fields if isinstance(field, models.ForeignKey) and not field.primary_key]
