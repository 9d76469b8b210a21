"""When is a risk case closed by what became of it? (5)"""

from __future__ import annotations

from functools import partial

import pytest
import time_machine

from accounts.models import Region
from casework.actions import take
from disposal.actions import consequences
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from monitoring.risks.models.riskcases import RiskCase
from tests.conftest import NOW
from tests.disposal import given, given_again
from tests.disposal.walks import verify_case_form, verify_form
from tests.inspection.given import BAD, GOOD, delivered, in_progress
from tests.races import runners
from tests.sampling.given import stored_samples
from trail.models import Event


def settle(found: PlatformDisposal, cast, now) -> None:
    """The platform handles and reports, the center verifies."""
    consequences.receive(found, by=cast.quality_officer, now=now)
    take("handle", found, by=cast.quality_officer, now=now)
    given.measure(found, cast, now)
    consequences.finish(found, by=cast.quality_officer, now=now, handled_on=now.date())
    consequences.feed_back(found, by=cast.quality_officer, now=now, contact="Li", contact_phone="0571-3")
    checked = {"checked_on": now.date(), "unreachable": True, "not_relisted": True, "check_account": "Gone."}
    consequences.verify(found, by=cast.compiler, now=now, **checked)


def test_the_last_verification_closes_the_risk_case(cast, at_desk, now):
    found = given.fed_back(cast, now)
    case = given.reported(cast, now, EnforcementCase.objects.get())
    with time_machine.travel(NOW, tick=False):
        compiler = at_desk(cast.compiler)
        assert given.press(compiler, found, "verify", verify_form(found, cast)).status_code == 302
        assert RiskCase.objects.get().state == "planned"
        assert given.press(compiler, case, "verify", verify_case_form(case, cast)).status_code == 302
    closed = RiskCase.objects.get()
    assert closed.state == "closed"
    closing = Event.objects.of("record", closed.pk)[0]
    assert closing.actor_kind == "system"
    assert closing.cause and (closing.cause.verb, closing.cause.subject_id) == ("verify", case.pk)


def test_the_order_of_the_verifications_does_not_matter(cast, now):
    found = given.disposal(cast, now)
    case = given.reported(cast, now, EnforcementCase.objects.get())
    consequences.verify_case(case, by=cast.compiler, now=now, **verify_case_form(case, cast))
    assert RiskCase.objects.get().state == "planned"
    settle(found, cast, now)
    assert RiskCase.objects.get().state == "closed"


def test_a_voided_case_is_not_waited_for(cast, now):
    settle(given.disposal(cast, now), cast, now)
    given_again.void(EnforcementCase.objects.get(), cast, now)
    assert RiskCase.objects.get().state == "closed"


def test_a_plan_whose_products_all_conform_closes_its_case_when_they_are_passed_on(cast, now):
    given.sent(cast, now, reports=[delivered(cast, now, values=GOOD)])
    assert RiskCase.objects.get().state == "closed"


def test_a_case_with_samples_still_in_the_laboratory_stays_open(cast, now):
    entrustment = in_progress(cast, now, samples=stored_samples(cast, now, count=2))
    report = delivered(cast, now, values=GOOD, entrustment=entrustment)
    given.sent(cast, now, reports=[report])
    assert RiskCase.objects.get().state == "planned"


def test_a_case_with_a_report_not_yet_passed_on_stays_open(cast, now):
    entrustment = in_progress(cast, now, samples=stored_samples(cast, now, count=2))
    county = Region.objects.get(pk=given.COUNTY)
    first, second = (
        given.located(delivered(cast, now, values=BAD, entrustment=entrustment), enterprise=county)
        for _ in range(2)
    )
    found = given.disposal(cast, now, reports=[first])
    settle(found, cast, now)
    given_again.void(EnforcementCase.objects.get(), cast, now)
    assert RiskCase.objects.get().state == "planned"
    given.sent(cast, now, reports=[second])
    assert RiskCase.objects.get().state == "planned"


@pytest.mark.django_db(transaction=True)
def test_the_last_two_verifications_at_once_close_the_risk_case_once(cast, now):
    checked = {"checked_on": now.date(), "unreachable": True, "not_relisted": True, "check_account": "Gone."}
    with runners(2) as at_once:
        for _ in range(3):  # as many targets as the scheme of the builders has
            found = given.fed_back(cast, now)
            case = given.reported(cast, now, EnforcementCase.objects.latest("pk"))
            actions = [
                partial(consequences.verify, found, by=cast.compiler, now=now, **checked),
                partial(
                    consequences.verify_case, case, by=cast.compiler, now=now, **verify_case_form(case, cast)
                ),
            ]
            assert at_once(actions) == [None, None]
            assert RiskCase.objects.latest("pk").state == "closed"
    assert Event.objects.filter(verb="close", actor_kind="system").count() == 3
