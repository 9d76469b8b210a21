"""What do the items of an RSS 2.0 or Atom feed say?

XML is read by expat alone: a document type, which is how XML names other files and grows without end, is
refused as soon as it begins, and so is a document of more elements than any feed has.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import islice
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from casework.clocks import local_day
from monitoring.connectors import MOST_ITEMS, Asked, Broken, Brought, File, Written, as_json, digest, named_in
from monitoring.connectors.web import fetch
from monitoring.importers import items
from monitoring.importers.grids import Unreadable, decoded

MOST_ELEMENTS = 400_000
DEEPEST = 100
_TAG = re.compile(r"<[^<>]*>")
_DECLARED = re.compile(
    rb"\s{0,9}<\?xml[^<>]{0,99}?encoding\s{0,9}=\s{0,9}[\"']([\w.-]{1,40})[\"'][^<>]{0,99}\?>", re.IGNORECASE
)
_DECLARATION = re.compile(r"\s{0,9}<\?xml[^<>]{0,299}\?>")
_PAGE = re.compile(r"\s{0,99}<(?:!doctype\s{1,9})?html", re.IGNORECASE)
# What is called so is rather read as the set of letters that holds it.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}


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
    root = tree(content)
    kind = _name(root)
    if kind not in ("rss", "RDF", "feed"):
        raise Broken(_("What stands there is neither RSS nor Atom but: %(kind)s.") % {"kind": kind[:40]})
    wanted = "entry" if kind == "feed" else "item"
    entries = (one for one in root.iter() if _name(one) == wanted)
    return [_line(entry, address) for entry in islice(entries, MOST_ITEMS)]


def _wanted(line: dict[str, str], words: tuple[str, ...]) -> bool:
    """Whether the item names something looked for; then its product is that."""
    product = named_in(words, line[items.TITLE], line[items.TEXT])
    line[items.PRODUCT] = product
    return bool(product) or not words


def tree(content: bytes) -> Element:
    """The document as a tree, read without trusting it; names are {namespace}name. Raises Broken."""
    builder, opened = TreeBuilder(), [0, 0]

    def start(name: str, attributes: dict[str, str]) -> None:
        opened[0] += 1
        opened[1] += 1
        if opened[0] > MOST_ELEMENTS or opened[1] > DEEPEST:
            raise Broken(_("The XML has more elements than a feed has."))
        builder.start(name, attributes)

    def end(name: str) -> None:
        opened[1] -= 1
        builder.end(name)

    def document_type(*_args: object) -> None:
        raise Broken(_("The XML declares a document type, as no feed needs it: it is not read."))

    parser = expat.ParserCreate("utf-8", "}")
    parser.StartDoctypeDeclHandler = document_type
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    text = _text(content)
    if _PAGE.match(text):
        raise Broken(_("What stands there is a web page, not a feed."))
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise Broken(
            _("The XML breaks off or is not sound, in line %(line)d.") % {"line": error.lineno}
        ) from error
    return builder.close()


def _text(content: bytes) -> str:
    """The text of the document, in the encoding that it declares or else as a file's is found out."""
    declared = _DECLARED.match(content)
    try:
        if declared:
            name = declared[1].decode().casefold()
            text = content.decode(codecs.lookup(_WIDER.get(name, name)).name)
        else:
            text = decoded(content)
    except (LookupError, UnicodeError, Unreadable) as error:
        raise Broken(_("The text of the feed cannot be read in its encoding.")) from error
    return _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).lstrip()


# --- items -------------------------------------------------------------------------------------------------


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _line(entry: Element, address: str) -> dict[str, str]:
    """An item as a line. The same item keeps its address, or else its identity."""
    said: dict[str, str] = {}
    for child in entry:
        text = "".join(child.itertext()).strip()
        if text:
            said.setdefault(_name(child), text)
    link = said.get("link") or next(_links(entry), "")
    if not link and re.match("https?://", said.get("guid", "")):
        link = said["guid"]
    identity = said.get("guid") or said.get("id", "")
    days = (said.get(name, "") for name in ("pubDate", "published", "date", "updated"))
    texts = [said.get(name, "") for name in ("encoded", "content", "description", "summary")]
    return {
        items.TITLE: _words(said.get("title", "")),
        items.TEXT: _words(max(texts, key=len)),
        items.ADDRESS: urljoin(address, link) if link else identity,
        items.DAY: next((day for one in days if (day := _day(one))), ""),
    }


def _links(entry: Element) -> Iterator[str]:
    """The addresses of an Atom entry, the one for readers first."""
    links = [one for one in entry if _name(one) == "link" and one.get("href")]
    for one in sorted(links, key=lambda link: link.get("rel", "alternate") != "alternate"):
        yield one.get("href", "")


def _words(text: str) -> str:
    """A text without the marks of a web page."""
    return " ".join(unescape(_TAG.sub(" ", unescape(text))).split())


def _day(text: str) -> str:
    """The day in Shanghai, as a list writes it; "" where none can be read."""
    if not text:
        return ""
    try:
        at = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    try:
        return (local_day(at) if at.tzinfo else at.date()).isoformat()
    except (ValueError, OverflowError):
        return ""
