"""What counts as filled in, in a row of a form?"""

from decimal import Decimal

import pytest

from casework.pages.rows import given


@pytest.mark.parametrize("value", [0, Decimal(0), "0", 3, "word"])
def test_nought_is_something_that_was_entered(value):
    assert given(value)


@pytest.mark.parametrize("value", [None, "", False])
def test_what_was_left_open_is_nothing(value):
    assert not given(value)
