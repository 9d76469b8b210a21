"""Who is taken as the party where the label of a product names another than its listing?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from casework.flow import Refused
from catalogue.models import Brand, Enterprise, Finding
from disposal.actions import compilations
from disposal.models.cases import EnforcementCase
from disposal.models.notices import ResultNotice
from disposal.models.parties import PartyDecision
from documents.models import Document
from inspection.reports.models.reports import Report
from sampling.purchases.models.purchases import Purchase
from tests.disposal import given
from tests.inspection.given import GOOD, delivered


def finished(compilation, cast, now) -> Any:
    """Submitted, approved and sent: the case that came of it."""
    compilations.submit(compilation, by=cast.compiler, now=now)
    compilations.approve(compilation, by=cast.leader, now=now)
    compilations.send(compilation, **given.HASTY, by=cast.compiler, now=now)
    return EnforcementCase.objects.get(compilation=compilation)


def decided(compilation, cast, at_desk, **changes):
    """The compiler posts a decision."""
    form = given.party_form(compilation, **changes)
    return given.press(at_desk(cast.compiler), compilation, "name_party", form)


def test_what_came_of_the_labels_producer_goes_to_the_regulator_of_its_place(cast, at_desk, now):
    compilation = given.in_doubt(cast, now)
    assert decided(compilation, cast, at_desk).status_code == 302
    case = finished(compilation, cast, now)
    assert (case.enterprise.name, case.regulator) == (given.LABEL, cast.other_county)
    assert case.enterprise.region_id == "910102" and case.enterprise.address == "3 Mill Lane"
    notice = ResultNotice.objects.get(compilation=compilation, shop=None)
    assert (notice.enterprise, notice.regulator) == (case.enterprise, cast.other_county)
    page = at_desk(cast.other_county_officer).get(case.get_absolute_url()).content.decode()
    assert "The label was read twice" in page and given.LABEL in page


@pytest.mark.clause("4.2.2-d", "4.2.2-e")
def test_the_compiled_report_says_of_what_failed_how_much_was_measured(cast, now):
    given.disposal(cast, now)
    papers = Document.objects.filter(paper__in=("platform_compilation", "regulator_compilation"))
    said = {paper.content["products"][0]["failed_items"] for paper in papers}
    assert said == {"Lead: 91 (limit: ≤ 90 mg/kg)"} and papers.count() > 1


def test_the_compiled_report_says_who_was_taken_as_the_party_and_why(cast, at_desk, now):
    compilation = given.in_doubt(cast, now)
    decided(compilation, cast, at_desk)
    finished(compilation, cast, now)
    paper = Document.objects.get(paper="regulator_compilation", addressee=cast.province)
    product = paper.content["products"][0]
    assert product["producer"] == given.LABEL and "read twice" in product["party"]
    told = Document.objects.get(paper="platform_compilation")
    assert given.LABEL not in json.dumps(told.content)


def test_the_listings_producer_is_taken_only_by_a_decision_and_the_finding_follows(cast, at_desk, now):
    compilation = given.in_doubt(cast, now)
    assert decided(compilation, cast, at_desk, party="listing", region="").status_code == 302
    case = finished(compilation, cast, now)
    listed = compilation.reports.get().sample.purchase.enterprise
    assert (case.enterprise, case.regulator) == (listed, cast.county)
    assert listed is not None and Finding.objects.get().producer == listed.name


def test_a_suspected_counterfeit_is_the_shops_alone(cast, at_desk, now):
    compilation = given.in_doubt(cast, now)
    decided(compilation, cast, at_desk, party="unknown", region="")
    case = finished(compilation, cast, now)
    assert case.enterprise is None and case.shop is not None
    assert not ResultNotice.objects.filter(compilation=compilation, shop=None).exists()
    assert Finding.objects.get().producer == ""


@pytest.mark.parametrize(
    ("producer", "region", "why"),
    [("", "910102", "names no producer"), (given.LABEL, "", "Choose the region")],
)
def test_the_labels_producer_needs_a_name_and_a_place(cast, at_desk, now, producer, region, why):
    compilation = given.in_doubt(cast, now, producer=producer)
    answer = decided(compilation, cast, at_desk, region=region)
    assert answer.status_code in (409, 422) and why in answer.content.decode()
    assert not PartyDecision.objects.exists()


def test_a_known_producer_is_found_by_its_name_however_it_is_written(cast, at_desk, now):
    known = Enterprise(name="PINE CREEK  toy works", region_id="910102")
    known.save()
    compilation = given.in_doubt(cast, now)
    decided(compilation, cast, at_desk)
    assert PartyDecision.objects.get().enterprise == known


def test_a_credit_code_of_another_enterprise_is_refused(cast, at_desk, now):
    Enterprise(name="Somebody else", credit_code="91330106MA2CCQPK56").save()
    compilation = given.in_doubt(cast, now)
    answer = decided(compilation, cast, at_desk, credit_code="91330106MA2CCQPK56")
    assert answer.status_code in (409, 422) and not PartyDecision.objects.exists()


def test_a_brand_that_differs_is_decided_too(cast, now):
    report = given.failed_report(cast, now)
    other = Brand(name="Another brand")
    other.save()
    Purchase.objects.filter(pk=report.sample.purchase_id).update(brand=other)
    compilation = given.drafted(cast, now, reports=[Report.objects.get(pk=report.pk)])
    with pytest.raises(Refused, match="decide who is the party"):
        compilations.submit(compilation, by=cast.compiler, now=now)


def test_two_spellings_of_one_name_need_no_decision(cast, at_desk, now):
    report = given.failed_report(cast, now)
    Report.objects.filter(pk=report.pk).update(producer=f"  {report.producer.upper()} ")
    compilation = given.drafted(cast, now, reports=[Report.objects.get(pk=report.pk)])
    answer = given.press(at_desk(cast.compiler), compilation, "name_party", given.party_form(compilation))
    assert answer.status_code in (409, 422) and "agree" in answer.content.decode()
    assert finished(compilation, cast, now).regulator == cast.county


def test_where_nobody_is_named_the_shop_answers_without_a_decision(cast, now):
    compilation = given.drafted(cast, now, reports=[given.failed_report(cast, now, shop=None)])
    assert finished(compilation, cast, now).enterprise is None


def test_products_without_a_problem_need_no_party(cast, now):
    report = delivered(cast, now, values=GOOD)
    Report.objects.filter(pk=report.pk).update(producer=given.LABEL)
    compilation = given.drafted(cast, now, reports=[Report.objects.get(pk=report.pk)])
    compilations.submit(compilation, by=cast.compiler, now=now)
    assert compilation.state == "submitted"


def test_a_label_read_otherwise_after_the_decision_is_decided_anew(cast, at_desk, now):
    compilation = given.in_doubt(cast, now)
    decided(compilation, cast, at_desk)
    compilation.reports.update(producer="Third Works")
    answer = given.press(at_desk(cast.compiler), compilation, "submit")
    assert answer.status_code == 409 and "Third Works" in answer.content.decode()


def test_a_case_shows_that_the_label_was_amended_after_it_was_sent(cast, at_desk, now):
    compilation = given.in_doubt(cast, now)
    decided(compilation, cast, at_desk)
    case = finished(compilation, cast, now)
    compilation.reports.update(producer="Third Works")
    page = at_desk(cast.compiler).get(case.get_absolute_url()).content.decode()
    assert "to be decided anew" in page.lower() and "Third Works" in page


@pytest.mark.parametrize(
    ("role", "match"), [("", "permission denied"), ("SET LOCAL ROLE NONE;", "followed by a further one")]
)
@pytest.mark.parametrize(
    "sql", ["UPDATE disposal_partydecision SET reason = 'Other.'", "DELETE FROM disposal_partydecision"]
)
def test_the_database_keeps_a_decision_on_the_party_as_it_is(cast, at_desk, now, sql, role, match):
    decided(given.in_doubt(cast, now), cast, at_desk)
    with (
        pytest.raises(ProgrammingError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{role} {sql}")
    assert "read twice" in PartyDecision.objects.get().reason
