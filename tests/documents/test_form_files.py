"""Does a form come out as its page shows it, in either language, and is what is strange refused in words?"""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from documents.form_files.comes_out import STAMP
from documents.incoming.grids import EXPLANATION
from tests.conftest import NOW
from tests.documents.books import Books, cell, faults
from tests.inspection import given
from tests.inspection.given import result_of as result
from trail.models import Event

pytestmark = pytest.mark.django_db(databases=["default", "log"])
RESULTS, VALUE = "Results by item", "Measured value"


@pytest.fixture
def books(at_desk):
    return Books(at_desk)


def test_a_form_in_chinese_goes_in_for_somebody_who_reads_english(cast, books, at_desk):
    report = given.entered(cast, NOW, given.GOOD)
    url = reverse("entrustment-form-results-sheet", args=[report.entrustment.number])
    answer = at_desk(cast.tester).get(url, headers={"Accept-Language": "zh-hans"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert {"检验", "各项目检验结果", EXPLANATION} <= set(book.sheetnames)
    page = book["各项目检验结果"]
    heads = [one.value for one in page[1]]
    [row] = [row for row in page.iter_rows(min_row=2) if row[2].value.startswith("Lead")]
    row[heads.index("实测值")].value = "7"
    assert books.fill(cast.tester, report.entrustment, "results", book).status_code == 302
    assert result(report).value == "7"
    with override("en"):
        assert "Lead: <5, Conforming → 7" in Event.objects.of("record", report.pk).latest("pk").detail["note"]


@pytest.mark.parametrize("on", [True, False])
def test_a_form_of_practice_says_so_in_its_name(cast, books, settings, on):
    settings.PRACTICE = on
    report = given.begun(cast, NOW)
    answer = books.ask(cast.tester, report.entrustment, "results", "-sheet")
    assert ("PRACTICE" in answer["Content-Disposition"]) is on


def test_each_choice_is_offered_and_explained(cast, books):
    report = given.begun(cast, NOW)
    book = books.out(cast.tester, report.entrustment, "results")
    rules = {rule.formula1 for rule in book[RESULTS].data_validations.dataValidation}
    assert rules and all(rule.startswith("'选项'!") for rule in rules)
    said = [" ".join(str(one.value or "") for one in row) for row in book[EXPLANATION].iter_rows()]
    assert any("Required: ≤ 90 mg/kg" in line or VALUE in line for line in said)
    assert any("Verdict" in line and "Not judged" in line for line in said)


def test_what_comes_out_and_what_goes_in_stands_in_the_trail(cast, books):
    report = given.entered(cast, NOW, given.GOOD)
    book = books.out(cast.tester, report.entrustment, "results")
    cell(book, RESULTS, VALUE, Item="Lead").value = "7"
    books.fill(cast.tester, report.entrustment, "results", book)
    events = Event.objects.of("record", report.entrustment_id)
    sent = events.get(verb="send a form in")
    assert sent.detail["file"] == "form.xlsx" and len(sent.detail["sha256"]) == 64
    taken = Event.objects.using("log").filter(verb="take a form out")
    assert taken.get().subject_id == report.entrustment_id


def test_the_page_leads_there_whoever_may_fill_it_in_now(cast, at_desk):
    report = given.begun(cast, NOW)
    url = reverse("entrustment-form-results", args=[report.entrustment.number])
    pages = {
        who: url in at_desk(getattr(cast, who)).get(report.entrustment.get_absolute_url()).content.decode()
        for who in ("tester", "organiser")
    }
    assert pages == {"tester": True, "organiser": False}


def test_a_file_that_changes_nothing_says_so(cast, books):
    report = given.entered(cast, NOW, given.GOOD)
    book = books.out(cast.tester, report.entrustment, "results")
    shown = books.send(cast.tester, report.entrustment, "results", book)
    assert shown.status_code == 200 and "The file changes nothing" in faults(shown)


def bare():
    book = Workbook()
    book.worksheets[0].title = RESULTS
    book.worksheets[0].append(["Code of the line", VALUE])
    return book


def strange_sheet(book):
    book.create_sheet("My own").append(["7"])
    return book


def strange_column(book):
    book[RESULTS]["Z1"].value = "Our own remark"
    return book


def forged(book):
    book[STAMP]["A2"].value = book[STAMP]["A2"].value[:-3] + "abc"
    return book


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: bare(), "did not come out here"),
        (forged, "did not come out here"),
        (strange_sheet, "This sheet is none of the form's"),
        (strange_column, "A heading of this name is none of the form's"),
    ],
)
def test_a_strange_file_is_refused(cast, books, change, said):
    report = given.entered(cast, NOW, given.GOOD)
    book = change(books.out(cast.tester, report.entrustment, "results"))
    shown = books.send(cast.tester, report.entrustment, "results", book)
    assert shown.status_code == 422 and said in faults(shown)


def test_what_is_agreed_to_was_shown_to_the_same_person_of_the_same_form(cast, books, at_desk):
    report = given.entered(cast, NOW, given.GOOD)
    book = books.out(cast.tester, report.entrustment, "results")
    cell(book, RESULTS, VALUE, Item="Lead").value = "7"
    shown = books.send(cast.tester, report.entrustment, "results", book)
    second = given.colleague("Second tester", cast.laboratory, "tester")
    assert books.agree(second, report.entrustment, "results", shown).status_code == 409
    assert result(report).value == "<5"


def test_a_file_that_is_no_workbook_is_refused_beside_its_field(cast, at_desk):
    report = given.begun(cast, NOW)
    url = reverse("entrustment-form-results", args=[report.entrustment.number])
    sent = SimpleUploadedFile("form.xlsx", b"value;7")
    assert at_desk(cast.tester).post(url, {"file": sent}).status_code == 422
