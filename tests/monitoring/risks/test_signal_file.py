"""Does the draft of a signal go out as a file and come back, and stay a draft unless the file says so?"""

from __future__ import annotations

import pytest

from monitoring.risks.models.signals import RiskSignal
from tests.conftest import NOW
from tests.documents.books import Books, beside, faults
from tests.monitoring import given

pytestmark = pytest.mark.django_db(databases=["default", "log"])
SHEET = "Risk information"


def drafted(cast):
    return given.submitted_signal(cast, NOW, submit_now=False)


def test_a_draft_is_filled_in_from_its_file_and_stays_one(cast, at_desk):
    books, signal = Books(at_desk), drafted(cast)
    book = books.out(cast.collector, signal, "draft")
    assert beside(book, SHEET, "Product").value == signal.product
    beside(book, SHEET, "Product").value = "Another toy"
    beside(book, SHEET, "Degree of the hazard").value = "Severe"
    assert books.fill(cast.collector, signal, "draft", book).status_code == 302
    found = RiskSignal.objects.get(pk=signal.pk)
    assert (found.product, found.degree, found.state) == ("Another toy", "high", "draft")


def test_a_draft_is_submitted_where_its_file_says_so(cast, at_desk):
    books, signal = Books(at_desk), drafted(cast)
    book = books.out(cast.collector, signal, "draft")
    beside(book, SHEET, "Submit; otherwise it is kept as a draft").value = "yes"
    assert books.fill(cast.collector, signal, "draft", book).status_code == 302
    assert RiskSignal.objects.get(pk=signal.pk).state == "submitted"
    again = books.send(cast.collector, signal, "draft", book)
    assert again.status_code == 422 and "can be filled in now" in faults(again)
