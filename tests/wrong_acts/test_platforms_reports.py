"""Does a platform, a shop or a hasty center bring out who bought the goods? (issue 16, point 10)"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from disposal.papers.compilations import PlatformCompilation
from documents.models import Document
from documents.render import render
from tests.api.conftest import issue
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal import given_notices as told
from tests.disposal.test_disclosure import amended, sent_with_canaries
from tests.documents.test_pages import with_pdf
from tests.documents.test_render import text_of
from tests.inspection import given as inspection


def test_a_platform_gets_the_full_report_by_no_door(cast, at_desk, now):
    disposal = given.disposal(cast, now)
    report = disposal.items.get().report
    paper = with_pdf(report.documents.get(paper="test_report"))
    platform, program = at_desk(cast.quality_officer), issue(cast.quality_officer)
    with time_machine.travel(NOW, tick=False):
        doors = [
            platform.get(report.get_absolute_url()),
            platform.get(paper.get_absolute_url()),
            platform.get(report.raw_records.get().attachment.get_absolute_url()),
            program.get(reverse("api-report", args=[report.number])),
            program.get(reverse("api-document", args=[paper.verify_token])),
        ]
        lists = platform.get(reverse("report-list")).content.decode()
    assert {answer.status_code for answer in doors} == {404}
    assert report.number not in lists


@pytest.mark.parametrize("who", ["quality_officer", "respondent"])
def test_who_answers_for_the_goods_finds_no_buyer_or_tester_by_searching(cast, at_desk, now, settings, who):
    sent = sent_with_canaries(cast, now)
    client = at_desk(getattr(cast, who))
    with time_machine.travel(NOW, tick=False):
        for secret in sent.secrets:
            found = client.get(reverse("query"), {"words": secret})
            assert found.status_code in (200, 403, 404)
            for record in (sent.report, sent.disposal, sent.shop, sent.producer):
                assert record.number not in found.content.decode(), secret


def test_a_center_that_leaves_an_amended_report_lying_sees_it_and_so_does_the_platform(cast, at_desk, now):
    disposal = given.disposal(cast, now)
    amended(cast, disposal.items.get().report, now)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        center, platform = (
            at_desk(viewer).get(disposal.get_absolute_url()).content.decode()
            for viewer in (cast.compiler, cast.quality_officer)
        )
    assert "A report, or what is said of its photos, has changed since it was sent" in center
    assert "what is built on it may no longer hold" in platform


def test_the_reason_of_a_correction_does_not_reach_the_shop_with_the_amended_report(cast, at_desk, now):
    notice = told.served(cast, now)
    why = "Sampled on the day of order ORDER-20261125-77."
    inspection.applied(cast, now + timedelta(hours=1), notice.report, new_value="95", reason=why)
    url = reverse("redacted-renew", args=["resultnotice", notice.number])
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert at_desk(cast.compiler).post(url, given.HASTY).status_code == 302
        page = at_desk(cast.respondent).get(notice.get_absolute_url()).content.decode()
    paper = notice.documents.get(paper="redacted_report", version=2)
    assert "ORDER-2026" not in str(paper.content) + page


def test_a_platform_on_which_nothing_failed_is_asked_to_take_nothing_down(cast, at_desk, now):
    fine = given.located(
        inspection.delivered(cast, now, values=inspection.GOOD), platform=cast.other_platform
    )
    compilation = given.approved(cast, now, reports=[given.failed_report(cast, now), fine])
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.compiler), compilation, "send", given.HASTY).status_code == 302
    asked = {}
    for paper in Document.objects.filter(paper="platform_compilation"):
        text = text_of(render(PlatformCompilation.template, {"paper": paper.content}, language="en"))
        asked[paper.addressee] = "What is asked of you" in text and "delist or recall" in text
    assert asked == {cast.platform: True, cast.other_platform: False}
