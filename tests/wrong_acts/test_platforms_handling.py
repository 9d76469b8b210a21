"""Does a weak or backdated measure pass for enough, and can a platform act while it disputes?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from documents.models import Document
from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.walks import feedback_form, measure_form

TODAY = NOW.date()
BEFORE = {"asked_on": "", "done_on": TODAY - timedelta(days=1)}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_platform_enters_and_strikes_measures_while_its_dispute_is_open(cast, at_desk, now):
    found, platform = given.disputed(cast, now), at_desk(cast.quality_officer)
    assert "measure_disputed" in platform.get(found.get_absolute_url()).text
    assert given.press(platform, found, "measure_disputed", measure_form(found, cast)).status_code == 302
    found.refresh_from_db()
    assert found.state == "disputed" and found.deadlines.running().filter(term="DL-03c").exists()
    wrong = {"taken": found.measures.get(), "note": "Another product."}
    assert given.press(platform, found, "strike_disputed", wrong).status_code == 302
    assert not found.standing_measures().exists()


@pytest.mark.parametrize("by", ["shop", "platform"])
def test_a_recall_alone_is_not_enough_while_the_product_is_on_sale(cast, at_desk, now, by):
    found, platform = given.handling(cast, now), at_desk(cast.quality_officer)
    assert found.items.get().least == "recall"
    form = measure_form(found, cast, measure="recall", carried_out_by=by)
    assert given.press(platform, found, "measure", form).status_code == 302
    assert "not yet" in platform.get(found.get_absolute_url()).text
    answer = given.press(platform, found, "finish", {"handled_on": TODAY})
    assert answer.status_code == 422 and "Less was done than proposed" in answer.text


def test_what_the_shop_delists_itself_does_not_stand_for_the_platforms_own_act(cast, now):
    found = given.handling(cast, now)
    given.measure(found, cast, now, measure="recall", carried_out_by="shop")
    given.measure(found, cast, now, measure="delist", carried_out_by="shop")
    assert found.short() == [found.items.get()]
    given.measure(found, cast, now, measure="block")
    assert found.short() == []


def test_a_measure_from_before_the_report_says_why_and_is_marked_on_page_and_paper(cast, at_desk, now):
    found, platform = given.handling(cast, now), at_desk(cast.quality_officer)
    Report.objects.update(sampled_on=TODAY - timedelta(days=9))
    answer = given.press(platform, found, "measure", measure_form(found, cast, **BEFORE))
    assert answer.status_code == 422 and "done before the report was sent" in answer.text
    form = measure_form(found, cast, **BEFORE, before_why="Found by our own patrol.")
    assert given.press(platform, found, "measure", form).status_code == 302
    marked = "already taken before the report: Found by our own patrol."
    assert marked in platform.get(found.get_absolute_url()).text
    given.press(platform, found, "finish", {"handled_on": TODAY})
    assert given.press(platform, found, "feed_back", feedback_form(found, cast)).status_code == 302
    [row] = Document.objects.get(record=found, paper="disposal_feedback").content["measures"]
    assert "Found by our own patrol." in row["measure"] and row["done_on"] == str(BEFORE["done_on"])


def test_a_measure_cannot_be_older_than_the_purchase_of_the_sample(cast, at_desk, now):
    found = given.handling(cast, now)
    Report.objects.update(sampled_on=TODAY)
    form = measure_form(found, cast, **BEFORE, before_why="Long ago.")
    answer = given.press(at_desk(cast.quality_officer), found, "measure", form)
    assert answer.status_code == 422 and "when the sample was bought" in answer.text
    assert not found.measures.exists()


@pytest.mark.parametrize("phone", ["1", "0571-3", "none"])
def test_a_contact_without_a_telephone_number_is_refused(cast, at_desk, now, phone):
    found = given.done(cast, now)
    form = feedback_form(found, cast) | {"contact_phone": phone}
    answer = given.press(at_desk(cast.quality_officer), found, "feed_back", form)
    assert answer.status_code == 422 and "no telephone number" in answer.text
