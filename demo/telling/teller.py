"""With what is a story told? The people by log-in, the clock, and what each action needs from both."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Organisation, Viewer
from catalogue.models import Category, Standard, TestItem
from demo.founding import Province
from demo.telling.days import Days


class Teller:
    """The invented province at a moment of a story."""

    def __init__(self, province: Province, now: datetime) -> None:
        self.people = province.people
        self.organisations = province.organisations
        self.days = Days(now)

    def on(self, ago: int) -> None:
        """Go to a working day, told as working days before the day of the command."""
        self.days.go(ago)

    def by(self, login: str) -> dict[str, Any]:
        """by and now of an action; the clock goes on."""
        return {"by": self.people[login], "now": self.days.next()}

    def who(self, login: str) -> Viewer:
        return self.people[login]

    def org(self, key: str) -> Organisation:
        return self.organisations[key]


def category(code: str) -> Category:
    return Category.objects.get(code=code)


def standard(number: str) -> Standard:
    return Standard.objects.get(number=number)


def test_items(code: str) -> list[TestItem]:
    """The test items of a category."""
    return list(TestItem.objects.filter(category__code=code).select_related("method", "requirement"))
