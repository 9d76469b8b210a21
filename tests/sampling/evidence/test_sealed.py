"""Do files that show a volunteer lie sealed under their key, and is nothing to be read once it is erased?"""

from __future__ import annotations

import io
import json
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from casework.flow import Refused
from documents import uploads
from documents.models import Attachment
from sampling.deliveries.actions import arrivals
from sampling.money.actions import money
from sampling.purchases.actions import assigning, orders
from sampling.purchases.actions.orders import SHOTS
from sampling.purchases.flow.proofs import CALLED, NEEDS, SHOW_A_PERSON, SHOWS
from sampling.purchases.models.purchases import Purchase
from sampling.recipients import personal
from sampling.recipients.actions import recipients
from sampling.schemes.models import Scheme
from tests.api.conftest import issue
from tests.sampling import given, stated
from trail.models import LOOK, Event

pytestmark = pytest.mark.django_db
logged = pytest.mark.django_db(transaction=True, databases=["default", "log"])
CANARY = b"zqcanary Zhao Qiming, Lane 9"
OLD, NEW = "1:" + "11" * 32, "2:" + "22" * 32


def shot(name: str = "Zhao Qiming.png", of: str = "") -> SimpleUploadedFile:
    """A screenshot that says, in its bytes, whom it shows."""
    content, said = io.BytesIO(), PngInfo()
    said.add_text("Comment", CANARY.decode() + of)
    Image.new("RGB", (8, 8), "white").save(content, "PNG", pnginfo=said)
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def ordered(cast, now):
    purchase = given.confirmed_purchase(cast, now)
    shots = {kind: shot(of=kind) for kind in SHOTS}
    orders.order(purchase, by=cast.buyer, now=now, **{**given.order_data(now), **shots})
    return purchase


def accepted(cast, now):
    purchase = ordered(cast, now)
    for go_on in (given.shipped, given.delivered, given.checking, given.accepted):
        go_on(purchase, cast, now)
    return purchase


def erased(purchase, cast, now):
    recipients.erase(given.receiver(purchase), by=cast.address_keeper, now=now, note="Withdrawn.")
    return purchase


def lying() -> bytes:
    """All that lies on the disk."""
    roots = (Path(configured.MEDIA_ROOT), Path(configured.UPLOAD_ROOT))
    return b"".join(path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file())


def bag(client, purchase):
    answer = client.post(reverse("purchase-bag", args=[purchase.number]))
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_every_kind_that_proves_a_purchase_is_in_the_table_or_shows_nobody():
    plain = {"shot_shop", "shot_item", "shot_search", "shot_delisted", "wrong_goods", "no_sample"}
    assert set(SHOWS) - set(SHOW_A_PERSON) == plain | {"authority_opinion"}
    assert set(SHOW_A_PERSON) <= set(CALLED) and {need.kind for need in NEEDS} <= set(SHOWS)


@logged
@pytest.mark.clause("PV-03")
def test_what_shows_the_recipient_lies_sealed_and_is_opened_and_logged_at_its_door(cast, now, at_desk):
    purchase = ordered(cast, now)
    assert CANARY not in lying()
    assert not Attachment.objects.filter(name__contains="Zhao").exists()
    file = purchase.attachments.get(kind="shot_order")
    answer = at_desk(cast.verifier).get(file.get_absolute_url())
    content = b"".join(answer.streaming_content)
    assert CANARY in content and sha256(content).hexdigest() == file.sha256
    assert (answer["Content-Length"], answer["Cache-Control"]) == (str(file.size), "private, no-store")
    look = Event.objects.of("record", purchase.pk).get(verb=LOOK)
    assert (look.actor_id, look.role) == (cast.verifier.user.pk, "verifier")
    page = at_desk(cast.address_keeper).get(reverse("recipient-reads")).text
    assert purchase.recipient.pseudonym in page and purchase.number in page


@pytest.mark.clause("W-04")
def test_others_of_the_center_do_not_open_it_and_the_page_says_so(cast, now, at_desk):
    purchase = ordered(cast, now)
    url = purchase.attachments.get(kind="shot_order").get_absolute_url()
    client = at_desk(cast.storekeeper)
    assert client.get(url).status_code == 403
    page = client.get(purchase.get_absolute_url()).text
    assert url not in page and "not yours to open" in page
    assert purchase.attachments.get(kind="shot_shop").get_absolute_url() in page
    assert not Event.objects.filter(verb=LOOK).exists()


@logged
@pytest.mark.clause("PV-03")
def test_once_the_person_is_erased_nothing_opens_it_and_the_proof_stands(cast, now, at_desk):
    purchase = erased(accepted(cast, now), cast, now)
    client, file = at_desk(cast.verifier), purchase.attachments.get(kind="shot_order")
    answer = client.get(file.get_absolute_url())
    assert answer.status_code == 410 and "the person whom it shows was erased" in answer.text
    told = issue(cast.verifier).get(f"/api/v1{file.get_absolute_url()}")
    assert told.status_code == 410 and "was erased" in told.json()["detail"]
    page = client.get(purchase.get_absolute_url()).text
    assert "was erased" in page and file.get_absolute_url() not in page
    assert "6 / 6" in page and purchase.recipient.pseudonym in page
    assert client.get(purchase.attachments.get(kind="shot_item").get_absolute_url()).status_code == 200


@logged
@pytest.mark.clause("O18-05", "PV-03")
def test_the_capsule_keeps_both_digests_and_what_is_left_is_proved(cast, now, at_desk):
    purchase = accepted(cast, now)
    client, file = at_desk(cast.verifier), purchase.attachments.get(kind="shot_order")
    with bag(client, purchase) as whole:
        assert CANARY in b"".join(whole.read(name) for name in whole.namelist())
    assert Event.objects.of("record", purchase.pk).filter(verb=LOOK).count() == 1
    erased(purchase, cast, now)
    with bag(client, purchase) as left:
        said = json.loads(left.read(f"{purchase.number}/manifest.json"))
        row = next(row for row in said["files"] if row["kind"] == "shot_order")
        assert (row["sha256"], row["person"]) == (file.sha256, purchase.recipient.pseudonym)
        assert row["sealed_sha256"] == sha256(Path(file.file.path).read_bytes()).hexdigest()
        assert not [name for name in left.namelist() if "shot_order" in name]
        assert [name for name in left.namelist() if "shot_item" in name]
    page = client.post(reverse("purchase-files", args=[purchase.number])).text
    assert "Every file is what the manifest says." in page and "to be opened no more" in page
    Path(file.file.path).write_bytes(b"other")
    assert "1 file is not" in client.post(reverse("purchase-files", args=[purchase.number])).text


@logged
def test_a_sealed_file_that_was_changed_is_seen_while_its_key_lives(cast, now, at_desk):
    purchase = ordered(cast, now)
    Path(purchase.attachments.get(kind="shot_order").file.path).write_bytes(b"other")
    client = at_desk(cast.verifier)
    assert "1 file is not" in client.post(reverse("purchase-files", args=[purchase.number])).text
    with bag(client, purchase) as whole:
        assert whole.testzip() is None


@logged
def test_while_a_withdrawal_waits_for_the_parcel_nobody_opens_it(cast, now, at_desk):
    purchase = ordered(cast, now)
    recipients.withdraw(given.receiver(purchase), scope="parcels", by=cast.address_keeper, now=now)
    url = purchase.attachments.get(kind="shot_order").get_absolute_url()
    answer = at_desk(cast.buyer).get(url)
    assert answer.status_code == 409 and "only stored" in answer.text


def test_a_film_that_came_in_parts_leaves_nothing_in_clear(cast, now, django_capture_on_commit_callbacks):
    purchase = given.delivered_purchase(cast, now)
    film = stated.film().read() + CANARY * 9000
    upload = uploads.begin(name="film.mp4", size=len(film), by=cast.verifier, now=now)
    uploads.take_chunk(upload, offset=0, length=len(film), stream=io.BytesIO(film), now=now)
    with django_capture_on_commit_callbacks(execute=True):
        arrivals.begin_check(purchase, unpacking=[uploads.Arrived(upload)], by=cast.verifier, now=now)
    file = purchase.attachments.get(kind="unpacking")
    assert CANARY not in lying() and not uploads.place(upload).exists()
    assert b"".join(file.pieces(purchase.key_of(file.person))) == film
    assert (file.size, file.sha256) == (len(film), sha256(film).hexdigest())


@pytest.mark.clause("PV-04")
def test_after_a_rotation_of_the_keys_it_is_read_as_before(cast, now, settings):
    settings.FIELD_KEYS = [OLD]
    purchase = ordered(cast, now)
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("rekey", stdout=io.StringIO())
    settings.FIELD_KEYS = [NEW]
    file = purchase.attachments.get(kind="shot_order")
    assert CANARY in b"".join(file.pieces(purchase.key_of(file.person)))


@pytest.mark.clause("PV-03")
def test_account_and_payment_of_an_order_go_with_the_person_and_the_money_stays(cast, now):
    purchase = accepted(cast, now)
    about, before = assigning.about(purchase, "account"), _sums(purchase, cast)
    assert stated.SECRET_ACCOUNT not in purchase.account
    assert given.receiver(purchase).unlock(purchase.account, about) == stated.SECRET_ACCOUNT
    purchase = Purchase.objects.get(pk=erased(purchase, cast, now).pk)
    with pytest.raises(personal.Unreadable):
        given.receiver(purchase).unlock(purchase.account, about)
    assert _sums(purchase, cast) == before


def _sums(purchase, cast):
    """What the ledger says, and how the buyer stands."""
    lines = [line.amount for line in money.ledger(Scheme.objects.all(), cast.organiser)]
    return lines, money.account(purchase.scheme, cast.buyer.user, cast.organiser)


def test_nothing_is_ordered_for_somebody_who_was_erased_meanwhile(cast, now):
    purchase = erased(given.confirmed_purchase(cast, now), cast, now)
    with pytest.raises(Refused, match="assign somebody else"):
        orders.order(purchase, by=cast.buyer, now=now, **given.order_data(now))


def test_what_comes_after_the_erasure_shows_nobody(cast, now):
    purchase = erased(given.delivered_purchase(cast, now), cast, now)
    given.checking(purchase, cast, now)
    assert purchase.attachments.get(kind="unpacking").person == ""
