"""Does whoever answers by a link pass for more than was shown?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from disposal.models.notices import Denial
from documents.models import Service
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal import given_notices as told
from tests.documents.conftest import picture
from tests.wrong_acts.test_shops import DENIAL

AGENT = {**DENIAL, "signed_as": "agent"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def said(answer) -> str:
    return str(answer.content.decode())


def test_whoever_types_a_name_by_a_link_is_not_called_the_legal_head(cast, at_desk, now):
    notice, shop = told.sent(cast, now), at_desk(cast.respondent)
    form = {**DENIAL, "signed_as": "", "proof": [picture()]}
    assert given.press(shop, notice, "deny", form).status_code == 422
    answer = given.press(shop, notice, "deny", {**DENIAL, "proof": [picture()]})
    assert answer.status_code == 302
    denial = Denial.objects.get()
    page = said(at_desk(cast.county_officer).get(denial.get_absolute_url()))
    assert "by own statement, no proof shown" in page
    service = Service.objects.get(document=notice.paper())
    assert (service.relation, service.signed_as()) == ("stated", "whoever had the link, by own statement")


@pytest.mark.parametrize("way", ["page", "API"])
def test_an_agent_without_an_authorisation_signs_nothing(cast, at_desk, program, now, way):
    notice = told.sent(cast, now)
    form = {**AGENT, "proof": [picture()]}
    if way == "page":
        refused = given.press(at_desk(cast.respondent), notice, "deny", form)
    else:
        url = reverse("api-resultnotice-deny", args=[notice.number])
        refused = program(cast.respondent).post(url, form, format="multipart")
    assert refused.status_code == 422 and "Attach the authorisation" in said(refused)
    assert not Denial.objects.exists()


def test_the_reply_names_the_agent_and_the_regulator_reads_the_authorisation(cast, at_desk, now):
    notice = told.sent(cast, now)
    form = {**AGENT, "proof": [picture()], "authorisation": picture("power.png")}
    assert given.press(at_desk(cast.respondent), notice, "deny", form).status_code == 302
    denial = Denial.objects.get()
    officer = at_desk(cast.county_officer)
    assert "power.png" in said(officer.get(denial.get_absolute_url()))
    given.press(officer, denial, "reject", {"reason": "The seams are the same."})
    reply = denial.documents.get(paper="denial_reply").content
    assert reply["signed"] == "Lin, authorised agent, by the authorisation attached"


def test_an_account_that_confirms_a_paper_is_not_called_the_head_of_the_platform(cast, at_desk, now):
    found = given.undelivered(cast, now)
    assert given.press(at_desk(cast.quality_officer), found, "acknowledge").status_code == 302
    assert Service.objects.filter(addressee=cast.platform).latest("id").relation == "member"
