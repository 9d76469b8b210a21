"""What does every test stand on? The cast, the clock, and the application's own database role."""

from __future__ import annotations

import gc
import inspect
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.handlers.base import BaseHandler
from django.db import connection, connections
from django.test import Client
from django.utils import translation
from django.utils.crypto import get_random_string

from accounts.middleware import SESSION_KEY
from accounts.models import Viewer
from accounts.roles import Kind
from casework.clauses import CLAUSES
from tests import cast as casting
from tests.by_hand import by_hand, hand
from tests.chromium import chromium as chromium
from tests.desk import Desk
from tests.driven import undriven
from tests.ground import ground
from tests.photos import album
from tests.prepared import asked_twice as asked_twice
from tests.prepared import forgotten as forgotten

# A busy machine is no fault of what is tested.
hypothesis.settings.register_profile(
    "wangjian", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("wangjian")

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


# The folders whose files take minutes each: they drive Chromium or workers.
LONG = {"journeys", "looks", "workers"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files begin first, so that no process waits for another's at the end."""
    items.sort(key=lambda item: item.path.parent.name not in LONG)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """The modules and the collected tests live as long as the process: nobody looks for garbage in them, and
    seldom in what the tests leave."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The tables are a copy of those that are kept, where the tests have servers of their own."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("WANGJIAN_TEMPLATE")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tables are made by the owner; between here and the end the tests work under the application's role."""
    with django_db_blocker.unblock():
        ground.keep()
    owner = connection.settings_dict["OPTIONS"]
    # Tables of a few rows: to find the best order of a dozen of them costs ten times what any order does.
    options = "-c join_collapse_limit=4 -c jit=off -c role=wangjian_app"
    connection.settings_dict["OPTIONS"] = {**owner, "options": options}
    connection.close()
    connection.execute_wrappers.append(by_hand)
    yield
    connection.settings_dict["OPTIONS"] = owner
    connections.close_all()  # else the tests' database cannot be dropped for five seconds


@pytest.fixture(autouse=True)
def _logged_in(request: pytest.FixtureRequest) -> Iterator[None]:
    """In a test whose transactions are real, whoever answers beside it logs in as the application does.

    It is cleaned up with TRUNCATE, which only the owner may do.
    """
    hand.guarded = request.node.get_closest_marker("guarded") is not None
    if by_hand not in connection.execute_wrappers:  # a loop has a connection of its own
        connection.execute_wrappers.append(by_hand)
    mark = request.node.get_closest_marker("django_db")
    transactional = mark is not None and mark.kwargs.get("transaction")
    if not transactional and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    connection.ensure_connection()
    as_owner = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.settings_dict |= {name: settings.APPLICATION_LOGIN[name] for name in as_owner}
    yield
    connection.settings_dict |= as_owner
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")


@pytest.fixture(autouse=True)
def _no_language_is_left() -> None:
    """The last page of the test before may have been in Chinese."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture(autouse=True)
def _clauses_are_driven(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that bears a clause of the standard fails unless those whom it binds did what it says."""
    clauses = [str(number) for mark in request.node.iter_markers("clause") for number in mark.args]
    if not CLAUSES.keys() & clauses:
        yield
        return
    # The trail is read before the database forgets.
    request.getfixturevalue("transactional_db" if "live_server" in request.fixturenames else "db")
    answered: set[Kind] = set()
    original = BaseHandler.get_response

    def watched(handler: BaseHandler, asked: Any) -> Any:
        answer = original(handler, asked)
        viewer = getattr(asked, "viewer", None)
        if viewer is not None and answer.status_code < 400:
            answered.add(viewer.kind)
        return answer

    monkeypatch.setattr(BaseHandler, "get_response", watched)
    yield
    idle = undriven(clauses, answered)
    assert not idle, f"the trail shows nothing that those whom these clauses bind did under them: {idle}"


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning."""
    return NOW


@pytest.fixture
def cast(db: None, request: pytest.FixtureRequest) -> casting.Cast:
    album.begin(_patches(request))
    return album.cast()


def _patches(request: pytest.FixtureRequest) -> Callable[[], int]:
    """Counts what the test itself has patched."""
    asked = inspect.signature(request.function).parameters
    places = {"monkeypatch": ("_setattr", "_setitem"), "settings": ("_to_restore",)}
    own = [(request.getfixturevalue(name), kept) for name in places if name in asked for kept in places[name]]
    before = sum(len(getattr(patcher, kept)) for patcher, kept in own)
    return lambda: sum(len(getattr(patcher, kept)) for patcher, kept in own) - before


@pytest.fixture
def at_desk() -> Callable[[Viewer], Client]:
    """A browser client logged in as a viewer: at_desk(cast.buyer).get("/").

    The session is written as a log-in leaves it; log-in itself has tests of its own. Nobody looks whether its
    key is new, as it is.
    """

    def log_in(viewer: Viewer) -> Client:
        client = Desk()
        session: Any = SessionStore()
        client.viewer = viewer  # type: ignore[attr-defined]
        session.update(
            {
                auth.SESSION_KEY: str(viewer.user.pk),
                auth.BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
                auth.HASH_SESSION_KEY: viewer.user.get_session_auth_hash(),
                SESSION_KEY: viewer.organisation.pk,
            }
        )
        session._session_key = get_random_string(32, VALID_KEY_CHARS)
        session.create_model_instance(session._session).save(force_insert=True)
        session._cache.set(session.cache_key, session._session, session.get_expiry_age())
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
        return client

    return log_in
