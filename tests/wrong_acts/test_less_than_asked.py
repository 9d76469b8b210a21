"""Who lets a platform get away with less than was asked of it, and unseen by those above?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from casework.models import Notification
from tests.conftest import NOW
from tests.disposal import given, given_less
from tests.disposal.walks import REASON, less_form, verify_form


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def short(cast):
    return given_less.less_done(cast, NOW)


def test_p2_who_verifies_does_not_accept_less_than_asked_for(short, cast, at_desk, program):
    compiler = at_desk(cast.compiler)
    answer = given.press(compiler, short, "verify", verify_form(short, cast))
    assert answer.status_code == 409 and "the leader decides" in answer.text
    looked = less_form(short, cast)
    for lacking in ({"note": "无"}, {"check_account": ""}, {"check_account": "已核验"}):
        assert given.press(compiler, short, "propose_less", looked | lacking).status_code == 422
    assert given.press(compiler, short, "propose_less", looked).status_code == 302
    assert given.press(compiler, short, "accept_less", REASON).status_code == 403
    short.refresh_from_db()
    assert (short.state, short.turn) == ("less_proposed", "leader")
    url = reverse("api-platformdisposal-accept_less", args=[short.number])
    assert program(cast.compiler).post(url, REASON).status_code == 403


def test_p2_the_leader_reads_what_is_short_and_why_before_accepting_it(cast, at_desk):
    found = given_less.less_proposed(cast, NOW)
    leader = at_desk(cast.leader)
    page = leader.get(f"{found.get_absolute_url()}accept_less/").text
    assert found.items.get().get_least_display() in page and "done: Warn consumers" in page
    assert "The shop promised to act." in page and "The rest was sold out." in page
    assert "Looked on the page: sold out, not delisted." in page
    assert given.press(leader, found, "accept_less", {"note": ""}).status_code == 422
    assert given.press(leader, found, "accept_less", REASON).status_code == 302
    found.refresh_from_db()
    assert found.state == "closed"


def test_p2_the_regulator_of_the_case_is_told_with_the_reason(short, cast, at_desk):
    given.press(at_desk(cast.compiler), short, "propose_less", less_form(short, cast))
    told = Notification.objects.filter(user=cast.county_officer.user, event__verb="propose to accept less")
    assert told.get(record__kind="enforcementcase")
    page = at_desk(cast.county_officer).get("/notifications/").text
    assert "did less than asked for" in page and less_form(short, cast)["note"] in page


def test_p2_nor_is_it_refused_without_the_regulator_hearing_of_it(cast, at_desk):
    found = given_less.less_proposed(cast, NOW)
    assert given.press(at_desk(cast.leader), found, "refuse_less", REASON).status_code == 302
    found.refresh_from_db()
    assert found.state == "fed_back"
    told = Notification.objects.filter(user=cast.county_officer.user, event__verb="refuse less")
    assert told.get(record__kind="enforcementcase")
    assert "not accepted" in at_desk(cast.county_officer).get("/notifications/").text


def test_p2_the_clock_of_what_fell_short_does_not_read_as_met_in_full(short, cast, at_desk):
    said = "met, less than the least measure, to be decided"
    assert said in at_desk(cast.compiler).get(short.get_absolute_url()).text
    full = given.fed_back(cast, NOW)
    assert "less than the least measure" not in at_desk(cast.compiler).get(full.get_absolute_url()).text


@pytest.mark.parametrize(
    ("step", "said"),
    [("refuse_less", "not accepted by the leader"), ("accept_less", "accepted by the leader")],
)
def test_p2_the_clock_of_what_fell_short_says_what_the_leader_decided(cast, at_desk, step, said):
    found = given_less.less_proposed(cast, NOW)
    url, leader = found.get_absolute_url(), at_desk(cast.leader)
    assert "less than the least measure, to be decided" in leader.get(url).text
    assert given.press(leader, found, step, REASON).status_code == 302
    page = leader.get(url).text
    assert f"less than the least measure, {said}" in page and "to be decided" not in page


def test_p2_the_case_reads_what_was_asked_for_and_done_and_its_head_hears_of_an_acceptance(cast, at_desk):
    found = given_less.less_proposed(cast, NOW)
    assert given.press(at_desk(cast.leader), found, "accept_less", REASON).status_code == 302
    item = found.items.get()
    line = f"at least: {item.get_least_display()}; done: Warn consumers"
    for reader in (cast.county_officer, cast.county_head):
        assert line in at_desk(reader).get("/notifications/").text
    case = item.report.cases.get()
    assert line in at_desk(cast.county_officer).get(case.get_absolute_url()).text
