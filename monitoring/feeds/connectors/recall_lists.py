"""Which lists are given out at an address? Recalls of the US and the EU, a regulator's list in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from monitoring.feeds.connectors import Asked, Broken, Brought, File, as_json, digest, named_in
from monitoring.feeds.connectors.responses import told
from monitoring.feeds.connectors.web import Page, fetch
from monitoring.importers import handouts
from monitoring.importers.channels import NOTICES

Record = Mapping[str, Any]
Line = dict[str, str]


def cpsc(asked: Asked) -> Brought:
    """Recalls of the US Consumer Product Safety Commission, as its recall service answers them in JSON."""
    page = fetch(asked.address, asked.etag, asked.modified)
    if page.body is None:
        return Brought(etag=page.etag, modified=page.modified)
    records = [_recall(record) for record in told("records", page.body)]
    wanted = _wanted(records, asked.words)
    return _brought(page, "cpsc.json", as_json(wanted) if wanted else b"")


def safety_gate(asked: Asked) -> Brought:
    """The alerts of the EU's Safety Gate, as it exports them in CSV, XLSX or JSON."""
    page = fetch(asked.address, asked.etag, asked.modified)
    if page.body is None:
        return Brought(etag=page.etag, modified=page.modified)
    return _brought(page, "safety-gate", page.body)


def json_list(asked: Asked) -> Brought:
    """The list of a regulator's site, its keys written over as the headers that lists of the channel have."""
    page = fetch(asked.address, asked.etag, asked.modified)
    if page.body is None:
        return Brought(etag=page.etag, modified=page.modified)
    found = told("records", page.body)
    lines = [_mapped(one, asked.mapping) if asked.mapping else _plain(one) for one in found]
    if lines and not any(any(line.values()) for line in lines):
        raise Broken(_("None of the keys that are looked for stands in the list."))
    records = _wanted(lines, asked.words)
    content = as_json(records)
    if records and asked.channel == NOTICES:
        # A notice is a table, which JSON is not.
        return Brought((File("list.xlsx", _table(records)),), page.etag, page.modified, digest(content))
    return _brought(page, "list.json", content if records else b"")


# --- records -----------------------------------------------------------------------------------------------


def _brought(page: Page, name: str, content: bytes) -> Brought:
    files = (File(name, content),) if content else ()
    return Brought(files, page.etag, page.modified, digest(content))


def _recall(record: Record) -> Line:
    """A recall of the service in the shape of the body's other lists: its parts are records with names."""
    if "RecallID" not in record:
        return _plain(record)
    makers = _names(record, "Manufacturers") or _names(record, "Importers") or _names(record, "Distributors")
    return {
        "recall_number": _text(record.get("RecallNumber")) or _text(record["RecallID"]),
        "title": _text(record.get("Title")),
        "description": _text(record.get("Description")),
        "hazards": _names(record, "Hazards"),
        "manufacturer": makers,
        "recall_date": _text(record.get("RecallDate"))[:10],
        "url": _text(record.get("URL")),
    }


def _names(record: Record, part: str) -> str:
    inside = record.get(part) or ()
    names = (_text(one.get("Name")) for one in inside if isinstance(one, dict))
    return "、".join(dict.fromkeys(name for name in names if name))


def _plain(record: Record) -> Line:
    return {name: _text(value) for name, value in record.items()}


def _mapped(record: Record, mapping: Mapping[str, str]) -> Line:
    return {header: _text(_at(record, path)) for header, path in mapping.items()}


def _at(value: Any, path: str) -> Any:
    """What lies at a path of keys: "maker.name"; of a list, the same of each of its members."""
    for key in path.split("."):
        if isinstance(value, list):
            value = [one.get(key) for one in value if isinstance(one, dict)]
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(dict.fromkeys(text for one in value if (text := _text(one))))
    return "" if value is None or isinstance(value, dict) else str(value).strip()


def _wanted(records: Iterable[Line], words: tuple[str, ...]) -> list[Line]:
    """The records that name something looked for, or all."""
    return [one for one in records if not words or named_in(words, *one.values())]


def _table(records: list[Line]) -> bytes:
    headers = list(dict.fromkeys(name for record in records for name in record))
    lines = [[record.get(name, "") for name in headers] for record in records]
    return handouts.listed([headers, *lines])
