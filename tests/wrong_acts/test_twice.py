"""What is pressed twice, or four times at once: is it done once?"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from unittest.mock import patch

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse

from casework import resent
from casework.models import SentForm
from monitoring.risks.models.signals import RiskSignal
from sampling.money.models import Advance
from tests.conftest import NOW
from tests.monitoring.risks.test_outcomes import SIGNAL
from tests.races import runners
from tests.sampling import given

FORM = {"csrfmiddlewaretoken": "a" * 64}


@pytest.mark.django_db(transaction=True)
def test_c4_money_that_is_given_four_times_at_once_is_given_once(cast, now, at_desk):
    scheme = given.buying_scheme(cast, now)
    form = {"scheme": scheme, "buyer": cast.buyer.user, "kind": "given", "amount": "500"}
    form |= {"on": "2026-11-25", "means": "cash"} | FORM
    clients = [at_desk(cast.organiser) for _ in range(4)]
    with runners(4) as at_once:
        answers = at_once([partial(client.post, reverse("money-give"), form) for client in clients])
    assert Advance.objects.count() == 1
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1


def test_c4_a_signal_whose_button_is_pressed_twice_is_one(cast, at_desk):
    client, form = at_desk(cast.collector), {**SIGNAL, "category": cast.category, **FORM}
    first, again = (client.post("/signals/new/", form) for _ in range(2))
    assert first["Location"] == again["Location"] and RiskSignal.objects.count() == 1
    # Another word is another signal.
    client.post("/signals/new/", form | {"product": "Another"})
    assert RiskSignal.objects.count() == 2


def test_c4_a_signal_that_is_entered_in_two_tabs_is_another_only_if_that_is_said(cast, at_desk):
    client, form = at_desk(cast.collector), {**SIGNAL, "category": cast.category}
    assert "It really is another one" not in client.get("/signals/new/").text
    client.post("/signals/new/", form)
    again = client.post("/signals/new/", form)
    [one] = RiskSignal.objects.all()
    assert again.status_code == 422 and one.get_absolute_url() in again.text and one.number in again.text
    assert "It really is another one" in again.text
    assert client.post("/signals/new/", form | {"really_another": "on"}).status_code == 302
    assert RiskSignal.objects.count() == 2


@pytest.mark.parametrize("name", ["product", "hazard_item", "source_ref", "shop", "platform"])
def test_c4_what_differs_in_one_of_its_marks_is_another_signal(cast, at_desk, name):
    client, form = at_desk(cast.collector), {**SIGNAL, "category": cast.category}
    client.post("/signals/new/", form)
    assert client.post("/signals/new/", form | {name: "Another"}).status_code == 302


def test_c4_what_others_took_down_or_was_long_ago_or_void_stops_nobody(cast, at_desk):
    form = {**SIGNAL, "category": cast.category}
    with time_machine.travel(NOW, tick=False):
        at_desk(cast.other_collector).post("/signals/new/", form)
        assert at_desk(cast.collector).post("/signals/new/", form).status_code == 302
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        client = at_desk(cast.collector)
        assert client.post("/signals/new/", form).status_code == 302
        assert client.post("/signals/new/", form).status_code == 422
        latest = RiskSignal.objects.latest("pk")
        client.post(f"{latest.get_absolute_url()}void/", {"reason": "Entered in the wrong window."})
        assert client.post("/signals/new/", form).status_code == 302


def test_c4_a_draft_that_says_what_stands_already_is_not_submitted_unseen(cast, at_desk):
    client, form = at_desk(cast.collector), {**SIGNAL, "category": cast.category}
    client.post("/signals/new/", form)
    kept = form | {"product": "Another", "submit_now": ""}
    draft = client.post("/signals/new/", kept)["Location"]
    assert client.post(f"{draft}edit/", kept).status_code == 302
    assert client.post(f"{draft}edit/", form).status_code == 422


def test_c4_what_breaks_off_before_it_is_known_as_done_is_not_done(cast, at_desk):
    client, form = at_desk(cast.collector), {**SIGNAL, "category": cast.category, **FORM}
    with (
        patch.object(SentForm.objects, "create", side_effect=OperationalError),
        pytest.raises(OperationalError),
    ):
        client.post("/signals/new/", form)
    assert not RiskSignal.objects.exists()
    client.post("/signals/new/", form)
    assert RiskSignal.objects.count() == 1


def test_what_was_refused_may_be_sent_again_and_another_person_is_another(cast, at_desk):
    client, form = at_desk(cast.collector), {**SIGNAL, "category": cast.category, **FORM}
    wrong = form | {"product": ""}
    assert [client.post("/signals/new/", wrong).status_code for _ in range(2)] == [422, 422]
    client.post("/signals/new/", form)
    at_desk(cast.other_collector).post("/signals/new/", form)
    assert RiskSignal.objects.count() == 2


def test_a_form_is_forgotten_after_a_day(cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        at_desk(cast.collector).post("/signals/new/", {**SIGNAL, "category": cast.category, **FORM})
    assert SentForm.objects.count() == 1
    assert resent.forget(NOW + timedelta(hours=23)) == 0
    assert resent.forget(NOW + timedelta(hours=25)) == 1


def test_another_file_of_the_same_name_and_size_on_a_form_gone_back_to_is_another(cast, at_desk, now):
    """Photos and tables of one program often are: what is sent as the second is not taken for the first."""
    scheme = given.empty_scheme(cast, now)
    rows = [given.row(number, plan_item="Soft toy", platform=cast.platform.name) for number in (1, 2)]
    tables = ["\n".join([",".join(row), ",".join(row.values())]) for row in rows]
    assert len({*tables}) == 2 and len({*map(len, tables)}) == 1
    for table in (*tables, tables[1]):
        file = SimpleUploadedFile("offers.csv", table.encode(), "text/csv")
        at_desk(cast.organiser).post(f"{scheme.get_absolute_url()}import/", {"file": file, **FORM})
    assert scheme.files.count() == 2
