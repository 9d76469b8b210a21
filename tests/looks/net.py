"""What do a kind's list and record and a person's home say, but for what is different each time?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from casework.models import kinds
from tests.looks.gallery import Shot
from tests.looks.sights import Sight

FOLDER = Path(__file__).parent / "net"
LANGUAGES = ("zh-hans", "en")
# Numbers of records, codes of other rows and tokens: each the first, the second … that its page shows.
DRAWN = re.compile(r"(?<![\w-])(?:[\w-]{32,64}|(?:[A-Z]{2}-)?[0-9A-Z]{8,9})(?![\w-])", re.ASCII)
DUMB = {"script", "style", "svg", "template"}
SAYING = ("href", "action", "name", "value", "type", "placeholder", "aria-label", "data-confirm")


def caught(sight: Sight) -> bool:
    """Whether a page is one that the net holds."""
    kind, _dash, what = sight.route.partition("-")
    held = sight.route == "home" or (kind in kinds() and what in ("", "list"))
    return held and sight.page and not sight.again


def by_file(shots: list[Shot]) -> dict[str, str]:
    """The text of each file of the net: a kind in a language, portal by portal."""
    files: dict[str, list[str]] = defaultdict(list)
    for shot in shots:
        if caught(shot.sight):
            kind = shot.sight.route.partition("-")[0]
            _head, main, page = shot.body.decode().partition("<main" if kind != "home" else "<body")
            files[f"{kind}.{shot.language}.txt"] += [f"# {shot.sight}", *lines(main + page), ""]
    return {name: "\n".join(said) for name, said in files.items()}


def lines(page: str) -> list[str]:
    """What a page says and where it leads, a line each."""
    reader = Reader()
    reader.feed(page)
    met: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        prefix = found[0][:3] if found[0][2] == "-" and len(found[0]) <= 12 else ""
        return met.setdefault(found[0], f"{prefix}{len(met) + 1}")

    return [DRAWN.sub(named, line) for line in reader.lines]


class Reader(HTMLParser):
    """Texts, addresses and fields of a page, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.dumb = 0
        self.over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DUMB:
            self.dumb += 1
        if self.dumb or self.over or ("name", "csrfmiddlewaretoken") in attrs:
            return
        said = [f"{name}={value}" for name, value in sorted(self._telling(attrs))]
        if said:
            self.lines.append(f"<{tag} {' '.join(said)}>")

    def _telling(self, attrs: list[tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
        return ((name, value or "") for name, value in attrs if name in SAYING)

    def handle_endtag(self, tag: str) -> None:
        if tag in DUMB:
            self.dumb -= 1
        self.over = self.over or tag == "main"

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self.dumb and not self.over:
            self.lines.append(text)
