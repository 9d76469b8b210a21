"""May a platform be pressed beyond its time, or sit out what presses it, and does that show? (P1)"""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.urls import reverse

from casework.models import Notification
from documents.models import Document
from portals.dashboards.chart import Asked
from portals.dashboards.punctuality import by_organisation
from tests.conftest import NOW
from tests.disposal import given
from tests.wrong_acts.test_platforms import home

LATER = NOW + timedelta(days=30)
DEMAND = {"note": "Take the toys off the shelves today."}


def press(client, disposal, state="received"):
    return given.press(client, disposal, f"urge_{state}", DEMAND)


def test_p1_a_silent_platform_that_is_urged_reads_it_on_page_and_worklist_and_it_counts(cast, at_desk, now):
    found = given.disposal(cast, now)
    clocks = list(found.deadlines.values_list("term", "due_at", "end", "met_at"))
    with time_machine.travel(LATER, tick=False):
        assert press(at_desk(cast.compiler), found).status_code == 302
        client = at_desk(cast.quality_officer)
        page = client.get(found.get_absolute_url()).content.decode()
        worklist = home(client)
        league = at_desk(cast.case_officer).get(reverse("dashboard"), {"of": "terms"}).content.decode()
    letter = Document.objects.get(record=found.pk, paper="urge_letter")
    assert (letter.addressee, letter.office) == (cast.platform, cast.center) and letter.file_number in page
    assert letter.content["contact"] == str(cast.compiler.user)
    assert DEMAND["note"] in page and "urged once, on 2026-12-25" in worklist
    assert Notification.objects.filter(event__verb="urge_received", user=cast.quality_officer.user).exists()
    assert list(found.deadlines.values_list("term", "due_at", "end", "met_at")) == clocks
    counted = {row[0]: row[-1] for row in by_organisation(Asked(cast.case_officer, LATER)).rows}
    assert "Urged" in league and counted[cast.platform.name] == 1


def test_p1_the_competent_regulator_urges_too_but_nobody_twice_a_day(cast, at_desk, now):
    found = given.disposal(cast, now)
    officer = at_desk(cast.case_officer)
    with time_machine.travel(LATER, tick=False):
        assert press(officer, found).status_code == 302
        again = press(at_desk(cast.compiler), found)
    assert again.status_code == 409 and "urged this today already" in again.content.decode()
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        assert press(at_desk(cast.compiler), found).status_code == 302
        assert "urged 2 times, last on 2026-12-26" in home(at_desk(cast.quality_officer))


def test_a_platform_that_is_still_in_time_is_not_urged(cast, at_desk, now):
    found = given.disposal(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = press(at_desk(cast.compiler), found)
    assert answer.status_code == 409 and "No time has run out here" in answer.content.decode()
    assert not Document.objects.filter(paper="urge_letter").exists()
