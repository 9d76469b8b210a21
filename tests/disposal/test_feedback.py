"""Do the papers of feedback say what was done, by whom, when, and by which rule? (forms 4.11, 4.12)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from casework.flow import Refused
from disposal.actions import consequences
from disposal.models.disposals import PlatformDisposal
from documents.models import Document
from documents.papers import PAPERS
from documents.render import render
from tests.conftest import NOW
from tests.disposal import given, given_letters
from tests.disposal.walks import feedback_form
from tests.disposal.walks_letters import strike_form

TODAY = NOW.date()


@pytest.mark.clause("6.4-4", "4.2.4-b")
def test_the_platforms_report_is_a_paper_to_the_center(cast, at_desk, now):
    found = given.done(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.quality_officer), found, "feed_back", feedback_form(found, cast))
        assert answer.status_code == 302
        for viewer in (cast.quality_officer, cast.compiler, cast.case_officer):
            page = at_desk(viewer).get(found.get_absolute_url()).content.decode()
            assert "Feedback on the handling by the platform" in page
    paper = Document.objects.get(paper="disposal_feedback")
    assert (paper.office, paper.addressee) == (cast.platform, cast.center)
    notice = Document.objects.get(paper="platform_compilation")
    assert paper.content["notice_number"] == notice.file_number
    assert paper.content["orders"] == 12 and paper.content["pieces"] is None


def test_each_measure_on_the_paper_says_who_when_by_which_rule_and_with_which_proof(cast, now):
    given.fed_back(cast, now)
    evidence = PlatformDisposal.objects.get().measures.get().evidence
    row = Document.objects.get(paper="disposal_feedback").content["measures"][0]
    assert row == {
        "measure": "Remove the shop from the platform",
        "carried_out_by": "The platform",
        "products": row["products"],
        "asked_on": TODAY.isoformat(),
        "done_on": TODAY.isoformat(),
        "rule": "Quality rule 7",
        "amount": None,
        "evidence": evidence.name,
        "evidence_sha256": evidence.sha256,
    }


def test_what_is_reported_after_a_return_replaces_the_first_report(cast, now):
    found = given.fed_back(cast, now)
    consequences.reopen(found, by=cast.compiler, now=now + timedelta(hours=1), note="It is back.")
    later = now + timedelta(hours=2)
    given.measure(found, cast, later, measure="remove")
    consequences.finish(found, by=cast.quality_officer, now=later, handled_on=TODAY)
    consequences.feed_back(found, by=cast.quality_officer, now=later, contact="Li", contact_phone="0571-3")
    first, second = Document.objects.filter(paper="disposal_feedback").order_by("pk")
    assert second.supersedes == first and len(second.content["measures"]) == 2


@pytest.mark.clause("6.4-5", "4.2.1-d")
def test_the_regulators_report_is_a_paper_to_the_center(cast, at_desk, now):
    case = given.case_at("close", cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.county_head), case, "feed_back")
        assert answer.status_code == 302
        page = at_desk(cast.compiler).get(case.get_absolute_url()).content.decode()
    assert "Feedback on the handling of the case" in page
    paper = Document.objects.get(paper="case_feedback")
    assert (paper.office, paper.addressee) == (cast.county, cast.center)
    said = {name: paper.content[name] for name in ("penalties", "amount", "closed_on", "cause", "account")}
    assert said == {
        "penalties": "Fine",
        "amount": "5000.00",
        "closed_on": TODAY.isoformat(),
        "cause": "Raw material",
        "account": "Fined.",
    }


@pytest.mark.parametrize(
    "paper", ["disposal_feedback", "case_feedback", "assistance_letter", "transfer_letter"]
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_papers_of_this_stage_can_be_printed(cast, now, paper, language):
    make: dict[str, Callable[..., object]] = {
        "disposal_feedback": given.fed_back,
        "case_feedback": given.reported,
        "assistance_letter": given_letters.letter,
        "transfer_letter": given_letters.transferred,
    }
    make[paper](cast, now)
    content = Document.objects.get(paper=paper).content
    assert render(PAPERS[paper].template, {"paper": content}, language=language).startswith(b"%PDF")


@pytest.mark.clause("6.4-2")
def test_a_measure_entered_by_mistake_is_struck_and_counts_for_nothing(cast, at_desk, now):
    found = given.measured(cast, now)
    with time_machine.travel(NOW, tick=False):
        platform = at_desk(cast.quality_officer)
        assert given.press(platform, found, "strike", strike_form(found, cast)).status_code == 302
        assert "struck: Entered twice." in platform.get(found.get_absolute_url()).content.decode()
        answer = given.press(platform, found, "finish", {"handled_on": TODAY, "below_reason": "It is gone."})
        assert answer.status_code == 409
    taken = found.measures.get()
    assert (taken.struck_at, taken.struck_why) == (NOW, "Entered twice.")
    assert found.short() == list(found.items.all())


def test_a_struck_measure_stands_neither_on_the_paper_nor_in_the_choice(cast, now):
    found = given.measured(cast, now)
    wrong = found.measures.get()
    consequences.strike_measure(found, taken=wrong, note="Wrong day.", by=cast.quality_officer, now=now)
    given.measure(found, cast, now, measure="remove")
    with pytest.raises(Refused, match="does not stand any more"):
        consequences.strike_measure(found, taken=wrong, note="Again.", by=cast.quality_officer, now=now)
    consequences.finish(found, by=cast.quality_officer, now=now, handled_on=TODAY)
    consequences.feed_back(found, by=cast.quality_officer, now=now, contact="Li", contact_phone="0571-3")
    rows = Document.objects.get(paper="disposal_feedback").content["measures"]
    assert [row["measure"] for row in rows] == ["Remove the shop from the platform"]


def test_nothing_is_struck_where_nothing_was_entered(cast, at_desk, now):
    found = given.handling(cast, now)
    form = {"taken": 1, "note": "Entered twice."}
    assert given.press(at_desk(cast.quality_officer), found, "strike", form).status_code in (409, 422)
