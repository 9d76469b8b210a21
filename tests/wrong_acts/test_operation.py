"""What do those try who watch without being asked to, or write into what others read?"""

from __future__ import annotations

import logging
import time

import pytest
from django.test import Client

from accounts.addresses import token
from config.operation import probes
from config.operation.probes import Check, Readiness
from tests.config.operating import TOKEN, lines, log, measured, requests


@pytest.mark.parametrize("bears", ["", "Bearer", "Bearer ", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x"])
def test_a_stranger_reads_no_measures(bears, db, settings):
    settings.METRICS_TOKEN = TOKEN
    answer = Client().get("/metrics", headers={"Authorization": bears})
    assert answer.status_code == 401 and not answer.content
    assert measured().status_code == 200


@pytest.mark.parametrize("bears", ["", "Bearer", "Bearer ", "Bearer None"])
def test_where_no_token_is_set_nobody_guesses_the_empty_one(bears, db, settings):
    settings.METRICS_TOKEN = ""
    answer = Client().get("/metrics", headers={"Authorization": bears})
    assert answer.status_code == 404 and not answer.content


def test_who_is_logged_in_reads_no_measures_either(cast, at_desk, settings):
    settings.METRICS_TOKEN = TOKEN
    assert at_desk(cast.people["regulator_administrator"]).get("/metrics").status_code == 401


def test_a_flood_of_probes_looks_once(monkeypatch):
    looks: list[int] = []
    monkeypatch.setattr(probes, "CHECKS", {"database": Check(lambda: looks.append(1), "")})
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    monkeypatch.setattr("config.operation.views.READINESS", Readiness())
    assert {Client().get("/readyz").status_code for _ in range(200)} == {200}
    assert len(looks) == 1


def test_a_stranger_learns_of_what_is_wrong_no_more_than_that(monkeypatch):
    secret = "connection to wangjian_app:password@10.1.2.3 refused"

    def away():
        raise OSError(secret)

    monkeypatch.setattr(probes, "CHECKS", {"database": Check(away, "The database does not answer.")})
    monkeypatch.setattr("config.operation.views.READINESS", Readiness())
    with log() as written:
        answer = Client().get("/readyz")
    assert answer.status_code == 503 and secret in written.getvalue()
    assert answer.json() == {"ready": False, "checks": {"database": "The database does not answer."}}


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("path", ["/m/{}/", "/elsewhere/{}", "/编号/{}/", "/a%0Ab/{}/", "/api/v1/x/{}/"])
def test_neither_log_nor_measures_hold_what_stands_in_an_address(path, form, db, settings):
    settings.METRICS_TOKEN, secret = TOKEN, token()
    with log(form) as written:
        Client().get(path.format(secret), {"asked": secret}, headers={"Authorization": f"Bearer {secret}"})
        Client().post(path.format(secret), {"typed": secret})
    assert written.getvalue() and secret not in written.getvalue()
    assert secret not in measured().text


def test_nor_what_the_web_server_says_of_an_address():
    with log() as written:
        logging.getLogger("waitress").error("Exception while serving %s", "/m/secret/")
    assert [line["message"] for line in lines(written)] == ["Exception while serving <none>"]


def test_nor_of_the_address_at_which_somebody_was_refused(cast, at_desk):
    with log() as written:
        client = at_desk(cast.buyer)
        answers = [client.get(f"/{name}/").status_code for name in ("people", "failures")]
    assert 403 in answers and "/failures/" not in written.getvalue() and len(requests(written)) == 2


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("forged", ["abcdefgh\r\nroot: all is well", "abcdefgh\nroot", "abcdefgh\x85root"])
def test_an_id_with_a_line_break_begins_no_line(forged, form):
    with log(form) as written:
        answer = Client().get("/healthz", headers={"X-Request-ID": forged})
    assert len(written.getvalue().splitlines()) == 1
    assert "root" not in written.getvalue() and "root" not in answer["X-Request-ID"]


def test_what_somebody_typed_begins_no_line_either(db):
    with log("text") as written:
        Client().get("/x%0A2026-01-01 ERROR forged")
        logging.warning("somebody typed %s", "x\r\n2026-01-01 ERROR forged\r2026-01-01 ERROR forged")
    assert not [line for line in written.getvalue().splitlines() if line.startswith("2026-01-01 ERROR")]


def test_each_line_is_an_object_whatever_a_program_sends(db):
    with log() as written:
        Client().get('/x"}\n{', headers={"User-Agent": '"}\n{'})
    assert lines(written)
