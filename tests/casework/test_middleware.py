"""Does a request that only asks change anything?"""

from __future__ import annotations

import pytest
from django.db import InternalError
from django.test import Client

from accounts.models import User

pytestmark = [
    pytest.mark.urls("tests.casework.urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_view_that_writes_on_asking_fails_and_nothing_is_written(method):
    with pytest.raises(InternalError, match="read-only transaction"):
        getattr(Client(), method)("/trial/writes")
    assert not User.objects.exists()


def test_whoever_asks_is_told_that_it_failed():
    assert Client(raise_request_exception=False).get("/trial/writes").status_code == 500


def test_a_script_that_sends_files_is_told_where_to_go_on_and_not_led_there():
    told = Client().get("/", headers={"X-Sent-By": "uploads"})
    assert (told.status_code, told["Location"]) == (204, "/login/?next=/")
    assert Client().get("/").status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_request_that_tells_may_write(method):
    assert getattr(Client(), method)("/trial/writes").content == b"written"
    assert User.objects.get().username == f"by {method.upper()}"


def test_a_view_that_reads_may_be_asked_and_the_next_request_may_write():
    client = Client()
    assert client.get("/trial/reads").content == b"0"
    client.post("/trial/writes")
    assert client.get("/trial/reads").content == b"1"


def test_a_request_that_failed_leaves_the_connection_fit_for_the_next():
    client = Client(raise_request_exception=False)
    client.get("/trial/writes")
    assert client.post("/trial/writes").status_code == 200
