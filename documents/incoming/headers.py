"""When are two headers the same, and how has a person read one?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from unicodedata import normalize

NOTICE = "notices"


@dataclass(frozen=True)
class Own:
    """A source's own header, as a person has read it.

    layout: the name of one, or NOTICE. fields: by header, as `plain` leaves it; a header without one is read
    over. pk: of the mapping that remembers it. product: what this one file is about, where no column says so.
    """

    layout: str
    outline: str
    fields: Mapping[str, str]
    pk: int | None = None
    product: str = ""


def outline(header: Iterable[str]) -> str:
    """SHA-256 over what a header says, column by column: by it the same header is known again."""
    return sha256("\n".join(map(plain, header)).rstrip("\n").encode()).hexdigest()


@lru_cache(4096)
def plain(header: str) -> str:
    """A header without what varies: width, case, spaces, stars, underscores, brackets and their content."""
    narrow = normalize("NFKC", header).lower()
    return re.sub(r"[\s*_\-:\ufeff]", "", re.sub(r"\([^()]*\)?", "", narrow))
