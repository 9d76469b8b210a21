"""Does the page of a file that was taken in by mistake say what became of all that it brought?"""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from monitoring.origins.models.intakes import Intake
from monitoring.origins.models.origins import SignalImport
from monitoring.risks.models.signals import RiskSignal
from tests.conftest import NOW
from tests.monitoring.imports.test_long_imports import _short as _short
from tests.monitoring.imports.test_long_imports import checks, sent, work
from tests.wrong_acts.test_signals_by_mistake import WHY, there

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_short")]
ALL = "All risk signals of this file (2) were voided since, the last on 2026-11-25"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def taken_in(cast: Any, at_desk: Any) -> Intake:
    """A file of two signals that was tried out first."""
    found = sent(at_desk, cast.collector, checks(2), dry_run="on")
    work()
    at_desk(cast.collector).post(found.get_absolute_url(), {"begin": ""})
    work()
    return found


def voided(cast: Any, at_desk: Any) -> None:
    origin = SignalImport.objects.get()
    at_desk(cast.collector).post(reverse("signal-origin-void", args=[origin.token]), WHY)


def history(page: str) -> list[str]:
    """What was done, newest first."""
    parts = page.split('<span class="wj-trail-what">')[1:]
    return [part.partition("<")[0] for part in parts]


def test_a_file_of_which_all_was_voided_says_so_where_it_lies_and_where_it_is_listed(cast, at_desk):
    found, desk = taken_in(cast, at_desk), at_desk(cast.collector)
    places = (found.get_absolute_url(), SignalImport.objects.get().get_absolute_url())
    assert all("voided since" not in desk.get(each).text for each in (*places, reverse("intakes")))
    voided(cast, at_desk)
    assert all(ALL in desk.get(each).text for each in places)
    for each in (places[0], reverse("intakes")):
        assert '<span class="wj-badge wj-grey">taken in, and voided since</span>' in desk.get(each).text


def test_a_file_of_which_one_signal_was_voided_says_how_many(cast, at_desk):
    found, desk = taken_in(cast, at_desk), at_desk(cast.collector)
    desk.post(there(RiskSignal.objects.earliest("pk"), "void"), WHY)
    page = desk.get(found.get_absolute_url()).text
    assert "Risk signals of this file that were voided since: 1." in page
    assert "taken in, and voided since" not in page
    desk.post(there(RiskSignal.objects.latest("pk"), "void"), WHY)
    assert ALL in desk.get(found.get_absolute_url()).text


def test_the_history_of_a_file_tells_of_the_trial_the_taking_in_and_the_voiding(cast, at_desk):
    found, desk = taken_in(cast, at_desk), at_desk(cast.collector)
    done = ["The file was taken in", "Work begun", "Tried out: nothing was stored", "Work begun"]
    assert history(desk.get(found.get_absolute_url()).text) == done
    voided(cast, at_desk)
    page = desk.get(found.get_absolute_url()).text
    void = ["What waited of the file was voided", "What waits of the file is to be voided"]
    assert history(page) == [*void, *done] and WHY["reason"] in page


def test_a_signal_says_with_which_file_it_came_and_that_it_was_voided_with_it(cast, at_desk):
    taken_in(cast, at_desk)
    signal, desk = RiskSignal.objects.latest("pk"), at_desk(cast.collector)
    page = desk.get(signal.get_absolute_url()).text
    assert history(page) == ["Came in with a file"] and '<q class="wj-trail-note">长.csv</q>' in page
    voided(cast, at_desk)
    page = desk.get(signal.get_absolute_url()).text
    assert history(page) == ["Voided with its file", "Came in with a file"]
