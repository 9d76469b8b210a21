"""Does a photo go out once somebody has looked at it, with its masks burned in, to those it concerns?"""

from __future__ import annotations

import io
from hashlib import sha256

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.urls import reverse
from PIL import Image

from disposal.disclosure import PHOTOS
from disposal.models.photos import PhotoDecision
from documents.models import Attachment
from sampling.purchases.flow.proofs import SHOW_A_PERSON
from tests.api.conftest import issue
from tests.by_hand import guarded
from tests.conftest import NOW
from tests.disposal import given_photos as given
from tests.disposal.test_disclosure import let_in
from tests.documents.test_masks import shade
from trail.models import LOOK, Event

# A look is logged on a connection of its own.
logged = pytest.mark.django_db(transaction=True, databases=["default", "log"])


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@logged
def test_a_released_photo_is_for_platform_shop_and_producer_with_its_mask(cast, at_desk, now):
    sent = given.sent(cast, now)
    photo = given.released(sent, at_desk(cast.compiler))
    doors = {
        sent.disposal: at_desk(cast.quality_officer),
        sent.shop: let_in(sent.shop),
        sent.producer: let_in(sent.producer),
    }
    for record, client in doors.items():
        assert photo.get_absolute_url() in client.get(record.get_absolute_url()).content.decode()
        content = client.get(photo.get_absolute_url()).getvalue()
        copy = Image.open(io.BytesIO(content))
        assert shade(copy, 25, 20) < 60 and not copy.getexif()
        assert sha256(content).hexdigest() == photo.sha256 != sent.photo.sha256


@logged
def test_the_trail_says_who_looked_at_what_and_what_was_covered(cast, at_desk, now):
    sent = given.sent(cast, now)
    photo = given.released(sent, at_desk(cast.compiler))
    events = Event.objects.of("record", sent.report.pk)
    look, action = (events.get(verb=verb) for verb in ("look at a photo", "release a photo"))
    assert look.actor_id == action.actor_id == cast.compiler.user.pk and look.at == NOW
    assert (action.detail["sha256"], action.detail["released_sha256"]) == (sent.photo.sha256, photo.sha256)
    assert action.detail["masks"] == [["10", "20", "30", "40"]]
    sent.photo.refresh_from_db()
    assert sha256(sent.photo.file.read()).hexdigest() == sent.photo.sha256


@logged
def test_a_program_of_the_platform_gets_it_by_its_own_door(cast, at_desk, now):
    sent = given.sent(cast, now)
    photo = given.released(sent, at_desk(cast.compiler))
    program = issue(cast.quality_officer)
    record = program.get(reverse("api-platformdisposal", args=[sent.disposal.number])).json()
    [url] = [file["url"] for file in record["files"] if file["digest"] == photo.sha256]
    assert url == reverse("api-released-photo", args=[photo.token])
    assert sha256(program.get(url).getvalue()).hexdigest() == photo.sha256
    assert issue(cast.other_quality_officer).get(url).status_code == 404


@logged
def test_the_label_of_the_parcel_is_opened_by_who_may_and_goes_out_masked(cast, at_desk, now):
    sent = given.sent(cast, now)
    assert sent.label.person
    given.released(sent, at_desk(cast.verifier), sent.label)
    look = Event.objects.of("record", sent.label.record_id).get(verb=LOOK)
    assert look.actor_id == cast.verifier.user.pk


@logged
def test_a_release_is_taken_back_by_a_further_decision(cast, at_desk, now):
    sent = given.sent(cast, now)
    client = at_desk(cast.compiler)
    photo = given.released(sent, client)
    back = given.decision(
        sent.photo, "withhold", ground="person", reason="Shows a hand.", standing=photo.token
    )
    assert client.post(sent.page(), back).status_code == 302
    assert at_desk(cast.quality_officer).get(photo.get_absolute_url()).status_code == 404
    assert PhotoDecision.objects.count() == 2
    overview = client.get(reverse("report-photos", args=[sent.report.number])).content.decode()
    assert "withheld: it shows a person, or what leads to one · Shows a hand." in overview


@logged
def test_who_decides_on_one_photo_lands_on_the_next_that_waits_for_a_look(cast, at_desk, now):
    sent = given.sent(cast, now)
    client, page, visited = at_desk(cast.organiser), sent.page(), []
    of_page = {sent.page(photo): photo for photo in Attachment.objects.all()}
    while page in of_page and page not in visited:
        visited.append(page)
        assert given.looks(client, page) == 200
        withheld = given.decision(of_page[page], "withhold", ground="person", reason="Shows a hand.")
        page = client.post(page, withheld)["Location"]
    assert page == reverse("report-photos", args=[sent.report.number]) and len(visited) > 1
    assert "not looked at" not in client.get(page).text


@logged
def test_pages_of_the_center_say_which_photos_wait_for_a_look(cast, at_desk, now):
    sent = given.sent(cast, now)
    where = reverse("report-photos", args=[sent.report.number])
    for record in (sent.disposal.compilation, sent.disposal, sent.shop):
        page = at_desk(cast.compiler).get(record.get_absolute_url()).content.decode()
        assert where in page and "photos not looked at: they do not go out" in page
    assert where not in at_desk(cast.quality_officer).get(sent.disposal.get_absolute_url()).content.decode()


@logged
def test_a_decision_is_never_changed_in_the_database(cast, at_desk, now):
    photo = given.released(given.sent(cast, now), at_desk(cast.compiler))
    with pytest.raises(ProgrammingError), transaction.atomic(), guarded():
        PhotoDecision.objects.filter(pk=photo.pk).update(released=False)


def test_no_kind_that_shows_the_order_goes_out_and_each_that_shows_the_recipient_takes_a_mask():
    never = {"shot_order", "shot_payment", "shot_receipt", "shot_cancelled", "refund", "return_receipt"}
    assert not never & PHOTOS.keys()
    assert {kind for kind, photo in PHOTOS.items() if photo.masked} == PHOTOS.keys() & SHOW_A_PERSON.keys()
    assert {"outer_packing", "unpacking"} <= PHOTOS.keys() & SHOW_A_PERSON.keys()
