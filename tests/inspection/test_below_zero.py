"""Against which limits is a figure below zero a slip, and against which a value like any other?"""

from __future__ import annotations

import pytest

from catalogue.limits import read_limit
from catalogue.numerals import Unreadable
from inspection.judgement.measured import entered


@pytest.mark.parametrize(
    ("limit", "unit"),
    [("≤ 0.75", "mA"), ("6.5~8.5", ""), ("≥ 90.0", "%"), ("10 ± 0.5", "mm"), ("< 90", "mg/kg")],
)
@pytest.mark.parametrize("value", ["-3", "−0.1", "<-1"])
def test_a_stray_minus_passes_no_bound(limit, unit, value):
    with pytest.raises(Unreadable, match="check the sign"):
        entered(value, read_limit(limit), unit=unit, lod=None)


@pytest.mark.parametrize(
    ("limit", "unit"), [("≤ -18", "℃"), ("≤ 5", "摄氏度"), ("-3.0~2.0", "%"), ("≥ -5.0", "%"), ("≤ 40", "dB")]
)
def test_what_can_lie_below_zero_may(limit, unit):
    assert entered("-3", read_limit(limit), unit=unit, lod=None) == "-3"
