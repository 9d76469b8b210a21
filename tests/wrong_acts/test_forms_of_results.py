"""Does a laboratory's file of results take back nothing unseen, and fill in nothing but its own? (L)"""

from __future__ import annotations

import pytest

from inspection.reports.actions import signing
from inspection.reports.models.tested_items import Result
from tests.conftest import NOW
from tests.documents.books import Books, beside, cell, faults
from tests.inspection import given
from tests.inspection.given import result_of as result
from trail.models import Event

RESULTS, VALUE, WHY = "Results by item", "Measured value", "Why the entry is overwritten"
pytestmark = pytest.mark.django_db(databases=["default", "log"])


@pytest.fixture
def books(at_desk):
    return Books(at_desk)


def dated(book):
    """The workbook with the days of the test, which the form asks for."""
    for label in ("Testing began on", "Testing ended on"):
        beside(book, "Testing", label).value = str(NOW.date())
    return book


def test_results_go_out_and_in_as_by_the_page(cast, books):
    report = given.begun(cast, NOW)
    book = dated(books.out(cast.tester, report.entrustment, "results"))
    cell(book, RESULTS, VALUE, Item="Lead").value = "91"
    shown = books.send(cast.tester, report.entrustment, "results", book)
    assert shown.status_code == 200, faults(shown)
    assert "91" in faults(shown) and "Non-conforming" in faults(shown) and not result(report).value
    assert books.agree(cast.tester, report.entrustment, "results", shown).status_code == 302
    assert (result(report).value, result(report).verdict) == ("91", "non_conforming")
    assert result(report).entered_by == cast.tester.user
    assert "Lead: – → 91" in Event.objects.of("record", report.pk).latest("pk").detail["note"]


def test_a_failing_value_is_not_made_a_passing_one_without_a_word(cast, books):
    report = given.entered(cast, NOW, given.BAD)
    book = books.out(cast.tester, report.entrustment, "results")
    assert cell(book, RESULTS, VALUE, Item="Lead").value == "91"
    cell(book, RESULTS, VALUE, Item="Lead").value = "5"
    shown = books.send(cast.tester, report.entrustment, "results", book)
    assert shown.status_code == 422 and "What stands here fails (91" in faults(shown)
    assert 'name="sent"' not in shown.content.decode() and result(report).value == "91"
    cell(book, RESULTS, WHY, Item="Lead").value = "Diluted twice by mistake."
    said = faults(shown := books.send(cast.tester, report.entrustment, "results", book))
    assert "Non-conforming Conforming" in said and "What follows" in said
    assert books.agree(cast.tester, report.entrustment, "results", shown).status_code == 302
    assert "Diluted twice by mistake." in result(report).taken_back


def test_the_verdict_of_a_figure_is_not_written_by_hand(cast, books):
    report = given.entered(cast, NOW, given.BAD)
    book = books.out(cast.tester, report.entrustment, "results")
    cell(book, RESULTS, "Verdict", Item="Lead").value = "Conforming"
    cell(book, RESULTS, "Reason of the verdict by hand", Item="Lead").value = "The customer asks for it."
    cell(book, RESULTS, WHY, Item="Lead").value = "The customer asks for it."
    shown = books.send(cast.tester, report.entrustment, "results", book)
    assert shown.status_code == 422 and "the figures decide" in faults(shown)


def test_a_file_made_before_a_colleague_entered_something_does_not_overwrite_it(cast, books):
    report = given.entered(cast, NOW, given.GOOD)
    book = books.out(cast.tester, report.entrustment, "results")
    second = given.colleague("Second tester", cast.laboratory, "tester")
    given.enter_one(report, "91", second, NOW)
    cell(book, RESULTS, VALUE, Item="Lead").value = "7"
    cell(book, RESULTS, WHY, Item="Lead").value = "Read again at the bench."
    shown = books.send(cast.tester, report.entrustment, "results", book)
    assert "somebody changed this from “<5” to “91”, and the file says “7”" in faults(shown)
    assert result(report).value == "91"


def test_what_an_old_file_left_alone_takes_nothing_from_a_colleague(cast, books):
    report = given.entered(cast, NOW, given.GOOD)
    book = books.out(cast.tester, report.entrustment, "results")
    given.enter_one(report, "91", given.colleague("Second tester", cast.laboratory, "tester"), NOW)
    cell(book, RESULTS, "Remark", Item="Small parts").value = "On the second bench."
    assert books.fill(cast.tester, report.entrustment, "results", book).status_code == 302
    assert (result(report).value, result(report, "Small parts").remark) == ("91", "On the second bench.")


def test_what_a_colleague_enters_while_the_changes_are_read_is_not_written_over(cast, books):
    report = given.entered(cast, NOW, given.GOOD)
    book = books.out(cast.tester, report.entrustment, "results")
    cell(book, RESULTS, VALUE, Item="Lead").value = "7"
    shown = books.send(cast.tester, report.entrustment, "results", book)
    given.enter_one(report, "91", given.colleague("Second tester", cast.laboratory, "tester"), NOW)
    answer = books.agree(cast.tester, report.entrustment, "results", shown)
    assert answer.status_code == 422 and "somebody changed this" in faults(answer)
    assert result(report).value == "91"


def test_the_file_of_another_commission_is_refused(cast, books):
    one, other = given.begun(cast, NOW), given.begun(cast, NOW)
    book = dated(books.out(cast.tester, one.entrustment, "results"))
    cell(book, RESULTS, VALUE, Item="Lead").value = "5"
    shown = books.send(cast.tester, other.entrustment, "results", book)
    assert shown.status_code == 422 and "that of another matter" in faults(shown)


def test_a_line_of_another_laboratorys_sample_is_refused_and_nothing_of_the_file_done(cast, books):
    mine, theirs = given.entered(cast, NOW, given.GOOD), given.begun(cast, NOW)
    foreign = books.out(cast.tester, theirs.entrustment, "results")
    book = books.out(cast.tester, mine.entrustment, "results")
    cell(book, RESULTS, VALUE, Item="Lead").value = "7"
    book[RESULTS].append([one.value for one in foreign[RESULTS][2]])
    shown = books.send(cast.tester, mine.entrustment, "results", book)
    assert shown.status_code == 422 and "No line of this form has this code" in faults(shown)
    assert (result(mine).value, result(theirs).value) == ("<5", "")


def test_a_value_is_not_slipped_under_another_items_code(cast, books):
    report = given.entered(cast, NOW, given.GOOD)
    book = books.out(cast.tester, report.entrustment, "results")
    codes = [cell(book, RESULTS, "Code of the line", Item=name) for name in ("Lead", "Small parts")]
    codes[0].value, codes[1].value = codes[1].value, codes[0].value
    shown = books.send(cast.tester, report.entrustment, "results", book)
    assert shown.status_code == 422 and "has the code of another" in faults(shown)


@pytest.mark.parametrize(
    ("hide", "said"),
    [
        (lambda page: setattr(page["E2"], "value", "=1+1"), "cell E2: a formula stands here"),
        (lambda page: setattr(page.row_dimensions[3], "hidden", True), "line 3 is hidden"),
        (lambda page: setattr(page.column_dimensions["E"], "hidden", True), "column 5 is hidden"),
        (lambda page: setattr(page, "sheet_state", "hidden"), "cannot be read: show it"),
    ],
)
def test_what_nobody_sees_who_looks_at_the_cells_is_refused(cast, books, hide, said):
    report = given.entered(cast, NOW, given.GOOD)
    book = books.out(cast.tester, report.entrustment, "results")
    hide(book[RESULTS])
    shown = books.send(cast.tester, report.entrustment, "results", book)
    assert shown.status_code == 422 and said in faults(shown)


def test_who_does_not_test_for_the_laboratory_takes_nothing_out(cast, books):
    entrustment = given.begun(cast, NOW).entrustment
    told = {
        who: books.ask(getattr(cast, who), entrustment, "results", "-sheet").status_code
        for who in ("tester", "receiver", "organiser", "other_laboratory_sharing_officer")
    }
    assert told == {
        "tester": 200,
        "receiver": 403,
        "organiser": 403,
        "other_laboratory_sharing_officer": 404,
    }


def test_results_that_were_handed_in_go_in_no_more(cast, books):
    report = given.entered(cast, NOW, given.GOOD)
    book = books.out(cast.tester, report.entrustment, "results")
    cell(book, RESULTS, VALUE, Item="Lead").value = "7"
    signing.submit(report, by=cast.tester, now=NOW)
    shown = books.send(cast.tester, report.entrustment, "results", book)
    assert shown.status_code == 422 and "Nothing of this form can be filled in now" in faults(shown)
    assert Result.objects.get(report=report, name="Lead").value == "<5"
