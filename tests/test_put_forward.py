"""Does a form begin with what the system knows, and with nothing that somebody has to look up?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import Organisation, Viewer
from casework.models import Filed
from disposal.models.cases import EnforcementCase
from monitoring.assessments.forms import agreed
from monitoring.assessments.models import Vote
from sampling.recipients.actions import consents
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.disposal import given_letters as letters
from tests.filled import fields
from tests.monitoring import given as monitoring
from tests.sampling import given as sampling

TODAY = NOW.date().isoformat()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def begins_with(at_desk: Any) -> Any:
    """What stands in a field of a page's form; "" = nothing, several values after one another."""

    def do(viewer: Viewer, address: str, name: str) -> str:
        found = fields(at_desk(viewer).get(address).content.decode())
        return " ".join(found[name])

    return do


def step(record: Filed, name: str) -> str:
    return reverse(f"{record.kind}-step", args=[record.number, name])


@pytest.mark.parametrize(
    ("after", "name", "field"),
    [
        ("receive", "inspect", "started_on"),
        ("inspect", "evidence", "made_on"),
        ("sign_filing", "file", "filed_on"),
        ("hear", "decide", "decided_on"),
        ("serve_decision", "execute", "executed_on"),
        ("execute", "close", "closed_on"),
    ],
)
def test_an_officer_enters_mostly_what_is_done_today(
    cast: Cast, begins_with: Any, after: str, name: str, field: str
) -> None:
    case = disposal.case_at(after, cast, NOW)
    assert begins_with(disposal.takes(name, cast), step(case, name), field) == TODAY


# What the form of a penalty begins with: {field: what the office entered in its last case}.
CONSTANT = {"reconsidered_by": "Eastmoor County", "court": "Court of Eastmoor", "pay_to": "Bank, account 1"}


@pytest.fixture
def proposes(cast: Cast, begins_with: Any) -> Any:
    """With what the form of a penalty begins where the office's last case said this."""

    def do(field: str, office: Organisation, **last: str) -> str:
        case = disposal.case_at("file", cast, NOW)
        other = disposal.referred(cast, NOW)
        EnforcementCase.objects.filter(pk=other.pk).update(regulator=office, **last)
        return begins_with(disposal.takes("propose_decision", cast), step(case, "propose_decision"), field)  # type: ignore[no-any-return]

    return do


@pytest.mark.parametrize("field", CONSTANT)
def test_a_penalty_is_contested_and_paid_as_the_offices_last_one(
    cast: Cast, proposes: Any, field: str
) -> None:
    assert proposes(field, cast.county, **CONSTANT) == CONSTANT[field]


@pytest.mark.parametrize("field", CONSTANT)
def test_what_another_office_entered_is_not_put_forward(cast: Cast, proposes: Any, field: str) -> None:
    assert proposes(field, cast.other_county, **CONSTANT) == ""


def test_the_provisions_of_another_case_are_not_put_forward(cast: Cast, proposes: Any) -> None:
    assert proposes("provision", cast.county, provision="Product Quality Law, Article 49") == ""


@pytest.mark.parametrize(("who", "phone"), [("county_officer", "0571-7"), ("county_head", "")])
def test_an_officer_is_called_as_in_the_last_case_of_that_officer(
    cast: Cast, proposes: Any, who: str, phone: str
) -> None:
    officer = getattr(cast, who).user
    assert proposes("contact_phone", cast.county, contact=str(officer), contact_phone="0571-7") == phone


def test_a_platform_is_asked_on_the_legal_ground_of_the_letter_before(cast: Cast, begins_with: Any) -> None:
    letters.letter(cast, NOW, legal_ground="Measures of the province, art. 7")
    assert begins_with(cast.county_officer, reverse("assistance-open"), "legal_ground") == (
        "Measures of the province, art. 7"
    )


def test_the_day_of_a_service_is_read_off_its_receipt(cast: Cast, begins_with: Any) -> None:
    case = disposal.case_at("give_notice", cast, NOW)
    assert begins_with(disposal.takes("serve_notice", cast), step(case, "serve_notice"), "served_on") == ""


def test_a_handling_ends_with_its_last_measure_and_not_with_the_day_on_which_that_is_entered(
    cast: Cast, begins_with: Any
) -> None:
    """The five days would begin later (6.4-4)."""
    earlier = NOW - timedelta(days=2)
    found = disposal.measured(cast, earlier)
    begun = begins_with(cast.quality_officer, step(found, "finish"), "handled_on")
    assert begun == earlier.date().isoformat()


@pytest.mark.parametrize("name", ["contact", "contact_phone"])
def test_a_platform_is_called_where_it_says(cast: Cast, begins_with: Any, name: str) -> None:
    found, who = disposal.done(cast, NOW), cast.quality_officer
    who.organisation.phone = "0571-20000000"
    who.organisation.save()
    said = {"contact": str(who.user), "contact_phone": "0571-20000000"}
    assert begins_with(who, step(found, "feed_back"), name) == said[name]


@pytest.mark.parametrize(
    ("name", "said"),
    [("starts_on", TODAY), ("legal_mode", "risk_monitoring"), ("task_type", "monitoring")],
)
def test_a_plan_begins_with_what_its_case_needs(cast: Cast, begins_with: Any, name: str, said: str) -> None:
    case = monitoring.case_to_sample(cast, NOW)
    assert begins_with(cast.planner, f"{reverse('workplan-open')}?riskcase={case.number}", name) == said


def test_a_plan_has_that_tested_which_is_hazardous(cast: Cast, begins_with: Any) -> None:
    case = monitoring.case_to_sample(cast, NOW)
    item = monitoring.test_item(cast, case.hazard_item)
    page = f"{reverse('workplan-open')}?riskcase={case.number}"
    assert begins_with(cast.planner, page, "item0_test_items") == code_of(item)


@pytest.mark.parametrize(("named", "known"), [("Market", True), ("Some other platform", False)])
def test_a_case_begins_with_the_platform_that_its_signal_names(
    cast: Cast, begins_with: Any, named: str, known: bool
) -> None:
    Organisation.objects.filter(pk=cast.platform.pk).update(name="Market")
    signal = monitoring.submitted_signal(cast, NOW, platform=named)
    page = f"{reverse('signal-case')}?signal={signal.number}"
    assert begins_with(cast.collector, page, "platform") == (code_of(cast.platform) if known else "")


def test_whoever_has_the_fewest_in_hand_is_proposed_as_buyer(cast: Cast, begins_with: Any) -> None:
    purchase = sampling.planned_purchase(cast, NOW)
    consents.undertake(by=cast.buyer, now=NOW)
    assert begins_with(cast.organiser, step(purchase, "assign"), "buyer") == code_of(cast.buyer.user)


@pytest.mark.parametrize("name", ["quantity", "unit", "unit_price"])
def test_an_order_begins_with_what_is_planned_and_what_its_page_cost(
    cast: Cast, begins_with: Any, name: str
) -> None:
    purchase = sampling.confirmed_purchase(cast, NOW)
    planned = purchase.plan_item
    price = purchase.confirmations.get().price_seen
    said = {"quantity": planned.quantity, "unit": planned.unit, "unit_price": price}
    assert begins_with(cast.buyer, step(purchase, "order"), name) == str(said[name])


def test_what_was_bought_is_split_as_the_plan_says(cast: Cast, begins_with: Any) -> None:
    purchase = sampling.checking_purchase(cast, NOW)
    assert purchase.quantity and purchase.quantity > 1
    purchase.scheme.plan.items.update(backup_quantity=1)
    page = step(purchase, "accept")
    split = begins_with(cast.verifier, page, "quantity"), begins_with(cast.verifier, page, "backup")
    assert split == (str(purchase.quantity - 1), "1")


@pytest.mark.parametrize("name", ["producer", "brand"])
def test_what_the_goods_name_is_read_on_them(cast: Cast, begins_with: Any, name: str) -> None:
    purchase = sampling.checking_purchase(cast, NOW)
    assert begins_with(cast.verifier, step(purchase, "accept"), name) == ""


def test_the_chair_begins_with_how_far_it_reaches_and_chooses_what_is_done(
    cast: Cast, begins_with: Any
) -> None:
    assessment = monitoring.scored_assessment(cast, NOW, outcome="notify")
    page = step(assessment, "propose")
    assert begins_with(cast.chair, page, "spread") == assessment.votes.get().spread
    assert begins_with(cast.chair, page, "outcome") == ""


def test_where_the_panel_differs_nothing_is_put_forward() -> None:
    near, far = Vote(spread="regional"), Vote(spread="global")
    assert agreed([near, far]) == "" and agreed([near, near]) == "regional"
    assert agreed([near, Vote(spread="global", conflict=True)]) == "regional"
