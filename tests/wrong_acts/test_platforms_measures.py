"""What does a platform report that it has not done, or not then, and is it refused?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.walks import feedback_form, measure_form
from tests.documents.conftest import picture

TODAY = NOW.date()


def test_p2_handling_is_not_finished_without_a_measure(cast, at_desk, now):
    found = given.handling(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.quality_officer), found, "finish", {"handled_on": TODAY})
    assert answer.status_code == 409 and "No measure has been entered yet" in answer.content.decode()


def test_p2_less_than_proposed_is_not_enough_without_a_reason(cast, at_desk, now):
    found = given.handling(cast, now)
    given.measure(found, cast, now, measure="warn")
    platform = at_desk(cast.quality_officer)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(platform, found, "finish", {"handled_on": TODAY, "below_reason": " "})
        assert answer.status_code == 422 and "Less was done than proposed" in answer.content.decode()
        said = {"handled_on": TODAY, "below_reason": "The shop had sold none."}
        assert given.press(platform, found, "finish", said).status_code == 302


def test_p2_a_measure_without_evidence_or_about_another_matters_product_is_refused(cast, at_desk, now):
    found, other = given.handling(cast, now), given.handling(cast, now)
    platform = at_desk(cast.quality_officer)
    foreign = list(other.items.all())
    with time_machine.travel(NOW, tick=False):
        assert (
            given.press(platform, found, "measure", measure_form(found, cast, evidence="")).status_code == 422
        )
        form = measure_form(found, cast, items=foreign, evidence=picture())
        assert given.press(platform, found, "measure", form).status_code == 422
    assert not found.measures.exists()


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "enter when it was finished"), (1, "This lies in the future")]
)
def test_p4_handling_is_finished_neither_before_the_report_nor_tomorrow(cast, at_desk, now, days, sentence):
    found = given.measured(cast, now)
    with time_machine.travel(NOW, tick=False):
        form = {"handled_on": TODAY + timedelta(days=days)}
        answer = given.press(at_desk(cast.quality_officer), found, "finish", form)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_p4_what_is_reported_twice_or_out_of_order_counts_once(cast, at_desk, now):
    found = given.measured(cast, now)
    platform = at_desk(cast.quality_officer)
    with time_machine.travel(NOW, tick=False):
        assert given.press(platform, found, "feed_back", feedback_form(found, cast)).status_code == 409
        assert given.press(platform, found, "finish", {"handled_on": TODAY}).status_code == 302
        assert given.press(platform, found, "finish", {"handled_on": TODAY}).status_code == 409
        answers = [given.press(platform, found, "feed_back", feedback_form(found, cast)) for _n in (1, 2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert found.documents.filter(paper="disposal_feedback").count() == 1


def test_p2_one_measure_on_one_product_on_one_day_is_not_entered_twice(cast, at_desk, now):
    found = given.handling(cast, now)
    platform = at_desk(cast.quality_officer)
    with time_machine.travel(NOW, tick=False):
        answers = [given.press(platform, found, "measure", measure_form(found, cast)) for _n in (1, 2)]
        other = given.press(platform, found, "measure", measure_form(found, cast, measure="warn"))
    assert [answer.status_code for answer in (*answers, other)] == [302, 422, 302]
    refused = answers[1].content.decode()
    assert "Entered already: Remove the shop from the platform, The platform, 2026-11-25" in refused
    assert f"Quality rule 7, on {found.items.get()}" in refused and found.measures.count() == 2


def test_p2_a_measure_that_was_struck_or_came_before_a_return_may_be_entered_anew(cast, at_desk, now):
    found = given.measured(cast, now)
    platform = at_desk(cast.quality_officer)
    with time_machine.travel(NOW, tick=False):
        strike = {"taken": found.measures.get(), "note": "The wrong product."}
        assert given.press(platform, found, "strike", strike).status_code == 302
        assert given.press(platform, found, "measure", measure_form(found, cast)).status_code == 302
