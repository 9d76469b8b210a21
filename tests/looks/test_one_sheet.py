"""Is the page of a month one sheet of paper, also where it is as full as it gets?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser

from casework.deadlines.chips import chip
from portals.leader import drawing, page, views
from portals.leader.money import Money, Spent
from portals.leader.parties import Kind, Late, Party, Reply
from portals.leader.regions import Tile
from portals.leader.results import Row
from portals.leader.risks import Risk
from portals.leader.shares import Share
from sampling.purchases.actions.budgets import Budget
from tests.cast import Cast
from tests.conftest import NOW
from tests.looks import gallery
from tests.looks.sights import Sight

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "log"])]
LONG = "儿童用品及婴幼儿护理用品"
CLOCK = chip(NOW - timedelta(days=9), NOW)


def full(month: page.Month, regions: int) -> dict[str, Any]:
    """As much as the page has room for, under long names. month: the figures that stand beside it."""
    share, spent = Share(120, 400), Spent(Decimal(1_234_567), 1000, Decimal(7_654_321))
    row = Row(LONG, share, Share(48, 400), share)
    parties = [Party("x", f"{LONG}监督管理局", "平台处置、案件、检验报告", 99, 20, date(2026, 11, 5), 3)] * 7
    late = Late(1234, [Kind(LONG, 99, "/")] * 8, 60, parties)
    risk = Risk(
        f"{LONG} · 局部过热烫伤", "RC-1", "/", {"text": "严重", "tone": "red"}, 41, "已登记", LONG, CLOCK
    )
    money = Money(Budget(Decimal(6_000_000), Decimal(4_126_000), Decimal(963_000)), 78, 0.9, *[spent] * 3)
    axis = drawing.axis_of([row])
    decision = {
        "what": {"text": f"{LONG}消费警示", "url": "/", "sub": "工作计划 WP-1"},
        "state": {"text": "已提交审批", "sub": ""},
        "clock": CLOCK,
        "act": {"label": "审批警示", "url": "/"},
    }
    first = date(2025, 11, 1)
    return {
        "decisions": [decision] * 3,
        "more_decisions": 6,
        "axis": axis,
        "rose": "、".join([LONG] * 2),
        "classes": [page._class(row, axis, month)] * page.CLASSES,
        "more_classes": 3,
        "total": page._class(row, axis, month),
        "tiles": [page._tile(Tile("910100", "黔西南布依族苗族自治州"[:6], share, 2), month)] * regions,
        "risks": [risk] * 5,
        "months": drawing.months_of([(first + timedelta(days=30 * n), share) for n in range(13)]),
        "late": late,
        "parties": [(each, "/") for each in parties],
        "replies": drawing.answers_of([Reply(LONG, 99, 5.0, 9.0)] * 7),
        "money": money,
        "bar": drawing.bar_of(money),
    }


@pytest.fixture
def hung() -> Iterator[gallery.Gallery]:
    with gallery.opened() as found:
        yield found


# A province of many cities; the nation.
@pytest.mark.parametrize("regions", [16, 34])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_full_month_is_printed_on_one_sheet(
    language: str,
    regions: int,
    cast: Cast,
    hung: gallery.Gallery,
    chromium: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = page.story

    def story(asked: Any, period: Any, random: bool | None) -> dict[str, Any]:
        return {**told(asked, period, random), **full(page.counted(asked, period, random), regions)}

    monkeypatch.setattr(views, "story", story)
    cache.clear()
    shot = gallery.shoot(Sight("month", "month", "/month/", cast.planner), language)
    context = chromium.new_context()
    opened = context.new_page()
    opened.goto(hung.hang(replace(shot, headers={"content-type": shot.headers["content-type"]})))
    paper = opened.pdf(prefer_css_page_size=True, print_background=True)
    context.close()
    connections["log"].close()  # else it outlives the tests' database
    sizes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", paper)
    assert shot.status == 200 and [tuple(map(round, map(float, size))) for size in sizes] == [(595, 842)]
