"""Can a person tell records of one title apart where they choose among them?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Organisation
from casework.models import Record, kinds
from documents.models import Document
from tests.conftest import NOW
from tests.disposal import given, given_notices
from tests.disposal.given import failed_report


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, address):
    return client.get(address).content.decode()


def test_two_reports_of_one_title_differ_on_worklist_and_list_by_sample_and_batch(cast, at_desk, now):
    reports = [failed_report(cast, now), failed_report(cast, now)]
    Record.objects.filter(pk__in=[report.pk for report in reports]).update(title="Soft toy")
    unsealed = "not sealed by its laboratory yet · "
    for address, verdict in (("/", "Non-conforming · "), (reverse("report-list"), "")):
        shown = page(at_desk(cast.compiler), address)
        for report in reports:
            assert f"{report.number} · {verdict}{unsealed}{report.sample.number}" in shown


def test_a_platform_tells_its_matters_apart_by_the_products(cast, at_desk, now):
    found = given.disposal(cast, now)
    shown = page(at_desk(cast.quality_officer), "/")
    assert f"{found.number} · {found.items.get().item_id}" in shown


def test_a_notice_names_the_report_that_it_is_about(cast, at_desk, now):
    notice = given_notices.sent(cast, now)
    assert f"{notice.number} · {notice.report_number}" in page(
        at_desk(cast.compiler), reverse("resultnotice-list")
    )


def test_a_paper_names_whom_it_is_written_to_and_not_the_holder_of_the_licence(cast, now):
    paper = given_notices.sent(cast, now).paper()
    assert paper is not None and paper.addressee is not None
    Organisation.objects.filter(pk=paper.addressee.pk).update(name="Lender of a Licence")
    assert Document.objects.get(pk=paper.pk).addressed_to == paper.content["addressee"]


def test_each_kind_says_by_fields_that_it_has_what_distinguishes_it(db):
    for model in kinds().values():
        model._base_manager.values_list(*model.distinguished_by).first() if model.distinguished_by else None
