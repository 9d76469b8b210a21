"""What does whoever decides a dispute read of it first: a platform's objection, two regulators' places?"""

from __future__ import annotations

import pytest
import time_machine

from casework.flow import Refused
from catalogue.models import Enterprise
from disposal.actions import jurisdiction
from tests.conftest import NOW
from tests.disposal import given, given_letters


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_whoever_settles_an_objection_reads_it_with_its_papers_and_what_fails(cast, at_desk, now, beside):
    disposal = given.disputed_measure(cast, now)
    shown = beside(at_desk(cast.compiler), disposal, "settle")
    item = disposal.items.get()
    [failing] = item.report.failing
    taken = disposal.measures.get()
    for said in ("Not sold here.", str(item), failing.name, failing.held_against, taken.account()):
        assert said in shown, said
    assert taken.evidence.get_absolute_url() in shown


def test_whoever_assigns_a_case_reads_the_dispute_and_whom_its_place_names(cast, at_desk, now, beside):
    case = given_letters.disputed(cast, now)
    Enterprise.objects.filter(pk=case.enterprise_id or 0).update(address="Kiln Road 7")
    shown = beside(at_desk(cast.city_officer), case, "assign")
    [failing] = case.report.failing
    for said in (case.dispute_reason, str(case.disputed_by), "Kiln Road 7", failing.name):
        assert said in shown, said
    assert f"By its place, {cast.county} is competent for this case." in shown


def test_nobody_assigns_a_case_elsewhere_than_its_place_says_without_having_noticed(cast, at_desk, now):
    case, city = given_letters.disputed(cast, now), at_desk(cast.city_officer)
    there = {"regulator": cast.other_county, "assignment_reason": "Its store is there."}
    answer = given.press(city, case, "assign", there)
    assert answer.status_code == 422 and f"By it {cast.county} is competent" in answer.text
    with pytest.raises(Refused, match="is competent"):
        said = {"regulator": cast.other_county, "assignment_reason": "Its store is there."}
        jurisdiction.assign(case, by=cast.city_officer, now=now, **said)
    assert given.press(city, case, "assign", there | {"elsewhere": "on"}).status_code == 302


def test_where_its_place_says_or_none_is_known_nothing_more_is_asked(cast, at_desk, now):
    case, city = given_letters.disputed(cast, now), at_desk(cast.city_officer)
    Enterprise.objects.filter(pk=case.enterprise_id or 0).update(region=None)
    given_letters.moved(case, given_letters.MOOR)
    there = {"regulator": cast.other_county, "assignment_reason": "Its store is there."}
    assert given.press(city, case, "assign", there).status_code == 302
