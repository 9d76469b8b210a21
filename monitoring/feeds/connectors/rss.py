"""What do the items of an RSS 2.0 or Atom feed say?"""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from casework.deadlines.clocks import local_day
from monitoring.feeds.connectors import Asked, Brought, File, Written, as_json, digest, named_in
from monitoring.feeds.connectors.responses import told
from monitoring.feeds.connectors.web import fetch
from monitoring.importers import items


def feed(asked: Asked) -> Brought:
    """The items of a feed that speak of what is looked for, as one file."""
    page = fetch(asked.address, asked.etag, asked.modified)
    if page.body is None:
        return Brought(etag=page.etag, modified=page.modified)
    found = [line for line in lines(page.body, page.address) if _wanted(line, asked.words)]
    content = as_json(found)
    files = (File("feed.json", content, Written.ITEMS),) if found else ()
    return Brought(files, page.etag, page.modified, digest(content))


def lines(content: bytes, address: str) -> list[dict[str, str]]:
    """The items of RSS or Atom, each a line of importers.items; raises Broken."""
    return [
        {
            items.TITLE: said["title"],
            items.TEXT: said["text"],
            items.ADDRESS: said["address"],
            items.DAY: next((day for one in said["days"] if (day := _day(one))), ""),
        }
        for said in told("entries", content, address)
    ]


def _wanted(line: dict[str, str], words: tuple[str, ...]) -> bool:
    """Whether the item names something looked for; then its product is that."""
    product = named_in(words, line[items.TITLE], line[items.TEXT])
    line[items.PRODUCT] = product
    return bool(product) or not words


def _day(text: str) -> str:
    """The day in Shanghai, as a list writes it; "" where none can be read."""
    try:
        at = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    try:
        return (local_day(at) if at.tzinfo else at.date()).isoformat()
    except (ValueError, OverflowError):
        return ""
