"""By which table do the engine's tests move? By that of tests/casework/trial.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from casework.deadlines.duty import duties
from catalogue.models import TestItem
from inspection.commissions.models.commissions import Entrustment
from tests.casework import trial
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _moves_by_the_trial_table(forgotten: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Entrustment, "flow", trial.FLOW)
    monkeypatch.setattr(Entrustment, "secrets", frozenset({"client_phone"}))
    duties.cache_clear()
    yield
    duties.cache_clear()  # else another test in this process would count by the trial table


@pytest.fixture
def item(cast: Cast) -> TestItem:
    """A test item of the cast's category."""
    return TestItem.objects.create(
        category=cast.category, name="Lead", method=cast.standard, requirement=cast.standard
    )
