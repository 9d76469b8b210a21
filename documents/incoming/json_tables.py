"""How is JSON, or JSON by lines, laid out as a table? Keys become the header, lists are joined.

Called in quarantine only.
"""

from __future__ import annotations

import json
from typing import Any

from documents.quarantine import Objection


def records(text: str, most: int) -> list[dict[str, str]]:
    """Of JSON, or of JSON by lines, the records as texts by key; raises ValueError and RecursionError.
    Objection: "wide" for more than so many."""
    try:
        found = _records(json.loads(text))
    except json.JSONDecodeError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > most:
            raise Objection("wide") from None
        found = [json.loads(line) for line in lines]
    if len(found) > most:
        raise Objection("wide")
    return [_flat(record) for record in found if isinstance(record, dict)]


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
    for key, value in record.items():
        name = _plain(key)
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            for inner, text in _flat(part).items() if isinstance(part, dict) else ():
                deeper.setdefault(inner, []).append(text)
        plain_parts = (_plain(part) for part in parts if part is not None and not isinstance(part, dict))
        texts[name] = "、".join(dict.fromkeys(text for text in plain_parts if text))
    for inner, found in deeper.items():
        if not texts.get(inner):
            texts[inner] = "、".join(dict.fromkeys(text for text in found if text))
    return texts


def _plain(value: Any) -> str:
    """A value as text, without what no database takes."""
    return str(value).replace("\0", "").strip()
