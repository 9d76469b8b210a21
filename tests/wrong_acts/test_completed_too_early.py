"""Can a scheme be completed while it is open whether another sample has to be bought for it?"""

from __future__ import annotations

from typing import Any

import time_machine
from django.urls import reverse

from casework.pages.worklist import waiting
from inspection.commissions.models.abnormalities import Abnormality
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import decision_form


@time_machine.travel(NOW, tick=False)
def test_a_scheme_waits_for_what_becomes_of_its_samples(cast: Cast, at_desk: Any) -> None:
    abnormality: Abnormality = given.abnormality(cast, NOW)
    [concerned] = abnormality.concerning()
    scheme, client = concerned.entrusted.sample.purchase.scheme, at_desk(cast.organiser)
    complete = reverse("scheme-step", args=[scheme.number, "complete"])
    refused = client.post(complete)
    assert refused.status_code == 409 and abnormality.number in refused.text
    assert scheme.pk not in {each.pk for each in waiting(cast.organiser, NOW)}
    client.post(
        reverse("abnormality-step", args=[abnormality.number, "decide"]), decision_form(abnormality, cast)
    )
    assert scheme.pk in {each.pk for each in waiting(cast.organiser, NOW)}
    assert client.post(complete).status_code == 302


@time_machine.travel(NOW, tick=False)
def test_what_is_bought_for_a_scheme_that_was_completed_stands_in_one_that_is_open(
    cast: Cast, at_desk: Any
) -> None:
    scheme = given.completed_before(cast, NOW)
    abnormality, client = Abnormality.objects.get(), at_desk(cast.organiser)
    decide = reverse("abnormality-step", args=[abnormality.number, "decide"])
    assert client.post(decide, decision_form(abnormality, cast, "replace")).status_code == 302
    scheme.refresh_from_db()
    assert scheme.state == "buying" and scheme.turn == "organiser"
    assert scheme.purchases.exclude(turn="").count() == 1
    assert client.post(reverse("scheme-step", args=[scheme.number, "complete"])).status_code == 409
