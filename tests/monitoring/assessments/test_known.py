"""Is what is known already shown to who decides: of the same product, of six months, in their scope?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from catalogue.models import Category, Finding
from catalogue.names import key
from monitoring.assessments.known import assessments, findings, known, product_of
from tests.conftest import NOW
from tests.monitoring import given

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def found(on=TODAY, **data):
    """A finding of another body; its mark is its place."""
    facts = {
        "on": on,
        "organisation": "Another body",
        "product": "Kettle",
        "verdict": "non_conforming",
        "source": "notice.xlsx",
        "fingerprint": f"{Finding.objects.count():064d}",
        **data,
    }
    return Finding.objects.create(**facts, producer_key=key(facts.get("producer", "")))


def case_of(cast, now, **signal):
    """A case of one more signal that says what its product is."""
    case = given.registered_case(cast, now)
    case.signals.update(**signal)
    return case


def learnt(case):
    product = product_of(case, case.signals.all())
    return list(findings(product, date(2026, 5, 25)))


@pytest.mark.parametrize("name", ["soft toy", "ＳＯＦＴ－ＴＯＹ", "Soft  Toy", "「Soft toy」"])
def test_the_same_name_in_another_spelling_is_known(name, cast, now):
    same = found(product=name)
    found(product="Soft toys")
    assert learnt(given.registered_case(cast, now)) == [same]


def test_a_name_is_looked_for_within_its_category(cast, now):
    Category.objects.create(code="01", name="Appliances")
    own = found(product="Soft toy", category=cast.category.name)
    loose = found(product="Soft toy", category="Plush of 2026")  # as a notice's title has it
    found(product="Soft toy", category="Appliances")
    assert learnt(given.registered_case(cast, now)) == [loose, own]
    assert len(learnt(given.registered_case(cast, now, category=None))) == 3


def test_the_same_product_id_is_known_under_any_name(cast, now):
    same = found(item_id="4711")
    found(item_id="4712")
    found(item_id="")
    assert learnt(case_of(cast, now, item_id="4711")) == [same]


def test_the_same_producer_brand_and_model_is_known_in_any_spelling(cast, now):
    same = found(producer="东方玩具有限公司", brand="Bear", model="b-1")
    found(producer="东方玩具有限公司", brand="Bear", model="B-2")
    found(producer="西方玩具有限公司", brand="Bear", model="B-1")
    case = case_of(cast, now, enterprise="标称：东方玩具有限责任公司", brand="BEAR", model="B-1")
    assert learnt(case) == [same]


def test_a_producer_alone_is_no_product(cast, now):
    found(producer="东方玩具有限公司")
    assert learnt(case_of(cast, now, enterprise="东方玩具有限公司")) == []


def test_what_is_older_than_six_months_is_not_shown(cast, now):
    last = found(product="Soft toy", on=date(2026, 5, 25))
    found(product="Soft toy", on=date(2026, 5, 24))
    assert learnt(given.registered_case(cast, now)) == [last]


def test_what_was_assessed_is_shown_by_who_and_with_what_outcome(cast, now, at_desk):
    given.assessed_case(cast, now - timedelta(30), "exclude")
    case = given.registered_case(cast, now)
    page = at_desk(cast.chair).get(case.get_absolute_url()).content.decode()
    assert "Already known?" in page and "2026-10-26" in page and "Same name" in page
    assert "Exclude" in page or "exclude" in page


def test_an_assessment_is_found_by_a_signal_of_its_case(cast, now):
    before = given.assessed_case(cast, now, "sample")
    before.signals.update(item_id="4711")
    type(before).objects.filter(pk=before.pk).update(product="Plush bear")
    case = case_of(cast, now, item_id="4711")
    product = product_of(case, case.signals.all())
    assert [each.riskcase for each in assessments(product, cast.chair, date(2026, 5, 25))] == [before]
    assert [(each.why, each.on) for each in known(case, case.signals.all(), cast.chair, now)] == [
        ("make", TODAY)
    ]


def test_what_a_stranger_assessed_is_not_shown(cast, now):
    given.assessed_case(cast, now, "exclude")
    case = given.registered_case(cast, now)
    product = product_of(case, case.signals.all())
    assert assessments(product, cast.planner, date(2026, 5, 25)).count() == 1
    for stranger in (cast.other_chair, cast.other_planner):
        assert not assessments(product, stranger, date(2026, 5, 25))


def test_an_old_assessment_and_one_that_is_not_approved_are_not_shown(cast, now):
    given.assessed_case(cast, now - timedelta(200), "exclude")
    given.proposed_assessment(cast, now, "exclude")
    case = given.registered_case(cast, now)
    assert known(case, case.signals.all(), cast.chair, now) == []


@pytest.mark.parametrize(("who", "step"), [("chair", "propose"), ("leader", "")])
def test_who_proposes_and_who_approves_read_it_before_they_decide(who, step, cast, now, at_desk):
    found(product="Soft toy", organisation="Westland Bureau", failing="small parts")
    make = given.scored_assessment if step else given.proposed_assessment
    assessment = make(cast, now, "sample")
    url = f"{assessment.get_absolute_url()}{step}/" if step else assessment.get_absolute_url()
    page = at_desk(cast.people[who]).get(url).content.decode()
    assert "Already known?" in page and "Westland Bureau" in page and "small parts" in page


def test_what_is_decided_asks_no_more(cast, now, at_desk):
    case = given.assessed_case(cast, now, "exclude")
    pages = [case.get_absolute_url(), case.assessments.get().get_absolute_url()]
    assert not any("Already known?" in at_desk(cast.leader).get(url).content.decode() for url in pages)


def test_it_is_two_questions_to_the_database(cast, now, django_assert_num_queries):
    found(product="Soft toy")
    given.assessed_case(cast, now, "exclude")
    case = case_of(cast, now, item_id="4711", enterprise="东方玩具", brand="Bear", model="B-1")
    signals = list(case.signals.all())
    with django_assert_num_queries(2):
        assert len(known(case, signals, cast.chair, now)) == 2
