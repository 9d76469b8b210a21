"""Is a file that nothing was taken in from erased by who answers for it, and by nobody else? (A10)"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.roles import Role
from casework.work import charge
from documents.models import Upload
from monitoring.origins.models.intakes import Intake
from monitoring.risks.models.signals import RiskSignal
from sampling.listings.actions import offer_files
from tests.cast import person
from tests.conftest import NOW
from tests.documents.test_uploads import begun
from tests.monitoring.imports.test_columns import said, sent
from tests.sampling import given
from trail.models import Event

pytestmark = pytest.mark.django_db
WHY = {"reason": "The wrong file was chosen."}


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def come_in(cast: Any, at_desk: Any) -> Any:
    sent(at_desk, cast.collector)
    return Intake.objects.get()


def listings(cast: Any, _at_desk: Any) -> Any:
    file = ContentFile(b"a,b\n1,2\n", "new.csv")
    return offer_files.keep(given.draft_scheme(cast, NOW), file=file, by=cast.organiser, now=NOW)


KINDS = {"complaints": (come_in, "collector"), "listings": (listings, "organiser")}


@pytest.fixture(params=KINDS)
def file(request, cast, at_desk):
    """(a file whose columns nobody knows, the desk of who sent it in)"""
    make, owner = KINDS[request.param]
    return make(cast, at_desk), at_desk(cast.people[owner])


def there(one: Any) -> str:
    return f"{one.get_absolute_url()}discard/"


def test_a10_a_file_sent_by_mistake_is_erased_and_why_stays(
    file, settings, django_capture_on_commit_callbacks
):
    one, desk = file
    path = Path(one.file.path)
    assert there(one) in desk.get(one.get_absolute_url()).text and path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(there(one), WHY).status_code == 302
    assert not path.exists()
    page = desk.get(one.get_absolute_url()).text
    assert WHY["reason"] in page and "discarded" in page and there(one) not in page
    event = Event.objects.of(one.subject, one.pk).get(verb="discard work")
    assert event.detail["sha256"] == one.sha256 and event.detail["reason"] == WHY["reason"]
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(there(one), WHY).status_code == 409


def test_a10_what_is_discarded_counts_no_longer(cast, at_desk, settings):
    one = come_in(cast, at_desk)
    settings.KEPT_QUOTA = one.size
    assert sent(at_desk, cast.collector).status_code == 409
    at_desk(cast.collector).post(there(one), WHY)
    assert sent(at_desk, cast.collector).status_code == 302


def test_a10_nobody_discards_without_saying_why(file):
    one, desk = file
    assert desk.post(there(one), {"reason": "无"}).status_code == 422
    one.refresh_from_db()
    assert one.discarded_at is None and default_storage.exists(one.file.name)


def test_a10_nobody_else_discards_a_file(file, cast, at_desk):
    one, _desk = file
    role = Role.COLLECTOR if isinstance(one, Intake) else Role.ORGANISER
    strangers = [person("colleague", cast.center, role), cast.planner, cast.tester, cast.leader]
    strangers += [cast.other_collector, cast.other_organiser, cast.quality_officer, cast.buyer]
    for who in strangers:
        assert at_desk(who).post(there(one), WHY).status_code in (403, 404), who
    one.refresh_from_db()
    assert one.discarded_at is None and default_storage.exists(one.file.name)


def test_a10_who_takes_a_file_of_listings_over_may_discard_it_and_who_gave_it_up_not(cast, at_desk):
    one = listings(cast, at_desk)
    colleague = person("second_organiser", cast.center, Role.ORGANISER)
    charge.take_over(one, by=colleague, now=NOW)
    page = at_desk(cast.organiser).get(one.scheme.get_absolute_url()).text
    assert f"in charge: {colleague.user}" in page and str(cast.organiser.user) in page
    assert at_desk(cast.organiser).post(there(one), WHY).status_code == 403
    assert at_desk(colleague).post(there(one), WHY).status_code == 302


def test_a10_what_was_taken_in_is_evidence_and_stays(cast, at_desk):
    page = said(at_desk, cast.collector)["Location"]
    answer = at_desk(cast.collector).post(f"{page}discard/", WHY)
    assert answer.status_code == 409 and "it is kept as what proves them" in answer.text
    assert RiskSignal.objects.exists() and Intake.objects.get().file
    assert f"{page}discard/" not in at_desk(cast.collector).get(page).text


def test_a10_listings_that_were_taken_in_are_evidence_and_stay(cast, at_desk):
    scheme = given.empty_scheme(cast, NOW)
    file = ContentFile(b"product,shop\nBear,Shop A\n", "a.csv")
    one = offer_files.keep(scheme, file=file, by=cast.organiser, now=NOW)
    assert one.good == 1 and at_desk(cast.organiser).post(there(one), WHY).status_code == 409


def test_a10_what_is_being_taken_in_is_stopped_first(file, cast):
    one, desk = file
    type(one).objects.filter(pk=one.pk).update(begun_at=NOW)
    assert desk.post(there(one), WHY).status_code == 409
    assert desk.post(one.get_absolute_url()).status_code == 302
    assert desk.post(there(one), WHY).status_code == 302


def test_a10_what_was_only_tried_may_be_discarded_and_is_never_taken_in_then(cast, at_desk):
    page = said(at_desk, cast.collector, dry_run="on")["Location"]
    desk = at_desk(cast.collector)
    assert desk.post(f"{page}discard/", WHY).status_code == 302
    assert desk.post(page, {"begin": ""}).status_code == 409
    assert desk.get(f"{page}columns/").status_code == desk.post(f"{page}columns/").status_code == 404
    assert desk.get(f"{page}refused/").status_code == 404 and not RiskSignal.objects.exists()


def test_a10_discarded_listings_are_neither_read_nor_begun(cast, at_desk):
    one = listings(cast, at_desk)
    desk = at_desk(cast.organiser)
    desk.post(there(one), WHY)
    columns = reverse("offer-columns", args=[one.scheme.number, one.token])
    assert desk.get(columns).status_code == desk.post(columns).status_code == 404
    assert desk.post(one.get_absolute_url(), {"begin": ""}).status_code == 409
    assert desk.post(one.get_absolute_url(), {"take_over": ""}).status_code == 409


def test_a10_a_film_that_is_given_up_leaves_its_line_and_nobody_elses_is_given_up(cast, at_desk):
    address = begun(at_desk(cast.verifier))["Location"]
    assert at_desk(cast.organiser).delete(address).status_code == 404 and Upload.objects.exists()
    assert at_desk(cast.verifier).delete(address).status_code == 204 and not Upload.objects.exists()
    event = Event.objects.get(verb="give up a film")
    assert event.actor_id == cast.verifier.user.pk
