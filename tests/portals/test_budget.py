"""How often does a page ask the database?"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Kind
from tests.monitoring import given
from tests.test_access import example

# Begin, read only and end of the transaction are counted too.
# A record's trail asks once for the papers that its lines name, its bar of steps which way it came.
LIST, RECORD, HOME = 11, 30, 16
# What was bought otherwise; of a report besides its corrections, whether an earlier one of its sample stands,
# what it left untested, what it is compiled in.
MORE = {"sample": 32, "report": 36}


@pytest.mark.parametrize("who", ["approver", "collector", "tester", "quality_officer", "case_officer"])
def test_a_home_asks_few_questions(who, cast, at_desk, django_assert_max_num_queries):
    client = at_desk(getattr(cast, who))
    with django_assert_max_num_queries(HOME):
        assert client.get(reverse("home")).status_code == 200


@pytest.mark.parametrize("kind", ["riskcase", "sample", "purchase", "report", "compilation"])
def test_a_list_asks_few_questions(kind, cast, at_desk, django_assert_max_num_queries):
    example(kind, cast)
    client = at_desk(cast.storekeeper)
    with django_assert_max_num_queries(LIST):
        assert client.get(reverse(f"{kind}-list")).status_code == 200


@pytest.mark.parametrize("kind", ["riskcase", "assessment", "sample", "report", "compilation"])
def test_a_record_asks_few_questions(kind, cast, at_desk, django_assert_max_num_queries):
    record = example(kind, cast)
    client = at_desk(cast.storekeeper)
    with django_assert_max_num_queries(MORE.get(kind, RECORD)):
        assert client.get(record.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("who", ["approver", "planner"])
def test_a_home_asks_no_more_of_many_matters_than_of_a_few(who, cast, now, at_desk):
    """A question for each row is none in a test with one row, and a hundred on a working day."""
    client, asked = at_desk(getattr(cast, who)), []
    for few in (2, 4):
        for _each in range(few):
            given.submitted_plan(cast, now)
        client.get(reverse("home"))  # what is asked once for each shape
        with CaptureQueriesContext(connection) as questions:
            client.get(reverse("home"))
        asked.append(len(questions))
    assert asked[0] == asked[1]


def test_the_table_of_terms_asks_once_for_all_of_them(cast, at_desk, django_assert_max_num_queries):
    client = at_desk(cast.reviewer)
    client.get(reverse("terms"))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("terms")).status_code == 200


def test_a_plan_asks_no_more_of_many_laboratories_than_of_one(cast, now, at_desk):
    """Which of them may test is asked for all together."""
    plan, client, asked = given.submitted_plan(cast, now), at_desk(cast.approver), []
    others = Organisation.objects.filter(kind=Kind.LABORATORY).exclude(pk__in=plan.laboratories.all())
    for more in ((), others):
        plan.laboratories.add(*more)
        client.get(plan.get_absolute_url())
        with CaptureQueriesContext(connection) as questions:
            client.get(plan.get_absolute_url())
        asked.append(len(questions))
    assert plan.laboratories.count() == 2 and asked[0] == asked[1]
