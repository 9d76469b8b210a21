"""At which client do tests sit? One that posts a row as a form names it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.test import Client

from accounts.addresses import code_of


def as_posted(value: Any) -> Any:
    """A row as its code, several as theirs; anything else as it is."""
    if isinstance(value, Model):
        return code_of(value)
    if isinstance(value, list | tuple | QuerySet):
        return [as_posted(one) for one in value]
    return value


class Desk(Client):
    """A browser: what stands in its forms for a row is the row's code, so rows are posted as such."""

    def _encode_data(self, data: Any, content_type: str) -> Any:
        filled = {name: as_posted(value) for name, value in data.items()} if isinstance(data, dict) else data
        return super()._encode_data(filled, content_type)  # type: ignore[misc]
