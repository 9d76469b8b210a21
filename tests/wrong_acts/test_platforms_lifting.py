"""Do goods stay off sale unseen, of which the report was corrected while others under it stand? (P2)"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from disposal.actions import consequences
from disposal.actions.turned import look_for_turned
from tests.conftest import NOW
from tests.disposal import given, given_turned
from tests.documents.conftest import picture
from tests.swept import swept
from tests.wrong_acts.test_platforms import home, told_of

LATER = NOW + timedelta(days=30)
FORM = {"lifted_on": NOW.date()}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def read(client, record) -> str:
    return str(client.get(record.get_absolute_url()).content.decode())


def test_a_platform_that_lifts_nothing_on_what_conforms_is_late_and_the_center_sees_it(cast, at_desk, now):
    found = given_turned.to_lift(cast, now)
    clock = found.deadlines.running().get()
    assert (found.state, clock.term, found.holder) == ("to_lift", "W-20", cast.platform)
    assert found.number in home(at_desk(cast.quality_officer))
    for viewer in (cast.quality_officer, cast.compiler):
        page = read(at_desk(viewer), found)
        assert page.count("conforms by now: to be lifted") == 1 and "Measures to be lifted in part" in page
    swept(LATER)
    assert {cast.quality_officer.user.pk, cast.compiler.user.pk} <= told_of(found)


def test_what_is_lifted_is_proved_and_the_measures_on_the_other_product_stand(cast, at_desk, now):
    found, platform = given_turned.to_lift(cast, now), at_desk(cast.quality_officer)
    assert given.press(platform, found, "lift_in_part", FORM).status_code == 422
    assert (
        given.press(platform, found, "lift_in_part", {**FORM, "evidence": picture("lifted.png")}).status_code
        == 302
    )
    found.refresh_from_db()
    assert (found.state, found.holder) == ("fed_back", cast.center)
    lifted, other = found.items.all()
    assert (lifted.lifted_on, other.lifted_on) == (NOW.date(), None) and other.enough()
    page = read(at_desk(cast.compiler), found)
    assert "conforms by now: lifted on 2026-11-25" in page and "lifted.png" in page
    assert found.deadlines.running().get().term == "W-20"


def test_a_platform_does_not_finish_while_goods_that_conform_are_kept_off_sale(cast, at_desk, now):
    found, platform = given_turned.handling_in_part(cast, now), at_desk(cast.quality_officer)
    form = {"handled_on": NOW.date()}
    answer = given.press(platform, found, "finish", form)
    assert answer.status_code == 409 and "lift the measures on them first" in answer.content.decode()
    assert given.press(platform, found, "lift_early", {**FORM, "evidence": picture()}).status_code == 302
    assert given.press(platform, found, "finish", form).status_code == 302


def test_what_turned_between_handling_and_report_is_found_after_the_report(cast, at_desk, now):
    found = given_turned.two(cast, now, given.done)
    given_turned.turn(found, cast, now)
    consequences.feed_back(found, by=cast.quality_officer, now=now, contact="Li", contact_phone="0571-3")
    assert look_for_turned(now) == 1 and look_for_turned(now) == 0
    found.refresh_from_db()
    assert found.state == "to_lift"


def test_a_product_that_fails_again_after_its_measures_were_lifted_needs_them_anew(cast, at_desk, now):
    found, platform = given_turned.to_lift(cast, now), at_desk(cast.quality_officer)
    given.press(platform, found, "lift_in_part", {**FORM, "evidence": picture()})
    given_turned.turn(found, cast, now, "91")
    lifted = found.items.first()
    assert lifted is not None and lifted.stands and not lifted.enough()
