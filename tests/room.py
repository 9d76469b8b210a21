"""On which stack do the tests run? On one with room (config/room.py), from the first test to the last."""

from __future__ import annotations

import pytest
from _pytest.main import pytest_cmdline_main as run

from config.room import WORDS, with_room


def pytest_cmdline_main(config: pytest.Config) -> int | pytest.ExitCode:
    """The run itself: the requests in it have room of their own, which is to fit into this."""
    return with_room(run, 4 * WORDS)(config)
