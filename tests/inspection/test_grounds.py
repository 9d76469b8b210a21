"""Do tests rest on grounds that the standard allows, that are in force, and that the papers state? (6.3-4)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.template import engines
from django.urls import reverse

from catalogue.models import Standard
from documents.actions import attach
from documents.models import Document
from inspection.commissions.models.commissions import Entrustment
from inspection.commissions.models.testing_grounds import ground_of
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.documents.conftest import picture
from tests.inspection import given
from tests.inspection.walks import accept_form, commission_form
from tests.sampling import given as sampling


@pytest.fixture
def commission(at_desk, cast):
    """Post a commission of a stored sample, with changes; the answer."""

    def do(**changes):
        given.qualified(cast, NOW)
        sample = Sample.objects.first() or sampling.stored_sample(cast, NOW)
        form = commission_form([sample], cast) | changes
        with time_machine.travel(NOW, tick=False):
            return at_desk(cast.organiser).post(reverse("entrustment-open"), form)

    return do


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("GB 6675-2014", "national"),
        ("GB/T 8170-2008", "national"),
        ("QB/T 4088-2022", "industry"),
        ("SN 0001", "industry"),
        ("DB33/T 1001", "local"),
        ("T/CAS 1-2020", ""),
        ("Q/ABC 1", ""),
        ("ISO 8124", ""),
    ],
)
def test_the_number_of_a_standard_tells_its_kind(number, kind):
    assert ground_of(Standard(number=number)) == kind


@pytest.mark.parametrize("field", ["test_grounds_are", "judgement_grounds_are"])
@pytest.mark.parametrize("value", [[], ["hearsay"]])
def test_a_commission_names_its_kinds_of_grounds(commission, field, value):
    assert commission(**{field: value}).status_code == 422
    assert not Entrustment.objects.exists()


def test_the_kind_of_a_standard_that_is_used_must_be_named(commission):
    answer = commission(test_grounds_are=["stated"])
    assert answer.status_code == 422
    assert "it is not named: National standard" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"withdrawn_on": NOW.date()}, "was withdrawn on 2026-11-25"),
        ({"in_force_since": NOW.date() + timedelta(days=1)}, "is in force from 2026-11-26 only"),
    ],
)
def test_a_standard_that_is_not_in_force_is_refused(cast, commission, changes, said):
    sampling.stored_sample(cast, NOW)
    Standard.objects.filter(pk=cast.standard.pk).update(**changes)
    answer = commission()
    assert answer.status_code == 422 and said in answer.content.decode()


def test_a_withdrawn_standard_named_in_the_text_is_refused(commission):
    Standard.objects.create(number="QB 9999-1999", title="Old", withdrawn_on=date(2020, 1, 1))
    answer = commission(judgement_grounds="Rules; QB 9999-1999")
    assert answer.status_code == 422 and "QB 9999-1999 was withdrawn" in answer.content.decode()


def test_a_standard_withdrawn_in_the_meantime_keeps_the_draft_from_being_sent(cast, post):
    entrustment = given.drafted(cast, NOW)
    Standard.objects.filter(pk=cast.standard.pk).update(withdrawn_on=NOW.date())
    answer = post(cast.organiser, entrustment, "send")
    assert answer.status_code == 409 and "was withdrawn" in answer.content.decode()


@pytest.mark.clause("6.3-4")
def test_the_laboratory_reads_the_grounds_on_the_report_and_prints_them(cast, see):
    report = given.issued(cast, NOW)
    page = see(cast.tester, report.get_absolute_url()).content.decode()
    assert "GB 6675-2014 (National standard)" in page
    assert "Monitoring rules for toys (Monitoring rules for the product)" in page
    paper = report.documents.get()
    assert paper.content["test_grounds_are"] == "National standard"
    assert "GB 6675-2014 (National standard)" in printed(paper)


@pytest.mark.clause("LB-02")
def test_a_report_names_its_sample_its_sampling_sheet_and_who_looked_at_the_seal(cast):
    report = given.issued(cast, NOW)
    sheet = report.sample.purchase.documents.get(paper="sampling_form")
    said = report.documents.get().content
    assert (said["sample"], said["sampling_number"]) == (report.sample.number, sheet.file_number)
    assert (said["sealed_by"], said["test_category"]) == ("Receiver", "Risk monitoring")
    assert said["obtained"] == "Bought online"
    assert said["sampled_at"] == f"{report.platform.name}, {report.shop}"


@pytest.mark.clause("6.3-4", "LB-02")
def test_a_report_says_of_each_item_its_method_and_with_what_it_was_measured(cast):
    report = given.issued(cast, NOW)
    said = report.documents.get().content
    assert [row["method"] for row in said["results"]] == [row.method for row in report.results.all()]
    raw = report.raw_records.first()
    assert raw and raw.calibration
    assert said["instruments"] == [f"{raw.instrument} (calibrated until {raw.calibration.valid_until})"]
    photo = attach(report.sample, picture(), "receipt", by=cast.receiver, now=NOW)
    assert [row["sha256"] for row in report.paper(NOW.date())["pictures"]] == [photo.sha256]


def printed(paper: Document) -> str:
    """The paper as HTML, before it becomes a PDF."""
    template = engines["jinja2"].get_template(f"papers/{paper.paper}.html")
    context = {"paper": paper.content, "language": "en", "day": str, "qr": lambda *said: ""}
    return template.render(context)


@pytest.mark.clause("4.2.2-c")
def test_the_entrustment_is_issued_to_the_laboratory_when_it_is_sent(cast, post, see):
    entrustment = given.drafted(cast, NOW, fee="1600.00")
    post(cast.organiser, entrustment, "send")
    paper = entrustment.documents.get()
    assert (paper.office, paper.addressee, paper.paper) == (cast.center, cast.laboratory, "entrustment")
    content = paper.content
    assert content["entrustment"] == entrustment.number
    assert (content["client_signature"], content["acceptor"]) == ("Organiser", "")
    assert [row["item"] for row in content["items"]] == ["Lead", "Small parts"]
    assert [row["sample"] for row in content["samples"]] == [entrustment.samples.get().number]
    assert paper.file_number in see(cast.receiver, entrustment.get_absolute_url()).content.decode()
    text = printed(paper)
    for expected in ("1600.00", "GB 6675-2014", "90 mg/kg", "for the center alone"):
        assert expected in text


@pytest.mark.clause("6.3-1")
def test_acceptance_leaves_the_clients_paper_as_it_is_with_the_laboratorys_place_on_it(cast, post):
    entrustment = given.received(cast, NOW)
    post(cast.receiver, entrustment, "accept", accept_form(entrustment, cast), NOW + timedelta(days=1))
    paper = entrustment.documents.get()
    assert (paper.version, paper.content["acceptor"]) == (1, "")
    assert "(Laboratory's seal)" in printed(paper) and "Receiver" not in printed(paper)
    entrustment.refresh_from_db()
    assert str(entrustment.accepted_by) == "Receiver"
