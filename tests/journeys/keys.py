"""How does somebody work who has no mouse? By Tab, Enter, Space, the arrows and what they type."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from playwright.sync_api import FileChooser, Page

from tests.desk import as_posted

FAR = 200
# What has the focus: where it is in a form, what a screen reader calls it, and whether it is to be seen.
FOCUS = """() => {
  const at = document.activeElement;
  const named = (at.getAttribute("aria-labelledby") || "").split(" ").map(id => document.getElementById(id));
  const label = [at.getAttribute("aria-label"), ...named.map(each => each?.innerText),
    ...[...(at.labels || [])].map(each => each.innerText), at.innerText].find(text => text && text.trim());
  const ringed = [at, at.closest(".wj-drop"), at.querySelector(".wj-hit")].filter(Boolean).some(each => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
      || (each.matches(".wj-hit") && style.strokeWidth !== "0px");
  });
  return {
    tag: at.localName, name: at.getAttribute("name") || "", type: at.type || "", value: at.value ?? "",
    href: at.getAttribute("href") || "", action: at.form?.getAttribute("action") || "",
    primary: at.matches(".btn-primary"), checked: Boolean(at.checked), place: at.selectedIndex ?? -1,
    options: [...(at.options || [])].map(option => option.value), label: (label || "").trim(), ringed,
  };
}"""
ORDER = """names => names.sort((one, other) => {
  const place = name => [...document.querySelectorAll("main [name]")].findIndex(each => each.name === name);
  return place(one) - place(other);
})"""


class Focus(TypedDict):
    """What FOCUS tells."""

    tag: str
    name: str
    type: str
    value: str
    href: str
    action: str
    primary: bool
    checked: bool
    place: int
    options: list[str]
    label: str
    ringed: bool


class Keyboard:
    """Somebody's hands at a page. Wherever the focus comes to rest, it must be seen and have a name."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # Listened for all the time: a window that opens before one listens would never be closed.
        self.choosers: list[FileChooser] = []
        page.on("filechooser", lambda chooser: self.choosers.append(chooser))

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def at(self) -> Focus:
        focus: Focus = self.page.evaluate(FOCUS)
        return focus

    def tabs_to(self, key: str = "Tab", **wanted: Any) -> Focus:
        """Press Tab until what is wanted has the focus."""
        for _press in range(FAR):
            self.press(key)
            focus = self.at()
            assert focus["tag"] == "body" or focus["ringed"], f"the focus is not to be seen at {focus}"
            if all(focus[name] == value for name, value in wanted.items()):  # type: ignore[literal-required]
                assert focus["label"], f"nothing says what this is: {focus}"
                return focus
        raise AssertionError(f"{wanted} is not to be reached by {key} at {self.page.url}")

    def unfolds(self, address: str) -> None:
        """What is no ordinary case stands folded: open that, if the step at this address is one."""
        folded = self.page.locator(".wj-actions details:not([open])")
        if folded.locator(f'a[href="{address}"], form[action="{address}"]').count():
            self.tabs_to(tag="summary", label=folded.locator("summary").inner_text().strip())
            self.press("Enter")

    def enters(self) -> None:
        """Press Enter on what leads to another page, say yes where that is asked, and wait for it."""
        asks = self.page.evaluate("document.activeElement.form?.dataset.confirm")
        with self.page.expect_navigation():
            self.press("Enter")
            if asks:
                self.tabs_to(tag="button", primary=True)
                self.press("Enter")

    def skips(self) -> None:
        """Over header and navigation, straight to the content."""
        self.tabs_to(href="#main")
        self.press("Enter")

    def sends(self) -> None:
        """Press the main button of the form in which the focus is."""
        self.tabs_to(tag="button", primary=True)
        self.enters()

    def fills(self, fields: dict[str, Any]) -> None:
        """Fill these fields of the form on the page, in its order."""
        for name in self.page.evaluate(ORDER, list(fields)):
            self.fill(name, fields[name])

    def fill(self, name: str, value: Any) -> None:
        focus = self.tabs_to(name=name)
        match focus["type"]:
            case "select-one":
                self._choose(focus, _written(value))
            case "checkbox":
                self._ticks(focus, value)
            case "radio":
                self._turns_to(name, _written(value))
            case "file":
                self._hands_over(value)
            case "date" | "datetime-local":
                self._dates(value)
            case _:
                self.press("Control+a")
                self.page.keyboard.type(_written(value))

    def _choose(self, focus: Focus, value: str) -> None:
        """The arrows go through a list of options."""
        assert value in focus["options"], f"{value} is not offered by {focus}"
        steps = focus["options"].index(value) - focus["place"]
        for _step in range(abs(steps)):
            self.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert self.at()["value"] == value

    def _ticks(self, focus: Focus, value: Any) -> None:
        """Space ticks a box; one of several that share a name is looked for by its value."""
        many = isinstance(value, Iterable) and not isinstance(value, str)
        for wanted in map(_written, value) if many else [None]:
            if wanted is not None and focus["value"] != wanted:
                focus = self.tabs_to(name=focus["name"], value=wanted)
            if not focus["checked"]:
                self.press("Space")
                assert self.at()["checked"]

    def _turns_to(self, name: str, value: str) -> None:
        """The arrows turn a group of radio buttons, and choose as they go."""
        self.press("Space")
        for _turn in range(FAR):
            focus = self.at()
            if focus["checked"] and focus["value"] == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name} cannot be turned to {value}")

    def _hands_over(self, value: Any) -> None:
        """Enter opens the window in which a file is chosen."""
        files = value if isinstance(value, list) else [value]
        self.press("Enter")
        for _moment in range(FAR):
            if self.choosers:
                break
            self.page.wait_for_timeout(50)
        self.choosers.pop().set_files([_payload(each) for each in files])

    def _dates(self, value: Any) -> None:
        """Month, day, year, and the time of day: as the browser of the tests (--lang=en-US) asks."""
        moment = value
        if isinstance(value, str):
            moment = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        if isinstance(moment, datetime) and timezone.is_aware(moment):
            moment = timezone.localtime(moment)
        self.page.keyboard.type(f"{moment:%m%d%Y}")
        if isinstance(moment, datetime):
            self.press("ArrowRight")
            self.page.keyboard.type(f"{moment:%I%M%p}")
        written = "%Y-%m-%dT%H:%M" if isinstance(moment, datetime) else "%Y-%m-%d"
        assert self.at()["value"] == f"{moment:{written}}"


def _payload(file: UploadedFile) -> Any:
    file.seek(0)
    return {"name": file.name, "mimeType": file.content_type or "", "buffer": file.read()}


def _written(value: Any) -> str:
    return str(as_posted(value))
