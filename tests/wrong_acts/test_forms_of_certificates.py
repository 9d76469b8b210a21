"""Does a certificate's annex go out and in as a file, whole or not at all, and by nobody but its keeper?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalogue.models import Category, Standard
from inspection.laboratories.models import AuthorisedSignatory, Qualification
from tests.conftest import NOW
from tests.documents.books import Books, faults
from tests.inspection import given
from tests.inspection.test_qualifications import LIST, certificate
from trail.models import Event

ANNEX, SCOPE, SIGNS, MANY = "annex", "Scope", "Authorised signatory", 300
pytestmark = pytest.mark.django_db(databases=["default", "log"])


@pytest.fixture
def books(at_desk):
    return Books(at_desk)


def out(books, cast, found):
    """The workbook of a certificate, in which it is said why it is changed."""
    book = books.out(cast.organiser, found, ANNEX)
    for row in book[book.sheetnames[0]].iter_rows():
        if str(row[0].value).startswith("Why it is changed"):
            row[1].value = "Annex of 2026-11-20."
    return book


def standards(count: int = MANY) -> list[Standard]:
    return Standard.objects.bulk_create(
        Standard(number=f"GB/T {n:05}", title=f"Method {n}") for n in range(count)
    )


def long(cast, count: int = MANY) -> Qualification:
    """A certificate with very many lines."""
    found = given.qualified(cast, NOW)
    for standard in standards(count):
        found.scope.create(category=cast.category, standard=standard)
    return found


def test_hundreds_of_lines_go_in_by_a_file(cast, books):
    found, methods = given.qualified(cast, NOW), standards()
    book = out(books, cast, found)
    for row, method in enumerate(methods, start=3):
        book[SCOPE].cell(row, 3).value = str(method)
    shown = books.send(cast.organiser, found, ANNEX, book)
    assert shown.status_code == 200, faults(shown)[:2000]
    assert found.scope.count() == 1
    assert books.agree(cast.organiser, found, ANNEX, shown).status_code == 302
    assert found.scope.count() == 1 + MANY
    assert AuthorisedSignatory.objects.get().person == cast.signatory.user
    told = Event.objects.of("qualification", found.pk).filter(verb="register a qualification")[0]
    assert "GB/T 00299" in told.detail["scope"]


def test_one_wrong_line_of_hundreds_and_nothing_is_done(cast, books):
    found = long(cast)
    book = out(books, cast, found)
    book[SCOPE].cell(200, 3).value = "GB/T no such method"
    book[SCOPE].cell(201, 3).value = "GB/T 00001 Method 1"
    shown = books.send(cast.organiser, found, ANNEX, book)
    assert shown.status_code == 422 and "Scope, line 200" in faults(shown)
    assert 'name="sent"' not in shown.text and found.scope.count() == 1 + MANY


def test_an_empty_annex_or_a_signatory_of_another_laboratory_is_refused(cast, books):
    found = given.qualified(cast, NOW)
    book = out(books, cast, found)
    book[SCOPE].delete_rows(2)
    shown = books.send(cast.organiser, found, ANNEX, book)
    assert shown.status_code == 422 and "at least one row" in faults(shown)
    book = out(books, cast, found)
    book[SIGNS].cell(3, 1).value = "Other_Signatory · Second Laboratory"
    book[SIGNS].cell(3, 2).value = book[SIGNS].cell(2, 2).value
    shown = books.send(cast.organiser, found, ANNEX, book)
    assert shown.status_code == 422 and "is not among what can be chosen" in faults(shown)
    assert found.signatories.count() == found.scope.count() == 1


def test_the_file_of_one_certificate_does_not_go_in_at_another(cast, books):
    own, other = given.qualified(cast, NOW), given.qualified(cast, NOW, cast.other_laboratory)
    shown = books.send(cast.organiser, other, ANNEX, out(books, cast, own))
    assert shown.status_code == 422 and "take the form out on this page" in faults(shown)


def test_a_colleague_s_change_is_not_written_over(cast, books):
    found, [method] = given.qualified(cast, NOW), standards(1)
    book = out(books, cast, found)
    found.scope.create(standard=method)
    book[SCOPE].cell(2, 3).value = str(cast.standard)
    shown = books.send(cast.organiser, found, ANNEX, book)
    assert shown.status_code == 422 and "Somebody changed these lines" in faults(shown)


@pytest.mark.parametrize("name", ["signatory", "tester", "laboratory_administrator", "planner"])
def test_nobody_else_takes_it_out_or_sends_it_in(cast, books, name):
    found = given.qualified(cast, NOW)
    book = out(books, cast, found)
    book[SCOPE].cell(2, 3).value = str(cast.standard)
    viewer = getattr(cast, name)
    assert books.ask(viewer, found, ANNEX, "-sheet").status_code == 403
    assert books.send(viewer, found, ANNEX, book).status_code == 403


def test_on_the_page_of_a_long_certificate_no_line_is_lost(cast, at_desk):
    found = long(cast)
    url, desk = reverse("qualification-change", args=[found.pk]), at_desk(cast.organiser)
    page = desk.get(url).text
    assert 'name="scope0_category"' not in page and "too many for this page" in page
    assert reverse("qualification-form-annex", args=[found.pk]) in page
    form = {**certificate(cast, cnas_number="L9"), "scope0_category": ""}
    row = {"member": cast.signatory.user.memberships.get(), "category": cast.category}
    form |= {f"signatory0_{name}": value for name, value in row.items()}
    assert desk.post(url, form).status_code == 302
    found.refresh_from_db()
    assert (found.cnas_number, found.scope.count(), found.signatories.count()) == ("L9", 1 + MANY, 1)
    assert "and 289 lines more" in desk.get(LIST).text


def test_what_just_fits_on_the_page_is_kept_line_by_line(cast, at_desk):
    found = long(cast, 59)
    other = Category.objects.create(code="08", name="Textiles")
    form = certificate(cast, scope0_category="")
    for place, line in enumerate(found.scope.order_by("pk")):
        form[f"scope{place}_category"] = line.category
        form[f"scope{place}_standard"] = line.standard or ""
    form |= {f"scope{60 + n}_category": other for n in range(3)}
    url = reverse("qualification-change", args=[found.pk])
    assert at_desk(cast.organiser).post(url, form).status_code == 302
    assert found.scope.count() == 63
