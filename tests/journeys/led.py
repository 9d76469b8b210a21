"""Do the pages lead? A person who presses what is put first, and counts what that costs.

Such a person comes to a record from home, by the button of its row, and takes the step or begins the next
record where that button leads, or by the one primary button of its page. Where the page puts something else
first they take the step all the same, and what led astray is noted. Pages, presses and fields are counted.
What is only looked at to see whether the story is true (turns, clocks, papers, what one was told) is not; nor
is home anew for somebody who sits there, as it shows by itself what comes (test_at_home.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from django.db.models import Model
from django.urls import reverse
from playwright.sync_api import Locator, Response

from accounts.models import Viewer
from casework import river
from casework.models import Filed, Record
from tests.journeys.people import SHEET, Person, reads

F = TypeVar("F", bound=Filed)
# Where nothing is put forward, as whoever is in a hurry would not look: what is read on a page, on goods or
# on a paper from outside; a reason; and which period is to be reported on.
READ_ANEW = {
    *("title_seen", "price_seen", "brand", "producer"),
    *("served_on", "tested_from", "tested_to", "taken_on"),
    *("without_photos", "period_from", "period_to"),
}
# The act of reading a page that stands before what cannot be undone, and of signing it with a password.
READ_BEFORE = "read before it is signed"
# What is too short to be known by: a quantity of 2 stands in many records.
SHORT = 4


class Typed(NamedTuple):
    """A value that somebody typed: who, where, into which field, and what."""

    who: str
    page: str
    name: str
    value: str


@dataclass
class Cost:
    """What a story costs its people. counted: pages, presses of buttons and links, and fields whose value was
    changed, by what was done. astray: what no primary button led to. known: what was typed though a record
    upstream says it."""

    counted: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    astray: list[str] = field(default_factory=list)
    known: list[Typed] = field(default_factory=list)

    def of(self, acts: Collection[str]) -> Counter[str]:
        """What these acts cost together."""
        return sum((numbers for act, numbers in self.counted.items() if act in acts), Counter())


class Led(Person):
    """Somebody who presses only what a page puts first."""

    def __init__(self, *given: Any, cost: Cost) -> None:
        super().__init__(*given)
        self.cost = cost
        self.checking = False
        self.said: set[str] = set()
        self.sat = ("", 0)
        self.act = self.done = ""

    @contextmanager
    def _checks(self) -> Iterator[None]:
        before, self.checking = self.checking, True
        yield
        self.checking = before

    def _counts(self, what: str) -> None:
        if not self.checking:
            self.cost.counted[self.act][what] += 1

    # What is counted

    def goes(self, path: str) -> None:
        if not self.checking and path != reverse("home"):
            self.act = path
        self._counts("presses")
        super().goes(path)

    def _logs_in(self) -> None:
        """Counted by itself, with the page that it leads to."""
        self.cost.counted[""]["log-ins"] += 1
        self.sat = (reverse("home"), self.site.actions)
        if not self.checking:
            self.cost.counted[self.act].subtract(("pages", "presses"))
        with self._checks():
            super()._logs_in()

    def follows(self, link: Locator) -> None:
        self._counts("presses")
        super().follows(link)

    def sends(self, button: str = f"{SHEET} .wj-sheet-foot .btn-primary") -> None:
        self._counts("presses")
        self._counts("pages")
        super().sends(button)
        if not self.checking:
            self.sat, self.done = (self.page.url.removeprefix(self.site.url), self.site.actions), self.act

    def _lands(self, response: Response | None) -> None:
        self._counts("pages")
        super()._lands(response)

    def _fill(self, name: str, value: Any) -> None:
        before = self._stands(name)
        super()._fill(name, value)
        after = self._stands(name)
        if before == after:
            return
        if self.checking:
            return
        self._counts("fields")
        if name not in READ_ANEW and isinstance(after, str) and len(after) >= SHORT and after in self.said:
            self.cost.known.append(Typed(str(self), urlsplit(self.page.url).path, name, after))

    def _stands(self, name: str) -> str | list[str]:
        """What is typed in a field, or, as a list, what is chosen there."""
        found: str | list[str] = self.page.locator(f'{SHEET} [name="{name}"]').evaluate_all(
            """those => {
              const first = those[0]
              if (!first) return ''
              if (first.tagName === 'SELECT') return [...first.selectedOptions].map(each => each.value)
              if (['checkbox', 'radio'].includes(first.type))
                return those.filter(each => each.checked).map(each => each.value)
              return first.value
            }"""
        )
        return found

    # What is only looked at

    def opens(self, record: Record) -> None:
        with self._checks():
            super().opens(record)

    def is_told(self, record: Record | None = None) -> int:
        with self._checks():
            return super().is_told(record)

    def _finds_at_home(self, record: Record, place: int) -> bool:
        with self._checks():
            return super()._finds_at_home(record, place)

    # Being led

    def takes(self, record: F, step: str, **fields: Any) -> F:
        url = reverse(f"{record.kind}-step", args=[record.number, step])
        self.act = f"{record.kind} {step}"
        self._comes_to(record, url)
        if urlsplit(self.page.url).path == url:
            self._reads_and_sends(record, fields)
        elif (row := self._row(record).locator(f'form[action^="{url}"] button')).count():
            assert not fields, f"{step} asks for nothing"
            self._presses_in_row(row)
        else:
            button = self._button(record, step)
            self._presses(record, button, step)
            if button.get_attribute("href"):
                self.follows(button)
                self._reads_and_sends(record, fields)
            else:
                assert not fields, f"{step} asks for nothing"
                self.sends(f'.wj-actions form[action*="/{record.number}/{step}/"] button')
        record.refresh_from_db()
        return record

    def begins(self, model: type[F], source: Record | None = None, /, **fields: Any) -> F:
        if source is None:
            return super().begins(model, None, **fields)
        kind = str(model._meta.model_name)
        self.act = f"open {kind}"
        self._comes_to(source, reverse(f"{kind}-open"))
        if urlsplit(self.page.url).path != reverse(f"{kind}-open"):
            opening = self.page.locator(f'main a[href^="{reverse(f"{kind}-open")}"]')
            self._presses(source, opening, f"open {kind}")
            self.follows(opening)
        self.said = known(source, self.viewer)
        self.fills(**fields)
        self.sends()
        return self.is_at(model)

    def _reads_and_sends(self, record: Record, fields: dict[str, Any]) -> None:
        reads(self.page)
        self.said = known(record, self.viewer)
        if not fields and self.page.locator('iframe[name="foreseen"]').count():
            self._counts_beside()
        self.fills(**fields)
        self._signs()
        self.sends()

    def _counts_beside(self) -> None:
        """A page that is there to be read before it is signed, and what led to it, is no part of the act."""
        for what in ("pages", "presses"):
            self.cost.counted[self.act][what] -= 1
            self.cost.counted[READ_BEFORE][what] += 1

    def _signs(self) -> None:
        act, self.act = self.act, READ_BEFORE
        super()._signs()
        self.act = act

    def _comes_to(self, record: Record, wanted: str) -> None:
        """To the record's page, straight to what is wanted, or to the row with the button for it: from where
        they are, or from home."""
        here, (sat, actions) = record.get_absolute_url(), self.sat
        path = urlsplit(sat).path
        if path in (here, wanted) and actions == self.site.actions:
            with self._checks():
                super().goes(sat)
            return
        if self._is_led_on(here, wanted):
            return
        if path == reverse("home"):
            with self._checks():
                super().goes(path)
        else:
            self._goes_home()
        row = self._row(record)
        if not row.count():
            self.cost.astray.append(f"{self.act}: not at home")
            self.goes(here)
            return
        if row.locator(f'form[action^="{wanted}"] button').count():
            return
        act = row.locator(f'a.btn[href^="{wanted}"]')
        self.follows(act if act.count() else row.locator(".wj-cell-act a.btn, a.wj-what").last)

    def _goes_home(self) -> None:
        """The way back is part of what led away."""
        act, self.act = self.act, self.done or self.act
        self.goes(reverse("home"))
        self.act = act

    def _row(self, record: Record) -> Locator:
        """The row of a record in the list of what waits."""
        return self.page.locator(f'main tr:has(a.wj-what[href="{record.get_absolute_url()}"])').first

    def _presses_in_row(self, button: Locator) -> None:
        button.evaluate("button => { button.form.id = 'pressed' }")
        self.sends("#pressed button")

    def _is_led_on(self, here: str, wanted: str) -> bool:
        """Whether the page where they sit leads on to just that: then it is pressed."""
        sat, actions = self.sat
        if not sat or actions != self.site.actions:
            return False
        with self._checks():
            super().goes(sat)
        onward = self.page.locator(f'.wj-actions a[href^="{reverse("home-next")}"]')
        if not onward.count():
            return False
        leads_to = self.page.context.request.get(self.site.url + str(onward.get_attribute("href")))
        if urlsplit(leads_to.url).path not in (here, wanted):
            return False
        self.follows(onward)
        return True

    def _presses(self, record: Record, button: Locator, what: str) -> None:
        """It is to be the one that the page puts first."""
        assert button.count() == 1, f"{self} is not offered {what} on {record} ({record.state})"
        if "btn-primary" not in (button.get_attribute("class") or "").split():
            self.cost.astray.append(self.act)
        self._unfolds(button)


def known(record: Record, viewer: Viewer) -> set[str]:
    """What the record, those that led to it, whom they name and who fills it in say, as it would be typed."""
    filed = record.filed_class._default_manager.get(pk=record.pk)
    above = [each.filed_class._default_manager.get(pk=each.pk) for each in river.above(filed, viewer)]
    rows: list[Model] = [filed, *above, viewer.user, viewer.organisation]
    named = [getattr(row, each.name) for row in rows for each in row._meta.fields if each.is_relation]
    return {
        text
        for row in (*rows, *(each for each in named if isinstance(each, Model)))
        for each in row._meta.fields
        if not each.is_relation
        for text in _typed(getattr(row, each.attname))
    }


def _typed(value: object) -> list[str]:
    match value:
        case bool() | None | datetime():
            return []
        case date():
            return [value.isoformat()]
        case str():
            return [value]
        case _:
            return [str(value)]
