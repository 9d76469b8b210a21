"""How often does a page ask the database?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.test_access import example

# Begin, read only and end of the transaction are counted too.
# A record's trail asks once for the papers that its lines name, its bar of steps which way it came.
LIST, RECORD, HOME = 13, 33, 17
# What was bought otherwise; of a report besides its corrections, whether an earlier one of its sample stands,
# what it left untested, what it is compiled in.
MORE = {"sample": 35, "report": 39}


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
