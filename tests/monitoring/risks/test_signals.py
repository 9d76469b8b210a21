"""Does risk information come in over every channel, stay with whom it concerns, and become a case?"""

from __future__ import annotations

import pytest

from casework.flow import Forbidden, Refused
from monitoring.risks.actions import riskcases
from monitoring.risks.actions.signals import attach, detach, register, submit
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring import given
from tests.monitoring.risks.test_outcomes import SIGNAL
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "channel",
    [
        pytest.param("a", marks=pytest.mark.clause("6.1.2-a")),
        pytest.param("b", marks=pytest.mark.clause("6.1.2-b")),
        pytest.param("c", marks=pytest.mark.clause("6.1.2-c")),
        pytest.param("d", marks=pytest.mark.clause("6.1.2-d")),
        pytest.param("e", marks=pytest.mark.clause("6.1.2-e")),
    ],
)
def test_a_signal_is_taken_down_over_each_channel(cast, at_desk, channel):
    form = {**SIGNAL, "channel": channel, "category": cast.category, "standard_ref": "GB 6675"}
    answer = at_desk(cast.collector).post("/signals/new/", form)
    signal = RiskSignal.objects.get()
    assert (signal.channel, signal.state, answer["Location"]) == (
        channel,
        "submitted",
        signal.get_absolute_url(),
    )
    assert Event.objects.of("signal", signal.pk).get().clause == f"6.1.2-{channel}"


@pytest.mark.parametrize("field", ["source_ref", "product", "hazard_item", "scope", "degree", "trigger"])
def test_what_clause_6_1_1_asks_for_is_mandatory(cast, at_desk, field):
    form = {**SIGNAL, "category": cast.category, field: ""}
    answer = at_desk(cast.collector).post("/signals/new/", form)
    assert answer.status_code == 422 and not RiskSignal.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"channel": "e"}, {"collected_at": "2036-01-01T09:00"}, {"hazard_type": "bad luck"}]
)
def test_a_signal_that_makes_no_sense_is_refused(cast, at_desk, wrong):
    form = {**SIGNAL, "category": cast.category, **wrong}
    assert at_desk(cast.collector).post("/signals/new/", form).status_code == 422


@pytest.mark.clause("4.2.4-c")
def test_a_platform_feeds_a_risk_back_and_sees_only_its_own(cast, at_desk, now):
    given.submitted_signal(cast, now, product="Secret kettle")
    form = {name: value for name, value in SIGNAL.items() if name not in ("channel", "secrecy")}
    form |= {"category": cast.category, "center": cast.center}
    assert at_desk(cast.quality_officer).post("/signals/new/", form).status_code == 302
    signal = RiskSignal.objects.get(organisation=cast.platform)
    assert (signal.channel, signal.platform, signal.center) == ("c", str(cast.platform), cast.center)
    page = at_desk(cast.quality_officer).get("/signals/").content.decode()
    assert signal.number in page and "Secret kettle" not in page
    assert at_desk(cast.other_quality_officer).get(signal.get_absolute_url()).status_code == 404
    assert at_desk(cast.collector).get(signal.get_absolute_url()).status_code == 200


def test_each_organisation_sees_its_own_signals_and_no_stranger_does(cast, at_desk, now):
    url = given.submitted_signal(cast, now).get_absolute_url()
    seen = {"collector": 200, "planner": 200, "nation_officer": 200}
    unseen = ("other_collector", "other_planner", "quality_officer", "tester", "county_officer")
    for name, status in {**seen, **dict.fromkeys(unseen, 404)}.items():
        assert at_desk(getattr(cast, name)).get(url).status_code == status, name


@pytest.mark.clause("6.1.1")
def test_a_draft_is_changed_and_handed_in_once(cast, at_desk):
    desk = at_desk(cast.collector)
    form = {**SIGNAL, "category": cast.category, "submit_now": ""}
    desk.post("/signals/new/", form)
    signal = RiskSignal.objects.get()
    assert (
        signal.state == "draft" and "This is a draft" in desk.get(signal.get_absolute_url()).content.decode()
    )
    desk.post(f"{signal.get_absolute_url()}edit/", {**form, "product": "Plush bear"})
    desk.post(f"{signal.get_absolute_url()}submit/")
    signal.refresh_from_db()
    assert (signal.state, signal.product) == ("submitted", "Plush bear")
    answer = desk.post(f"{signal.get_absolute_url()}edit/", form)
    assert answer.status_code == 409
    assert at_desk(cast.chair).post(f"{signal.get_absolute_url()}submit/").status_code == 403


def test_a_case_is_opened_from_the_signals_ticked_in_the_list(cast, at_desk, now):
    signals = [given.submitted_signal(cast, now, hazard_item=item) for item in ("small parts", "lead")]
    desk = at_desk(cast.collector)
    page = desk.get("/signals/case/", {"signal": [signal.number for signal in signals]}).content.decode()
    assert "small parts、lead" in page and all(signal.number in page for signal in signals)
    form = {"product": "Soft toy", "category": cast.category, "hazard_item": "x", "summary": "y"}
    desk.post("/signals/case/", {**form, "signals": ", ".join(signal.number for signal in signals)})
    assert RiskCase.objects.get().signals.count() == 2
    assert "Soft toy" in desk.get(RiskCase.objects.get().get_absolute_url()).content.decode()


def test_a_signal_goes_into_one_case_only(cast, now):
    case, other = given.registered_case(cast, now), given.registered_case(cast, now)
    with pytest.raises(Refused, match="moved meanwhile"):
        attach(other, signals=case.signals.all(), by=cast.collector, now=now)
    assert case.signals.count() == 1 and other.signals.count() == 1


def test_a_foreign_signal_cannot_be_attached(cast, at_desk, now):
    case = given.registered_case(cast, now)
    foreign = register(by=cast.other_collector, now=now, **given.signal_data(cast, now))
    answer = at_desk(cast.collector).post(f"{case.get_absolute_url()}attach/", {"others": foreign.number})
    assert answer.status_code == 422
    with pytest.raises(Refused):
        attach(case, signals=[foreign], by=cast.collector, now=now)


def test_a_detached_signal_waits_again_and_its_trail_says_why(cast, now):
    case = given.registered_case(cast, now)
    signal = case.signals.get()
    detach(case, signals=[signal], note="Another product.", by=cast.collector, now=now)
    signal.refresh_from_db()
    assert (signal.state, signal.case) == ("submitted", None)
    assert Event.objects.of("signal", signal.pk)[0].detail["note"] == "Another product."


def test_only_its_sender_changes_a_draft(cast, now):
    draft = given.submitted_signal(cast, now, submit_now=False)
    with pytest.raises(Forbidden):
        submit(draft, by=cast.other_collector, now=now)
    with pytest.raises(Forbidden):
        register(by=cast.leader, now=now, **given.signal_data(cast, now))


def test_voiding_a_case_lets_its_signals_wait_again(cast, now):
    case = given.registered_case(cast, now)
    riskcases.void_case(case, note="Opened twice.", by=cast.leader, now=now)
    assert RiskSignal.objects.get().state == "submitted"


def test_the_list_goes_on_by_cursor_and_narrows_by_state(cast, at_desk, now):
    numbers = [given.submitted_signal(cast, now).number for _ in range(51)]
    desk = at_desk(cast.collector)
    first = desk.get("/signals/").content.decode()
    assert numbers[0] not in first and numbers[50] in first
    assert numbers[0] in desk.get("/signals/", {"before": numbers[1]}).content.decode()
    assert numbers[50] not in desk.get("/signals/", {"state": "attached"}).content.decode()


def test_a_list_page_takes_a_fixed_number_of_queries(cast, at_desk, now, django_assert_max_num_queries):
    for _ in range(12):
        given.submitted_signal(cast, now)
    desk = at_desk(cast.collector)
    with django_assert_max_num_queries(14):
        desk.get("/signals/")


def test_a_platform_changes_its_own_draft(cast, at_desk, now):
    data = given.signal_data(cast, now) | {"center": cast.center, "submit_now": False}
    draft = register(by=cast.quality_officer, now=now, **data)
    form = {name: value for name, value in SIGNAL.items() if name not in ("channel", "secrecy")}
    form |= {"category": cast.category, "center": cast.other_center}
    at_desk(cast.quality_officer).post(f"{draft.get_absolute_url()}edit/", form)
    draft.refresh_from_db()
    assert (draft.center, draft.province_id) == (cast.other_center, "920000")
    assert draft.product in str(draft)


def test_a_centers_province_may_follow_from_its_mandate(cast, now):
    cast.center.region = cast.city.region
    cast.center.save()
    assert given.submitted_signal(cast, now).province_id == "910000"


def test_without_a_regulator_of_the_province_no_case_is_opened(cast, now):
    cast.province.active = False
    cast.province.save()
    with pytest.raises(Refused, match="ask the administrator"):
        given.registered_case(cast, now)
    assert not RiskCase.objects.exists()


@pytest.mark.parametrize("page", ["new", "import", "case"])
def test_others_take_nothing_down(cast, at_desk, page):
    assert at_desk(cast.leader).get(f"/signals/{page}/").status_code == 403


@pytest.mark.parametrize("who", ["collector", "other_quality_officer", "receiver"])
def test_a_draft_of_another_organisation_is_not_opened_for_change(cast, at_desk, now, who):
    data = given.signal_data(cast, now) | {"center": cast.center, "submit_now": False}
    draft = register(by=cast.quality_officer, now=now, **data)
    url = f"{draft.get_absolute_url()}edit/"
    assert at_desk(cast.quality_officer).get(url).status_code == 200
    assert at_desk(cast.people[who]).get(url).status_code in (403, 404)
