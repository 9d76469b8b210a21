"""Does a button ask before it takes a matter out of the hands of whoever presses it?"""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.conftest import NOW
from tests.inspection import given
from tests.monitoring import given as plans


def asked(page: str, step: str) -> str:
    """What the button of a step asks first."""
    form = re.search(rf'<form method="post" action="[^"]*/{step}/"(?: data-confirm="([^"]*)")?>', page)
    assert form, f"{step} is no button here"
    return unescape(form[1] or "")


@pytest.mark.parametrize(
    ("given_it", "who", "step", "question"),
    [
        (
            plans.draft_plan,
            "planner",
            "submit",
            "“Submit for approval”: after that it is the turn of Approver. Do it?",
        ),
        (given.accepted, "tester", "start", ""),
    ],
)
def test_a_button_that_gives_a_matter_away_asks_first(cast, see, given_it, who, step, question):
    record = given_it(cast, NOW)
    assert asked(see(getattr(cast, who), record.get_absolute_url()).content.decode(), step) == question
