"""Does work go on while people are away, and when organisations are reformed? (W-06, W-07)"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Kind, Role
from tests.cast import Cast, organisation, person
from tests.inspection import given
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import Person, handed_over

pytestmark = JOURNEY


def is_away(keeper: Person, absent: Person, substitute: Person, role: Role, now: datetime) -> None:
    """The administrator names who stands in, for a week from today."""
    keeper.goes(reverse("stand-ins"))
    keeper.fills(
        absent=absent.viewer.user,
        substitute=substitute.viewer.user,
        roles=[role],
        first=now.date(),
        last=now.date() + timedelta(6),
        reason="On leave",
    )
    keeper.sends()


@pytest.mark.clause("W-02", "W-07", "6.3-6")
def test_a_stand_in_signs_but_not_what_they_have_reviewed(cast: Cast, come: Come, now: datetime) -> None:
    report = given.submitted(cast, now)
    keeper, away = come(cast.laboratory_administrator), come(cast.signatory)
    reviewer, receiver = come(cast.reviewer), come(given.may_sign(cast, cast.receiver))
    for substitute in (reviewer, receiver):
        is_away(keeper, away, substitute, Role.SIGNATORY, now)
    reviewer.takes(report, "review")

    assert not reviewer.is_offered(report, "sign")
    assert "You took an earlier step yourself" in reviewer.reads()
    handed_over(report, Role.SIGNATORY, receiver)
    receiver.takes(report, "sign")
    assert report.state == "signed"
    assert f"for {away.viewer.user}" in receiver.reads_at(report)


def becomes_a_part_of(keeper: Person, one: Organisation, other: Organisation) -> None:
    keeper.goes(reverse("organisation-merge", args=[one.pk]))
    keeper.fills(into=other, reason="Reform")
    keeper.sends()


@pytest.mark.clause("W-06")
def test_two_laboratories_become_one_and_the_report_goes_on(cast: Cast, come: Come, now: datetime) -> None:
    report = given.submitted(cast, now)
    united = organisation(Kind.LABORATORY, "United Laboratory", cast.province.region, address="9 Test Road")
    keeper = come(person("keeper", cast.nation, Role.ADMINISTRATOR))
    becomes_a_part_of(keeper, cast.laboratory, united)
    assert "First Laboratory" in keeper.reads()

    reviewer = come(cast.reviewer)
    reviewer.takes(report, "review")
    assert (report.state, report.laboratory) == ("reviewed", united)
    trail = reviewer.reads_at(report)
    assert "United Laboratory" in trail and "First Laboratory" in trail
    assert come(cast.other_reviewer).is_turned_away(report.get_absolute_url()) == 404
