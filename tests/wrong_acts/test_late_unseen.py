"""Can a matter that runs late, or that is not theirs to do, hide from whose turn it is?"""

from __future__ import annotations

import re
from datetime import timedelta

import time_machine
from django.urls import reverse

from casework.deadlines.clocks import instant
from casework.models import Record
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.disposal.given_denied import denied
from tests.sampling import given as sampling

MUCH_LATER = NOW + timedelta(days=900)


def home(client) -> str:
    return str(client.get(reverse("home")).text)


def to_do(page: str, record: Record) -> bool:
    """Whether a record stands above the fold of what merely runs."""
    return record.number in page.partition("wj-more-card")[0].partition("<main")[2]


def test_a_plan_past_its_reporting_day_is_overdue_though_a_part_of_it_is_open(cast, now, at_desk):
    """Silence of a part would hide that the whole is late."""
    plan = sampling.submitted_scheme(cast, now).plan
    with time_machine.travel(NOW, tick=False):
        assert not to_do(home(at_desk(cast.organiser)), plan)
    with time_machine.travel(MUCH_LATER, tick=False):
        client = at_desk(cast.organiser)
        page = home(client)
        assert to_do(page, plan) and "Overdue 1" in page
        mine = client.get(reverse("workplan-list"), {"due": "mine"}).text
        assert plan.number in mine.partition("<main")[2]


def test_what_is_late_and_waits_leads_to_its_page_and_to_no_refusal(cast, now, at_desk):
    plan = sampling.submitted_scheme(cast, now).plan
    with time_machine.travel(MUCH_LATER, tick=False):
        client = at_desk(cast.organiser)
        rows = re.findall(r'class="btn[^"]*" href="([^"]+)"', home(client).partition("<main")[2])
        assert plan.get_absolute_url() in rows
        assert client.get(plan.get_absolute_url()).status_code == 200


def test_what_waits_and_is_about_to_be_late_is_seen_before_it_is(cast, now, at_desk):
    """The two days in which somebody can still be urged: the chip's own (soon)."""
    plan = sampling.submitted_scheme(cast, now).plan
    Record.objects.filter(pk=plan.pk).update(next_due_at=instant(NOW.date() + timedelta(days=4)))
    for days, seen in ((0, False), (1, True)):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            client = at_desk(cast.organiser)
            page = home(client)
            assert to_do(page, plan) is seen and ("Due soon, and waits for others 1" in page) is seen
            mine = client.get(reverse("workplan-list"), {"due": "mine"}).text.partition("<main")[2]
            assert (plan.number in mine) is seen


def test_whoever_worked_on_the_case_has_not_its_denial_to_decide(cast, now, at_desk):
    """A row that only ends in "somebody else must do this" hides those that can be done."""
    case = disposal.case_at("sign_filing", cast, now)
    denial = denied(case, cast)
    with time_machine.travel(NOW, tick=False):
        assert not to_do(home(at_desk(cast.county_officer)), denial)
        assert to_do(home(at_desk(cast.county_third)), denial)


def test_who_is_kept_from_a_matter_and_has_no_colleague_for_it_is_not_left_in_the_dark(cast, now, at_desk):
    """Nobody else could do it: the row stays, and the page says whom to ask."""
    case = disposal.case_at("sign_filing", cast, now)
    denial = denied(case, cast)
    for other in (cast.county_second, cast.county_third):
        other.user.memberships.update(left_on=NOW.date())
    with time_machine.travel(NOW, tick=False):
        client = at_desk(cast.county_officer)
        assert to_do(home(client), denial)
        assert (
            "ask your administrator to give one more person this role"
            in client.get(denial.get_absolute_url()).text
        )
