"""Does an item keep its limit as it was written, and refuse one that nobody can read?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import TestItem
from tests.cast import Cast
from tests.monitoring.given import test_item as item_of


def item(cast: Cast, **data: object) -> TestItem:
    return item_of(cast, "Lead", unit="mg/kg", **data)


@pytest.mark.parametrize(
    ("text", "low", "high", "shown"),
    [
        ("≤ 0.10", None, Decimal("0.1"), "≤ 0.10 mg/kg"),
        ("≤0.10 mg/kg", None, Decimal("0.1"), "≤0.10 mg/kg"),
        ("10 ± 0.5", Decimal("9.5"), Decimal("10.5"), "10 ± 0.5 mg/kg"),
        ("不得检出", None, None, "不得检出"),
        ("标示值 ± 5 %", None, None, "标示值 ± 5 %"),
        ("无异味", None, None, "无异味"),
        ("", None, None, ""),
    ],
)
def test_the_text_stays_and_the_bounds_follow_from_it(
    cast: Cast, text: str, low: Decimal | None, high: Decimal | None, shown: str
) -> None:
    found = TestItem.objects.get(pk=item(cast, limit_text=text, limit_low=7).pk)
    assert (found.limit_text, found.limit_low, found.limit_high, found.limit_shown) == (
        text,
        low,
        high,
        shown,
    )


@pytest.mark.parametrize("text", ["0.10", "≤ 3,7", "8~6", "≤ 0.10 mL"])
def test_a_limit_that_cannot_be_read_or_is_in_another_unit_is_not_stored(cast: Cast, text: str) -> None:
    with pytest.raises(ValidationError, match=r"\."):
        item(cast, limit_text=text)
    assert not TestItem.objects.filter(name="Lead").exists()


@pytest.mark.parametrize(("interval", "known"), [("0.5", True), ("20", True), ("0.3", False)])
def test_an_item_rounds_to_what_the_standard_knows(cast: Cast, interval: str, known: bool) -> None:
    found = item(cast, limit_text="≤ 60.0", interval=Decimal(interval))
    if known:
        found.full_clean()
        return
    with pytest.raises(ValidationError, match="rounded to 1, 2 or 5"):
        found.full_clean()


def test_how_a_value_is_compared_stands_beside_the_limit_where_it_is_rounded(cast: Cast) -> None:
    found = item(cast, limit_text="≤ 0.10", comparison="rounded")
    assert found.limit_shown == "≤ 0.10 mg/kg (Rounded to the places of the limit)"
    assert found.bounds() == ("", "0.10")
