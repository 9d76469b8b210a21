"""Is a record opened with many others the same as one opened alone?"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Membership, System, User
from accounts.roles import Kind, Role
from casework.actions import open_record, take
from casework.bulk import _copy, open_many
from casework.flow import Forbidden, Refused
from casework.models import Admission, Notification, Record
from inspection.commissions.models.commissions import Entrustment
from tests.casework import trial
from tests.casework.trial import fields, with_step
from tests.cast import build, organisation, person
from trail.models import Event

# All that PostgreSQL can store as text; tabs, line ends and backslashes mean something to COPY.
ODD = st.sampled_from("\t\n\r\v\b\\\"'{},.N")
TEXT = st.text(ODD | st.characters(exclude_characters="\0", codec="utf-8"))
ROW = st.fixed_dictionaries(
    {
        "title": TEXT.filter(bool).map(lambda text: text[:200]),
        "grade": TEXT.map(lambda text: text[:60]).filter(lambda text: text != "blocked"),
        "test_grounds": TEXT.map(lambda text: text[:400]),
        "client_phone": TEXT.map(lambda text: text[:40]),
        "fee": st.none() | st.decimals(0, 10**9, places=2),
        "urgent": st.booleans(),
        "copies": st.integers(1, 32_767),
    },
    optional={"platform": st.none(), "province": st.none(), "regulator": st.none()},
)


def stored(record: Record) -> dict[str, Any]:
    """Everything kept of a record, except what no two records share."""
    row: dict[str, Any] = dict(Entrustment.objects.filter(pk=record.pk).values().get())
    told: dict[str, Any] = dict(Event.objects.of("record", record.pk).values().get())
    clocks: list[dict[str, Any]] = [dict(clock) for clock in record.deadlines.values()]
    granted = set(Admission.objects.filter(content_object=record.pk).values_list("group", "since"))
    for found in (row, told, *clocks):
        for key in ("id", "record_id", "number", "subject_id", "transaction", "recorded_at", "started_by_id"):
            found.pop(key, None)
    return {**row, "told": told, "clocks": clocks, "granted": granted}


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(ROW, min_size=1, max_size=4))
def test_many_opened_at_once_equal_as_many_opened_one_by_one(now, rows):
    with transaction.atomic():
        cast = build()
        rows = [fields(cast, now, **row) for row in rows]
        many = open_many(Entrustment, rows, by=cast.organiser, now=now)
        single = [open_record(Entrustment, by=cast.organiser, now=now, **row) for row in rows]
        assert [stored(record) for record in many] == [stored(record) for record in single]
        transaction.set_rollback(True)


def test_clocks_and_admissions_of_the_opening_are_those_of_a_single_one(cast, now, monkeypatch):
    flow = with_step("open", starts=(trial.REPLY, trial.DATED), admits=(Kind.LABORATORY,))
    monkeypatch.setattr(Entrustment, "flow", flow)
    many = open_many(Entrustment, [fields(cast, now)] * 3, by=cast.organiser, now=now)
    single = open_record(Entrustment, by=cast.organiser, now=now, **fields(cast, now))
    expected = stored(single)
    assert expected["next_due_at"] and len(expected["clocks"]) == 2 and len(expected["granted"]) == 1
    assert [stored(record) for record in many] == [expected] * 3


def test_what_comes_back_are_the_records_in_the_order_of_the_rows(cast, now):
    rows = [fields(cast, now, title=title) for title in ("b", "c", "a")]
    records = open_many(Entrustment, rows, by=cast.organiser, now=now)
    assert [record.title for record in records] == ["b", "c", "a"]
    assert [record.pk for record in records] == sorted(record.pk for record in records)
    assert len({record.number for record in records}) == 3
    assert take("send", records[1], by=cast.organiser, now=now).moved_to == "sent"


def test_no_rows_are_no_records(cast, now):
    assert open_many(Entrustment, [], by=cast.organiser, now=now) == [] and not Record.objects.exists()


def test_one_row_that_is_refused_refuses_all(cast, now):
    rows = [fields(cast, now), fields(cast, now, grade="blocked")]
    with pytest.raises(Refused, match="The grade is blocked"):
        open_many(Entrustment, rows, by=cast.organiser, now=now)
    assert not Record.objects.exists() and not Event.objects.exists()


def test_one_row_of_another_center_refuses_all(cast, now):
    rows = [fields(cast, now), fields(cast, now, center=cast.other_center)]
    with pytest.raises(Forbidden):
        open_many(Entrustment, rows, by=cast.organiser, now=now)
    assert not Record.objects.exists()


def test_each_holder_is_told_once_and_not_once_a_record(cast, now):
    rows = [fields(cast, now)] * 3 + [fields(cast, now, center=cast.other_center)] * 2
    records = open_many(Entrustment, rows, by=System(), now=now)
    told = Notification.objects.order_by("record").values_list("user", "record")
    assert list(told) == [
        (cast.organiser.user.pk, records[0].pk),
        (cast.other_organiser.user.pk, records[3].pk),
    ]


def test_who_opened_them_is_not_told(cast, now):
    colleague = person("colleague", cast.center, Role.ORGANISER)
    open_many(Entrustment, [fields(cast, now)] * 3, by=cast.organiser, now=now)
    assert Notification.objects.get().user == colleague.user


def test_many_cost_no_more_queries_than_one(cast, now):
    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            open_many(Entrustment, [fields(cast, now)] * count, by=cast.organiser, now=now)
        return len(queries)

    assert cost(200) == cost(1) <= 8


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(names=st.lists(TEXT.map(lambda text: text[:20]), max_size=4))
def test_lists_of_words_survive_too(names):
    with transaction.atomic():
        user = User.objects.create(username="li")
        home = organisation(Kind.CENTER, "Center")
        _copy(
            Membership,
            [field for field in Membership._meta.local_concrete_fields if field.name != "id"],
            [Membership(user=user, organisation=home, roles=names)],
        )
        assert Membership.objects.get().roles == names
        transaction.set_rollback(True)
