"""Does a program of the center prove a purchase as its people do: add, send in parts, take out and check?"""

from __future__ import annotations

import io
from hashlib import sha256
from zipfile import ZipFile

import pytest

from casework.actions import take
from documents.models import Upload
from tests.documents.test_checks import MP4
from tests.sampling import given
from trail.models import LOOK, Event

FILM = MP4 + bytes(range(256)) * 40
logged = pytest.mark.django_db(transaction=True, databases=["default", "log"])


@pytest.fixture
def unproved(cast, now):
    """Being checked, without the unpacking."""
    purchase = given.delivered_purchase(cast, now)
    take("check", purchase, by=cast.verifier, now=now)
    return purchase


def at(purchase, what: str) -> str:
    return f"/api/v1/purchases/{purchase.number}/{what}/"


def sent(program, url: str, offset: int, part: bytes):
    headers = {"Authorization": f"Bearer {program.key}", "Upload-Offset": str(offset)}
    return program.client.patch(url, part, content_type="application/offset+octet-stream", headers=headers)


@pytest.mark.clause("O18-06")
def test_a_program_sends_a_film_in_parts_and_adds_it_by_its_token(cast, program, unproved):
    checker = program(cast.verifier)
    before = checker.get(at(unproved, "evidence")).json()
    assert (before["have"], len(before["needed"]), before["may_add"]) == (5, 6, ["unpacking"])
    asked = {"name": "unpacking.mp4", "size": len(FILM)}
    begun = checker.post("/api/v1/uploads/", asked, key="film")
    assert begun.status_code == 201 and begun["Location"] == begun.json()["url"]
    assert checker.post("/api/v1/uploads/", asked, key="film").json() == begun.json()
    url = begun["Location"]
    assert sent(checker, url, 0, FILM[:1000]).status_code == 204
    lost = sent(checker, url, 0, FILM[:1000])
    assert (lost.status_code, lost["Upload-Offset"]) == (409, "1000")
    assert "does not go on" in lost.json()["detail"]
    head = checker.client.head(url, headers={"Authorization": f"Bearer {checker.key}"})
    assert (head.status_code, head["Upload-Offset"]) == (200, "1000")
    assert sent(checker, url, 1000, FILM[1000:]).status_code == 204
    film = {"kind": "unpacking", "evidence": [{"upload": begun.json()["token"]}]}
    told = checker.post(at(unproved, "evidence"), film)
    assert told.status_code == 200, told.text
    assert (told.json()["have"], told.json()["may_add"]) == (6, [])
    kept = unproved.attachments.get(kind="unpacking")
    assert (kept.sha256, kept.person) == (sha256(FILM).hexdigest(), unproved.recipient.pseudonym)
    again = checker.post(at(unproved, "evidence"), film)
    assert again.status_code == 403 and "no evidence that you could add" in again.json()["detail"]


def test_what_is_no_film_or_no_proof_is_refused_in_the_same_sentences(cast, program, unproved):
    checker = program(cast.verifier)
    wrong = checker.post("/api/v1/uploads/", {"name": "a.png", "size": 10})
    assert wrong.status_code == 409 and "Only films" in wrong.json()["detail"]
    assert checker.post("/api/v1/uploads/", {"name": "a.mp4"}).status_code == 422
    for value in ([{"upload": "unknown"}], [{"name": "a.mp4"}], []):
        answer = checker.post(at(unproved, "evidence"), {"kind": "unpacking", "evidence": value})
        assert answer.status_code == 422 and "evidence" in answer.json()["errors"], value
    answer = checker.post(at(unproved, "evidence"), {"kind": "shot_shop", "evidence": [{"upload": "x"}]})
    assert "kind" in answer.json()["errors"]


def test_a_film_is_gone_on_with_and_given_up_by_its_own_program_alone(cast, program, unproved):
    own, other = program(cast.verifier), program(cast.organiser)
    url = own.post("/api/v1/uploads/", {"name": "a.mp4", "size": 10})["Location"]
    assert sent(other, url, 0, b"x").status_code == 404
    wrong = own.client.patch(url, b"x", headers={"Authorization": f"Bearer {own.key}", "Upload-Offset": "0"})
    assert wrong.status_code == 415 and wrong.json()["status"] == 415
    assert own.client.delete(url, headers={"Authorization": f"Bearer {own.key}"}).status_code == 204
    assert not Upload.objects.exists()


@pytest.mark.clause("W-04")
@pytest.mark.parametrize("what", ["evidence", "bag", "files"])
def test_the_evidence_is_the_centers_own(cast, program, unproved, what):
    people = ("planner", 403), ("other_organiser", 404), ("quality_officer", 404), ("tester", 404)
    for who, status in people:
        assert program(getattr(cast, who)).get(at(unproved, what)).status_code == status
    answer = program(cast.organiser).post(at(unproved, "evidence"), {})
    assert answer.status_code == 403


@logged
@pytest.mark.clause("O18-05")
def test_a_program_takes_the_bag_out_and_checks_the_files(cast, now, program):
    purchase = given.accepted_purchase(cast, now)
    checker = program(cast.organiser)
    answer = checker.get(at(purchase, "bag"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as bag:
        assert bag.testzip() is None and f"{purchase.number}/manifest.json" in bag.namelist()
    matches = checker.get(at(purchase, "files")).json()
    assert len(matches) == purchase.attachments.count() and all(one["same"] for one in matches)
    told = Event.objects.of("record", purchase.pk)
    assert told.filter(verb__in=(LOOK, "take the evidence out", "check the evidence")).count() == 3
    assert checker.get(at(purchase, "evidence")).json()["capsule"] == purchase.capsule.sha256
