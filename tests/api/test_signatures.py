"""Does a signed request prove who made it, that it is whole, and that it comes for the first time?"""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import HMAC_SHA256

from accounts.models import ApiToken
from accounts.signatures import COVERED, secret
from monitoring.risks.models.signals import RiskSignal
from tests.api.conftest import KEYS, Program
from tests.conftest import NOW

URL = "/api/v1/signals/"


@pytest.fixture(autouse=True)
def _on_the_day():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def risk(cast, **changes):
    return {
        "source_ref": "12",
        "center": cast.center.name,
        "product": "Kettle",
        "category": "05",
        "hazard_item": "Leakage current",
        "hazard_type": "electrical",
        "scope": "single_shop",
        "degree": "high",
        "trigger": "health_safety",
        **changes,
    }


def sign(key: str, url: str, body: bytes, **terms) -> dict[str, str]:
    """The headers with which a program signs what it posts. terms: as the library names them."""
    keys = MappingKeyResolver(public_keys={}, private_keys={terms["key_id"]: key.encode()})
    signer = HTTPMessageSigner(signature_algorithm=HMAC_SHA256, key_resolver=keys)
    headers: dict[str, str] = {}
    asked = SimpleNamespace(method="POST", url=f"http://testserver{url}", headers=headers)
    signer.sign(asked, body=body, **{"covered_component_ids": COVERED, "label": "sig", **terms})
    return headers


def post(program: Program, body, *, signed_at=NOW, key="", url=URL, terms=(), **headers):
    sent = json.dumps(body).encode()
    terms = {"nonce": "nonce-0001", "key_id": program.token.start, "created": signed_at, **dict(terms)}
    made = sign(key or secret(program.token), url, sent, **terms)
    given = {
        "Authorization": f"Bearer {program.key}",
        "Idempotency-Key": f"s-{next(KEYS)}",
        **made,
        **headers,
    }
    return program.client.post(
        URL, sent, content_type="application/json", headers={k: v for k, v in given.items() if v is not None}
    )


@pytest.mark.clause("4.2.4-c")
def test_a_signed_request_is_carried_out(cast, program):
    system = program(cast.quality_officer, signs=True)
    answer = post(system, risk(cast))
    assert answer.status_code == 201, answer.content
    assert RiskSignal.objects.get().organisation == cast.platform


def test_a_token_that_must_sign_posts_nothing_unsigned_and_reads_as_ever(cast, program):
    system = program(cast.quality_officer, signs=True)
    refused = system.post(URL, risk(cast))
    assert refused.status_code == 401 and "Signature-Input" in refused.json()["detail"]
    assert refused["Content-Type"] == "application/problem+json" and not RiskSignal.objects.exists()
    assert system.get(URL).status_code == 200


def test_a_token_that_need_not_sign_may_and_then_it_must_hold(cast, program):
    system = program(cast.quality_officer)
    assert system.post(URL, risk(cast)).status_code == 201
    assert post(system, risk(cast, source_ref="13")).status_code == 201
    assert post(system, risk(cast), key="wjs_other").status_code == 401


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"key": "wjs_other"}, "not the one of this request"),
        ({"url": "/api/v1/other/"}, "not the one of this request"),
        ({"signed_at": NOW - timedelta(seconds=301)}, "not made now"),
        ({"signed_at": NOW + timedelta(seconds=301)}, "not made now"),
        ({"terms": {"nonce": "short"}}, "nonce"),
        ({"terms": {"nonce": None}}, "nonce"),
        ({"terms": {"key_id": "wj_another"}}, "keyid"),
        ({"terms": {"expires": NOW - timedelta(seconds=1)}}, "not made now"),
        ({"terms": {"covered_component_ids": COVERED[1:]}}, "must cover"),
        ({"terms": {"covered_component_ids": (*COVERED[1:], "@authority")}}, "must cover"),
        ({"Content-Digest": "sha-256=:AAAA:"}, "Content-Digest"),
        ({"Content-Digest": "sha-256=:A:"}, "Content-Digest"),
        ({"Content-Digest": None}, "Content-Digest"),
        ({"Signature": "other=:AAAA:"}, "not the one of this request"),
        ({"Signature-Input": "sig=()"}, "must cover"),
        ({"Signature-Input": 'sig=("@method" "@path" @x "content-digest")'}, "RFC 9421"),
        ({"Signature-Input": 'sig=("@method" "@path" "content-digest");created=1;alg="rsa"'}, "hmac"),
        ({"Signature-Input": "nonsense"}, "RFC 9421"),
        ({"Signature-Input": "x" * 2001}, "Signature-Input"),
        ({"Signature": None}, "Signature-Input"),
    ],
)
def test_what_does_not_hold_is_refused_with_a_sentence(change, sentence, cast, program):
    answer = post(program(cast.quality_officer, signs=True), risk(cast), **change)
    assert answer.status_code == 401 and sentence in answer.json()["detail"], answer.json()
    assert not RiskSignal.objects.exists()


def test_a_request_that_is_sent_again_as_it_was_is_refused_and_one_signed_anew_gets_its_answer(cast, program):
    system = program(cast.quality_officer, signs=True)
    once = {"Idempotency-Key": "k"}
    assert post(system, risk(cast), **once).status_code == 201
    replayed = post(system, risk(cast), **once)
    assert replayed.status_code == 401 and "came before" in replayed.json()["detail"]
    again = post(system, risk(cast), terms={"nonce": "nonce-0002"}, **once)
    assert again.status_code == 201 and again["Idempotency-Replayed"] == "true"
    assert RiskSignal.objects.count() == 1


def test_the_administrator_switches_it_on_and_sees_the_secret_once(cast, at_desk):
    sheet = {"purpose": "12315", "roles": ["quality_officer"], "expires_on": "2027-11-25", "signs": "on"}
    desk = at_desk(cast.platform_administrator)
    shown = desk.post(reverse("token-new"), sheet)
    token = ApiToken.objects.get()
    assert token.signs and secret(token) in shown.content.decode()
    listed = desk.get(reverse("tokens")).content.decode()
    assert secret(token) not in listed and "· signs" in listed


def test_many_signals_come_under_one_key_and_each_is_answered(cast, program):
    system = program(cast.quality_officer)
    sent = {"signals": [risk(cast), risk(cast, product=""), risk(cast, source_ref="14"), 5]}
    answer = system.post(f"{URL}several/", sent, key="many")
    found = answer.json()
    assert answer.status_code == 200 and found["taken"] == 2, found
    assert [line["status"] for line in found["results"]] == [201, 422, 201, 422]
    assert "product" in found["results"][1]["problems"] and found["results"][0]["line"] == 1
    assert system.get(found["results"][2]["url"]).json()["number"] == found["results"][2]["number"]
    assert system.post(f"{URL}several/", sent, key="many").json() == found
    assert RiskSignal.objects.count() == 2


@pytest.mark.parametrize("sent", [[], {}, {"signals": []}, {"signals": [{}] * 1001}, {"signals": [], "x": 1}])
def test_what_is_no_list_of_signals_is_refused_whole(sent, cast, program):
    answer = program(cast.quality_officer).post(f"{URL}several/", sent)
    assert answer.status_code == 422 and "signals" in answer.json()["errors"]
    assert program(cast.tester).post(f"{URL}several/", sent).status_code == 403
