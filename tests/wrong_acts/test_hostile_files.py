"""Is a file that is made to stop the site answered with a sentence, and soon? (issue 17, 1)"""

from __future__ import annotations

import re
from contextlib import suppress
from time import process_time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.flow import Refused
from documents.filetypes import check
from monitoring.origins.models.intakes import Intake
from monitoring.risks.models.signals import RiskSignal
from sampling.listings.models import OfferFile
from tests.hostile import ALL, LISTS, PICTURES, harms
from tests.jobs import worked
from tests.monitoring.risks.test_outcomes import SIGNAL
from tests.sampling.given import empty_scheme

pytestmark = pytest.mark.django_db
# How long the process that answers may be busy itself, in seconds: nobody else is answered meanwhile.
BUSY = 3


def answered(desk, url: str, data: dict[str, Any]) -> str:
    """Send it as its user would and go where one is led; returns what is wrong with the answer, or "".
    A short file is refused with a sentence, a long one kept: then a worker takes it, and the page says so."""
    begun = process_time()
    answer = desk.post(url, data)
    worked(Intake)
    page = desk.get(answer["Location"], follow=True) if answer.status_code == 302 else answer
    took = process_time() - begun
    told = re.sub(r"<[^>]*>", "", page.content.decode()).strip()
    if answer.status_code >= 500 or page.status_code >= 500 or not told or took > BUSY:
        return f"{answer.status_code}, {page.status_code} after {took:.1f} s"
    return ""


def test_there_are_more_than_a_hundred_and_fifty_of_them():
    assert len(ALL) >= 150


@pytest.mark.parametrize("kind", ["archives", "xml", "old"])
def test_a9_a_workbook_that_would_harm_whoever_opens_it_is_no_evidence(kind):
    taken = set()
    for name, make in LISTS[kind].items():
        with suppress(Refused):
            taken.add(check(SimpleUploadedFile(name, make())) and name)
    assert taken == {name for name in LISTS[kind] if not harms(f"{kind}/{name}")}


@pytest.mark.parametrize(("kind", "channel"), [("patterns", "b"), *((kind, "c") for kind in LISTS)])
def test_a9_a_list_made_to_stop_the_site_is_refused_with_a_sentence(cast, at_desk, kind, channel):
    desk, wrong = at_desk(cast.collector), {}
    for name, make in LISTS[kind].items():
        data = {"channel": channel, "file": SimpleUploadedFile(name, make())}
        if fault := answered(desk, reverse("signal-import"), data):
            wrong[name] = fault
    assert not wrong


@pytest.mark.parametrize("kind", ["texts", "sheets"])
def test_a9_the_page_of_columns_opens_no_such_file_itself(cast, at_desk, kind):
    desk, wrong = at_desk(cast.collector), {}
    for name, make in LISTS[kind].items():
        data = {"channel": "c", "check_columns": "on", "file": SimpleUploadedFile(name, make())}
        if fault := answered(desk, reverse("signal-import"), data):
            wrong[name] = fault
    assert not wrong


@pytest.mark.parametrize("kind", ["patterns", "texts", "sheets"])
def test_a9_listings_made_to_stop_the_site_are_refused_with_a_sentence(cast, at_desk, now, kind):
    scheme, wrong = empty_scheme(cast, now), {}
    url = reverse("scheme-step", args=[scheme.number, "import"])
    for name, make in LISTS[kind].items():
        data = {"file": SimpleUploadedFile(name, make())}
        if fault := answered(at_desk(cast.organiser), url, data):
            wrong[name] = fault
        OfferFile.objects.all().delete()
    assert not wrong


def test_a9_evidence_made_to_stop_the_site_is_taken_or_refused_and_harms_nobody(cast, at_desk):
    desk, wrong = at_desk(cast.collector), {}
    for name, make in PICTURES.items():
        sent = SimpleUploadedFile(name, make())
        form = {**SIGNAL, "category": cast.category, "evidence": [sent], "product": name}
        if fault := answered(desk, reverse("signal-new"), form):
            wrong[name] = fault
    assert not wrong
    taken = set(RiskSignal.objects.values_list("product", flat=True))
    assert taken == {name for name in PICTURES if not harms(name)}
