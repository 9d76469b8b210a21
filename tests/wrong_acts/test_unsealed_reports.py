"""Does a report stay without its laboratory's seal, and nobody is told? (6.3-6)"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.models import Notification
from documents.models import Document
from documents.signed.copies import take_back
from documents.tasks import render_document
from inspection.tasks import warn_of_unsealed
from tests.conftest import NOW
from tests.inspection import given
from tests.sealers import sealed, sealer


def told(days: int) -> list[str]:
    """Who is told so many days later, if the timetable asks twice."""
    Notification.objects.all().delete()
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        warn_of_unsealed()
        warn_of_unsealed()
    return sorted(Notification.objects.values_list("user__username", flat=True))


def paper_of(report):
    return Document.objects.get(record=report.pk, paper="test_report", superseded_by=None)


def test_the_signatory_is_told_twice_and_the_center_once(cast):
    given.delivered(cast, NOW)
    own, theirs = cast.signatory.user.username, cast.compiler.user.username
    said = {day: told(day) for day in (0, 1, 2, 3, 6, 7, 8, 13)}
    assert {day: names for day, names in said.items() if names} == {2: [own], 7: sorted([own, theirs])}


def test_of_one_that_came_back_sealed_nobody_is_told(cast):
    paper = paper_of(given.delivered(cast, NOW))
    render_document(NOW, paper.pk)
    paper.refresh_from_db()
    with paper.pdf.open("rb") as file:
        pdf = sealed(file.read(), sealer(paper.office.name))
    take_back(paper, SimpleUploadedFile("sealed.pdf", pdf), by=cast.signatory, now=NOW)
    assert not told(2) and not told(7)


def test_the_amended_one_is_asked_for_and_not_the_older(cast):
    report = given.delivered(cast, NOW)
    assert told(2)
    given.applied(cast, NOW + timedelta(days=3), report)
    assert not told(4) and told(5) and not told(7)


def test_who_slept_through_a_week_is_told_once(cast):
    given.delivered(cast, NOW)
    assert told(12) and not told(13)


def test_the_center_that_has_not_received_it_is_not_told(cast):
    given.issued(cast, NOW)
    assert told(7) == [cast.signatory.user.username]


@pytest.mark.parametrize("state", ["voided", "signed"])
def test_what_is_not_out_is_not_asked_for(cast, state):
    report = given.issued(cast, NOW)
    type(report).objects.filter(pk=report.pk).update(state=state)
    assert not told(7)


def test_who_seals_finds_what_is_still_to_be_sealed_and_the_center_reads_it(cast, see):
    report = given.issued(cast, NOW)
    render_document(NOW, paper_of(report).pk)
    way = reverse("document-sealed", args=[paper_of(report).verify_token])
    people = {name: getattr(cast, name) for name in ("signatory", "compiler")}
    lists = {name: see(who, reverse("unsealed-reports")).text for name, who in people.items()}
    assert all(paper_of(report).file_number in page for page in lists.values())
    assert way in lists["signatory"] and way not in lists["compiler"]
    assert way in see(cast.signatory, report.get_absolute_url()).text
    assert "has not returned this report with its seal" in see(cast.compiler, report.get_absolute_url()).text
    assert "not sealed by its laboratory yet" in see(cast.compiler, "/reports/").text
    assert paper_of(report).file_number not in see(cast.other_signatory, reverse("unsealed-reports")).text
