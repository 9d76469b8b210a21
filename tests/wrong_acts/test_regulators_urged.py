"""May a regulator sit on a case, unseen and unpressed, or be pressed for what is not its own? (G3)"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.models import Notification
from documents.models import Document
from portals.dashboards.chart import Asked
from portals.dashboards.punctuality import by_organisation
from tests.conftest import NOW
from tests.disposal import given
from tests.wrong_acts.test_platforms import home

LATER = NOW + timedelta(days=120)
DEMAND = {"note": "File the case or say why none is filed."}


def press(client, case, state):
    return given.press(client, case, f"urge_{state}", DEMAND)


@pytest.mark.parametrize("who", ["compiler", "city_officer"])
def test_g3_the_center_and_the_regulator_above_urge_a_silent_regulator(cast, at_desk, now, who):
    case = given.case_at("inspect", cast, now)
    clocks = list(case.deadlines.values_list("term", "due_at", "met_at"))
    with time_machine.travel(LATER, tick=False):
        assert press(at_desk(getattr(cast, who)), case, "inspecting").status_code == 302
        client = at_desk(cast.county_officer)
        page, worklist = client.get(case.get_absolute_url()).content.decode(), home(client)
        counted = {row[0]: row[-1] for row in by_organisation(Asked(cast.case_officer, LATER)).rows}
    letter = Document.objects.get(record=case.pk, paper="urge_letter")
    assert (letter.addressee, letter.office) == (cast.county, getattr(cast, who).organisation)
    assert letter.file_number in page and DEMAND["note"] in page and "urged once, on 2027-03-25" in worklist
    assert Notification.objects.filter(event__verb="urge_inspecting", user=cast.county_officer.user).exists()
    assert list(case.deadlines.values_list("term", "due_at", "met_at")) == clocks
    assert counted[cast.county.name] == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("county_officer", 403), ("other_county_officer", 404), ("case_officer", 403), ("quality_officer", 404)],
)
def test_g3_nobody_else_urges_it_neither_the_office_itself(cast, at_desk, now, who, status):
    case = given.case_at("inspect", cast, now)
    with time_machine.travel(LATER, tick=False):
        assert press(at_desk(getattr(cast, who)), case, "inspecting").status_code == status
    assert not Document.objects.filter(paper="urge_letter").exists()


def test_g3_no_regulator_is_urged_or_called_late_for_what_the_party_may_still_say(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    over = case.deadlines.get(term="DL-27").due_at + timedelta(hours=1)
    with time_machine.travel(over, tick=False):
        answer = press(at_desk(cast.compiler), case, "told")
        league = at_desk(cast.case_officer).get(reverse("dashboard"), {"of": "terms"}).content.decode()
    assert answer.status_code == 409 and "No time has run out here" in answer.content.decode()
    assert "State and defend" not in league
    with time_machine.travel(LATER, tick=False):
        assert press(at_desk(cast.compiler), case, "told").status_code == 302
    assert Document.objects.get(paper="urge_letter").content["duty"] == "Decide on the penalty"
