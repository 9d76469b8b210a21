"""Does a link from elsewhere, with an address to come back to, lead whoever follows it out of the system?"""

from __future__ import annotations

from html import unescape

import pytest
import time_machine

from tests.conftest import NOW
from tests.monitoring import given
from tests.test_prepared import HEAR, page_of

ELSEWHERE = [
    "https://evil.example/sign",
    "//evil.example/sign",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "http://testserver.evil.example/",
    "nonsense",
]


@pytest.mark.parametrize("there", ELSEWHERE)
@pytest.mark.parametrize("sent", ["address", "form"])
def test_a_step_leads_back_to_nobody_elses_page(cast, at_desk, there, sent):
    case, client = HEAR.given(cast, NOW), at_desk(getattr(cast, HEAR.actor))
    with time_machine.travel(NOW, tick=False):
        asked = {"query_params": {"back": there}} if sent == "address" else {}
        data = HEAR.data(case, cast) | ({"back": there} if sent == "form" else {})
        answer = client.post(page_of(case, HEAR), data, **asked)
    assert answer.status_code == 302 and answer["Location"].startswith("/")
    assert "evil" not in answer["Location"] and "alert" not in answer["Location"]


@pytest.mark.parametrize("there", ELSEWHERE)
def test_nor_does_the_page_of_a_step_link_there(cast, now, at_desk, there):
    plan = given.submitted_plan(cast, now)
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.approver).get(f"{plan.get_absolute_url()}approve/", query_params={"back": there})
    assert there not in unescape(page.text).split("<main")[1]
