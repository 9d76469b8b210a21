"""What items or records lie in what an address answered? Called in quarantine only.

XML is read by expat alone: a document type, which is how XML names other files and grows without end, is
refused as soon as it begins, and so is a document of more elements than any feed has.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import IO, Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from documents.incoming.unpacked import decoded
from documents.quarantine import Objection

MOST_ELEMENTS = 400_000
DEEPEST = 100
# No day is written in more signs.
LONGEST_DAY = 99
_TAG = re.compile(r"<[^<>]*>")
_DECLARED = re.compile(
    rb"\s{0,9}<\?xml[^<>]{0,99}?encoding\s{0,9}=\s{0,9}[\"']([\w.-]{1,40})[\"'][^<>]{0,99}\?>", re.IGNORECASE
)
_DECLARATION = re.compile(r"\s{0,9}<\?xml[^<>]{0,299}\?>")
_PAGE = re.compile(r"\s{0,99}<(?:!doctype\s{1,9})?html", re.IGNORECASE)
# What is called so is rather read as the set of letters that holds it.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}


# --- RSS and Atom ------------------------------------------------------------------------------------------


def entries(file: IO[bytes], address: str, most: int) -> Iterator[dict[str, Any]]:
    """The items of RSS or Atom that stood at an address: title, text, address, and the days that it names.

    Objections: "page", "encoding", "declares", "elements"; "breaks:" with the line; "kind:" with what it is.
    """
    root = tree(file.read())
    kind = _name(root)
    if kind not in ("rss", "RDF", "feed"):
        raise Objection(f"kind:{kind[:40]}")
    wanted = "entry" if kind == "feed" else "item"
    found = (one for one in root.iter() if _name(one) == wanted)
    return (_entry(one, address) for one in islice(found, most))


def tree(content: bytes) -> Element:
    """The document as a tree, read without trusting it; names are {namespace}name."""
    builder, opened = TreeBuilder(), [0, 0]

    def start(name: str, attributes: dict[str, str]) -> None:
        opened[0] += 1
        opened[1] += 1
        if opened[0] > MOST_ELEMENTS or opened[1] > DEEPEST:
            raise Objection("elements")
        builder.start(name, attributes)

    def end(name: str) -> None:
        opened[1] -= 1
        builder.end(name)

    def document_type(*_args: object) -> None:
        raise Objection("declares")

    parser = expat.ParserCreate("utf-8", "}")
    parser.StartDoctypeDeclHandler = document_type
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    text = _text(content)
    if _PAGE.match(text):
        raise Objection("page")
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise Objection(f"breaks:{error.lineno}") from error
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
    except (LookupError, UnicodeError, Objection) as error:
        raise Objection("encoding") from error
    return _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).lstrip()


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _entry(entry: Element, address: str) -> dict[str, Any]:
    """The same item keeps its address, or else its identity."""
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
        "title": _words(said.get("title", "")),
        "text": _words(max(texts, key=len)),
        "address": urljoin(address, link) if link else identity,
        "days": [day for day in days if 0 < len(day) <= LONGEST_DAY],
    }


def _links(entry: Element) -> Iterator[str]:
    """The addresses of an Atom entry, the one for readers first."""
    links = [one for one in entry if _name(one) == "link" and one.get("href")]
    for one in sorted(links, key=lambda link: link.get("rel", "alternate") != "alternate"):
        yield one.get("href", "")


def _words(text: str) -> str:
    """A text without the marks of a web page."""
    return " ".join(unescape(_TAG.sub(" ", unescape(text))).split())


# --- JSON --------------------------------------------------------------------------------------------------


def records(file: IO[bytes], most: int) -> Iterator[dict[str, Any]]:
    """The records of a list in JSON, wherever in its envelope it lies.

    Objections: "no JSON", "no records".
    """
    try:
        found = _list_in(json.loads(decoded(file.read())))
    except (ValueError, RecursionError) as error:
        raise Objection("no JSON") from error
    if found is None or not all(isinstance(record, dict) for record in found):
        raise Objection("no records")
    return iter(found[:most])


def _list_in(found: Any) -> list[Any] | None:
    """The first list of records, or else an empty list where there is one, or else None."""
    if isinstance(found, list):
        return found
    empty = None
    for value in found.values() if isinstance(found, dict) else ():
        inside = _list_in(value)
        if inside and isinstance(inside[0], dict):
            return inside
        empty = inside if inside == [] else empty
    return empty
