"""Is a period called by the name that officials give it?"""

from datetime import date

import pytest
from django.utils.translation import override

from disposal.periods import named


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        (date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        (date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        (date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026年度"),
        (date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        (date(2026, 6, 1), date(2026, 8, 31), "2026年6月1日至2026年8月31日"),
        (date(2026, 7, 1), date(2026, 9, 29), "2026年7月1日至2026年9月29日"),
        (date(2025, 7, 1), date(2026, 6, 30), "2025年7月1日至2026年6月30日"),
    ],
)
def test_a_period_has_the_name_that_officials_give_it(first: date, last: date, name: str) -> None:
    with override("zh-hans"):
        assert named(first, last) == name
