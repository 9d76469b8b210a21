"""Who may issue and revoke a token, what may it do, and how does it end?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken, Organisation
from accounts.programs import digest, revoke
from accounts.roles import Role
from casework.clauses import CLAUSES
from tests.conftest import NOW
from trail.models import Event


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def sheet(**changes):
    return {"purpose": "LIMS", "roles": ["tester"], "expires_on": "2027-11-25", **changes}


def test_an_administrator_issues_a_token_whose_key_is_shown_once(cast, at_desk):
    desk = at_desk(cast.laboratory_administrator)
    shown = desk.post(reverse("token-new"), sheet())
    assert shown.status_code == 200 and "no-store" in shown["Cache-Control"]
    token = ApiToken.objects.get()
    [key] = set(re.findall(r"wj_[\w-]{43}", shown.content.decode()))
    assert token.digest == digest(key) and token.issued_by == desk.viewer.user
    assert key not in desk.get(reverse("tokens")).content.decode()
    assert Client().get("/api/v1/", headers={"Authorization": f"Bearer {key}"}).json()["roles"] == [
        {"code": "tester", "name": "Tester"}
    ]
    told = Event.objects.get(verb="issue a token")
    assert told.clause in CLAUSES and key not in str(told.detail)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("roles", ["signatory"]),
        ("roles", ["administrator"]),
        ("roles", ["buyer"]),
        ("roles", []),
        ("expires_on", "2026-11-24"),
        ("expires_on", "2027-12-25"),
        ("purpose", ""),
    ],
)
def test_a_token_that_may_not_be_is_refused(field, value, cast, at_desk):
    answer = at_desk(cast.laboratory_administrator).post(reverse("token-new"), sheet(**{field: value}))
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_tokens_are_kept_by_the_own_administrator_only(cast, at_desk, program):
    token = program(cast.tester).token
    url = reverse("token-revoke", args=[token.user.username])
    assert at_desk(cast.tester).get(reverse("tokens")).status_code == 403
    assert at_desk(cast.platform_administrator).post(url).status_code == 404
    desk = at_desk(cast.laboratory_administrator)
    assert desk.get(url).status_code == 200
    assert token.purpose in desk.get(reverse("tokens")).content.decode()
    assert ApiToken.objects.get().revoked_at is None


def test_a_revoked_token_opens_nothing_from_that_moment_on(cast, at_desk, program):
    lims = program(cast.tester)
    assert lims.get("/api/v1/").status_code == 200
    url = reverse("token-revoke", args=[lims.token.user.username])
    assert at_desk(cast.laboratory_administrator).post(url).status_code == 302
    refused = lims.get("/api/v1/")
    assert refused.status_code == 401 and refused["WWW-Authenticate"] == "Bearer"
    assert refused.json()["detail"] == "This token is unknown, revoked or expired."
    assert Event.objects.filter(verb="revoke a token").count() == 1
    revoke(lims.token, by=cast.laboratory_administrator, now=NOW)
    assert Event.objects.filter(verb="revoke a token").count() == 1


def test_a_token_ends_with_its_last_day_and_with_its_organisation(cast, program):
    lims = program(cast.tester, expires_on=NOW.date())
    with time_machine.travel(NOW.replace(hour=23), tick=False):
        assert lims.get("/api/v1/").status_code == 200
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert lims.get("/api/v1/").status_code == 401
    Organisation.objects.filter(pk=cast.laboratory.pk).update(active=False)
    assert lims.get("/api/v1/").status_code == 401


def test_a_role_that_has_come_to_be_signed_in_is_no_longer_the_tokens(cast, program):
    lims = program(cast.tester)
    ApiToken.objects.update(roles=[Role.TESTER, Role.SIGNATORY])
    assert [role["code"] for role in lims.get("/api/v1/").json()["roles"]] == ["tester"]


def test_a_program_cannot_log_in_and_its_token_opens_no_page(cast, program):
    lims = program(cast.tester)
    assert not lims.token.user.has_usable_password()
    assert lims.get(reverse("home")).status_code == 302


def test_a_person_at_the_browser_asks_with_the_session_and_posts_with_the_csrf_token(cast, at_desk):
    desk = at_desk(cast.tester)
    assert desk.get("/api/v1/").json()["token_until"] is None
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    refused = strict.post("/api/v1/reports/", "{}", content_type="application/json")
    assert refused.status_code == 403 and "CSRF" in refused.json()["detail"]


def test_whoever_asks_too_often_is_told_when_to_ask_again(cast, program, settings):
    settings.API_RATE = "2/min"
    lims = program(cast.tester)
    statuses = [lims.get("/api/v1/").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert int(lims.get("/api/v1/")["Retry-After"]) > 0


def test_sentences_come_in_the_language_that_was_asked_for(cast, program, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    lims = program(cast.tester)
    headers = {"Authorization": f"Bearer {lims.key}"}
    plain = lims.client.get("/api/v1/", headers=headers).json()
    english = lims.client.get("/api/v1/", headers={**headers, "Accept-Language": "en"}).json()
    assert plain["roles"][0]["name"] != "Tester" and english["roles"][0]["name"] == "Tester"
