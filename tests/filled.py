"""What stands in the fields of a page's form before anybody types?"""

from __future__ import annotations

from html.parser import HTMLParser


def fields(page: str) -> dict[str, list[str]]:
    """The values by the name of their field: what is typed, ticked or chosen; none where nothing is."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.inside = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in ("select", "textarea"):
            self.inside = said.get("name", "")
            self.found.setdefault(self.inside, [])
            self.text = ""
        elif tag == "option" and "selected" in said:
            self.found[self.inside].append(said.get("value", ""))
        elif tag == "input":
            values = self.found.setdefault(said.get("name", ""), [])
            to_tick = said.get("type") in ("checkbox", "radio")
            if "checked" in said if to_tick else said.get("value"):
                values.append(said.get("value", "on"))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text.strip():
            self.found[self.inside].append(self.text.strip())
