"""What if cash is entered that was entered before, or by mistake? It is said, and can be taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.addresses import code_of
from casework.flow import Refused
from casework.models import Notification
from monitoring.plans.models.plans import WorkPlan
from sampling.money.actions import advances, money
from sampling.money.models import Advance
from tests.sampling import accounting, given
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(cast, now):
    scheme = given.buying_scheme(cast, now)
    said = {"scheme": scheme, "buyer": cast.buyer.user, "kind": "given", "amount": "500"}
    return said | {"on": "2026-11-25", "means": "cash"}


def test_the_same_advance_from_a_second_tab_is_asked_about_and_not_entered(cast, form, at_desk):
    desk = at_desk(cast.organiser)
    assert desk.post(reverse("money-give"), form).status_code == 302
    again = desk.post(reverse("money-give"), form | {"means": "bank transfer"})
    assert again.status_code == 422 and str(cast.organiser.user) in again.text
    assert 'name="another"' in again.text and Advance.objects.count() == 1
    assert desk.post(reverse("money-give"), form | {"another": "on"}).status_code == 302
    assert Advance.objects.count() == 2


def test_another_amount_or_day_is_not_asked_about(cast, form, at_desk):
    desk = at_desk(cast.organiser)
    for other in ({}, {"amount": "500.01"}, {"on": "2026-11-24"}, {"kind": "topped_up"}):
        assert desk.post(reverse("money-give"), form | other).status_code == 302


def test_more_than_the_budget_of_the_whole_plan_is_not_given_by_a_slip(cast, form, at_desk):
    WorkPlan.objects.update(budget=Decimal(1500))
    desk = at_desk(cast.organiser)
    assert desk.post(reverse("money-give"), form | {"amount": "1000"}).status_code == 302
    refused = desk.post(reverse("money-give"), form | {"amount": "500.01"})
    assert refused.status_code == 409 and "1500.01 yuan" in refused.text and Advance.objects.count() == 1
    assert desk.post(reverse("money-give"), form | {"amount": "500"}).status_code == 302


def test_what_a_buyer_paid_back_is_asked_about_too(cast, now, form, at_desk):
    accounting.advanced(cast, now, form["scheme"])
    back = {name: form[name] for name in ("scheme", "on", "means")} | {"amount": "100"}
    assert at_desk(cast.buyer).post(reverse("money-back"), back).status_code == 302
    assert at_desk(cast.buyer).post(reverse("money-back"), back).status_code == 422


def test_who_entered_an_advance_takes_it_back_until_it_is_confirmed(cast, form, at_desk):
    desk = at_desk(cast.organiser)
    desk.post(reverse("money-give"), form)
    advance = Advance.objects.get()
    withdraw = reverse("advance-withdraw", args=[advance.token])
    assert withdraw in desk.get(reverse("money")).text
    assert withdraw not in at_desk(cast.buyer).get(reverse("money")).text
    assert at_desk(cast.buyer).post(withdraw).status_code == 403
    assert desk.post(withdraw).status_code == 302
    assert Event.objects.filter(verb="withdraw an advance").count() == 1
    confirm = reverse("advance-confirm", args=[advance.token])
    for answer in (at_desk(cast.buyer).get(confirm), at_desk(cast.buyer).post(confirm)):
        assert answer.status_code == 409 and "taken back already" in answer.text
    assert desk.post(reverse("money-give"), form).status_code == 302, "it was taken back, and asks nothing"


def test_what_was_confirmed_is_not_taken_back(cast, now, form, at_desk):
    desk = at_desk(cast.organiser)
    desk.post(reverse("money-give"), form)
    advance = Advance.objects.get()
    advances.confirm_advance(advance, by=cast.buyer, now=now)
    assert desk.post(reverse("advance-withdraw", args=[advance.token])).status_code == 409
    assert money.account(advance.scheme, cast.buyer.user, cast.organiser).balance == 500


def test_whoever_confirms_reads_what_before_they_do(cast, form, at_desk):
    at_desk(cast.organiser).post(reverse("money-give"), form)
    asked = at_desk(cast.buyer).get(reverse("advance-confirm", args=[Advance.objects.get().token]))
    assert "500.00" in asked.text and str(cast.organiser.user) in asked.text
    assert Advance.objects.get().waits, "to look confirms nothing"


def test_who_entered_what_was_denied_reads_why(cast, form, at_desk):
    at_desk(cast.organiser).post(reverse("money-give"), form)
    deny = reverse("advance-deny", args=[Advance.objects.get().token])
    at_desk(cast.buyer).post(deny, {"denial": "I was handed 400 yuan."})
    assert "I was handed 400 yuan." in at_desk(cast.organiser).get(reverse("money")).text


def test_a_buyer_who_holds_money_does_not_leave_unseen(cast, now, form, at_desk):
    url = f"/hand-over/?leaver={code_of(cast.buyer.user)}"
    desk = at_desk(cast.center_administrator)
    assert "Money that is not settled" not in desk.get(url).text
    at_desk(cast.organiser).post(reverse("money-give"), form)
    page = desk.get(url).text
    assert "Money that is not settled" in page and form["scheme"].number in page and "500" not in page
    advance = Advance.objects.get()
    advances.confirm_advance(advance, by=cast.buyer, now=now)
    assert "Money that is not settled" in desk.get(url).text
    back = {"scheme": form["scheme"], "buyer": cast.buyer.user, "kind": "paid_back", "amount": Decimal(500)}
    paid = advances.enter_advance(**back, on=now.date(), means="cash", by=cast.buyer, now=now)
    advances.confirm_advance(paid, by=cast.organiser, now=now)
    assert "Money that is not settled" not in desk.get(url).text


def test_two_forms_that_were_both_looked_at_before_either_was_entered_make_one(cast, now, form):
    said = {"buyer": cast.buyer.user, "kind": "given", "amount": Decimal(500), "on": now.date()}
    advances.enter_advance(form["scheme"], **said, means="cash", by=cast.organiser, now=now)
    with pytest.raises(Refused, match="entered the same amount"):
        advances.enter_advance(form["scheme"], **said, means="cash", by=cast.organiser, now=now)


def told(viewer) -> list[str]:
    notes = Notification.objects.filter(user=viewer.user, event__subject_kind="advance").order_by("pk")
    return [note.event.verb for note in notes if note.url == reverse("money")]


def test_nobody_has_to_come_to_the_page_to_learn_that_cash_waits_for_their_word(cast, form, at_desk):
    at_desk(cast.organiser).post(reverse("money-give"), form)
    assert told(cast.buyer) == ["enter an advance"] and told(cast.organiser) == []
    denied = {"denial": "It never came."}
    at_desk(cast.buyer).post(reverse("advance-deny", args=[Advance.objects.get().token]), denied)
    assert told(cast.organiser) == ["deny an advance"] and len(told(cast.buyer)) == 1
    at_desk(cast.organiser).post(reverse("advance-withdraw", args=[Advance.objects.get().token]))
    assert told(cast.buyer) == ["enter an advance", "withdraw an advance"]


def test_the_organisers_learn_of_what_a_buyer_paid_back_and_the_buyer_that_it_came(cast, now, form, at_desk):
    accounting.advanced(cast, now, form["scheme"])
    back = {name: form[name] for name in ("scheme", "on", "means")} | {"amount": "100"}
    at_desk(cast.buyer).post(reverse("money-back"), back)
    assert told(cast.organiser)[1:] == ["enter an advance"] and told(cast.collector) == []
    paid = Advance.objects.get(kind="paid_back")
    at_desk(cast.organiser).post(reverse("advance-confirm", args=[paid.token]))
    assert told(cast.buyer)[1:] == ["confirm an advance"]
