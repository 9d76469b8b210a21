"""Who is punished before the time to answer is over, or by a file that proves three things at once? (G2)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import Deadline
from disposal.actions import consequences
from tests.conftest import NOW
from tests.disposal import given
from tests.documents.test_checks import PDF

TODAY = NOW.date()


def said(answer):
    return answer.content.decode()


def heard_early(case, cast, at_desk, **changes):
    """The party stated something on the day it was told, and kept the rest of its time."""
    form = {**given.STEPS["hear"](TODAY), "waived": "", **changes}
    return given.press(at_desk(cast.county_officer), case, "hear", form)


def test_g2_an_early_statement_does_not_cut_the_time_to_ask_for_a_hearing(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    with time_machine.travel(NOW, tick=False):
        assert heard_early(case, cast, at_desk).status_code == 302
        refused = given.press(at_desk(cast.county_head), case, "decide", given.STEPS["decide"](TODAY))
    assert refused.status_code == 409 and "first day to decide is 2026-12-03" in said(refused)


def test_g2_a_decision_made_later_is_not_dated_back_into_the_time_to_answer(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    with time_machine.travel(NOW, tick=False):
        heard_early(case, cast, at_desk)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        head = at_desk(cast.county_head)
        early = given.press(head, case, "decide", given.STEPS["decide"](TODAY))
        assert early.status_code == 422 and "could answer until 2026-12-02" in said(early)
        form = given.STEPS["decide"](date(2026, 12, 3))
        assert given.press(head, case, "decide", form).status_code == 302


def test_g2_nobody_waives_the_time_of_the_party_without_its_paper(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    with time_machine.travel(NOW, tick=False):
        form = {"statement": "", "considered": "", "waived": "on"}
        refused = given.press(at_desk(cast.county_officer), case, "hear", form)
    assert refused.status_code == 422 and "by word of mouth" in said(refused)


def test_g2_no_penalty_before_the_party_could_comment_on_the_result(cast, at_desk, now):
    case = given.case_at("hear", cast, now)
    # It had kept silent.
    Deadline.objects.filter(record__in=case.notices(), term="W-11").update(met_at=None)
    with time_machine.travel(NOW, tick=False):
        refused = given.press(at_desk(cast.county_head), case, "decide", given.STEPS["decide"](TODAY))
    assert refused.status_code == 409 and "first day to decide is 2026-12-11" in said(refused)


def test_g2_all_the_times_in_which_the_party_may_answer_are_named_at_once(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    Deadline.objects.filter(record__in=case.notices(), term="W-11").update(met_at=None)
    with time_machine.travel(NOW, tick=False):
        assert heard_early(case, cast, at_desk).status_code == 302
        refused = given.press(at_desk(cast.county_head), case, "decide", given.STEPS["decide"](TODAY))
    assert refused.status_code == 409
    for part in ("hearing until 2026-12-02", "test result until 2026-12-10", "to decide is 2026-12-11"):
        assert part in said(refused)
    assert "2026-12-03" not in said(refused)


def press(client, case, step, **changes):
    return given.press(client, case, step, {**given.STEPS[step](TODAY), **changes})


@pytest.mark.parametrize(
    ("before", "step", "field"),
    [
        ("evidence", "serve_notice", "evidence"),
        ("serve_notice", "hear", "files"),
        ("evidence", "hear", "files"),
    ],
)
def test_g1_one_file_is_not_evidence_proof_of_service_and_statement_at_once(
    cast, at_desk, now, before, step, field
):
    case = given.case_at({"serve_notice": "give_notice", "hear": "serve_notice"}[step], cast, now)
    kind = {"evidence": "inspection_record", "serve_notice": "service"}[before]
    file = case.attachments.get(kind=kind)
    again = SimpleUploadedFile("another-name.png", file.file.read())
    with time_machine.travel(NOW, tick=False):
        client = at_desk(cast.county_officer)
        refused = press(client, case, step, **{field: [again] if field == "files" else again})
        assert refused.status_code == 409 and "This very file is on record" in said(refused)
        assert press(client, case, step).status_code == 302


def test_g2_what_was_left_at_the_address_was_seen_or_is_shown(cast, at_desk, now):
    case = given.case_at("give_notice", cast, now)
    left = {"method": "left", "signed_by": "", "relation": ""}
    scan = SimpleUploadedFile("slip.pdf", PDF)
    with time_machine.travel(NOW, tick=False):
        client = at_desk(cast.county_officer)
        refused = press(client, case, "serve_notice", **left, evidence=scan)
        assert refused.status_code == 422 and "Name who saw it left" in said(refused)
        scan.seek(0)
        witnessed = press(
            client, case, "serve_notice", **left, evidence=scan, witness="Zhou, of the committee"
        )
        assert witnessed.status_code == 302
        assert "seen by Zhou" in said(client.get(case.get_absolute_url()))


def test_g6_the_page_says_of_own_evidence_what_it_is_of_which_day_and_whose(cast, at_desk, now):
    case = given.case_at("inspect", cast, now)
    with time_machine.travel(NOW, tick=False):
        officer = at_desk(cast.county_officer)
        assert press(officer, case, "evidence", made_on=TODAY - timedelta(days=1)).status_code == 422
        assert press(officer, case, "evidence").status_code == 302
        page = said(at_desk(cast.county_head).get(case.get_absolute_url()))
    table = page[page.index("Own evidence") :]
    for shown in ("Record of the inspection on the spot", "2026-11-25", str(cast.county_officer.user)):
        assert shown in table


def test_g3_a_case_is_not_closed_on_products_at_large_without_a_word_which_the_paper_has(cast, at_desk, now):
    case = given.case_at("execute", cast, now)
    with time_machine.travel(NOW, tick=False):
        officer = at_desk(cast.county_officer)
        for why in ("", "无"):
            refused = press(officer, case, "close", under_control="", not_controlled_why=why)
            assert refused.status_code == 422
        why = "Forty pieces were resold before the seal."
        assert press(officer, case, "close", under_control="", not_controlled_why=why).status_code == 302
        assert (
            given.press(at_desk(cast.county_head), case, "feed_back", {"left_noticed": "on"}).status_code
            == 302
        )
    assert case.documents.get(paper="case_feedback").content["not_controlled_why"] == why


def test_p2_what_was_reported_is_not_struck_after_the_center_has_returned_it(cast, at_desk, now):
    found = given.fed_back(cast, now)
    taken = found.measures.get()
    later = NOW + timedelta(hours=1)
    consequences.reopen(found, by=cast.compiler, now=later, note="It is back on sale.")
    with time_machine.travel(later, tick=False):
        platform = at_desk(cast.quality_officer)
        form = {"taken": taken, "note": "Entered by mistake."}
        assert given.press(platform, found, "strike", form).status_code == 409
        given.measure(found, cast, later, measure="warn")
        assert given.press(platform, found, "strike", form).status_code == 422
    taken.refresh_from_db()
    assert taken.struck_at is None


def test_no_two_papers_of_a_disposal_bear_one_title(cast, now):
    reports = [given.failed_report(cast, now), given.failed_report(cast, now)]
    found = given.disposal(cast, now, reports=reports)
    titles = list(found.documents.values_list("title", flat=True))
    assert len(titles) == len(set(titles)) == 3


def test_g2_whoever_said_something_may_say_more_until_the_time_is_over(cast, at_desk, now):
    """One sentence that was entered early does not close the party's mouth."""
    case = given.case_at("serve_notice", cast, now)
    officer = at_desk(cast.county_officer)
    sayings = [
        ("Not ours.", "The label says so.", PDF),
        ("We ask for a hearing.", "It is held on 1 December.", PDF + b"\n%"),
    ]
    for statement, considered, content in sayings:
        paper = SimpleUploadedFile("paper.pdf", content)
        form = {"statement": statement, "considered": considered, "files": [paper]}
        assert given.press(officer, case, "hear", form).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.statement) == ("heard", "Not ours.\nWe ask for a hearing.")
