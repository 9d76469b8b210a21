"""What was sent on a report is corrected: does it go out unseen, or look newer than it is? (issue 16)"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.models import Notification
from disposal.models.disposals import PlatformDisposal
from tests.api.conftest import issue
from tests.conftest import NOW
from tests.disposal import given, given_notices, given_turned
from tests.disposal.test_compilation import region
from tests.disposal.test_disclosure import amended
from tests.inspection import given as testing

LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel(LATER, tick=False):
        yield


def said(answer) -> str:
    return str(answer.content.decode())


def checked(paper) -> str:
    """What anybody reads who checks a paper."""
    return said(Client().get(reverse("verify", args=[paper.verify_token])))


def decided(client, correction, step) -> int:
    return int(given.press(client, correction, step, given_turned.WHY).status_code)


def enclosed(record):
    return record.documents.filter(paper="redacted_report")


@pytest.mark.parametrize("way", ["page", "API"])
def test_an_amended_report_is_not_sent_on_in_haste_without_photos_nobody_looked_at(cast, at_desk, now, way):
    found = given.disposal(cast, now)
    amended(cast, found.items.get().report, now)
    name, client = ("redacted-renew", at_desk(cast.compiler)) if way == "page" else (
        "api-redacted-renew", issue(cast.compiler))  # fmt: skip
    url = reverse(name, args=[found.kind, found.number])
    for hasty in ({}, {"without_photos": ""}, {"without_photos": "..."}):
        assert client.post(url, hasty).status_code == 422
    assert enclosed(found).count() == 1
    assert client.post(url, given.HASTY).status_code in (204, 302)
    assert enclosed(found).count() == 2
    assert given.IN_HASTE in said(at_desk(cast.compiler).get(found.get_absolute_url()))


def test_the_page_asks_for_the_reason_beside_the_button_and_again_where_it_was_forgotten(cast, at_desk, now):
    found, client = given_notices.served(cast, now), at_desk(cast.compiler)
    amended(cast, found.report, now)
    assert 'name="without_photos"' in said(client.get(found.get_absolute_url()))
    answer = client.post(reverse("redacted-renew", args=[found.kind, found.number]))
    where = reverse("report-photos", args=[found.report.number])
    assert "Decide on the photos first" in said(answer) and f'href="{where}"' in said(answer)


def test_a_redacted_report_is_not_called_in_force_once_its_test_report_was_corrected(cast, at_desk, now):
    found = given.disposal(cast, now)
    paper = enclosed(found).get()
    correction = given_turned.before_the_leader(found, cast, now, "95")
    assert "in force" in checked(paper)
    assert decided(at_desk(cast.leader), correction, "accept") == 302
    assert 'was corrected on <time datetime="2026-11-25"' in checked(paper) and "in force" not in checked(
        paper
    )
    url = reverse("redacted-renew", args=[found.kind, found.number])
    assert at_desk(cast.compiler).post(url, given.HASTY).status_code == 302
    assert "A newer version took its place" in checked(paper)
    assert "in force" in checked(enclosed(found).latest("id"))


def listed(client, record, paper) -> str:
    """What a list of papers says beside one of them."""
    rows = said(client.get(record.get_absolute_url())).split("<li")
    return next(row.split("</li>")[0] for row in rows if paper.verify_token in row)


def test_a_platform_reads_in_its_list_of_papers_that_the_report_it_acts_on_was_corrected(cast, at_desk, now):
    found = given.disposal(cast, now)
    paper, platform = enclosed(found).get(), at_desk(cast.quality_officer)
    correction = given_turned.before_the_leader(found, cast, now, "95")
    assert "superseded" not in listed(platform, found, paper)
    assert decided(at_desk(cast.leader), correction, "accept") == 302
    assert "superseded" in listed(platform, found, paper) and "superseded" in checked(paper)


AWAITED = "awaits the center&#39;s decision since 2026-11-25"


def test_nobody_acts_on_a_report_unaware_that_its_correction_awaits_the_center(cast, at_desk, now):
    case = given.case_at("sign_filing", cast, now)
    correction = given_turned.before_the_leader(case, cast, now)
    found, notice = case.compilation.disposals.get(), given_turned.told(case)
    pages = [
        (cast.county_officer, case),
        (cast.quality_officer, found),
        (cast.compiler, notice),
        (cast.case_officer, case.compilation),
    ]
    for viewer, record in pages:
        page = said(at_desk(viewer).get(record.get_absolute_url()))
        assert f"correction of test report {case.report.number} {AWAITED}" in page, record
        assert "91 → 80" not in page and correction.reason not in page, record
    assert decided(at_desk(cast.leader), correction, "refuse") == 302
    assert AWAITED not in said(at_desk(cast.county_officer).get(case.get_absolute_url()))


def test_a_shop_does_not_learn_of_a_correction_that_the_center_has_not_decided_on(cast, at_desk, now):
    notice = given_notices.served(cast, now)
    testing.passed_on(cast, now, notice.report, new_value="80")
    assert AWAITED in said(at_desk(cast.compiler).get(notice.get_absolute_url()))
    assert "awaits the center" not in said(at_desk(cast.respondent).get(notice.get_absolute_url()))


def test_a_platform_is_not_told_of_a_change_in_another_platforms_product(cast, at_desk, now):
    own = given.failed_report(cast, now)
    other = given.failed_report(cast, now, shop=region("910102"), platform=cast.other_platform)
    given.sent(cast, now, reports=[own, other])
    correction = testing.passed_on(cast, now, own, new_value="80")
    assert decided(at_desk(cast.leader), correction, "accept") == 302
    told = Notification.objects.filter(at=LATER)
    for platform in (cast.platform, cast.other_platform):
        found = PlatformDisposal.objects.get(platform=platform)
        assert told.filter(record_id=found.pk).exists() == (platform == cast.platform), platform
    page = said(at_desk(cast.compiler).get(correction.get_absolute_url()))
    assert PlatformDisposal.objects.get(platform=cast.platform).number in page and found.number not in page


@pytest.mark.parametrize("step", ["accept", "refuse"])
def test_the_leader_reads_which_verdict_turns_before_it_does(cast, at_desk, now, step):
    found = given.disposal(cast, now)
    correction = given_turned.before_the_leader(found, cast, now)
    form = said(at_desk(cast.leader).get(reverse("correction-step", args=[correction.number, step])))
    report = correction.report
    assert "Non-conforming → Conforming" in form and f"{correction.old_value}" in form
    for resting in (found.number, report.cases.get().number):
        assert resting in form


def test_who_compiles_reads_that_a_correction_waits_which_may_turn_the_verdict(cast, at_desk, now):
    report = testing.delivered(cast, now, values=testing.BAD)
    testing.passed_on(cast, now, report, new_value="80")
    form = said(at_desk(cast.compiler).get(reverse("compilation-open")))
    assert "a correction of it waits for the center&#39;s decision" in form
