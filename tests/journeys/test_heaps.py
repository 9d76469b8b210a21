"""Does a row that stands for many count those of them that are ticked?"""

from __future__ import annotations

from datetime import datetime

from tests.cast import Cast
from tests.journeys.conftest import JOURNEY, Come
from tests.monitoring import given

pytestmark = JOURNEY


def test_a_heap_counts_what_is_ticked_and_sends_nothing_without_any(
    cast: Cast, come: Come, now: datetime
) -> None:
    for _each in range(3):
        given.approved_plan(cast, now)
    organiser = come(cast.organiser)
    organiser.goes("/")
    heap = organiser.page.locator(".wj-heap")
    summary, button, boxes = (
        heap.locator("summary"),
        heap.locator("button[name=step]"),
        heap.locator("input[name=number]"),
    )
    summary.click()
    known = summary.inner_text()
    assert "3" in known and boxes.count() == 3
    heap.locator("button[name=step]").click()
    asked = organiser.page.locator("#confirm-which li").all_inner_texts()
    numbers = [box.get_attribute("value") for box in boxes.all()]
    assert len(asked) == 3 and all(str(number) in line for number, line in zip(numbers, asked, strict=True))
    organiser.page.locator("#confirm [value=no]").click()
    boxes.first.uncheck()
    assert summary.inner_text() == known.replace("3", "2") and button.is_enabled()
    organiser.page.locator("input[data-choose]").click()
    assert summary.inner_text() == known and boxes.first.is_checked()
    for box in boxes.all():
        box.uncheck()
    assert summary.inner_text() == known.replace("3", "0") and button.is_disabled()
