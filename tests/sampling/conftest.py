"""Tests of this stage live at one moment: what they enter must not lie ahead of the pages' clock."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
