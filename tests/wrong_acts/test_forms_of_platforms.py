"""Does a platform's file of measures enter its own, with evidence, and once? (P)"""

from __future__ import annotations

import pytest

from accounts.roles import Role
from disposal.models.disposals import MeasureTaken
from tests.cast import person
from tests.conftest import NOW
from tests.disposal import given
from tests.documents.books import Books, beside, faults
from tests.documents.conftest import picture

pytestmark = pytest.mark.django_db(databases=["default", "log"])
SHEET = "Measures taken"


@pytest.fixture
def books(at_desk):
    return Books(at_desk)


def filled(cast, books, found):
    """A file with one measure about the product whose line came out."""
    book = books.out(cast.quality_officer, found, "measures")
    page = book[SHEET]
    heads = [one.value for one in page[1]]
    for row in page.iter_rows(min_row=2, max_row=2):
        for head, cell in zip(heads, row, strict=True):
            text = {
                "Measure": MeasureTaken._meta.get_field("measure").flatchoices,
                "Carried out by": MeasureTaken._meta.get_field("carried_out_by").flatchoices,
            }.get(head)
            chosen = {"Measure": "remove", "Carried out by": "platform"}.get(head)
            if text:
                cell.value = str(dict(text)[chosen])
            elif head == "Done on":
                cell.value = str(NOW.date())
            elif head == "Rule of the platform":
                cell.value = "Quality rule 7"
    return book


def test_measures_go_in_with_their_evidence_and_not_without(cast, books):
    found = given.handling(cast, NOW)
    shown = books.send(cast.quality_officer, found, "measures", filled(cast, books, found))
    assert 'name="form0-evidence"' in shown.content.decode()
    bare = books.agree(cast.quality_officer, found, "measures", shown)
    assert bare.status_code == 422 and "Evidence This field is required" in faults(bare)
    assert not found.measures.exists()
    more = {"form0-evidence": picture()}
    assert books.agree(cast.quality_officer, found, "measures", shown, **more).status_code == 302
    taken = found.measures.get()
    assert (taken.measure, list(taken.items.all())) == ("remove", list(found.items.all()))


def test_a_file_of_measures_goes_in_once(cast, books):
    found = given.handling(cast, NOW)
    book = filled(cast, books, found)
    shown = books.send(cast.quality_officer, found, "measures", book)
    more = {"form0-evidence": picture()}
    assert books.agree(cast.quality_officer, found, "measures", shown, **more).status_code == 302
    again = books.send(cast.quality_officer, found, "measures", book)
    assert again.status_code == 422 and "it went in before" in faults(again)
    more = {"form0-evidence": picture("again.png")}
    assert books.agree(cast.quality_officer, found, "measures", shown, **more).status_code == 409
    assert found.measures.count() == 1


def test_another_platform_neither_takes_it_out_nor_sends_it_in(cast, books):
    found = given.handling(cast, NOW)
    book = filled(cast, books, found)
    home = cast.people["other_platform_sharing_officer"].organisation
    other = person("Other quality officer", home, Role.QUALITY_OFFICER)
    assert books.ask(other, found, "measures", "-sheet").status_code == 404
    assert books.send(other, found, "measures", book).status_code == 404
    assert books.ask(cast.compiler, found, "measures", "-sheet").status_code == 403


def test_the_report_on_the_handling_goes_in_as_by_the_page(cast, books):
    found = given.done(cast, NOW)
    book = books.out(cast.quality_officer, found, "feedback")
    for label, text in (("Orders concerned", "3"), ("Orders refunded", "5")):
        beside(book, "Report on the handling", label).value = text
    beside(book, "Report on the handling", "Contact person").value = "Ms Zhou"
    beside(book, "Report on the handling", "Telephone").value = "0571-88886666"
    said = faults(books.send(cast.quality_officer, found, "feedback", book))
    assert "More orders cannot have been refunded" in said
    beside(book, "Report on the handling", "Orders refunded").value = "3"
    shown = books.send(cast.quality_officer, found, "feedback", book)
    found.refresh_from_db()
    assert found.state == "done" and not found.documents.filter(paper="disposal_feedback").exists()
    assert books.agree(cast.quality_officer, found, "feedback", shown).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.refunded) == ("fed_back", 3)
    assert found.documents.filter(paper="disposal_feedback").count() == 1
