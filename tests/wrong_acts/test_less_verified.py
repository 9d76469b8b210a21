"""Does the center say of goods that nobody took off sale that they are gone, and what does it read first?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.actions import take
from casework.flow import Refused
from casework.models import Deadline
from catalogue.models import TestItem
from disposal.actions import compilations, consequences
from disposal.flow.reaching import REPORT_HANDLING
from disposal.models.disposals import PlatformDisposal
from tests.conftest import NOW
from tests.disposal import given, given_less
from tests.disposal.walks import verify_form

WHY = "The risk is low."
LOOKED = {"checked_on": NOW.date(), "check_account": "The warning stands on the page."}
TICKS = ("unreachable", "not_relisted")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def reported(cast, *measures: str, reports: int = 1) -> PlatformDisposal:
    """Consumers were to be warned, although the grade requires a recall; each product has its measure."""
    failed = [given.failed_report(cast, NOW) for _ in range(reports)]
    TestItem.objects.update(severity="serious")
    compilation = given.submitted(cast, NOW, reports=failed, least="warn", least_reason=WHY)
    compilations.approve(compilation, less_noticed=True, by=cast.leader, now=NOW)
    compilations.send(compilation, **given.HASTY, by=cast.compiler, now=NOW)
    found = PlatformDisposal.objects.get(compilation=compilation)
    take("handle", found, by=cast.quality_officer, now=NOW)
    for item, measure in zip(found.items.all(), measures, strict=True):
        given.measure(found, cast, NOW, items=[item], measure=measure)
    consequences.finish(found, by=cast.quality_officer, now=NOW, handled_on=NOW.date())
    consequences.feed_back(found, by=cast.quality_officer, now=NOW, contact="Li", contact_phone="0571-3")
    return found


def form_of(client, found):
    return client.get(f"{found.get_absolute_url()}verify/").text


def read(client, found) -> str:
    """The words of the form of verification, and of what stands beside it."""
    return " ".join(re.sub(r"<[^>]+>", " ", form_of(client, found)).split())


def test_of_what_nobody_took_off_sale_nobody_says_that_it_is_gone(cast, at_desk):
    found, compiler = reported(cast, "warn"), at_desk(cast.compiler)
    assert not any(f'name="{name}"' in form_of(compiler, found) for name in TICKS)
    assert given.press(compiler, found, "verify", LOOKED | dict.fromkeys(TICKS, "on")).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.unreachable, found.not_relisted) == ("closed", False, False)
    page = compiler.get(found.get_absolute_url()).text
    assert "the product can no longer be reached" not in page
    assert "neither to be taken off sale, nor taken" in page


def test_nor_does_a_program_say_so(cast):
    found = reported(cast, "warn")
    with pytest.raises(Refused, match="this is not confirmed"):
        consequences.verify(found, by=cast.compiler, now=NOW, **LOOKED, **dict.fromkeys(TICKS, True))


@pytest.mark.parametrize("lacking", TICKS)
def test_what_the_platform_took_off_sale_unasked_is_gone_before_it_is_verified(cast, at_desk, lacking):
    found, compiler = reported(cast, "delist"), at_desk(cast.compiler)
    assert given.press(compiler, found, "verify", LOOKED).status_code == 422
    with pytest.raises(Refused, match="Confirm it of"):
        ticks = dict.fromkeys({*TICKS} - {lacking}, True)
        consequences.verify(found, by=cast.compiler, now=NOW, **LOOKED, **ticks)
    assert given.press(compiler, found, "verify", verify_form(found, cast)).status_code == 302


def test_where_one_of_two_went_off_sale_it_alone_is_said_to_be_gone(cast, at_desk):
    found, compiler = reported(cast, "delist", "warn", reports=2), at_desk(cast.compiler)
    gone, kept = found.items.all()
    page = form_of(compiler, found)
    assert f"Of: {gone}." in page and f"{kept}." not in page
    assert given.press(compiler, found, "verify", verify_form(found, cast)).status_code == 302
    page = compiler.get(found.get_absolute_url()).text
    row = page[page.index("neither to be taken off sale, nor taken") :].split("</dd>")[0]
    assert str(kept) in row and str(gone) not in row


def test_who_verifies_reads_what_was_required_asked_and_done_with_its_evidence(cast, at_desk):
    found = reported(cast, "warn")
    page = form_of(at_desk(cast.compiler), found)
    for shown in ("Serious: Recall the product", "Warn consumers", WHY, "compiled by", "approved by"):
        assert shown in page
    assert found.measures.get().evidence.get_absolute_url() in page


def test_the_page_says_what_the_grade_required_and_no_platform_reads_why(cast, at_desk):
    found = reported(cast, "warn")
    said = "required by its grade at least: Serious: Recall the product; asked for at least: Warn consumers"
    pages = [
        at_desk(each).get(found.get_absolute_url()).text for each in (cast.compiler, cast.quality_officer)
    ]
    assert all(said in page for page in pages)
    assert WHY in pages[0] and WHY not in pages[1]


def test_where_as_much_was_asked_as_required_the_page_says_nothing_of_it(cast, at_desk):
    found = given.fed_back(cast, NOW)
    compiler = at_desk(cast.compiler)
    assert "Less was asked" not in compiler.get(found.get_absolute_url()).text
    form = form_of(compiler, found)
    assert "Less was asked" not in form and "Serious: Recall the product" in form


@pytest.mark.parametrize("step", ["accept_less", "refuse_less"])
def test_the_leader_who_accepts_less_reads_what_fails_how_gravely_and_the_evidence(cast, at_desk, step):
    found = given_less.less_proposed(cast, NOW)
    page = at_desk(cast.leader).get(reverse("platformdisposal-step", args=[found.number, step])).text
    (failed, *_others), evidence = found.items.get().report.failing, found.measures.get().evidence
    for shown in (failed.name, failed.value, "severity: Serious", "Its grade requires at least"):
        assert shown in page, shown
    assert evidence.name in page and evidence.get_absolute_url() in page


@pytest.mark.parametrize("shrug", ["看过了", "已检查过，没问题", "Checked, looked at.", "搜过了", "Gone."])
def test_how_it_was_checked_is_told(cast, at_desk, shrug):
    found, compiler = reported(cast, "delist"), at_desk(cast.compiler)
    answer = given.press(compiler, found, "verify", verify_form(found, cast) | {"check_account": shrug})
    assert answer.status_code == 422 and "Tell how it was checked" in answer.text
    assert found.checked_on is None


def test_whoever_verifies_reads_what_the_platform_left_out_and_how_late_it_was(cast, at_desk):
    found, compiler = reported(cast, "delist"), at_desk(cast.compiler)
    Deadline.objects.filter(record=found, term=REPORT_HANDLING.code).update(
        due_at=NOW - timedelta(days=3), met_at=NOW
    )
    page = read(compiler, found)
    for left_out in ("pieces concerned", "orders concerned", "orders refunded", "consumers informed"):
        assert f"{left_out} not reported" in page
    assert "LATE by 3 days" in page


def test_what_was_reported_in_time_is_shown_as_it_was_reported(cast, at_desk):
    found, compiler = reported(cast, "delist"), at_desk(cast.compiler)
    PlatformDisposal.objects.filter(pk=found.pk).update(pieces=0, orders=12)
    page = read(compiler, found)
    assert "pieces concerned 0" in page and "orders concerned 12" in page and "in time: last day" in page
