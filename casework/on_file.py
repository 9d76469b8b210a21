"""What is on file of a record at the moment at which a step is taken? Nobody else changes it until then."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.prepared import Prepared
from casework.models import Filed, Record


def bring_up_to_date(record: Filed) -> None:
    """Lock a record, and read what is on file of it by then; what was read beside it is forgotten."""
    _locked(record.pk)
    [on_file] = _on_file(record.pk, model=type(record))
    for field in record._meta.concrete_fields:
        setattr(record, field.attname, getattr(on_file, field.attname))
    record._state.fields_cache.clear()
    vars(record).pop("_prefetched_objects_cache", None)


@Prepared
def _locked(pk: int) -> QuerySet[Any, Any]:
    return Record.objects.select_for_update().filter(pk=pk).values_list("pk")


@Prepared
def _on_file(pk: int, *, model: type[Filed]) -> QuerySet[Filed]:
    return model._base_manager.filter(pk=pk)
