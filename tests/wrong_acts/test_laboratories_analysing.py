"""Can the word on a whole batch be kept back, passed over in silence, or say other figures? (6.3-7, W-27)"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from casework.models import Deadline
from documents.drawn import draw
from documents.models import Document
from inspection.batches.analyses.actions import analyse
from inspection.batches.analyses.batch_figures import counted
from inspection.batches.analyses.models import Analysis
from inspection.commissions.models.commissions import Entrustment
from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.documents.test_foreseen import seen
from tests.inspection import given
from tests.inspection.given_analyses import TEXT, analysed, outdated
from tests.sampling import given as sampling

PASSING = "All is well with these goods, and nothing stands out."
LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize("text", [PASSING, "", " "])
def test_an_item_that_fails_is_not_passed_over_in_silence(cast, post, text):
    entrustment = given.reported(cast, NOW, values=given.BAD)
    answer = post(cast.signatory, entrustment, "analyse", {"text": text})
    assert answer.status_code in (409, 422) and entrustment.state == "analysing"
    assert not Analysis.objects.exists()
    if text == PASSING:
        assert "does not name them: Lead" in answer.text


def test_no_program_analyses_for_a_person(cast, program):
    entrustment = given.reported(cast, NOW, values=given.BAD)
    url = f"/api/v1/entrustments/{entrustment.number}/analyse/"
    assert program(cast.tester).post(url, {"text": TEXT}).status_code == 403
    assert not Analysis.objects.exists()


def test_nobody_brings_figures_of_their_own(cast, post):
    entrustment = given.reported(cast, NOW, values=given.BAD)
    forged = {"text": TEXT, "figures": "{}", "failing": "0"}
    post(cast.signatory, entrustment, "analyse", forged)
    assert Analysis.objects.get().figures["samples"]["failing"] == 1


def test_the_figures_stand_beside_the_words_whatever_these_say(cast, post, see):
    entrustment = given.reported(cast, NOW, values=given.BAD)
    post(cast.signatory, entrustment, "analyse", {"text": "Lead is fine after all."})
    paper = Document.objects.get(paper="batch_analysis").content
    lead = next(row for row in paper["by_item"] if row["item"] == "Lead")
    assert (lead["failing"], lead["judged"], lead["low"], lead["high"]) == (1, 1, 20.7, 100.0)
    assert paper["failures"][0]["value"] == "91 mg/kg"
    page = see(cast.organiser, entrustment.get_absolute_url()).text
    assert "100.0 % (20.7 to 100.0)" in page and "91 mg/kg" in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_signed_is_seen_before_and_is_what_is_printed(cast, at_desk, language):
    entrustment = given.reported(cast, NOW, values=given.BAD)
    shown = seen(at_desk(cast.signatory), entrustment, "analyse", {"text": TEXT})
    assert "Lead" in shown and "91 mg/kg" in shown and TEXT in shown
    paper = analyse(entrustment, text=TEXT, by=cast.signatory, now=NOW)
    printed = draw("papers/batch_analysis.html", {"paper": paper.content}, language=language)
    assert "20.7" in printed and "91 mg/kg" in printed and TEXT in printed


def test_a_batch_is_not_closed_before_it_is_analysed(cast, post):
    entrustment = given.reported(cast, NOW)
    assert post(cast.organiser, entrustment, "close").status_code == 409
    assert entrustment.state == "analysing"


def test_whoever_keeps_the_analysis_back_is_overdue(cast):
    entrustment = given.reported(cast, NOW)
    clock = Deadline.objects.running().get(record=entrustment, term="W-27")
    assert (entrustment.turn, entrustment.holder) == ("signatory", cast.laboratory.pk and cast.laboratory)
    assert clock.due_at > NOW


@pytest.mark.parametrize("who", ["organiser", "tester", "reviewer", "leader"])
def test_nobody_else_speaks_for_the_laboratory(cast, post, who):
    entrustment = given.reported(cast, NOW)
    assert post(getattr(cast, who), entrustment, "analyse", {"text": TEXT}).status_code in (403, 404, 409)
    assert not Analysis.objects.exists()


def test_a_report_amended_since_is_not_closed_over(cast, post, see):
    entrustment = outdated(cast, NOW)
    assert "have a new version" in see(cast.organiser, entrustment.get_absolute_url()).text
    assert post(cast.organiser, entrustment, "close", now=LATER).status_code == 409
    post(cast.organiser, entrustment, "send_back", {"note": "Lead fails now."}, now=LATER)
    answer = post(cast.signatory, entrustment, "analyse", {"text": PASSING}, now=LATER)
    assert answer.status_code == 409 and "Lead" in answer.text
    post(cast.signatory, entrustment, "analyse", {"text": TEXT}, now=LATER)
    first, second = Document.objects.filter(paper="batch_analysis").order_by("pk")
    assert second.supersedes == first and second.content["replaces"] == first.file_number
    post(cast.organiser, entrustment, "close", now=LATER)
    assert entrustment.state == "closed"


def test_whoever_analyses_again_reads_why(cast, post, see):
    entrustment = analysed(cast, NOW)
    post(cast.organiser, entrustment, "send_back", {"note": "Say what the paint was."})
    for page in (entrustment.get_absolute_url(), f"{entrustment.get_absolute_url()}analyse/", "/"):
        assert "Say what the paint was." in see(cast.signatory, page).text, page


def test_what_was_submitted_is_never_rewritten(cast):
    analysed(cast, NOW)
    for statement in (
        "UPDATE inspection_analysis SET text = 'All is well'",
        "DELETE FROM inspection_analysis",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_earlier_batches_are_this_laboratorys_for_this_center_alone(cast):
    one, two = sampling.stored_samples(cast, NOW)
    given.issued(cast, NOW, values=given.BAD, entrustment=given.in_progress(cast, NOW, samples=[one]))
    later = given.in_progress(cast, NOW, samples=[two])
    given.issued(cast, NOW, entrustment=later)

    def before() -> tuple[int, int]:
        lead = next(row for row in counted(later)["items"] if row["item"] == "Lead")
        return lead["failing_before"], lead["before"]

    assert before() == (1, 1)
    earlier = Report.objects.exclude(entrusted__entrustment=later)
    earlier.update(state="submitted")
    assert before() == (0, 0)
    earlier.update(state="issued", laboratory=cast.center)  # any other organisation
    assert before() == (0, 0)
    earlier.update(laboratory=cast.laboratory, center=cast.laboratory)
    assert before() == (0, 0)


def test_a_batch_does_not_count_itself_among_those_before(cast):
    entrustment = given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW))
    given.issued(cast, NOW, entrustment=entrustment)
    given.issued(cast, NOW, values=given.BAD, entrustment=entrustment)
    figures = counted(Entrustment.objects.get(pk=entrustment.pk))
    lead = next(row for row in figures["items"] if row["item"] == "Lead")
    assert (lead["judged"], lead["failing"], lead["before"]) == (2, 1, 0)
    assert figures["samples"] == {"given": 2, "reported": 2, "failing": 1, "in_part": 0, "lost": 0}


def test_what_was_lost_on_the_way_is_told_and_what_is_not_issued_counts_for_nothing(cast):
    entrustment = given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW))
    given.issued(cast, NOW, entrustment=entrustment)
    given.issued(cast, NOW, values=given.BAD, entrustment=entrustment)
    whole, lost = Report.objects.order_by("pk")
    Report.objects.filter(pk=lost.pk).update(state="entering")
    Report.objects.filter(pk=whole.pk).update(outcome="in_part")
    figures = counted(entrustment)
    assert figures["samples"] == {"given": 2, "reported": 1, "failing": 0, "in_part": 1, "lost": 1}
    assert {row["judged"] for row in figures["items"]} == {1} and figures["failures"] == []


def test_neither_platform_nor_buyer_reads_it(cast, at_desk):
    entrustment = analysed(cast, NOW)
    for viewer in (cast.platform_sharing_officer, cast.buyer):
        assert at_desk(viewer).get(entrustment.get_absolute_url()).status_code == 404
