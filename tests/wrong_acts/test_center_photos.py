"""Do photos of the goods get out unseen, unmasked, or to somebody else? (issue 16, point 10)"""

from __future__ import annotations

import re

import pytest
import time_machine
from django.urls import reverse

from disposal.models import PhotoDecision
from tests.conftest import NOW
from tests.disposal import given_photos as given
from tests.disposal.given_photos import MASK, decision, looks
from tests.disposal.test_disclosure import let_in
from trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "log"])


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def refused(client, sent, form, photo=None) -> str:
    """The answer to a decision that is not taken."""
    answer = client.post(sent.page(photo), form)
    assert answer.status_code in (403, 404, 409, 422) and not PhotoDecision.objects.exists()
    return str(answer.content.decode())


def test_a_hasty_compiler_does_not_release_a_photo_without_having_looked_at_it(cast, at_desk, now):
    sent = given.sent(cast, now)
    hasty, other = at_desk(cast.compiler), at_desk(cast.leader)
    assert looks(other, sent.page()) == 200
    assert hasty.get(sent.page()).status_code == 200  # the page, but not the photo in it
    assert "You have not looked at this photo" in refused(hasty, sent, decision(sent.photo))
    assert looks(hasty, sent.page(sent.photo)) == 200
    wrong = {**decision(sent.photo), "shown": "ab" * 32}
    assert "You have not looked at this photo" in refused(hasty, sent, wrong)


def test_what_a_colleague_withheld_meanwhile_is_not_released_over_it(cast, at_desk, now):
    sent = given.sent(cast, now)
    hasty, careful = at_desk(cast.compiler), at_desk(cast.leader)
    for client in (hasty, careful):
        looks(client, sent.page())
    assert careful.post(sent.page(), decision(sent.photo, "withhold", reason="A face.")).status_code == 302
    answer = hasty.post(sent.page(), decision(sent.photo))
    assert answer.status_code == 409 and "Somebody has decided" in answer.content.decode()
    assert not PhotoDecision.objects.filter(released=True).exists()


def test_a_stranger_a_laboratory_and_a_platform_neither_look_nor_release(cast, at_desk, now):
    sent = given.sent(cast, now)
    for viewer in (cast.quality_officer, cast.receiver, cast.other_compiler, cast.case_officer, cast.buyer):
        client = at_desk(viewer)
        for page in (sent.page(), f"{sent.page()}picture/", sent.page().rsplit("/", 2)[0] + "/"):
            assert client.get(page).status_code in (403, 404), (viewer, page)
        refused(client, sent, decision(sent.photo))
    assert not Event.objects.filter(verb="look at a photo").exists()


def test_nobody_outside_gets_an_original_or_a_photo_that_was_not_released(cast, at_desk, now):
    sent = given.sent(cast, now)
    compiler, platform, shop = at_desk(cast.compiler), at_desk(cast.quality_officer), let_in(sent.shop)
    looks(compiler, sent.page())
    withheld = decision(sent.photo, "withhold", reason="A face.")
    assert compiler.post(sent.page(), withheld).status_code == 302
    kept = PhotoDecision.objects.get()
    for client in (platform, shop):
        for url in (sent.photo.get_absolute_url(), sent.label.get_absolute_url(), kept.get_absolute_url()):
            assert client.get(url).status_code == 404
        assert "IMG_0815" not in client.get(sent.disposal.get_absolute_url()).content.decode()


def test_a_released_photo_stays_with_those_whom_the_report_was_sent(cast, at_desk, now):
    sent = given.sent(cast, now)
    photo = given.released(sent, at_desk(cast.compiler)).get_absolute_url()
    for viewer in (cast.other_quality_officer, cast.receiver, cast.other_compiler, cast.other_case_officer):
        assert at_desk(viewer).get(photo).status_code == 404, viewer
    assert at_desk(cast.quality_officer).get(photo).status_code == 200


@pytest.mark.parametrize(
    ("mask", "why"),
    [
        ({"mask1_width": "0"}, "covers nothing"),
        ({"mask1_x": "80"}, "lies outside the picture"),
        ({"mask1_height": ""}, "Enter all four numbers"),
    ],
)
def test_a_mask_that_covers_nothing_is_refused_in_a_sentence(cast, at_desk, now, mask, why):
    sent = given.sent(cast, now)
    client = at_desk(cast.compiler)
    looks(client, sent.page())
    assert why in refused(client, sent, decision(sent.photo, **{**MASK, **mask}))


def test_the_label_of_a_parcel_is_not_released_bare_nor_by_who_may_not_open_it(cast, at_desk, now):
    sent = given.sent(cast, now)
    verifier, compiler = at_desk(cast.verifier), at_desk(cast.compiler)
    assert looks(verifier, sent.page(sent.label)) == 200
    bare = refused(verifier, sent, decision(sent.label), sent.label)
    assert "cover the label with a mask" in bare
    speck = {**MASK, "mask1_width": "1", "mask1_height": "1"}
    assert "cover the label with a mask" in refused(verifier, sent, decision(sent.label, **speck), sent.label)
    for door in (sent.page(sent.label), f"{sent.page(sent.label)}picture/"):
        assert compiler.get(door).status_code == 403
    refused(compiler, sent, decision(sent.label, **MASK), sent.label)


def test_who_decides_anew_on_a_photo_begins_from_the_masks_that_stand(cast, at_desk, now):
    sent, client = given.sent(cast, now), at_desk(cast.compiler)
    given.released(sent, client)
    page = client.get(sent.page()).content.decode()
    fields = (re.search(f'<input[^>]*name="{name}"[^>]*>', page) for name in MASK)
    kept = [value[1] for field in fields if field and (value := re.search(r'value="(.*?)"', field[0]))]
    assert [float(value) for value in kept] == [float(value) for value in MASK.values()]


def test_the_screenshot_of_the_order_is_not_released_under_any_mask(cast, at_desk, now):
    sent = given.sent(cast, now)
    order = sent.report.sample.purchase.attachments.get(kind="shot_order")
    client = at_desk(cast.verifier)
    assert client.get(sent.page(order)).status_code == 404
    refused(client, sent, decision(order, **MASK), order)
    overview = client.get(reverse("report-photos", args=[sent.report.number])).content.decode()
    assert order.token not in overview and sent.label.token in overview
