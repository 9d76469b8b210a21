"""What does a record know of itself, of what it came from, and of what came from it?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from casework.actions import said, take
from casework.flow import Refused
from casework.models import Filed, Record, kinds
from casework.river import above, below
from casework.work.notifications import mark_read, unread
from inspection.commissions.models.commissions import Entrustment
from tests.casework.trial import brought, opened
from tests.monitoring import given


def test_a_record_reads_as_its_title_and_its_number(cast, now):
    record = opened(cast, now)
    assert str(record) == f"Lead in toys {record.number}"


def test_the_address_of_a_record_is_its_number(cast, now):
    record = opened(cast, now)
    assert record.number in record.get_absolute_url() and str(record.pk) not in record.get_absolute_url()


def test_the_spine_finds_the_kind_the_state_and_the_particulars(cast, now):
    record = Record.objects.get(pk=opened(cast, now, grade="A").pk)
    assert record.filed_class is kinds()["entrustment"] is Entrustment
    assert record.get_state_display() == "Draft" and record.child() == Entrustment.objects.get(grade="A")


def test_facts_are_what_is_known_by_the_words_of_the_form(cast, now):
    record = opened(cast, now, grade="A", sending="post", fee=None, urgent=False)
    assert record.facts("grade", "sending", "fee", "team", "urgent", "number") == [
        ("quality grade", "A"),
        ("report sent", "By post"),
        ("urgent", False),
        ("number", record.number),
    ]


def test_a_kind_must_say_which_particulars_it_shows(cast, now, monkeypatch):
    monkeypatch.setattr(Entrustment, "particulars", Filed.particulars)
    with pytest.raises(TypeError, match="Entrustment does not say which particulars it shows"):
        opened(cast, now).particulars(cast.organiser)


@pytest.mark.parametrize(
    ("holder", "above", "role"),
    [
        ("county", "city", "approver"),
        ("province", "nation", "approver"),
        ("center", "province", "approver"),
        ("laboratory", "center", "organiser"),
        ("platform", "center", "compiler"),
        ("merchant", "center", "compiler"),
    ],
)
def test_a_term_escalates_to_the_level_above_unless_the_kind_says_otherwise(cast, now, holder, above, role):
    record = opened(cast, now)
    record.holder = getattr(cast, holder)
    assert Filed.escalates_to(record, "DL-06") == [(getattr(cast, above), role)]


def test_above_the_nation_and_above_nobody_is_nobody(cast, now):
    record = opened(cast, now)
    for holder in (cast.nation, None):
        record.holder = holder
        assert Filed.escalates_to(record, "DL-06") == []


def test_a_record_knows_what_it_came_from_and_what_came_from_it(cast, now):
    plan = given.draft_plan(cast, now)
    case = plan.cases.get()
    assessment = case.assessments.get()
    assert (above(plan, cast.planner), below(plan, cast.planner)) == ([case.record], [])
    assert below(case, cast.planner) == [assessment.record, plan.record]
    assert above(assessment, cast.planner) == [case.record]


def test_of_the_river_a_viewer_sees_what_they_may_see(cast, now):
    plan = given.draft_plan(cast, now)
    case = plan.cases.get()
    for stranger in (cast.other_planner, cast.quality_officer):
        assert below(case, stranger) == above(plan, stranger) == []


def test_a_record_is_not_voided_while_something_open_came_of_it(cast, now):
    assessment = given.open_assessment(cast, now)
    case = assessment.riskcase
    assert case.rests_on_it() == assessment.record
    with pytest.raises(Refused, match=f"{assessment.number} came of this record and is still open"):
        take("void", case, by=cast.leader, now=now, note="By mistake")


def test_what_has_ended_keeps_nothing_from_being_voided(cast, now):
    plan = given.draft_plan(cast, now)
    case = plan.cases.get()
    take("void", plan, by=cast.approver, now=now, note="By mistake")
    assert case.rests_on_it() is None


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("A", "A"),
        (7, 7),
        (True, True),
        (False, False),
        (0, 0),
        (1.5, 1.5),
        (date(2026, 11, 25), "2026-11-25"),
        (Decimal("12.30"), "12.30"),
        ([date(2026, 11, 25), "A"], ["2026-11-25", "A"]),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_the_trail_keeps_values_as_a_person_reads_them(value, told):
    assert said(Entrustment, {"grade": value}, "") == {"grade": told}


@pytest.mark.parametrize("nothing", [None, "", []])
def test_the_trail_keeps_nothing_of_what_was_left_empty(nothing):
    assert said(Entrustment, {"grade": nothing, "client_phone": nothing}, "") == {}


def test_what_a_person_has_not_read_is_theirs_in_this_organisation_alone(cast, now):
    brought(cast, now, "sent")
    assert unread(cast.receiver).count() == 1
    assert not unread(cast.tester).exists() and not unread(cast.other_receiver).exists()
    assert mark_read(cast.receiver, now) == 1 and mark_read(cast.receiver, now) == 0
    assert not unread(cast.receiver).exists()
