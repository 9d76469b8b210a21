"""Is the evidence of a purchase closed by digest, taken out whole, and seen to be changed? (O18-05)"""

from __future__ import annotations

import io
import json
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.urls import reverse

from sampling.evidence.models import Capsule
from tests.sampling import given, stated
from trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "log"])


def bagged(client, purchase):
    """The bag, as it is taken out."""
    answer = client.post(reverse("purchase-bag", args=[purchase.number]))
    assert answer.status_code == 200
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize("made", [given.accepted_purchase, given.failed_purchase])
def test_the_manifest_is_closed_at_the_end_and_its_digest_stands_in_the_trail(cast, now, made):
    purchase = made(cast, now)
    capsule = Capsule.objects.get(purchase=purchase)
    told = Event.objects.of("record", purchase.pk).get(verb="close the capsule")
    assert told.detail["sha256"] == capsule.sha256 == sha256(capsule.manifest.encode()).hexdigest()
    assert told.detail["files"] == purchase.attachments.count()


def test_the_manifest_names_nobody_and_says_role_and_line_of_the_trail(cast, now):
    purchase = given.accepted_purchase(cast, now)
    said = json.loads(Capsule.objects.get(purchase=purchase).manifest)
    shop = next(row for row in said["files"] if row["kind"] == "shot_shop")
    assert shop["role"] == "buyer" and shop["by"].startswith("P-") and shop["trail_line"] > 0
    hidden = (stated.SECRET_NAME, stated.SECRET_ACCOUNT, stated.SECRET_ORDER)
    assert not [secret for secret in hidden if secret in json.dumps(said)]


@pytest.mark.clause("O18-05")
def test_all_of_it_is_taken_out_as_a_bag_whose_digests_hold(cast, now, at_desk):
    purchase = given.accepted_purchase(cast, now)
    with bagged(at_desk(cast.verifier), purchase) as bag:
        assert bag.testzip() is None
        root = purchase.number
        assert bag.read(f"{root}/bagit.txt").startswith(b"BagIt-Version: 1.0")
        lines = bag.read(f"{root}/manifest-sha256.txt").decode().splitlines()
        assert len(lines) == purchase.attachments.count()
        for line in lines:
            digest, path = line.split("  ")
            assert sha256(bag.read(f"{root}/{path}")).hexdigest() == digest
    assert Event.objects.of("record", purchase.pk).filter(verb="take the evidence out").exists()


def test_a_file_that_is_gone_stays_in_the_manifest_by_its_digest(cast, now, at_desk):
    purchase = given.accepted_purchase(cast, now)
    gone = purchase.attachments.order_by("pk")[0]
    gone.file.storage.delete(str(gone.file.name))
    with bagged(at_desk(cast.verifier), purchase) as bag:
        root = purchase.number
        assert gone.sha256 in bag.read(f"{root}/manifest.json").decode()
        assert "001-" not in bag.read(f"{root}/manifest-sha256.txt").decode()
    page = at_desk(cast.verifier).post(reverse("purchase-files", args=[purchase.number])).text
    assert "no longer on file" in page


def test_a_changed_file_is_seen(cast, now, at_desk):
    purchase = given.accepted_purchase(cast, now)
    client, url = at_desk(cast.organiser), reverse("purchase-files", args=[purchase.number])
    assert "Every file is what the manifest says." in client.post(url).text
    file = purchase.attachments.order_by("pk")[0].file
    with file.storage.open(str(file.name), "wb") as content:
        content.write(b"other")
    answer = client.post(url).text
    assert "1 file is not what the manifest says" in answer and sha256(b"other").hexdigest() in answer


@pytest.mark.clause("W-04")
@pytest.mark.parametrize("route", ["purchase-bag", "purchase-files"])
def test_the_evidence_is_the_centers_own(cast, now, at_desk, route):
    purchase = given.accepted_purchase(cast, now)
    url = reverse(route, args=[purchase.number])
    for who, status in (
        *(("planner", 403), ("storekeeper", 403), ("receiver", 404), ("quality_officer", 404)),
        *(("other_organiser", 404), ("buyer", 200), ("leader", 200)),
    ):
        assert at_desk(getattr(cast, who)).post(url).status_code == status
    assert at_desk(cast.verifier).get(url).status_code == 405


def test_before_the_end_the_bag_holds_what_is_there_by_now(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    with bagged(at_desk(cast.buyer), purchase) as bag:
        assert len([name for name in bag.namelist() if "/data/" in name]) == 4
    assert not Capsule.objects.exists()
