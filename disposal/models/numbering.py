"""Which number does an office give a case and its decision, and which may it not?

Both are numbers of the office (文号), given by the head who files and who decides; the decision on paper
bears its own. What is put forward follows what the office gave last.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Length
from django.utils.translation import gettext

from accounts.models import Organisation
from disposal.papers.penalty import PenaltyDecision
from documents import file_numbers
from documents.models import Document
from documents.papers import PAPERS

# Numbers of papers of the regulator (案号、文号), by which a case is known: {field: (series, of which day)}.
NUMBERED = {"case_number": ("案", "filed_on"), "decision_number": (PenaltyDecision.series, "decided_on")}


def hold_numbers(case: Any, data: Mapping[str, Any], today: date) -> None:
    """Where a number is given here, let nobody else of the office give one meanwhile."""
    for name, (series, _day) in NUMBERED.items():
        if data.get(name):
            file_numbers.held(case.regulator, series, today.year)


def next_number(case: Any, name: str, today: date) -> str:
    """The number that the office would give now: after the last one of this year, in its pattern; the first
    of a year in that of the year before; the very first as the system numbers its papers. "" where the
    office numbers in no pattern that is known here."""
    series, day = NUMBERED[name]
    office = case.regulator
    given = _of_office(case, name).filter(**{f"{day}__lte": today}).order_by(f"-{day}", "-pk")
    last = given.values_list(name, flat=True).first()
    first = file_numbers.numbered(office, series, today.year, 1) if office.document_code else ""
    number = file_numbers.following(last, today.year) if last else first
    while number and _given(case, name, number):
        number = file_numbers.following(number, today.year)
    return number


def unless_numbered(case: Any, data: Mapping[str, Any]) -> dict[str, str]:
    """Why a number cannot be that of this case or its decision: {field: sentence}."""
    found = {name: _why_not(case, name, data[name], data) for name in NUMBERED if data.get(name)}
    return {name: sentence for name, sentence in found.items() if sentence}


def _why_not(case: Any, name: str, number: str, data: Mapping[str, Any]) -> str:
    series, day = NUMBERED[name]
    named, of = file_numbers.years(number), data.get(day) or getattr(case, day)
    if _given(case, name, number):
        return gettext("Your organisation has given this number already: go on from its last one.")
    if of and named and of.year not in named:
        return gettext("This number is of the year %(named)s, and the day that you enter of %(year)s.") % {
            "named": max(named),
            "year": of.year,
        }
    if other := _whose(case, number):
        return gettext("So begin the numbers of %(office)s: enter one of your own organisation.") % {
            "office": other
        }
    others = {paper.series for paper in PAPERS.values() if hasattr(paper, "series")} - {series, ""}
    if any(number.startswith(f"{file_numbers.begins(case.regulator, other)}〔") for other in others):
        return gettext(
            "So your organisation numbers papers of another kind: enter a number of its own series."
        )
    return ""


def _of_office(case: Any, name: str) -> QuerySet[Any]:
    """Other cases that this office has numbered."""
    own: QuerySet[Any] = type(case).objects.filter(regulator__in=case.regulator.selves())
    return own.exclude(pk=case.pk).exclude(**{name: ""})


def _given(case: Any, name: str, number: str) -> bool:
    """Whether the office has given this number: to a case, or to a paper, as of a decision since revoked."""
    papers = Document.objects.filter(office__in=case.regulator.selves(), file_number=number)
    return _of_office(case, name).filter(**{name: number}).exists() or papers.exists()


def _whose(case: Any, number: str) -> Organisation | None:
    """The other office whose code stands before this number; of two codes the longer one counts."""
    coded = Organisation.objects.exclude(document_code="").alias(number=Value(number))
    begun = coded.filter(number__startswith=F("document_code")).order_by(Length("document_code").desc())
    office = begun.first()
    return None if office in (None, *case.regulator.selves()) else office
