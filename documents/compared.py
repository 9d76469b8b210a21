"""What differs between a paper and the one before it? Line by line, as their reader sees them."""

from __future__ import annotations

from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import zip_longest

# What begins a line of its own; what is written beside something on the same line; what nobody reads.
LINES = frozenset({"tr", "p", "h1", "h2", "h3", "h4", "li", "div", "caption", "section", "figcaption"})
CELLS = frozenset({"td", "th", "dt", "dd", "br"})
UNREAD = frozenset({"style", "script", "svg", "title"})


class _Lines(HTMLParser):
    """The lines of a page. hidden: how deep it is in what nobody reads."""

    def __init__(self) -> None:
        super().__init__()
        self.found, self.hidden = [""], 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in UNREAD
        if tag in LINES:
            self.found.append("")
        elif tag in CELLS:
            self.found[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in UNREAD
        if tag in LINES:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found[-1] += data


def lines(html: str) -> list[str]:
    """What is written on a page, a line for each row of a table and each paragraph."""
    reader = _Lines()
    reader.feed(html)
    reader.close()
    return [line for line in (" ".join(each.split()) for each in reader.found) if line]


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """(line of the page before, line of the page after) where they differ; "" where one has no such line."""
    old, new = lines(before), lines(after)
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            found += zip_longest(old[a:b], new[c:d], fillvalue="")
    return found
