"""Can what is to be done go unseen among thousands that rest, whose number is some minutes old?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine

from casework import recent
from casework.pages import worklist
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection import given as inspection
from tests.sampling import given as sampling


@pytest.fixture(autouse=True)
def _much(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Whatever somebody has in hand is much."""
    for module in (recent, worklist):
        monkeypatch.setattr(module, "MANY", 0)
    with time_machine.travel(NOW, tick=False):
        yield


def test_what_can_be_done_since_a_moment_is_listed_at_once_and_rests_no_more(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    sample = sampling.stored_sample(cast, now)
    home = at_desk(cast.storekeeper)
    page = home.get("/").text
    assert "0 matters wait for you today" in page and "1 go on elsewhere, or wait for a day" in page
    inspection.sent(cast, now, samples=[sample])
    page = home.get("/").text
    assert "1 matter waits for you today" in page and f"/samples/{sample.number}/?worklist" in page
    assert "go on elsewhere, or wait for a day" not in page
