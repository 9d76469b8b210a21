"""What is wrong with a page as a browser shows it? Axe's findings, what the console says, what sticks out."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response

from tests.looks.gallery import AXE_PATH, Gallery, Shot

DESK, PHONE, NARROW = 1440, 390, 360
# In ms: the description of the interface draws itself, on a busy machine for ten seconds.
PATIENCE = 90_000
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The description of the interface is drawn by a library, whose colours and buttons are its own.
OTHERS = {"exclude": ["#swagger-ui"]}
AXE = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    "preload": False,
    "iframes": False,
}
# To compare colours takes half of Axe's time.
AXE_OF_LAYOUT = AXE | {"rules": {"color-contrast": {"enabled": False}}}


class Eyes:
    """A browser that looks at shots one after the other.

    troubles: what was wrong, a line each. compared: the texts on grounds whose colours were compared.
    """

    def __init__(self, browser: Browser, gallery: Gallery) -> None:
        self.gallery = gallery
        self.context = browser.new_context(viewport={"width": DESK, "height": 900}, reduced_motion="reduce")
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hears)
        self.page.on("pageerror", self._suffers)
        self.page.on("response", self._gets)
        self.troubles: list[str] = []
        self.compared: set[str] = set()
        self.here = ""

    def close(self) -> None:
        self.context.close()

    def _notes(self, trouble: str) -> None:
        self.troubles.append(f"{self.here}: {trouble}")

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._notes(f"console {message.type}: {message.text}")

    def _suffers(self, error: Error) -> None:
        self._notes(f"script: {error.message}")

    def _gets(self, response: Response) -> None:
        if response.status >= 400:
            self._notes(f"{response.status} for {response.url}")

    def opens(self, shot: Shot) -> None:
        self.here = str(shot.sight)
        self.page.goto(self.gallery.hang(shot))
        if b"<main" not in shot.body:  # the description of the interface draws itself when all else is there
            self.page.wait_for_selector("main", state="attached", timeout=PATIENCE)

    def widens(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})

    def stretches(self, width: int) -> None:
        """A window as high as its page, so that nothing that sticks to an edge hides a part of it."""
        self.widens(width)
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": width, "height": height})

    def examines(self, shot: Shot) -> None:
        """Axe at both widths, whether columns have room, and whether all fits at the narrowest."""
        self.widens(DESK)
        self.opens(shot)
        self.has_room()
        self.page.add_script_tag(url=self.gallery.url + AXE_PATH)
        self.asks_axe(DESK, AXE if self.sees_new_colours() else AXE_OF_LAYOUT)
        self.stretches(PHONE)
        self.asks_axe(PHONE, AXE_OF_LAYOUT)
        self.fits()

    def asks_axe(self, width: int, how: dict[str, Any]) -> None:
        violations: list[dict[str, Any]] = self.page.evaluate(VIOLATIONS, [OTHERS, how])
        for rule in violations:
            for node in rule["nodes"]:
                self._notes(f"axe at {width}: {rule['id']} at {node['target']}: {node['html'][:120]}")

    def sees_new_colours(self) -> bool:
        """Whether a text stands on a ground here as on no page before. No colour depends on the width."""
        new = {*self.page.evaluate(COLOURS)} - self.compared
        self.compared |= new
        return bool(new)

    def has_room(self) -> None:
        """Whether no column of a table is so narrow that a word of four characters stands in pieces."""
        for cell in self.page.evaluate(IN_PIECES):
            self._notes(f"a column too narrow at {DESK}: {cell}")

    def fits(self) -> None:
        """Whether the page can be read at the narrowest width without scrolling sideways."""
        self.widens(NARROW)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW:
            self._notes(f"{width} wide at {NARROW}: {self.page.evaluate(STICKS_OUT, NARROW)}")


# Of all that axe tells: what was in order is of no use here, and takes long to send.
VIOLATIONS = "async options => (await axe.run(...options)).violations"
# How each text is painted, and every ground behind it down to one that hides the rest.
COLOURS = """() => {
  const grounds = each => {
    if (!each) return "";
    const style = getComputedStyle(each);
    const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.position].join();
    return /^rgb\\(/.test(style.backgroundColor) ? own : own + grounds(each.parentElement);
  };
  const read = each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const key = each => {
    const style = getComputedStyle(each);
    return [style.color, style.fontSize, style.fontWeight, grounds(each)].join();
  };
  return [...new Set([...document.querySelectorAll("body *")].filter(read).map(key))];
}"""
# In tables of a record's page, the texts with less room than four characters of their longest word need, and
# the heads of figures with less than the whole of it.
IN_PIECES = """() => [...document.querySelectorAll(
  ".wj-cols .wj-table :is(td:not(.wj-cell-number), td *, thead th.wj-cell-number)")]
  .filter(each => {
    const own = [...each.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join(" ");
    const longest = Math.max(0, ...(own.match(/\\p{Script=Han}+/gu) || []).map(word => word.length));
    const cell = each.closest("td, th"), style = getComputedStyle(cell);
    const room = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const wanted = cell.tagName === "TH" ? longest : Math.min(longest, 4);
    return room + 0.5 < wanted * parseFloat(getComputedStyle(each).fontSize);
  })
  .slice(0, 3).map(each => each.outerHTML.slice(0, 100))"""
# The innermost elements that reach beyond the width.
STICKS_OUT = """width => [...document.body.querySelectorAll("*")]
  .filter(each => each.getBoundingClientRect().right > width + 0.5)
  .filter(each => ![...each.children].some(child => child.getBoundingClientRect().right > width + 0.5))
  .slice(0, 3).map(each => each.outerHTML.slice(0, 100))"""
