"""Does each kind of organisation give, ask, answer, supply and keep safe alike? One round of all of them."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from sharing.actions import safeguards
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource
from tests.conftest import NOW
from tests.sharing import given
from tests.sharing.test_requests import KINDS, ask_form, of
from tests.sharing.test_resources import TABLE, table_form
from tests.sharing.walks import grant_form


def officer(cast, kind):
    return cast.people[f"{kind}_sharing_officer"]


@pytest.mark.clause("6.5-1", "6.5-2-b")
def test_each_party_asks_another_and_answers_a_third_in_time(cast, at_desk):
    for asker, holder in zip(KINDS, (*KINDS[1:], KINDS[0]), strict=True):
        resource = of(cast, holder)
        with time_machine.travel(NOW, tick=False):
            asking = at_desk(officer(cast, asker))
            assert (
                asking.post(reverse("resource-ask", args=[resource.number]), ask_form(resource)).status_code
                == 302
            )
            request = ShareRequest.objects.get(resource=resource, requester__kind=asker)
            step = reverse("sharerequest-step", args=[request.number, "grant"])
            data = {**grant_form(request, cast), "fields_granted": request.fields_asked[:1]}
            assert at_desk(officer(cast, holder)).post(step, data).status_code == 302
        clock = request.deadlines.get(term="DL-09")
        assert clock.met_at is not None and clock.met_at < clock.due_at


@pytest.mark.clause("6.5-2-a", "6.5-2-c")
def test_each_party_offers_a_table_in_the_one_form_and_free_of_charge(cast, at_desk):
    for kind in KINDS:
        answer = at_desk(officer(cast, kind)).post(TABLE, table_form(cast, name=f"Of the {kind}"))
        assert answer.status_code == 302, answer.context["form"].errors
        resource = Resource.objects.get(name=f"Of the {kind}")
        page = at_desk(officer(cast, kind)).get(resource.get_absolute_url()).text
        assert "free of charge" in page and "version of the schema" in page
        assert [column.name for column in resource.columns] == [name for name, _meaning in given.FIELDS]


@pytest.mark.clause("6.5-2-d")
def test_each_party_acknowledges_the_safeguards_before_it_may_ask(cast, at_desk):
    given.table(cast, NOW)
    rules = safeguards.publish(text="Stricter.", by=cast.center_sharing_officer, now=NOW)
    safeguards.confirm(rules, by=cast.regulator_sharing_officer, now=NOW)
    for kind in KINDS:
        client = at_desk(officer(cast, kind))
        assert client.post(reverse("safeguard-acknowledge", args=[rules.pk])).status_code == 302
        assert reverse("safeguard-acknowledge", args=[rules.pk]) not in client.get(reverse("safeguards")).text
