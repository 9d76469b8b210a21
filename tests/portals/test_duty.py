"""Whose duty is each clock, asked for all at once and in parts?"""

from __future__ import annotations

import pytest

from casework.deadlines.duty import _parts, bound, bound_in_parts, duties
from casework.models import Deadline
from tests.test_access import example


def test_each_duty_is_in_one_part():
    parts = _parts()
    assert sum(map(len, parts)) == len(duties()) and len(parts) > 1
    assert {pair: parties for part in parts for pair, parties in part.items()} == duties()


@pytest.mark.parametrize("kind", ["enforcementcase", "platformdisposal", "report", "sharerequest"])
def test_the_parts_hold_the_same_clocks_of_the_same_parties(kind, cast):
    example(kind, cast)
    clocks = Deadline.objects.all()
    whole = sorted(bound(clocks).values_list("pk", "who"))
    assert sorted(row for part in bound_in_parts(clocks) for row in part.values_list("pk", "who")) == whole
    assert whole
