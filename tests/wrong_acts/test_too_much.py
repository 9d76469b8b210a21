"""Does nobody fill the disk, and does a full one blame no file? (A4)"""

from __future__ import annotations

from base64 import b64encode

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import Organisation
from documents.models import Attachment
from documents.quarantine import lines
from documents.quotas import sent_in
from monitoring.origins.models.intakes import Intake
from monitoring.risks.models.signals import RiskSignal, SignalFile
from sampling.listings.models import OfferFile
from sampling.samples.models.storage import StorageRule
from sharing.models.resources import Resource, Supply
from tests.api.conftest import issue
from tests.conftest import NOW
from tests.disposal import given_letters
from tests.documents.conftest import picture
from tests.documents.test_uploads import begun
from tests.monitoring import given as risks
from tests.monitoring.list_samples import upload
from tests.monitoring.risks.test_evidence import taken_down
from tests.monitoring.risks.test_outcomes import SIGNAL
from tests.portals.deadlines.test_clock import evidence
from tests.sampling import given
from tests.sharing import given as shared

pytestmark = pytest.mark.django_db(databases=["default", "log"])
# One that is sent in although there is one like it.
ANOTHER = {**SIGNAL, "really_another": "on"}
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


def evidence_of_a_signal(cast, at_desk):
    return taken_down(cast, at_desk, picture("a.png"), really_another="on")


def evidence_of_a_draft(cast, at_desk):
    draft = risks.submitted_signal(cast, NOW, submit_now=False)
    form = {**ANOTHER, "category": cast.category, "evidence": [picture("b.png")]}
    return at_desk(cast.collector).post(reverse("signal-edit", args=[draft.number]), form)


def evidence_by_program(cast, _at_desk):
    sent = {"name": "a.png", "content": b64encode(picture("a.png").read()).decode()}
    body = {**ANOTHER, "submit_now": True, "category": cast.category.code, "evidence": [sent]}
    return issue(cast.collector).post("/api/v1/signals/", body)


def evidence_for_more_time(cast, at_desk):
    clock = given_letters.letter(cast, NOW).deadlines.get(term="W-13")
    form = {"number": "3", "reason": "The shop has moved.", "evidence": evidence()}
    return at_desk(cast.quality_officer).post(reverse("clock-more", args=[clock.pk]), form)


def table_for_others(cast, at_desk):
    resource = Resource.objects.first() or shared.offered(cast, NOW)
    desk = at_desk(cast.laboratory_sharing_officer)
    return desk.post(reverse("resource-supply", args=[resource.number]), {"file": shared.csv()})


def rule_of_the_store(cast, at_desk):
    version = str(StorageRule.objects.count())
    rule = {"title": "Keeping", "in_force_since": "2026-01-01", "version": version, "file": picture()}
    return at_desk(cast.receiver).post(reverse("storage-rule-new"), rule)


BESIDE_STEPS = {
    evidence_of_a_signal: SignalFile,
    evidence_of_a_draft: SignalFile,
    evidence_by_program: SignalFile,
    evidence_for_more_time: Attachment,
    table_for_others: Supply,
    rule_of_the_store: StorageRule,
}


@pytest.mark.parametrize("way", BESIDE_STEPS)
def test_a4_whatever_is_sent_in_beside_steps_is_weighed(cast, at_desk, settings, way):
    settings.KEPT_QUOTA = 1_000_000
    assert way(cast, at_desk).status_code in (201, 302)
    known = BESIDE_STEPS[way]._base_manager.all()
    kept = known.filter(kind="clock") if known.model is Attachment else known
    before = kept.count()
    assert sum(sent_in(one, NOW.replace(month=1)) for one in Organisation.objects.all()) > 0
    settings.KEPT_QUOTA = 0
    answer = way(cast, at_desk)
    assert answer.status_code == 409 and "may send in" in answer.content.decode()
    assert kept.all().count() == before > 0


def test_a4_a_full_disk_is_not_called_a_damaged_file(cast, at_desk, monkeypatch):
    """The reader in quarantine has no room for what it writes on its way."""

    def full(_reader, *asked, **more):
        return lines("tests.documents.readers:blaming", *asked, **more)

    monkeypatch.setattr("documents.incoming.grids.lines", full)
    desk = at_desk(cast.collector)
    desk.raise_request_exception = False
    answer = desk.post(reverse("signal-import"), {"channel": "a", "file": upload("n.csv", SENT)})
    assert answer.status_code == 507 and "disk of this installation is full" in answer.text
    assert not RiskSignal.objects.exists() and not Intake.objects.exists()
