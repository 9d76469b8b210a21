"""What is a connector? It reads one address and brings files, which the importers read as any other file.

So what a feed brings is recognised, taken once, refused with a reason and told in the trail exactly as what a
person loads. A connector knows no table and no clock; where it stopped reading is handed to it and back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

# How many items one reading takes; of a longer list the first are taken, which are the newest in all feeds.
MOST_ITEMS = 5_000


class Written(StrEnum):
    """In which shape a file is: a list as its channel has them, or without columns (importers.items)."""

    LIST = "list"
    ITEMS = "items"
    LETTERS = "letters"


class Broken(Exception):
    """The address brings nothing that can be read; the message says why, in a sentence. rest: for how many
    seconds it asks to be left alone."""

    def __init__(self, why: str, rest: float = 0) -> None:
        super().__init__(why)
        self.rest = rest


@dataclass(frozen=True)
class Asked:
    """What a connector is asked. words: the products that are looked for, () for all. mapping: header of the
    channel's lists by the key path of a JSON record. etag, modified: as they were brought the last time."""

    address: str
    channel: str
    words: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class File:
    """One file for the importers. lone: it came with others of other people, so that if it cannot be read it
    is refused alone. refusal: why it is not even tried, "" where it is."""

    name: str
    content: bytes
    written: Written = Written.LIST
    lone: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class Brought:
    """What an address brought; no file where there is nothing new. digest: of what it said, by which it is
    known again where the server keeps no ETag. more: there is more to read than one reading takes."""

    files: tuple[File, ...] = ()
    etag: str = ""
    modified: str = ""
    digest: str = ""
    more: bool = False


Connector = Callable[[Asked], Brought]


def as_json(lines: Iterable[Mapping[str, str]]) -> bytes:
    """Lines as a list in JSON, without the two signs that no database keeps."""
    sound = [{name: text.replace("\0", "") for name, text in line.items()} for line in lines]
    return json.dumps(sound, ensure_ascii=False).encode("utf-8", "replace")


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def named_in(words: tuple[str, ...], *texts: str) -> str:
    """The first of the words looked for that one of the texts names, "" where none does."""
    folded = " ".join(texts).casefold()
    return next((word for word in words if word.casefold() in folded), "")
