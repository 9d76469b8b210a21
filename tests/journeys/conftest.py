"""What does a journey need? Chromium, the site, a clock that the story sets, and a worker."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from threading import Condition

import pytest
import time_machine
from celery import current_app
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.signals import request_finished, request_started
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import Viewer
from casework.tasks import job_task
from casework.work import outbox
from documents.tasks import render_task
from tests.cast import PASSWORD
from tests.conftest import NOW
from tests.journeys.people import WIDTHS, Camera, Person, Site

TASKS = {render_task.name, job_task.name}
# A look at a paper is logged on a connection of its own, outside the transaction of the page.
JOURNEY = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "log"])]
Come = Callable[..., Person]
Work = Callable[[], int]


@pytest.fixture(scope="session")
def camera() -> Camera:
    """Keeps pictures of the pages in the folder that WANGJIAN_SCREENSHOTS names."""
    return Camera(os.environ.get("WANGJIAN_SCREENSHOTS", ""))


@pytest.fixture(autouse=True)
def _static_files_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser asks for each static file once, as in production, and not a dozen times with each page: for
    years, as the answer is dated by the clock of the story."""
    serve = StaticFilesHandler.serve

    def kept(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        answer = serve(handler, request)
        answer["cache-control"] = "max-age=315576000, immutable"
        return answer

    monkeypatch.setattr(StaticFilesHandler, "serve", kept)


@pytest.fixture
def site(live_server: LiveServer) -> Iterator[Site]:
    """Closes when all who asked are answered: a browser that goes waits for no answer, and the tables are
    emptied under whoever still reads them."""
    door, asked = Condition(), 0

    def enters(**_sent: object) -> None:
        nonlocal asked
        with door:
            asked += 1

    def leaves(**_sent: object) -> None:
        nonlocal asked
        with door:
            asked -= 1
            door.notify()

    request_started.connect(enters)
    request_finished.connect(leaves)
    yield Site(live_server.url)
    with door:
        assert door.wait_for(lambda: asked == 0, timeout=30), f"{asked} requests are never answered"
    request_started.disconnect(enters)
    request_finished.disconnect(leaves)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The clock of the test and of the site in its threads; clock.move_to(…) sets it."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def sort() -> Callable[..., Person]:
    """Of which sort those are who come."""
    return Person


@pytest.fixture
def come(
    site: Site, chromium: Browser, camera: Camera, settings: Settings, sort: Callable[..., Person]
) -> Iterator[Come]:
    """come(viewer): this person with a browser of their own; come(viewer_by, username, given) lets one in
    whose first password was given to them. At the end no browser may have complained."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    people: list[Person] = []

    def do(viewer: Viewer | Callable[[str], Viewer], username: str = "", given: str = "") -> Person:
        if callable(viewer):
            viewer = viewer(username)
        if not given:
            viewer.user.set_password(PASSWORD)
            viewer.user.save()
        language = "zh-CN" if settings.LANGUAGE_CODE.startswith("zh") else "en-GB"
        context = chromium.new_context(locale=language, viewport={"width": WIDTHS[0], "height": 900})
        context.set_default_timeout(15_000)
        people.append(sort(viewer, context.new_page(), site, camera))
        if given:
            people[-1].comes_in(given)
        return people[-1]

    yield do
    troubles = [trouble for person in people for trouble in person.troubles]
    for person in people:
        person.page.context.close()
    assert not troubles, troubles


@pytest.fixture
def work() -> Work:
    """work(): do what the outbox has promised, as a worker does; returns how much that was."""

    def do() -> int:
        assert set(current_app.tasks) >= TASKS
        return outbox.drain(lambda name, args: current_app.tasks[name](*args), timezone.now())

    return do
