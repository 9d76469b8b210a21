"""How is JSON, or JSON by lines, laid out as a table? Keys become the header, lists are joined."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from monitoring.importers.grids import Grid, Unreadable, decoded


def of_json(content: bytes) -> Iterator[Grid]:
    """JSON, or JSON by lines, as a table whose header are the keys."""
    text = decoded(content)
    try:
        try:
            records = _records(json.loads(text))
        except json.JSONDecodeError:
            records = [json.loads(line) for line in text.splitlines() if line.strip()]
        flat = [_flat(record) for record in records if isinstance(record, dict)]
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("The file is no sound JSON: load it as it was given out.")) from error
    header = list(dict.fromkeys(name for record in flat for name in record))
    cells = [header, *([record.get(name, "") for name in header] for record in flat)]
    yield Grid("JSON", cells, {})


def _records(found: Any) -> list[Any]:
    """The list of records, wherever in its envelope it lies."""
    if isinstance(found, list):
        return found
    for value in found.values() if isinstance(found, dict) else ():
        inside = _records(value) if isinstance(value, dict | list) else []
        if inside and all(isinstance(one, dict) for one in inside):
            return inside
    return [found]


def _flat(record: dict[str, Any]) -> dict[str, str]:
    """A record as texts by key; lists are joined, and what lies deeper comes up under its own key."""
    texts: dict[str, str] = {}
    deeper: dict[str, list[str]] = {}
    for name, value in record.items():
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            for inner, text in _flat(part).items() if isinstance(part, dict) else ():
                deeper.setdefault(inner, []).append(text)
        plain_parts = (str(part).strip() for part in parts if part is not None and not isinstance(part, dict))
        texts[name] = "、".join(dict.fromkeys(text for text in plain_parts if text))
    for inner, found in deeper.items():
        if not texts.get(inner):
            texts[inner] = "、".join(dict.fromkeys(text for text in found if text))
    return texts
