"""What is told to a Sentry of a failure?"""

import subprocess
import sys

import sentry_sdk
from django.test import Client
from sentry_sdk.transport import Transport

from config.operation import sentry
from tests.config.operating import log


def test_a_failure_is_told_without_request_values_and_words(db, monkeypatch):
    told: list[object] = []

    class Kept(Transport):
        def capture_envelope(self, envelope):
            told.extend(item.payload.json for item in envelope.items)

    original = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **how: original(**how, transport=Kept()))

    def fail():
        volunteer = "secret of a volunteer"
        raise RuntimeError(volunteer)

    monkeypatch.setattr("config.operation.views.READINESS.now", fail)
    try:
        with log():
            sentry.begin("https://key@sentry.example/1")
            assert not sentry_sdk.get_client().should_send_default_pii()
            headers = {"X-Request-ID": "0123456789abcdef", "Authorization": "secret"}
            Client(raise_request_exception=False).get("/readyz?secret=secret", headers=headers)
            sentry_sdk.flush()
    finally:
        original()  # nobody is told any more
    assert told and "RuntimeError" in str(told) and "0123456789abcdef" in str(told)
    assert "secret" not in str(told).replace('volunteer = "secret of a volunteer"', "")


def test_without_an_address_it_is_not_even_imported():
    code = "import django, sys; django.setup(); sys.exit('sentry_sdk' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_a_server_adds_to_a_failure_is_taken_off_it():
    said = {"url": "https://wangjian.example/m/secret/", "headers": {"Cookie": "secret"}}
    event = {
        "request": said,
        "extra": {"request": said},
        "user": {"id": 1},
        "breadcrumbs": [said],
        "level": "error",
    }
    assert sentry.bare(event, {}) == {"level": "error", "tags": {"request_id": ""}}
