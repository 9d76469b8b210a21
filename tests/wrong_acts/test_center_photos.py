"""Do photos of the goods get out unseen, unmasked, or to somebody else? (issue 16, point 10)"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from disposal.models.notices import ResultNotice
from disposal.models.photos import PhotoDecision
from documents.actions import attach
from documents.models import Document
from tests.conftest import NOW
from tests.disposal import given as results
from tests.disposal import given_photos as given
from tests.disposal.given_photos import MASK, decision, looks
from tests.disposal.test_disclosure import let_in
from tests.documents.conftest import picture
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
    assert (
        careful.post(
            sent.page(), decision(sent.photo, "withhold", ground="person", reason="A face.")
        ).status_code
        == 302
    )
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
    withheld = decision(sent.photo, "withhold", ground="person", reason="A face.")
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
        ({"mask0_width": "0"}, "covers nothing"),
        ({"mask0_x": "80"}, "lies outside the picture"),
        ({"mask0_height": ""}, "Enter all four numbers"),
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
    speck = {**MASK, "mask0_width": "1", "mask0_height": "1"}
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


def page_of_sending(client, record) -> str:
    return str(client.get(reverse(f"{record.kind}-step", args=[record.number, "send"])).content.decode())


def test_a_hasty_compiler_sends_nothing_while_photos_wait_unless_she_says_why(cast, at_desk, now):
    compilation, client = results.approved(cast, now), at_desk(cast.compiler)
    report = compilation.reports.get()
    where = reverse("report-photos", args=[report.number])
    asked = page_of_sending(client, compilation)
    assert f'href="{where}"' in asked and "Nobody has decided on" in asked
    answer = results.press(client, compilation, "send", {"without_photos": ""})
    assert answer.status_code == 422 and "Decide on the photos first" in answer.content.decode()
    answer = results.press(client, compilation, "send", {"without_photos": "..."})
    assert answer.status_code == 422 and "This says nothing" in answer.content.decode()
    assert not compilation.disposals.exists()
    assert results.press(client, compilation, "send", results.HASTY).status_code == 302
    assert results.IN_HASTE in client.get(compilation.get_absolute_url()).content.decode()
    assert where in client.get(report.get_absolute_url()).content.decode()
    notice = ResultNotice.objects.earliest("id")
    page = page_of_sending(client, notice)
    assert f'href="{where}"' in page and results.IN_HASTE not in page
    answer = results.press(client, notice, "send", {"channel": "platform", "days": 30})
    assert answer.status_code == 422 and "Decide on the photos first" in answer.content.decode()


def test_the_report_says_of_each_photo_whether_it_is_shown_or_why_not(cast, at_desk, now):
    compilation = results.approved(cast, now)
    report = compilation.reports.get()
    sides = [picture() for _side in range(2)]
    photos = [attach(report.sample, side, "receipt", by=cast.receiver, now=now) for side in sides]
    client = at_desk(cast.compiler)
    for photo, form in zip(photos, ({**MASK, "decision": "release"}, {"ground": "unclear"}), strict=True):
        page = reverse("report-photo", args=[report.number, photo.token])
        assert looks(client, page) == 200
        form = {**decision(photo, "withhold"), "reason": "Lin's desk.", **form}
        assert client.post(page, form).status_code == 302
    assert results.press(client, compilation, "send", results.HASTY).status_code == 302
    told = Document.objects.get(paper="redacted_report").content["photos"]
    said, unseen = "\n".join(told), "nobody had looked at them when this was sent."
    assert "Sample as the laboratory received it: handed out with this report; places covered: 1." in said
    assert "withheld, because what it shows cannot be made out." in said and "Lin" not in said
    assert len([line for line in told if unseen in line]) == 1


def test_one_mask_is_asked_for_and_another_at_the_press_of_a_button(cast, at_desk, now):
    sent, client = given.sent(cast, now), at_desk(cast.compiler)
    page = client.get(sent.page()).content.decode()
    assert 'name="mask0_x"' in page and 'name="mask1_x"' not in page
    answer = client.post(sent.page(), {**decision(sent.photo), "mask0_x": "12.5", "one_more": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200 and 'name="mask1_x"' in page and 'value="12.5"' in page
    assert sent.photo.sha256 in page and not PhotoDecision.objects.exists()


def test_a_photo_released_after_the_report_was_sent_goes_out_with_its_next_version(cast, at_desk, now):
    sent = given.sent(cast, now)
    compiler, page = at_desk(cast.compiler), sent.disposal.get_absolute_url()
    offer, url = (
        "Send the newest version, redacted",
        reverse("redacted-renew", args=[sent.disposal.kind, sent.disposal.number]),
    )
    assert offer not in compiler.get(page).content.decode() and compiler.post(url).status_code == 409
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        given.released(sent, compiler)
        older = sent.disposal.documents.get(paper="redacted_report")
        said = compiler.get(page).content.decode()
        assert offer in said and f"the older version ({older.file_number})" in said
        assert sent.disposal.number in compiler.get(reverse("report-photos", args=[sent.report.number])).text
        assert compiler.post(url, results.HASTY).status_code == 302
        assert offer not in compiler.get(page).content.decode()
    newer = sent.disposal.documents.get(paper="redacted_report", version=2)
    told = [sentence for sentence in newer.content["photos"] if "handed out with this report" in sentence]
    assert len(told) == 1 and newer.supersedes == older
