"""What goes on while the cache or the database is away?"""

import pytest
import time_machine
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as Refused
from redis.exceptions import RedisError

from config.cache import Forgetful
from tests.api.conftest import issue
from tests.cast import PASSWORD
from tests.conftest import NOW
from tests.test_flows import WALKS


@pytest.fixture
def no_cache(settings, monkeypatch):
    """Nobody listens where the cache should be."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    monkeypatch.setattr(Forgetful, "away_until", 0.0)


def test_without_the_cache_people_log_in_read_their_worklist_and_take_a_step(cast, no_cache):
    with time_machine.travel(NOW, tick=False):
        walk = next(walk for walk in WALKS if (walk.kind, walk.step) == ("workplan", "submit"))
        plan, viewer, client = walk.given(cast, NOW), cast.people[walk.actor], Client()
        viewer.user.set_password(PASSWORD)
        viewer.user.save()
        entered = client.post("/login/", {"username": viewer.user.username, "password": PASSWORD})
        read = [
            client.get(path).status_code
            for path in ("/", "/notifications/", "/work-plans/", plan.get_absolute_url())
        ]
        sent = client.post(reverse("workplan-step", args=[plan.number, "submit"]), walk.data(plan, cast))
    plan.refresh_from_db()
    assert (entered.status_code, read, sent.status_code) == (302, [200, 200, 200, 200], 302)
    assert plan.state == "submitted"


def test_without_the_cache_a_program_is_answered(cast, no_cache):
    assert issue(cast.collector).get("/api/v1/risk-cases/").status_code == 200


def test_a_server_that_did_not_answer_is_left_alone_for_a_while(no_cache):
    cache.set("a", 1)
    assert (cache.get("a", "nothing"), cache.get_many(["a"]), cache.touch("a")) == ("nothing", {}, False)
    assert (cache.has_key("a"), cache.delete("a"), cache.set_many({"a": 1})) == (False, False, [])
    cache.delete_many(["a"])
    assert Forgetful.away_until > 0


def test_what_must_not_be_forgotten_is_refused(no_cache):
    """A nonce that came before must not be taken for a new one."""
    with pytest.raises(RedisError):
        cache.add("nonce", 1)


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed"), Refused("refused")])
def test_what_cannot_go_on_says_when_to_come_back(error, cast, at_desk, monkeypatch):
    client, program = at_desk(cast.collector), issue(cast.collector)
    client.raise_request_exception = program.client.raise_request_exception = False

    def away(*_args, **_kwargs):
        raise error

    monkeypatch.setattr("accounts.middleware.viewer_of", away)
    page = client.get("/")
    assert (page.status_code, page["Retry-After"]) == (503, "5") and "Away for a moment" in page.text
    monkeypatch.setattr("casework.api.views.viewer_of", away)
    answer = program.get("/api/v1/risk-cases/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"] == "application/problem+json"


def test_what_many_choose_from_is_found_without_the_cache(no_cache):
    assert cache.get_or_set("anything", lambda: 7, 60) == 7
