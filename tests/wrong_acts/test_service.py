"""Can a paper be served on somebody to whom it is not addressed, or on nobody who signed for it?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from documents.actions import attach
from documents.models import Document, Service
from tests.conftest import NOW
from tests.disposal import given
from tests.documents.conftest import picture


def addressed(cast, now) -> Document:
    """The notice of a proposed penalty, which names a party outside the system."""
    case = given.case_at("give_notice", cast, now)
    return Document.objects.get(record=case, paper="penalty_notice")


def note(client, paper: Document, **form: Any) -> Any:
    how = {"method": "post", "served_on": "2026-11-25", "evidence": picture()}
    return client.post(reverse("document-service", args=[paper.verify_token]), how | form)


def test_a_paper_cannot_be_served_on_another_firm_than_it_names(cast, at_desk, now):
    paper, desk = addressed(cast, now), at_desk(cast.county_officer)
    page = desk.get(reverse("document-service", args=[paper.verify_token])).text
    assert paper.addressed_to in page and 'name="name"' not in page
    assert note(desk, paper, name="Some Other Firm Ltd").status_code == 302
    assert Service.objects.get(document=paper).name == paper.addressed_to


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"method": "in_person"}, "Who signed for it?"),
        ({"method": "in_person", "signed_by": "Wang"}, "what whoever signed is to the addressee"),
        ({"method": "in_person", "signed_by": "Wang", "relation": "neighbour"}, "not one of the available"),
    ],
)
def test_what_was_handed_to_nobody_or_to_a_stranger_is_not_served(cast, at_desk, now, form, why):
    paper = addressed(cast, now)
    answer = note(at_desk(cast.county_officer), paper, **form)
    assert answer.status_code == 422 and why in answer.text
    assert not Service.objects.filter(document=paper).exists()


@pytest.mark.parametrize("form", [{"signed_by": ""}, {"relation": ""}])
def test_the_step_that_serves_the_notice_of_a_penalty_asks_who_signed(cast, at_desk, now, form):
    case = given.case_at("give_notice", cast, now)
    data = given.served(now.date()) | form
    assert given.press(at_desk(cast.county_officer), case, "serve_notice", data).status_code == 422
    case.refresh_from_db()
    assert case.told_on is None


def test_who_signed_for_a_paper_stands_beside_it_with_what_they_are_to_the_addressee(cast, at_desk, now):
    paper, desk = addressed(cast, now), at_desk(cast.county_officer)
    assert note(desk, paper, signed_by="Han Mei", relation="mail_room").status_code == 302
    assert paper.record is not None
    assert "signed for by Han Mei, who receives its mail" in desk.get(paper.record.get_absolute_url()).text


@pytest.mark.parametrize(
    ("issued", "kind", "state", "day", "term"),
    [
        ("give_notice", "penalty_notice", "told", "told_on", "DL-27"),
        ("decide", "penalty_decision", "decision_served", "decision_served_on", "W-18"),
    ],
)
def test_a_paper_of_a_case_is_not_served_twice_to_two_signers(
    cast, at_desk, now, issued, kind, state, day, term
):
    case, desk = given.case_at(issued, cast, now), at_desk(cast.county_officer)
    paper = case.documents.get(paper=kind)
    with time_machine.travel(NOW, tick=False):
        assert (
            note(desk, paper, method="in_person", signed_by="Han Mei", relation="mail_room").status_code
            == 302
        )
        again = given.press(desk, case, f"serve_{kind.removeprefix('penalty_')}", given.served(now.date()))
    case.refresh_from_db()
    assert (case.state, getattr(case, day)) == (state, now.date()) and again.status_code == 409
    assert case.deadlines.running().filter(term=term).exists()
    assert [each.signed_by for each in paper.services.all()] == ["Han Mei"]


@pytest.mark.parametrize("on", [0, 1])
def test_what_was_served_before_the_step_followed_goes_on_with_that_service(cast, at_desk, now, on):
    case, desk = given.case_at("give_notice", cast, now), at_desk(cast.county_officer)
    paper = case.documents.get(paper="penalty_notice")
    proof = attach(case, picture(), "service", by=cast.county_officer, now=now)
    how = {"method": "post", "served_on": now.date(), "evidence": proof}
    Service.objects.create(document=paper, name="Maker", at=now, **how)
    later = NOW + timedelta(days=on)
    with time_machine.travel(later, tick=False):
        answer = given.press(desk, case, "serve_notice", given.served(later.date()))
    assert answer.status_code == (409 if on else 302) and paper.services.count() == 1
    case.refresh_from_db()
    assert case.told_on == (None if on else now.date())


def test_a_paper_that_was_served_is_not_served_again(cast, at_desk, now):
    """Neither the form is shown, nor what is sent without it taken; its link is gone from the record."""
    paper, desk = addressed(cast, now), at_desk(cast.county_officer)
    url = reverse("document-service", args=[paper.verify_token])
    assert paper.record is not None
    assert url in desk.get(paper.record.get_absolute_url()).text
    assert note(desk, paper).status_code == 302
    refused = f"This paper was served on {paper.addressed_to} on 2026-11-25 already (By post)"
    for answer in (desk.get(url), note(desk, paper), note(desk, paper, served_on="2026-11-27")):
        assert answer.status_code == 409 and refused in answer.text
    assert url not in desk.get(paper.record.get_absolute_url()).text
    assert Service.objects.filter(document=paper).count() == 1


def test_the_proof_of_an_earlier_day_than_the_addressee_confirmed_may_come_once(cast, at_desk, now):
    found, later = given.undelivered(cast, now), NOW + timedelta(days=5)
    desk = at_desk(cast.compiler)
    paper = Document.objects.get(record=found.pk, paper="platform_compilation")
    with time_machine.travel(later, tick=False):
        assert given.press(at_desk(cast.quality_officer), found, "acknowledge").status_code == 302
        assert note(desk, paper, served_on="2026-11-30").status_code == 409
        assert [note(desk, paper).status_code for _ in range(2)] == [302, 409]
    assert sorted(each.served_on.day for each in paper.services.all()) == [25, 30]
