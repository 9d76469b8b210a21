"""Who may read a notice, who answers it by when, and when is its case closed? (6.1.3 b)"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Level
from casework.actions import take
from casework.flow import Forbidden, Refused
from monitoring.risks.actions import riskcases
from monitoring.risks.models.riskcases import Notice, RiskCase
from tests.cast import region
from tests.monitoring import given, given_notices, walks
from tests.swept import swept

pytestmark = pytest.mark.django_db


def test_a_platform_sees_its_notice_only_once_it_is_sent(cast, at_desk, now):
    notice = given_notices.notice_to("platform", sent=False)(cast, now)
    desk = at_desk(cast.quality_officer)
    assert desk.get(notice.get_absolute_url()).status_code == 404
    riskcases.send_notice(notice, by=cast.collector, now=now, text="Please look into it.")
    assert "Please look into it." in desk.get(notice.get_absolute_url()).content.decode()
    assert at_desk(cast.other_quality_officer).get(notice.get_absolute_url()).status_code == 404
    assert desk.get(notice.riskcase.get_absolute_url()).status_code == 404


def test_a_regulators_notice_is_seen_in_its_own_area_alone(cast, at_desk, now):
    notice = given_notices.notice_to("regulator", sent=True)(cast, now)
    seen = {"county_officer": 200, "city_officer": 200, "planner": 200, "collector": 200}
    unseen = ("other_county_officer", "other_planner", "other_collector", "quality_officer")
    for name, status in {**seen, **dict.fromkeys(unseen, 404)}.items():
        assert at_desk(getattr(cast, name)).get(notice.get_absolute_url()).status_code == status, name


def test_a_notice_is_sent_to_whom_it_is_addressed(cast, now):
    with pytest.raises(Refused, match="send it to whom it is addressed"):
        take(
            "send_regulator",
            given_notices.notice_to("platform", sent=False)(cast, now),
            by=cast.collector,
            now=now,
        )


def test_another_platforms_officer_cannot_answer(cast, now):
    notice = given_notices.notice_to("platform", sent=True)(cast, now)
    with pytest.raises(Forbidden):
        riskcases.answer(notice, by=cast.other_quality_officer, now=now, **given_notices.REPLY)


def test_an_answer_says_something_and_whom_to_ask(cast, at_desk, now):
    notice = given_notices.notice_to("platform", sent=True)(cast, now)
    url = f"{notice.get_absolute_url()}answer_platform/"
    assert at_desk(cast.quality_officer).post(url, {"reply": "", "contact": ""}).status_code == 422


def test_the_leader_closes_the_case_only_when_the_time_to_answer_has_run_out(cast, now):
    case = given.sent_notices(cast, now)[0].riskcase
    with pytest.raises(Refused, match="has not run out"):
        take("close", case, by=cast.leader, now=now, note="No answer.")
    late = now + timedelta(days=30)
    assert swept(late) == 2
    take("close", case, by=cast.leader, now=late, note="No answer.")
    assert case.state == "closed"


def test_a_case_with_a_notice_not_even_sent_stays_open(cast, now):
    case = given.assessed_case(cast, now, "notify")
    with pytest.raises(Refused):
        take("close", case, by=cast.leader, now=now + timedelta(days=90), note="No answer.")


def test_one_more_addressee_gets_a_notice_and_none_gets_two(cast, at_desk, now):
    case = given.assessed_case(cast, now, "notify")
    url = f"{case.get_absolute_url()}notify_more/"
    assert at_desk(cast.collector).post(url, {"addressee": cast.platform}).status_code == 422
    assert at_desk(cast.collector).post(url, {"addressee": cast.other_platform}).status_code == 302
    assert Notice.objects.filter(riskcase=case, platform=cast.other_platform).count() == 1


def test_voiding_the_last_open_notice_closes_the_case_if_another_was_answered(cast, now):
    case = walks.case_with_one_answer_to_come(cast, now)
    waiting = case.notices.get(state="with_platform")
    riskcases.void_notice(waiting, note="Wrong platform.", by=cast.leader, now=now)
    assert RiskCase.objects.get(pk=case.pk).state == "closed"


def test_a_case_all_of_whose_notices_were_voided_waits_for_one_to_be_served_with_a_clock(cast, at_desk, now):
    case = given.assessed_case(cast, now, "notify")
    addressee = case.notices.filter(platform=cast.platform).get()
    for notice in case.notices.order_by("pk"):
        url = f"{notice.get_absolute_url()}void/"
        assert at_desk(cast.leader).post(url, {"note": "A wrong addressee."}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.turn) == ("to_notify", "collector")
    assert case.deadlines.running().get().term == "W-20"
    assert case.number in at_desk(cast.collector).get("/").text
    again = {"addressee": addressee.platform}
    assert at_desk(cast.collector).post(f"{case.get_absolute_url()}notify_anew/", again).status_code == 302
    case.refresh_from_db()
    assert case.state == "notified" and not case.deadlines.running().exists()


def test_a_notice_to_the_national_regulator_lies_in_no_province(cast, now):
    cast.nation.region = region("000000", "The nation", Level.NATION)
    cast.nation.save()
    case = given.assessed_case(cast, now, "notify")
    riskcases.notify_more(case, addressee=cast.nation, by=cast.collector, now=now)
    assert case.notices.get(regulator=cast.nation).province is None


def test_whoever_answers_reads_below_the_form_what_they_answer(cast, now, at_desk):
    notice = given_notices.notice_to("platform", sent=True)(cast, now)
    url = reverse("notice-step", args=[notice.number, "answer_platform"])
    below = at_desk(cast.quality_officer).get(url).text.partition('class="wj-sheet-foot"')[2]
    assert "wj-facts" in below and notice.text in below
