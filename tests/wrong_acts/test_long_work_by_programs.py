"""Does a program follow and stop its own long work, and nobody else's? (A10)"""

from __future__ import annotations

from typing import Any

import pytest

from accounts.roles import Role
from casework.work import charge
from sampling.selection.actions import perusals
from sampling.selection.models.perusals import Perusal
from tests.api.conftest import Program, issue
from tests.cast import person
from tests.conftest import NOW
from tests.jobs import worked
from tests.sampling import given
from trail.models import Event


@pytest.fixture(autouse=True)
def _long(monkeypatch):
    """Every listing is a long one."""
    monkeypatch.setattr(perusals, "AT_ONCE", 0)


@pytest.fixture
def mine(cast) -> Program:
    return issue(cast.organiser)


def begun(cast: Any, mine: Program) -> str:
    """The address of what the program's step became: long work, not the record."""
    scheme = given.settled_scheme(cast, NOW)
    answer = mine.post(f"/api/v1/schemes/{scheme.number}/submit/")
    assert answer.status_code == 202 and scheme.number in answer.json()["url"]
    return str(answer.json()["url"])


def state(program: Program, url: str) -> str:
    return str(program.get(url).json()["state"]["code"])


def test_a10_a_program_is_told_how_far_its_long_step_is_and_that_it_ended(cast, mine):
    url = begun(cast, mine)
    assert state(mine, url) == "under way" and Perusal.objects.get().scheme.state == "draft"
    assert worked(Perusal) == 1
    told = mine.get(url).json()
    assert (told["state"]["code"], told["done"], told["total"], told["failure"]) == ("ended", 3, 3, "")
    assert Perusal.objects.get().scheme.state == "submitted"


def test_a10_a_program_stops_what_it_began_once(cast, mine):
    url = begun(cast, mine)
    assert mine.post(url).status_code == 204 and state(mine, url) == "stopped"
    again = mine.post(url)
    assert again.status_code == 409 and "not under way any more" in again.json()["detail"]
    assert worked(Perusal) == 1 and Perusal.objects.get().scheme.state == "draft"


def test_a10_who_stops_what_has_just_ended_reads_that_it_ended_and_not_that_nothing_was_done(cast, mine):
    url = begun(cast, mine)
    worked(Perusal)
    late = mine.post(url)
    assert late.status_code == 409 and "had ended before it could be stopped" in late.json()["detail"]
    assert state(mine, url) == "ended"


def test_a10_a_program_does_not_stop_what_a_person_or_another_program_began(cast, mine, at_desk):
    url = begun(cast, mine)
    colleague = person("second_organiser", cast.center, Role.ORGANISER)
    for other in (issue(colleague), issue(cast.organiser)):
        assert other.get(url).status_code == 200 and other.post(url).status_code == 403
    assert at_desk(colleague).post(Perusal.objects.get().get_absolute_url()).status_code == 403
    charge.take_over(Perusal.objects.get(), by=colleague, now=NOW)
    assert mine.post(url).status_code == 403 and state(mine, url) == "under way"


def test_a10_who_may_not_choose_or_is_of_another_center_learns_nothing_of_it(cast, mine):
    url = begun(cast, mine)
    for stranger in (cast.other_organiser, cast.planner, cast.buyer, cast.quality_officer):
        program = issue(stranger)
        assert program.get(url).status_code == program.post(url).status_code == 404
    assert issue(cast.collector).post(url).status_code == 403
    assert not Event.objects.filter(verb="stop work").exists()


def test_a10_a_program_reads_why_its_long_step_came_to_nothing(cast, mine):
    url = begun(cast, mine)
    scheme = Perusal.objects.get().scheme
    scheme.listings.all().delete()
    worked(Perusal)
    scheme.refresh_from_db()
    told = mine.get(url).json()
    assert told["state"]["code"] == "failed" and told["failure"]
    assert scheme.state == "draft" and not scheme.listings_digest
