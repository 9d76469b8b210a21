"""Who takes practice for work, or work for practice, or lets what is practised reach somebody?"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test import Client
from django.urls import reverse

from config import rights, trial
from demo import invented
from demo.founding import found
from documents.render import render
from tests.cast import Cast
from tests.documents.test_render import text_of
from trail.models import Installation

STRIP = "wj-practice"


@pytest.fixture
def practising(settings: Any) -> None:
    settings.PRACTICE, settings.ROOT_URLCONF = True, "demo.urls"
    settings.LOGIN_URL = settings.LOGOUT_REDIRECT_URL = "practice"


@pytest.mark.django_db
def test_an_installation_at_work_has_no_door_without_a_password(client: Client) -> None:
    assert client.get("/practice/").status_code == 404
    assert client.post("/practice/", {"person": "organiser"}).status_code == 404


@pytest.mark.django_db
def test_neither_has_one_whose_addresses_were_mixed_up(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "demo.urls"
    assert client.post("/practice/", {"person": "organiser"}).status_code == 404


def test_work_is_never_marked_as_practice() -> None:
    said = {**os.environ, "WANGJIAN_PRACTICE": "1", "WANGJIAN_TRIAL": "", "WANGJIAN_TESTING": ""}
    command = [sys.executable, "-c", "import config.settings"]
    failed = subprocess.run(command, env=said, capture_output=True, text=True, check=False)
    assert failed.returncode and "leave it out here" in failed.stderr


def test_practice_forgets_whatever_it_is_told_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in trial.OF_THE_WORK:
        monkeypatch.setenv(name, "of the work")
    monkeypatch.setenv("WANGJIAN_PRACTICE", "")
    trial.leave_the_work_alone()
    assert not set(trial.OF_THE_WORK) & set(os.environ) and os.environ["WANGJIAN_PRACTICE"] == "1"


@pytest.mark.django_db
def test_a_database_at_work_is_given_to_no_trial(settings: Any) -> None:
    settings.TESTING = False
    Installation.objects.update(production=True)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")  # as `migrate`, which asks this first: the owner
        with pytest.raises(CommandError, match="at work"):
            rights.unless_at_work(connection)
        settings.TRIAL = False
        rights.unless_at_work(connection)


@pytest.mark.usefixtures("practising")
def test_one_chooses_whom_to_be_and_is_in(db: object, client: Client) -> None:
    found()
    led = client.get("/", follow=True)
    assert led.redirect_chain[-1][0].startswith("/practice/") and STRIP in led.content.decode()
    login = invented.PEOPLE[0][0]
    assert client.post("/practice/", {"person": login}, follow=True).status_code == 200
    assert client.get(reverse("home")).wsgi_request.user.username == login
    assert client.post("/practice/", {"person": "nobody"}).status_code == 404


@pytest.mark.usefixtures("practising")
def test_every_page_says_that_it_is_practice(cast: Cast, at_desk: Any, settings: Any) -> None:
    settings.PRACTICE_URL = "https://work.example/"
    page = at_desk(cast.organiser).get(reverse("home")).content.decode()
    assert STRIP in page and "<title>PRACTICE" in page and 'href="https://work.example/"' in page


def test_whoever_works_finds_the_way_and_no_strip(cast: Cast, at_desk: Any, settings: Any) -> None:
    settings.PRACTICE_URL = "https://practice.example/"
    page = at_desk(cast.organiser).get(reverse("home")).content.decode()
    assert STRIP not in page and 'href="https://practice.example/" target="_blank"' in page


@pytest.mark.parametrize("on", [True, False])
def test_a_paper_of_practice_says_so(settings: Any, on: bool) -> None:
    settings.PRACTICE = on
    paper = {"title": "T", "number": "1", "office": "O", "issued_on": "2026-11-25", "addressee": "A"}
    pages = render("papers/base.html", {"paper": paper}, language="en")
    assert ("Practice, without effect" in text_of(pages)) is on


def test_a_file_of_practice_says_so(cast: Cast, at_desk: Any, settings: Any) -> None:
    address = reverse("standards-sheet", args=["csv"])
    assert "PRACTICE" not in at_desk(cast.organiser).get(address)["Content-Disposition"]
    settings.PRACTICE = True
    assert "PRACTICE" in at_desk(cast.organiser).get(address)["Content-Disposition"]
