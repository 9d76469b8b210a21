"""Does a series of figures go on where its class of products went?"""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from catalogue.models import Category
from catalogue.series import later_names, said, summed, taken_over

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _none_else(db):
    assert later_names(DAY) == {}


def goods(name, ended_on=None, into=None):
    code = f"S{Category.objects.count():03}"
    return Category.objects.create(code=code, name=name, ended_on=ended_on, continued_as=into)


def test_what_ended_goes_on_under_the_last_of_those_that_followed():
    last = goods("玩具")
    between = goods("电玩具", date(2026, 3, 1), last)
    goods("布玩具", date(2025, 1, 1), between)
    assert later_names(DAY) == {"布玩具": "玩具", "电玩具": "玩具"}


def test_before_it_ended_it_counted_for_itself():
    goods("电玩具", date(2026, 7, 1), goods("玩具"))
    assert later_names(DAY) == {}
    assert later_names(date(2026, 7, 1)) == {"电玩具": "玩具"}


def test_what_ended_in_nothing_keeps_its_name():
    goods("煤油灯", date(2026, 3, 1))
    assert later_names(DAY) == {}


def test_a_name_that_a_class_still_bears_is_that_class():
    goods("其他", date(2026, 3, 1), goods("玩具"))
    goods("其他")
    assert later_names(DAY) == {}


def test_a_renamed_class_takes_its_findings_along(cast, at_desk):
    category = goods("小家电")
    page = reverse("categories-change", args=[category.pk])
    said_of_it = {"code": category.code, "name": "小型家用电器", "national_code": "", "parent": ""}
    sent = {**said_of_it, "source": "GB/T 7635.1", "reason": "As the classification has it."}
    assert at_desk(cast.organiser).post(page, sent).status_code == 302
    assert later_names(DAY) == {"小家电": "小型家用电器"}


def test_counts_of_one_series_are_one_and_the_greatest_stands_first():
    names = {"电玩具": "玩具"}
    rows = [("服装", True, 9, 1), ("玩具", True, 6, 2), ("电玩具", True, 5, 3), ("电玩具", False, 1, 0)]
    assert summed(rows, names, apart=1) == [
        ("玩具", True, 11, 5),
        ("服装", True, 9, 1),
        ("玩具", False, 1, 0),
    ]


def test_it_is_said_what_was_counted_elsewhere_and_no_more():
    taken = taken_over(["服装", "电玩具", None], {"电玩具": "玩具", "布玩具": "玩具"})
    assert taken == [["电玩具", "玩具"]]
    assert "电玩具 → 玩具" in said(taken) and said([]) == ""
