"""Who switches on and off that what a token posts must be signed, and what becomes of its secret?"""

from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from accounts.models import ApiToken
from accounts.programs import let_sign, revoke
from accounts.signatures import secret
from casework.clauses import CLAUSES
from tests.api.conftest import Program, issue
from tests.api.test_signatures import URL, post, risk
from tests.conftest import NOW
from trail.models import Event


@pytest.fixture(autouse=True)
def _on_the_day():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def system(cast) -> Program:
    return issue(cast.quality_officer)


def page(system: Program) -> str:
    return reverse("token-signing", args=[system.token.user.username])


def renewed(system: Program) -> ApiToken:
    system.token.refresh_from_db()
    return system.token


def test_an_administrator_has_an_existing_token_sign_and_its_secret_is_shown_once(cast, at_desk, system):
    desk, first = at_desk(cast.platform_administrator), secret(system.token)
    assert "need not be signed" in desk.get(page(system)).content.decode()
    shown = desk.post(page(system), {"on": "1"})
    token = renewed(system)
    assert token.signs and secret(token) != first and secret(token) in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert secret(token) not in desk.get(page(system)).content.decode()
    assert system.post(URL, risk(cast)).status_code == 401
    assert post(system, risk(cast)).status_code == 201
    told = Event.objects.get(verb="have a token sign")
    assert told.clause in CLAUSES and secret(token) not in str(told.detail)


def test_with_a_new_secret_the_former_one_is_worth_nothing(cast, at_desk, program):
    system = program(cast.quality_officer, signs=True)
    former = secret(system.token)
    at_desk(cast.platform_administrator).post(page(system), {"on": "1"})
    assert renewed(system).signs and Event.objects.filter(verb="give a token another secret").exists()
    assert post(system, risk(cast), key=former).status_code == 401
    assert post(system, risk(cast)).status_code == 201


def test_switched_off_the_key_alone_posts_again_and_off_stays_off(cast, at_desk, program):
    system = program(cast.quality_officer, signs=True)
    desk = at_desk(cast.platform_administrator)
    assert desk.post(page(system), {"on": "0"}).status_code == 302
    assert not renewed(system).signs and system.post(URL, risk(cast)).status_code == 201
    desk.post(page(system), {})
    assert Event.objects.filter(verb="let a token post unsigned").count() == 1


def test_only_the_own_administrator_switches_and_only_what_is_good(cast, at_desk, system):
    assert at_desk(cast.quality_officer).post(page(system), {"on": "1"}).status_code == 403
    assert at_desk(cast.laboratory_administrator).post(page(system), {"on": "1"}).status_code == 404
    revoke(system.token, by=cast.platform_administrator, now=NOW)
    assert at_desk(cast.platform_administrator).get(page(system)).status_code == 404
    assert not renewed(system).signs


def test_the_list_leads_there(cast, at_desk, system):
    assert page(system) in at_desk(cast.platform_administrator).get(reverse("tokens")).content.decode()
    let_sign(system.token, True, by=cast.platform_administrator, now=NOW)
    assert "· signs" in at_desk(cast.platform_administrator).get(reverse("tokens")).content.decode()
