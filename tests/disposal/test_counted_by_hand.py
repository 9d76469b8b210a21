"""Is each figure of the national report what a person would count by hand? (6.4-6)

A small world is made by the real steps; what is expected is written down beside it, step by step.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Region
from casework.actions import take
from casework.models import Record, kinds
from casework.terms.count import SHANGHAI
from catalogue.models import Finding
from disposal import figures
from disposal.actions import consequences, jurisdiction, procedure, voiding
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from sampling.samples.models.samples import Sample
from tests.disposal import given, given_less
from tests.disposal.given_notices import all_voided
from tests.inspection.given import GOOD, delivered
from tests.inspection.given_analyses import closed
from tests.monitoring.given import assessed_case, submitted_signal
from trail.models import Event

CONTACT = {"contact": "Li", "contact_phone": "0571-3"}
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def counted(cast, first: date = FIRST, last: date = LAST) -> dict:
    """The figures of a period by the names under which the page shows them."""
    found = figures.of(cast.center.pk, first, last)
    return {name: found[name] for _heading, rows in figures.HEADINGS for _label, name in rows}


def expected(**changes: int) -> dict[str, int]:
    """Every figure is zero, but for these."""
    return dict.fromkeys(counted_names(), 0) | changes


def counted_names() -> list[str]:
    return [name for _heading, rows in figures.HEADINGS for _label, name in rows]


def failed_batch(cast, now) -> EnforcementCase:
    """One signal, one case to sample, one batch bought, tested, failed, and told to platform and county."""
    compilation = given.sent(cast, now, reports=[given.failed_report(cast, now)])
    return EnforcementCase.objects.get(compilation=compilation)


# What a failed batch adds of itself. A serious matter is handled within a working day: nobody did.
BATCH = {
    "signals": 1,
    "to_sample": 1,
    "bought": 1,
    "tested": 1,
    "failed": 1,
    "disposals_asked": 1,
    "disposals_late": 1,
    "cases_referred": 1,
}


def test_every_figure_of_a_small_world_equals_the_count_by_hand(cast, now):
    # Two batches fail, one is good: each with a signal, a case to sample and a purchase of its own.
    fined, dropped = failed_batch(cast, now), failed_batch(cast, now)
    delivered(cast, now, values=GOOD)
    # Two cases besides, with a signal each: one excluded, one notified; one more signal waits.
    assessed_case(cast, now, "exclude")
    assessed_case(cast, now, "notify")
    submitted_signal(cast, now)
    # The first is fined, closed and reported in time; the second not filed, and closed.
    given.reported(cast, now, fined)
    case = given.case_at("evidence", cast, now, dropped)
    unfiled = {**given.found_by_inspection(), **given.NO_FILING}
    take("propose_no_filing", case, by=cast.county_officer, now=now, **unfiled)
    take("not_file", case, by=cast.county_head, now=now)
    given.case_step("close", case, cast, now)
    assert counted(cast) == expected(
        signals=3 + 2 + 1,
        excluded=1,
        notified=1,
        to_sample=3,
        bought=3,
        tested=3,
        failed=2,
        disposals_asked=2,
        disposals_late=2,
        cases_referred=2,
        cases_filed=1,
        cases_not_filed=1,
        cases_decided=1,
        cases_closed=2,
        reports_in_time=1,
    )


def test_a_referral_is_no_filing(cast, now):
    failed_batch(cast, now)
    assert counted(cast) == expected(**BATCH)


def test_a_decision_without_a_penalty_is_counted_apart(cast, now):
    case = given.unpunished(cast, now)
    take("submit", case, by=cast.county_officer, now=now)
    given.case_step("decide", case, cast, now)
    assert counted(cast) == expected(**BATCH, cases_filed=1, cases_unpenalised=1)


def test_what_a_platform_finished_and_got_back_is_not_done(cast, now):
    found = given.fed_back(cast, now)
    done = {"disposals_done": 1, "feedback_in_time": 1, "disposals_late": 0}
    assert counted(cast) == expected(**{**BATCH, **done})
    consequences.reopen(found, by=cast.compiler, now=now + timedelta(minutes=1), note="Still on sale.")
    assert counted(cast)["disposals_done"] == 0


def test_what_was_handled_late_and_not_reported_in_time_is_told(cast, now):
    # A serious matter of Wednesday the 25th, to be handled by the 26th, and handled on the 28th.
    found = given.measured(cast, now)
    late = now + timedelta(days=3)
    consequences.finish(found, by=cast.quality_officer, now=late, handled_on=late.date())
    done = {"disposals_late": 0, "disposals_done": 1, "disposals_handled_late": 1}
    assert counted(cast) == expected(**{**BATCH, **done})
    # To be reported by the 3rd of December, and not reported.
    assert counted(cast, date(2026, 12, 1), date(2026, 12, 3)) == expected()
    assert counted(cast, date(2026, 12, 1), date(2026, 12, 4)) == expected(feedback_overdue=1)
    consequences.feed_back(found, by=cast.quality_officer, now=now + timedelta(days=10), **CONTACT)
    assert counted(cast, date(2026, 12, 1), date(2026, 12, 5)) == expected(feedback_late=1)
    assert counted(cast, date(2026, 12, 1), date(2026, 12, 4)) == expected(feedback_overdue=1)


def test_what_was_handled_on_the_last_day_is_not_late(cast, now):
    found = given.measured(cast, now)
    last = now + timedelta(days=1)
    consequences.finish(found, by=cast.quality_officer, now=last, handled_on=last.date())
    assert counted(cast) == expected(**{**BATCH, "disposals_late": 0, "disposals_done": 1})


def test_a_closed_case_of_which_the_center_was_not_told_is_overdue(cast, now):
    given.fed_back(cast, now)
    case = given.case_at("close", cast, now, EnforcementCase.objects.get())  # to be reported by the 30th
    assert counted(cast, date(2026, 12, 1), date(2026, 12, 4)) == expected(reports_overdue=1)
    procedure.report_case(case, by=cast.county_head, now=now + timedelta(days=9))
    assert counted(cast, date(2026, 12, 1), date(2026, 12, 4)) == expected(reports_late=1)


def test_what_was_reported_before_a_period_is_not_counted_in_it(cast, now):
    given.reported(cast, now, given.fed_back(cast, now).compilation.cases.get())
    names = ("feedback_in_time", "feedback_late", "reports_in_time", "reports_late")
    december = counted(cast, date(2026, 12, 1), date(2026, 12, 31))
    assert [counted(cast)[name] for name in names] == [1, 0, 1, 0]
    assert [december[name] for name in names] == [0, 0, 0, 0]


@pytest.mark.parametrize("kind", ["platformdisposal", "enforcementcase"])
def test_what_was_voided_is_told_and_counts_for_nothing_else(cast, now, kind):
    failed_batch(cast, now)
    found: Any = {"platformdisposal": PlatformDisposal, "enforcementcase": EnforcementCase}[
        kind
    ].objects.get()
    figures_of = {
        "platformdisposal": ("disposals_asked", "disposals_late"),
        "enforcementcase": ("cases_referred",),
    }
    voiding.take_back(found, by=cast.leader, now=now, note="Wrong party.")
    assert counted(cast)[figures_of[kind][0]] == 1  # it waits for the compiler
    voiding.void(found, by=cast.compiler, now=now, note="Wrong party.")
    told = {"platformdisposal": {"disposals_voided": 1}, "enforcementcase": {"cases_voided": 1}}[kind]
    assert counted(cast) == expected(**{**BATCH, **dict.fromkeys(figures_of[kind], 0), **told})
    assert counted(cast, date(2026, 12, 1), date(2026, 12, 31))[next(iter(told))] == 0


@pytest.mark.parametrize(("at", "month"), [(0, "november"), (-1, "october")])
def test_the_first_instant_of_a_month_is_its_own_and_not_of_the_month_before(cast, now, at, month):
    given.case_at("decide", cast, now)
    first = datetime(2026, 11, 1, tzinfo=SHANGHAI) + timedelta(microseconds=at)
    Event.objects.update(at=first)
    months = {"october": (date(2026, 10, 1), date(2026, 10, 31)), "november": (FIRST, LAST)}
    done = ("bought", "tested", "disposals_asked", "cases_referred", "cases_filed", "cases_decided")
    for name, (start, end) in months.items():
        found = figures.of(cast.center.pk, start, end)
        assert [found[action] for action in done] == [int(name == month)] * len(done), name
        assert len(found["cases"]) == int(name == month)


def test_less_than_asked_that_was_accepted_is_told(cast, now):
    found = given_less.less_proposed(cast, now)
    assert counted(cast)["disposals_less"] == 0
    consequences.accept_less(found, by=cast.leader, now=now, note="The shop is gone.")
    assert counted(cast) == expected(
        **{**BATCH, "disposals_done": 1, "feedback_in_time": 1, "disposals_late": 0, "disposals_less": 1}
    )


def test_a_voided_sample_takes_its_purchase_and_its_report_with_it(cast, now):
    case = failed_batch(cast, now)
    closed(case.report.entrustment, cast, now)
    assert Finding.objects.count() == 1
    all_voided(cast, now)
    take("void", Sample.objects.get(), by=cast.leader, now=now, note="Swapped in the store.")
    assert not Finding.objects.exists()  # known to nobody: no ranking, no six months
    voided = {"disposals_voided": 1, "cases_voided": 1}
    assert counted(cast) == expected(**dict.fromkeys(BATCH, 0) | {"signals": 1, "to_sample": 1} | voided)


def test_what_was_sampled_under_a_voided_scheme_counts_for_nothing(cast, now):
    purchase = failed_batch(cast, now).report.sample.purchase
    Record.objects.filter(pk=purchase.scheme_id).update(state="voided", turn="")  # before that was refused
    assert counted(cast) == expected(**{**BATCH, "bought": 0, "tested": 0, "failed": 0})


def test_each_figure_counts_a_step_that_its_flow_has():
    """Who renames a step of a flow is told here that the nation is told of it."""
    for kind, verb in figures.ACTIONS:
        assert verb in kinds()[kind].flow.steps, (kind, verb)


def test_the_county_of_the_party_counts_nothing_twice_when_a_case_is_passed_on(cast, now):
    case = failed_batch(cast, now)
    assert case.enterprise is not None
    case.enterprise.region = Region.objects.get(pk="910102")
    case.enterprise.save()
    passed = {"regulator": cast.other_county, "jurisdiction": "Place of the enterprise"}
    jurisdiction.transfer(case, **passed, by=cast.county_officer, now=now)
    assert counted(cast)["cases_referred"] == 1
