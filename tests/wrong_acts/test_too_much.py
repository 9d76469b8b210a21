"""Does nobody fill the disk, and does a full one blame no file? (A4)"""

from __future__ import annotations

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from documents.quarantine import lines
from monitoring.models import Intake, RiskSignal
from sampling.models import OfferFile
from tests.conftest import NOW
from tests.documents.test_uploads import begun
from tests.monitoring.list_samples import upload
from tests.sampling import given

pytestmark = pytest.mark.django_db(databases=["default", "log"])
SENT = b"x,y\n1,2\n" * 50


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.KEPT_QUOTA, settings.UPLOAD_ROOT = 1_000, tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def send(desk):
    """A file whose columns nobody knows, which is kept: 400 bytes of 1,000."""
    form = {"channel": "a", "file": upload("n.csv", SENT), "check_columns": "on"}
    return desk.post(reverse("signal-import"), form)


def test_a4_an_organisation_does_not_send_in_more_than_it_may(cast, at_desk):
    """Another one goes on."""
    desk = at_desk(cast.collector)
    assert [send(desk).status_code for _each in range(3)] == [302, 302, 409]
    assert "may send in" in send(desk).text and Intake.objects.count() == 2
    assert send(at_desk(cast.other_collector)).status_code == 302


def test_a4_what_came_long_ago_counts_no_longer(cast, at_desk):
    for _each in range(2):
        send(at_desk(cast.collector))
    with time_machine.travel(NOW.replace(year=2027), tick=False):
        assert send(at_desk(cast.collector)).status_code == 302


def test_a4_listings_and_imports_are_weighed_together(cast, at_desk):
    for _each in range(2):
        send(at_desk(cast.collector))
    scheme = given.draft_scheme(cast, NOW)
    form = {"file": ContentFile(SENT, "l.csv")}
    answer = at_desk(cast.organiser).post(reverse("scheme-step", args=[scheme.number, "import"]), form)
    assert answer.status_code == 409 and "may send in" in answer.text
    assert not OfferFile.objects.exists()


def test_a4_a_film_in_parts_is_weighed_with_them(cast, at_desk):
    for _each in range(2):
        send(at_desk(cast.collector))
    there, here = (begun(at_desk(who), size=900) for who in (cast.receiver, cast.buyer))
    assert there.status_code == 201
    assert here.status_code == 413 and "may send in" in here.text


def test_a4_a_full_disk_is_not_called_a_damaged_file(cast, at_desk, monkeypatch):
    """The reader in quarantine has no room for what it writes on its way."""

    def full(_reader, *asked, **more):
        return lines("tests.documents.readers:blaming", *asked, **more)

    monkeypatch.setattr("monitoring.importers.grids.lines", full)
    desk = at_desk(cast.collector)
    desk.raise_request_exception = False
    answer = desk.post(reverse("signal-import"), {"channel": "a", "file": upload("n.csv", SENT)})
    assert answer.status_code == 507 and "disk of this installation is full" in answer.text
    assert not RiskSignal.objects.exists() and not Intake.objects.exists()
