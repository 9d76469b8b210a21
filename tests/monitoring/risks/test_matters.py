"""Are those of one matter proposed, brought together or kept apart, and cases merged and split again?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from casework.flow import Forbidden, Refused
from monitoring.assessments import actions as assessments
from monitoring.imports.actions import imports
from monitoring.risks.actions import matters, riskcases, voidings
from monitoring.risks.actions.signals import attach, detach, open_case, register, submit
from monitoring.risks.models.matters import Apart, Footprint, meeting
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from tests.cast import Cast
from tests.monitoring import given
from tests.monitoring.notice_samples import text
from trail.models import Event

pytestmark = pytest.mark.django_db

KETTLE = {"product": "甲牌电热水壶1.5L", "hazard_item": "接地措施不合格，可能漏电", "injury": ""}
SPELT = {"product": "甲牌電熱水壺 1500毫升", "hazard_item": "接地措施不合格 可能漏電！"}

HEADLINE = text(
    ["1", "甲牌电热水壶", "某市", "漏电", "甲牌电热水壶漏电伤人", "https://news.example.org/9.html"]
)


def kettle(cast: Cast, now: datetime, **said: Any) -> RiskSignal:
    return given.submitted_signal(cast, now, **(KETTLE | said))


def case_of(cast: Cast, now: datetime, *signals: RiskSignal, **said: Any) -> RiskCase:
    facts = {
        "product": "甲牌电热水壶",
        "hazard_item": "漏电",
        "summary": "见风险信息。",
        "category": cast.category,
    }
    return open_case(by=cast.collector, now=now, signals=signals, **(facts | said))


def proposed(subject: RiskSignal | RiskCase, cast: Cast) -> list[Any]:
    return [found.subject for found in matters.proposals(subject, cast.collector)]


def test_a_signal_meets_those_that_read_like_it_however_they_are_spelt(cast, now):
    old, new = kettle(cast, now), kettle(cast, now, **SPELT)
    kettle(cast, now, product="毛绒玩具", hazard_item="小零件脱落")
    [found] = matters.proposals(new, cast.collector)
    assert found.subject == old and found.like.same and found.like.score == 1


def test_a_draft_is_met_once_it_is_handed_in(cast, now):
    old, draft = kettle(cast, now), kettle(cast, now, submit_now=False)
    assert proposed(old, cast) == []
    submit(draft, by=cast.collector, now=now)
    assert proposed(old, cast) == [draft]


def test_signals_of_another_center_are_not_met(cast, now):
    own = kettle(cast, now)
    register(by=cast.other_collector, now=now, **(given.signal_data(cast, now) | KETTLE))
    assert proposed(own, cast) == []
    assert meeting([own.footprint.pk]) == []


def test_what_a_file_brings_is_met_by_what_is_taken_down(cast, now):
    imports.import_signals(HEADLINE.encode(), "media.csv", "d", by=cast.collector, now=now)
    imported = RiskSignal.objects.get()
    new = kettle(cast, now, product="甲牌电热水壶", hazard_item="漏电", injury="甲牌电热水壶漏电伤人")
    assert Footprint.objects.count() == 2 and proposed(new, cast) == [imported]


def test_a_file_that_is_only_shown_leaves_nothing(cast, now):
    imports.import_signals(HEADLINE.encode(), "media.csv", "d", by=cast.collector, now=now, dry_run=True)
    assert not Footprint.objects.exists()


def test_a_differing_model_blocks_and_the_page_says_so(cast, at_desk, now):
    other, own = kettle(cast, now, model="XY-100"), kettle(cast, now, model="XY-200")
    [found] = matters.proposals(own, cast.collector)
    assert (found.subject, found.like.differ, found.like.same) == (other, ("model",), False)
    page = at_desk(cast.collector).get(own.get_absolute_url()).content.decode()
    assert "blocks: Model" in page and f'value="{other.number}" form="wj-together"' not in page


def test_a_name_that_lies_within_another_is_not_said_to_agree(cast, at_desk, now):
    kettle(cast, now, enterprise="测试厂10")
    own = kettle(cast, now, enterprise="测试厂1")
    page = at_desk(cast.collector).get(own.get_absolute_url()).content.decode()
    assert "close, look at both: Enterprise 测试厂1 / 测试厂10" in page and "agrees: Enterprise" not in page
    alike = kettle(cast, now, enterprise="测试厂10有限公司")
    assert "agrees: Enterprise" in at_desk(cast.collector).get(alike.get_absolute_url()).content.decode()


@pytest.mark.clause("6.1.2")
def test_the_page_of_a_signal_offers_the_case_and_adds_it_there(cast, at_desk, now):
    case, new = case_of(cast, now, kettle(cast, now)), kettle(cast, now, **SPELT)
    desk = at_desk(cast.collector)
    page = desk.get(new.get_absolute_url()).content.decode()
    assert "Alike 100 %" in page and reverse("riskcase-step", args=[case.number, "attach"]) in page
    desk.post(reverse("riskcase-step", args=[case.number, "attach"]), {"others": new.number})
    assert case.signals.count() == 2
    assert "May be the same matter" not in desk.get(new.get_absolute_url()).content.decode()


def test_several_signals_are_ticked_and_become_one_case(cast, at_desk, now):
    old, new = kettle(cast, now), kettle(cast, now, **SPELT)
    desk = at_desk(cast.collector)
    assert f'value="{old.number}" form="wj-together"' in desk.get(new.get_absolute_url()).content.decode()
    page = desk.get("/signals/case/", {"signal": [new.number, old.number]}).content.decode()
    assert old.number in page and new.number in page


def test_the_page_of_a_case_counts_its_sources_and_proposes_signals_and_cases(cast, at_desk, now):
    signals = [kettle(cast, now, channel=channel) for channel in "aaad"]
    case, other = case_of(cast, now, *signals), case_of(cast, now, kettle(cast, now))
    waiting = kettle(cast, now)
    assert set(proposed(case, cast)) == {other, waiting}
    page = at_desk(cast.collector).get(case.get_absolute_url()).content.decode()
    assert "3 × a) complaint" in page and "1 × d) information" in page
    assert reverse("riskcase-step", args=[case.number, "merge"]) in page and waiting.number in page


def test_a_case_without_signals_is_met_by_what_it_says(cast, now):
    case = case_of(cast, now, product=KETTLE["product"], hazard_item=KETTLE["hazard_item"])
    signal = kettle(cast, now)
    assert proposed(signal, cast) == [case]


def test_others_are_shown_no_proposals(cast, at_desk, now):
    kettle(cast, now)
    page = at_desk(cast.chair).get(kettle(cast, now).get_absolute_url()).content.decode()
    assert "May be the same matter" not in page


def test_what_was_found_to_be_another_matter_is_kept_and_not_proposed_again(cast, at_desk, now):
    old, new = kettle(cast, now), kettle(cast, now)
    desk = at_desk(cast.collector)
    answer = desk.post("/signals/apart/", {"one": new.number, "other": old.number})
    assert answer["Location"] == new.get_absolute_url()
    assert proposed(new, cast) == proposed(old, cast) == []
    assert Event.objects.of("signal", old.pk)[0].detail == {"note": new.number}
    desk.post("/signals/apart/", {"one": old.number, "other": new.number})
    assert Apart.objects.get().by == cast.collector.user


def test_a_case_that_is_another_matter_is_not_proposed_for_its_signals_either(cast, now):
    case, new = case_of(cast, now, kettle(cast, now)), kettle(cast, now)
    assert proposed(new, cast) == [case]
    matters.keep_apart(new, case, by=cast.collector, now=now)
    assert proposed(new, cast) == proposed(case, cast) == []


def test_only_the_centers_collector_keeps_apart(cast, at_desk, now):
    pair = dict(zip(("one", "other"), (kettle(cast, now).number, kettle(cast, now).number), strict=True))
    assert at_desk(cast.chair).post("/signals/apart/", pair).status_code == 403
    assert at_desk(cast.other_collector).post("/signals/apart/", pair).status_code == 404
    assert at_desk(cast.collector).get("/signals/apart/").status_code == 405
    itself = {"one": pair["one"], "other": pair["one"]}
    assert at_desk(cast.collector).post("/signals/apart/", itself).status_code == 404
    with pytest.raises(Forbidden):
        matters.keep_apart(*RiskSignal.objects.order_by("pk"), by=cast.other_collector, now=now)


@pytest.mark.clause("6.1.2")
def test_a_merged_case_comes_back_with_exactly_its_signals(cast, at_desk, now):
    mine, others = [kettle(cast, now), kettle(cast, now)], [kettle(cast, now)]
    case, into = case_of(cast, now, *mine), case_of(cast, now, *others)
    desk = at_desk(cast.collector)
    desk.post(reverse("riskcase-step", args=[case.number, "merge"]), {"into": into.number})
    case.refresh_from_db()
    assert (case.state, case.merged_into, case.turn) == ("merged", into, "")
    assert set(into.signals.all()) == {*mine, *others} and not case.signals.exists()
    new = kettle(cast, now)
    attach(into, signals=[new], by=cast.collector, now=now)
    desk.post(reverse("riskcase-step", args=[case.number, "unmerge"]), {"note": "另一型号"})
    case.refresh_from_db()
    assert (case.state, case.merged_into, case.brought) == ("registered", None, [])
    assert set(case.signals.all()) == set(mine) and set(into.signals.all()) == {*others, new}


def test_a_merged_case_comes_back_without_what_was_voided_meanwhile(cast, now):
    wrong, right = kettle(cast, now), kettle(cast, now)
    case, into = case_of(cast, now, wrong, right), case_of(cast, now)
    matters.merge(case, into=into, by=cast.collector, now=now)
    detach(into, signals=[wrong], note="另一型号", by=cast.collector, now=now)
    voidings.void(wrong, reason="误导入外省文件", by=cast.collector, now=now)
    case.refresh_from_db()
    matters.unmerge(case, note="另一型号", by=cast.collector, now=now)
    assert set(case.signals.all()) == {right}


def test_merging_stands_in_the_trail_of_both_cases_and_of_the_signals(cast, now):
    signal = kettle(cast, now)
    case, into = case_of(cast, now, signal), case_of(cast, now)
    matters.merge(case, into=into, by=cast.collector, now=now)
    matters.unmerge(case, note="另一型号", by=cast.collector, now=now)
    assert [event.verb for event in Event.objects.of("record", case.pk)][:2] == ["unmerge", "merge"]
    taken = list(Event.objects.of("record", into.pk))[:2]
    assert [(event.verb, event.detail["note"]) for event in taken] == [
        ("give_back", case.number),
        ("absorb", case.number),
    ]
    moves = [event.detail["case"] for event in Event.objects.of("signal", signal.pk)[:2]]
    assert moves == [case.number, into.number]


def test_a_signal_taken_out_meanwhile_comes_back_too_unless_a_third_case_has_it(cast, now):
    signal = kettle(cast, now)
    case, into, third = case_of(cast, now, signal), case_of(cast, now), case_of(cast, now)
    matters.merge(case, into=into, by=cast.collector, now=now)
    detach(into, signals=[signal], note="x", by=cast.collector, now=now)
    attach(third, signals=[signal], by=cast.collector, now=now)
    with pytest.raises(Refused, match="third case"):
        matters.unmerge(case, note="x", by=cast.collector, now=now)
    detach(third, signals=[signal], note="x", by=cast.collector, now=now)
    matters.unmerge(case, note="x", by=cast.collector, now=now)
    assert case.signals.get() == signal


def test_a_case_whose_other_case_was_voided_comes_back(cast, now):
    signal = kettle(cast, now)
    case, into = case_of(cast, now, signal), case_of(cast, now)
    matters.merge(case, into=into, by=cast.collector, now=now)
    riskcases.void_case(into, note="A slip.", by=cast.leader, now=now)
    matters.unmerge(case, note="x", by=cast.collector, now=now)
    assert case.signals.get() == signal and case.state == "registered"


def test_a_case_stays_merged_while_the_other_one_is_being_assessed(cast, at_desk, now):
    case, into = case_of(cast, now, kettle(cast, now)), case_of(cast, now)
    matters.merge(case, into=into, by=cast.collector, now=now)
    assessments.open_assessment(riskcase=into, by=cast.chair, now=now)
    with pytest.raises(Refused, match=into.number):
        matters.unmerge(case, note="x", by=cast.collector, now=now)
    page = at_desk(cast.collector).get(case.get_absolute_url()).content.decode()
    assert "has gone on: bring that one back first" in page


def test_a_case_goes_into_another_registered_case_alone(cast, at_desk, now):
    case, busy = case_of(cast, now), case_of(cast, now)
    assessments.open_assessment(riskcase=busy, by=cast.chair, now=now)
    url = reverse("riskcase-step", args=[case.number, "merge"])
    for number in (case.number, busy.number, "RC-00000000"):
        assert at_desk(cast.collector).post(url, {"into": number}).status_code == 422
    with pytest.raises(Refused):
        matters.merge(case, into=case, by=cast.collector, now=now)
    with pytest.raises(Refused):
        matters.merge(case, into=busy, by=cast.collector, now=now)
    with pytest.raises(Refused, match="not merged"):
        matters.unmerge(case, note="x", by=cast.collector, now=now)
    case.refresh_from_db()
    assert case.state == "registered"


def test_pages_with_proposals_ask_few_questions(cast, at_desk, now, django_assert_max_num_queries):
    signals = [kettle(cast, now) for _ in range(12)]
    case_of(cast, now, *signals[:3])
    desk = at_desk(cast.collector)
    with django_assert_max_num_queries(16):
        desk.get(signals[-1].get_absolute_url())
