"""Does a record's page lead to the one thing that carries the work on?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Viewer
from casework.actions import take
from casework.pages.contents import detail
from casework.pages.desks import desk_of
from casework.pages.next_step import NextStep
from inspection.reports.actions import testing
from tests.cast import Cast
from tests.disposal import given as disposal
from tests.inspection import given as inspection
from tests.monitoring import given
from tests.sampling import given as sampling
from tests.sharing import given as sharing


def card(record: Any, viewer: Viewer, now: datetime) -> NextStep:
    record.refresh_from_db()
    shown: NextStep = detail(record, viewer, now, desk_of(record.kind).asking(record))["next"]
    return shown


def labels(offers: list[Any]) -> list[str]:
    return [offer.label for offer in offers]


def test_a_plan_that_was_just_received_leads_to_its_scheme_and_not_to_its_end(cast: Cast, now: datetime):
    inspection.qualified(cast, now)
    found = card(given.executing_plan(cast, now), cast.organiser, now)
    assert found.lead and found.lead.label == "Make a sampling scheme" and found.lead.rank == "main"
    assert "Report as completed" in labels(found.others)


@pytest.mark.parametrize("step", ["void", "withdraw"])
def test_a_plan_whose_scheme_was_given_up_leads_to_another_and_not_to_its_end(
    cast: Cast, now: datetime, step
):
    inspection.qualified(cast, now)
    scheme = sampling.submitted_scheme(cast, now)
    by = cast.leader if step == "void" else cast.organiser
    take(step, scheme, by=by, now=now, note="The shops have closed.")
    found = card(scheme.plan, cast.organiser, now)
    assert found.lead and found.lead.label == "Make a sampling scheme"


def test_a_plan_whose_scheme_is_drawn_up_leads_into_it_and_not_to_another(cast: Cast, now: datetime) -> None:
    inspection.qualified(cast, now)
    scheme = sampling.settled_scheme(cast, now)
    found = card(scheme.plan, cast.organiser, now)
    assert found.lead and found.lead.label == "Go on with the sampling scheme"
    assert found.lead.url == scheme.get_absolute_url()
    assert "Make a sampling scheme" in labels(found.others)


def test_a_plan_whose_scheme_waits_for_others_leads_to_no_other(cast: Cast, now: datetime) -> None:
    inspection.qualified(cast, now)
    found = card(sampling.submitted_scheme(cast, now).plan, cast.organiser, now)
    assert found.lead is None and "goes on with what was made from it" in found.said
    assert "Make a sampling scheme" in labels(found.others)


def test_a_commission_all_of_whose_samples_have_a_report_offers_no_other(cast: Cast, now: datetime) -> None:
    report = inspection.begun(cast, now)
    found = card(report.entrustment, cast.tester, now)
    assert "Begin a test report" not in labels([*found.others, *filter(None, [found.lead])])


def test_an_approver_is_led_to_approve_and_what_leads_back_is_folded(cast: Cast, now: datetime) -> None:
    found = card(given.submitted_plan(cast, now), cast.approver, now)
    assert found.lead and found.lead.label == "Approve the plan"
    assert labels(found.others) == ["Return to the planner"] and labels(found.exceptions) == ["Void"]


def test_a_draft_that_cannot_be_submitted_leads_to_its_form_and_says_why(cast: Cast, now: datetime) -> None:
    plan = given.draft_plan(cast, now)
    plan.items.all().delete()
    found = card(plan, cast.planner, now)
    assert found.lead and found.lead.label == "Edit the plan"
    assert [(offer.label, bool(offer.reason)) for offer in found.others] == [("Submit for approval", True)]


def test_a_stored_sample_leads_to_a_laboratory(cast: Cast, now: datetime) -> None:
    found = card(sampling.stored_sample(cast, now), cast.organiser, now)
    assert found.lead and found.lead.label == "Commission a laboratory"


def test_a_report_is_no_more_led_to_a_correction_than_a_case_to_assistance(cast: Cast, now: datetime) -> None:
    report = inspection.begun(cast, now)
    found = card(report, cast.tester, now)
    assert "Propose a correction" in labels(found.exceptions)
    assert found.lead and found.lead.label == "Enter results"


def test_whoever_waits_reads_for_whom_and_until_when(cast: Cast, now: datetime) -> None:
    plan = given.submitted_plan(cast, now)
    found = card(plan, cast.planner, now)
    assert found.lead is None and not found.others
    assert found.said.startswith("Waiting for Approver until 20")


def test_whoever_waits_reads_that_it_is_late_and_how_late(cast: Cast, now: datetime) -> None:
    plan = given.submitted_plan(cast, now)
    last = plan.deadlines.running().order_by("due_at")[0].end
    found = card(plan, cast.planner, now + (last - now.date()) + timedelta(days=3))
    assert found.said == f"Waiting for Approver, whose last day was {last}: 3 days overdue."


@pytest.mark.parametrize(("days", "said"), [(0, False), (60, True)])
def test_whoever_waits_for_what_was_made_from_it_reads_which_of_that_is_late(
    cast: Cast, now: datetime, days: int, said: bool
) -> None:
    inspection.qualified(cast, now)
    scheme = sampling.submitted_scheme(cast, now)
    found = card(scheme.plan, cast.organiser, now + timedelta(days=days))
    assert (f"The sampling scheme {scheme.number}: " in found.said) == said
    assert found.said.endswith("days overdue.") == said


def test_of_answers_that_are_equally_right_none_is_put_forward(cast: Cast, now: datetime) -> None:
    request = sharing.asked(cast, now)
    found = card(request, sharing.holder(cast, request), now)
    assert found.lead is None and "Choose one" in found.said
    assert {"Grant", "Refuse"} <= {*labels(found.others)}


@pytest.mark.parametrize("viewer", ["planner", "approver", "organiser"])
def test_one_button_at_most_is_blue(cast: Cast, now: datetime, at_desk: Any, viewer: str) -> None:
    inspection.qualified(cast, now)
    plan = given.executing_plan(cast, now)
    page, _dialogs = at_desk(getattr(cast, viewer)).get(plan.get_absolute_url()).text.split("<dialog", 1)
    assert page.count("btn btn-primary") == (viewer == "organiser")


def test_what_will_be_refused_later_is_not_put_forward_now(cast: Cast, now: datetime) -> None:
    found = card(given.executing_plan(cast, now), cast.organiser, now)
    assert "No laboratory of this plan may test" in found.cautions[0]
    assert found.lead and found.lead.rank == "plain"


def test_a_scheme_without_listings_leads_to_their_import_and_then_to_its_seed(cast: Cast, now: datetime):
    found = card(sampling.empty_scheme(cast, now), cast.organiser, now)
    assert found.lead and found.lead.label == "Import listings"
    found = card(sampling.draft_scheme(cast, now), cast.organiser, now)
    assert found.lead and found.lead.label == "Settle the seed"
    found = card(sampling.settled_scheme(cast, now), cast.organiser, now)
    assert found.lead and found.lead.label == "Submit for approval"


def test_targets_that_were_proposed_are_confirmed_and_not_chosen_once_more(cast: Cast, now: datetime) -> None:
    found = card(sampling.selecting_scheme(cast, now), cast.organiser, now)
    assert found.lead and found.lead.label == "Confirm the targets"
    assert "Choose the targets" in labels(found.exceptions)


def test_a_scheme_that_buys_leads_to_its_purchases_and_not_to_more_targets(cast: Cast, now: datetime) -> None:
    found = card(sampling.buying_scheme(cast, now), cast.organiser, now)
    assert found.lead and found.lead.label == "Go on with the purchase"


def test_a_report_whose_values_stand_leads_to_its_raw_records(cast: Cast, now: datetime) -> None:
    report = inspection.begun(cast, now)
    done = {"tested_from": now.date(), "tested_to": now.date(), "tested_at": "1 Test Road"}
    testing.enter(report, rows=inspection.rows(report, inspection.GOOD), by=cast.tester, now=now, **done)
    found = card(report, cast.tester, now)
    assert found.lead and found.lead.url.endswith("/record/")


def test_no_laboratory_is_led_to_report_an_abnormality(cast: Cast, now: datetime) -> None:
    found = card(inspection.begun(cast, now).entrustment, cast.tester, now)
    assert found.lead and found.lead.label == "Go on with the test report"


def test_what_has_ended_says_what_followed(cast: Cast, now: datetime) -> None:
    found = card(sampling.accepted_purchase(cast, now), cast.organiser, now)
    assert found.lead is None and "What followed from it: samples 1" in found.said


def test_whoever_may_not_go_on_for_what_they_did_reads_that_it_is_a_colleagues_turn_and_why(
    cast, now, at_desk
):
    case = disposal.case_at("propose_filing", cast, now)
    page = at_desk(cast.county_third).get(case.get_absolute_url()).text
    assert page.count("Turn of: Case officer<") == 2 and "A colleague of yours goes on" not in page
    did = at_desk(cast.county_officer).get(case.get_absolute_url()).text
    assert did.count("Turn of: Case officer, a colleague of yours<") == 2
    assert "what you did here before keeps you from the next step" in did
    assert "You took an earlier step yourself: somebody else must do this." in did
    assert str(cast.county_third.user) in did


def test_where_no_colleague_could_go_on_it_is_not_said_to_be_ones_turn(cast, now, at_desk):
    case = disposal.case_at("propose_filing", cast, now)
    for other in (cast.county_second, cast.county_third):
        other.user.memberships.update(left_on=now.date())
    page = at_desk(cast.county_officer).get(case.get_absolute_url()).text
    assert "a colleague of yours" not in page and "ask your administrator" in page
