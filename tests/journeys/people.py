"""How does a person use the system? In a browser of their own, through pages, buttons and fields alone.

Buttons and links are found by their address, fields by their name: a journey reads the same in Chinese and in
English.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast
from urllib.parse import urlsplit
from uuid import uuid4

from django.urls import resolve, reverse
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import ConsoleMessage, Error, FilePayload, Locator, Page, Response
from pypdf import PdfReader

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.models import Filed, Record
from casework.terms.table import Term
from tests.cast import PASSWORD
from tests.desk import as_posted

F = TypeVar("F", bound=Filed)
WIDTHS = (1440, 390)
SHEET = "form.wj-sheet"
WRONG = ".wj-errors, .alert-danger, .wj-fault"
TONES = {"wj-red": "late", "wj-amber": "soon", "wj-green": "ok", "wj-grey": "still"}


class Clock(NamedTuple):
    """A clock as the page shows it. day: its last day or, once met, the day it was met on.

    status: late, soon, ok, or still: it was met or dropped, or stands still.
    """

    day: date
    status: str
    text: str


class Camera:
    """Takes each portal's home and each kind of record page once, at both widths, if it has a folder."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder) if folder else None
        self.taken: set[str] = set()

    def takes(self, page: Page, name: str) -> None:
        if self.folder is None or name in self.taken:
            return
        self.taken.add(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=self.folder / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})


@dataclass
class Site:
    """What the people of a test share. seen: the kinds of organisation whose people have sent something.
    actions: how often anybody has."""

    url: str
    seen: set[Kind] = field(default_factory=set)
    actions: int = 0


def reads(page: Page) -> None:
    """What a step will bring about is drawn into its page by itself, where it asks nothing more."""
    if page.locator('[data-look="now"]').count():
        page.frame_locator('iframe[name="foreseen"]').locator("body.foreseen").wait_for()


class Person:
    """Somebody at a browser.

    shown: the path of the page that they landed on, and how many actions had been done by then.
    troubles: what the browser complained of: errors of scripts, breaches of the content security policy, and
    answers of the server that are faults of its own.
    """

    def __init__(self, viewer: Viewer, page: Page, site: Site, camera: Camera) -> None:
        self.viewer, self.page, self.site, self.camera = viewer, page, site, camera
        self.shown = ("", 0)
        self.troubles: list[str] = []
        page.on("console", self._hears)
        page.on("pageerror", self._suffers)
        page.on("response", self._gets)

    def __str__(self) -> str:
        return f"{self.viewer.user} ({self.viewer.organisation})"

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _suffers(self, error: Error) -> None:
        self.troubles.append(f"{self.page.url}: {error.message}")

    def _gets(self, response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.troubles.append(f"{response.status} {response.url}")

    # Going about

    def goes(self, path: str) -> None:
        """Open an address of the site; logs in first where the site asks for it."""
        self.shown = ("", 0)
        self._lands(self.page.goto(self.site.url + path))
        if urlsplit(self.page.url).path == reverse("login"):
            self._logs_in()

    def _logs_in(self) -> None:
        self.fills(username=self.viewer.user.username, password=PASSWORD)
        self.sends()

    def comes_in(self, given: str) -> None:
        """Log in for the first time, with a password that has to be changed."""
        self.page.goto(self.site.url + reverse("login"))
        self.fills(username=self.viewer.user.username, password=given)
        self.sends()
        assert urlsplit(self.page.url).path == reverse("password")
        self.fills(old_password=given, new_password1=PASSWORD, new_password2=PASSWORD)
        self.sends()

    def follows(self, link: Locator) -> None:
        """Press a link or a button that leads to another page."""
        with self.page.expect_navigation() as landing:
            link.click()
        self._lands(landing.value)

    def _lands(self, response: Response | None) -> None:
        assert response is not None
        assert response.ok, f"{self} got {response.status} at {response.url}: {self.is_refused()}"

    def is_refused(self) -> str:
        """What the page says is wrong; its whole text where it says nothing in particular."""
        said = [text.strip() for text in self.page.locator(WRONG).all_inner_texts()]
        return " | ".join(said) or self.page.locator("body").inner_text()[:600]

    # Forms

    def fills(self, **fields: Any) -> None:
        """Fill fields of the form on the page by their names."""
        for name, value in fields.items():
            self._fill(name, value)

    def _fill(self, name: str, value: Any) -> None:
        found = self.page.locator(f'{SHEET} [name="{name}"]')
        assert found.count(), f"{self} sees no field {name} at {self.page.url}"
        while self.page.locator(f'[data-spare][hidden] [name="{name}"]').count():
            self.page.locator("[data-add]:visible").first.click()
        if self.page.locator(f'{SHEET} select[name="{name}"]').count():
            found.select_option(_values(value))
            return
        match found.first.get_attribute("type"):
            case "checkbox" if isinstance(value, bool):
                found.set_checked(value)
            case "checkbox" | "radio":
                _tick(found, _values(value))
            case "file":
                found.set_input_files(value)
            case _:
                found.fill(_written(value))

    def sends(self, button: str = f"{SHEET} .wj-sheet-foot .btn-primary") -> None:
        """Press the button of the form, and land without anything to put right: on another page, or on this
        one anew, where it sent files (static/uploads.js)."""
        self.page.locator("main").evaluate("main => { main.dataset.left = 'yes' }")
        asks = self.page.locator(button).evaluate("button => button.form.dataset.confirm")
        self.page.locator(button).click()
        if asks:
            self.page.locator("#confirm [value=yes]").click()
        self.page.locator("main:not([data-left])").wait_for()
        self.page.wait_for_load_state()
        wrong = self.page.locator(WRONG)
        assert not wrong.count(), f"{self} was refused at {self.page.url}: {self.is_refused()}"
        self.site.seen.add(self.viewer.kind)
        self.site.actions += 1
        self.shown = (urlsplit(self.page.url).path, self.site.actions)

    # Records

    def opens(self, record: Record) -> None:
        """Go to the page of a record."""
        self.goes(record.get_absolute_url())
        self.shown = (record.get_absolute_url(), self.site.actions)
        self.camera.takes(self.page, f"{self.viewer.kind}-{record.kind}")

    def is_offered(self, record: Record, step: str) -> bool:
        """Whether the record's page has a button for the step that can be pressed."""
        self.opens(record)
        return bool(self._button(record, step).count())

    def _button(self, record: Record, step: str) -> Locator:
        url = reverse(f"{record.kind}-step", args=[record.number, step])
        return self.page.locator(f'.wj-actions a[href^="{url}"], .wj-actions form[action^="{url}"] button')

    def _unfolds(self, button: Locator) -> None:
        """What is no ordinary case stands folded."""
        if not button.is_visible():
            self.page.locator(".wj-actions summary").click()

    def takes(self, record: F, step: str, **fields: Any) -> F:
        """Take a step through the button on the record's page, and its form where it has one."""
        if self.shown != (record.get_absolute_url(), self.site.actions):
            self.opens(record)
        button = self._button(record, step)
        offered = self.page.locator(".wj-actions").inner_text()
        assert button.count() == 1, f"{self} is not offered {step} on {record} ({record.state}): {offered}"
        self._unfolds(button)
        if button.get_attribute("href"):
            self.follows(button)
            reads(self.page)
            self.fills(**fields)
            self._signs()
            self.sends()
        else:
            assert not fields, f"{step} asks for nothing"
            self.sends(f'.wj-actions form[action*="/{record.number}/{step}/"] button')
        record.refresh_from_db()
        return record

    def _signs(self) -> None:
        """With their own password, where the form asks for it."""
        if self.page.locator('[name="own_password"]').count():
            self.fills(own_password=PASSWORD)

    def begins(self, model: type[F], source: Record | None = None, /, **fields: Any) -> F:
        """Open a record of a kind, from the page of the record it comes from or else from the list."""
        kind = str(model._meta.model_name)
        if source is None:
            self.goes(reverse(f"{kind}-list"))
        else:
            self.opens(source)
        opening = self.page.locator(f'main a[href^="{reverse(f"{kind}-open")}"]')
        assert opening.count() == 1, f"{self} is not offered to open a {kind} at {self.page.url}"
        self._unfolds(opening)
        self.follows(opening)
        self.fills(**fields)
        self.sends()
        return self.is_at(model)

    def is_at(self, model: type[F]) -> F:
        """The record on whose page the person is, or to which what is said leads."""
        at = resolve(urlsplit(self.page.url).path).kwargs
        said = self.page.locator(".wj-message a").first
        number = at.get("number") or resolve(said.get_attribute("href") or "").kwargs["number"]
        return cast(F, model._default_manager.get(number=number))

    # What a person is told

    def reads(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def reads_at(self, record: Record) -> str:
        """What a record's page says."""
        self.opens(record)
        return self.reads()

    def is_turned_away(self, path: str) -> int:
        """The status of a refusal."""
        self.goes(reverse("home"))
        answer = self.page.goto(self.site.url + path)
        assert answer is not None and not answer.ok, f"{self} was let in at {path}"
        return answer.status

    def sees_on_worklist(self, record: Record) -> bool:
        """Whether it stands among what waits for them."""
        return self._finds_at_home(record, 0)

    def sees_waiting_elsewhere(self, record: Record) -> bool:
        """Whether it stands among what waits for others."""
        return self._finds_at_home(record, -1)

    def _finds_at_home(self, record: Record, place: int) -> bool:
        self.goes(reverse("home"))
        self.camera.takes(self.page, f"{self.viewer.kind}-home")
        cards = self.page.locator("main section.card")
        card = cards.first if place == 0 else cards.last
        return bool(card.locator(f'a.wj-what[href="{record.get_absolute_url()}"]').count())

    def is_told(self, record: Record | None = None) -> int:
        """How many notifications there are, of one record or of all."""
        self.goes(reverse("notifications"))
        address = f'="{record.get_absolute_url()}"' if record else ""
        return self.page.locator(f"main a.wj-what[href{address}]").count()

    def reads_turn(self, record: Record) -> str:
        """Whose turn it is, as the page says it; "" where it is nobody's."""
        self.opens(record)
        turn = self.page.locator(".wj-turn")
        return turn.inner_text() if turn.count() else ""

    def reads_clock(self, record: Record, term: Term) -> Clock:
        """The newest clock of a term on a record's page."""
        self.opens(record)
        label = self.page.get_by_text(str(term.label), exact=True)
        found = self.page.locator(".wj-clock").filter(has=label).first
        day = found.locator("time").first.get_attribute("datetime") or ""
        looks = (found.locator(".wj-badge").get_attribute("class") or "").split()
        status = next(TONES[look] for look in looks if look in TONES)
        return Clock(date.fromisoformat(day[:10]), status, found.inner_text())

    def reads_papers(self, record: Record) -> list[str]:
        """The text of the record's papers, newest first, as downloaded from its page."""
        self.opens(record)
        links = self.page.locator(".wj-papers div > a")
        addresses = [links.nth(place).get_attribute("href") or "" for place in range(links.count())]
        return [self.reads_paper(address) for address in addresses]

    def reads_paper(self, address: str) -> str:
        """Download a PDF with the browser's session, and read it."""
        answer = self.page.context.request.get(self.site.url + address)
        assert answer.ok and answer.headers["content-type"] == "application/pdf", f"{answer.status} {address}"
        pages = PdfReader(io.BytesIO(answer.body())).pages
        return "\n".join(page.extract_text() for page in pages)


def handed_over(record: Record, role: Role, person: Person) -> None:
    """It is this person's turn in this role: the page says so, their worklist has it, and they were told."""
    record.refresh_from_db()
    assert (record.turn, record.holder) == (role, person.viewer.organisation)
    assert person.sees_on_worklist(record), f"{record} is not on the worklist of {person}"
    assert person.is_told(record), f"{person} was not told of {record}"
    assert str(role.label) in person.reads_turn(record)


def lacks(paper: str, *said: Any) -> list[str]:
    """What a paper does not say, wherever it breaks its lines."""
    bare = "".join(paper.split())
    return [str(part) for part in said if "".join(str(part).split()) not in bare]


def file(name: str, content: bytes, kind: str) -> FilePayload:
    """A file as the browser hands it over."""
    return {"name": name, "mimeType": kind, "buffer": content}


def picture(person: Person) -> FilePayload:
    """A screenshot of what is before this person, and another one each time."""
    shot, content, moment = Image.open(io.BytesIO(person.page.screenshot())), io.BytesIO(), PngInfo()
    moment.add_text("Creation Time", timezone.now().isoformat() + uuid4().hex)
    shot.save(content, "PNG", pnginfo=moment)
    return file("shot.png", content.getvalue(), "image/png")


def _values(value: Any) -> list[str]:
    """The values of options, of one or of several."""
    many = isinstance(value, Iterable) and not isinstance(value, str)
    return [_written(one) for one in (value if many else [value])]


def _tick(boxes: Locator, wanted: list[str]) -> None:
    """Tick these boxes and no others, or choose this radio button."""
    offered = [boxes.nth(place).get_attribute("value") for place in range(boxes.count())]
    missing = set(wanted) - set(offered)
    assert not missing, f"not offered: {missing}, only {offered}"
    for place, value in enumerate(offered):
        box = boxes.nth(place)
        if value in wanted or box.get_attribute("type") == "checkbox":
            box.set_checked(value in wanted)


def _written(value: Any) -> str:
    """A value as a field takes it: an instant by its minute, a row of the database by its code."""
    match value:
        case datetime():
            return f"{timezone.localtime(value):%Y-%m-%dT%H:%M}"
        case date():
            return value.isoformat()
        case bool():
            return "yes" if value else "no"
        case _:
            return str(as_posted(value))
