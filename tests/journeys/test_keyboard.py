"""Can everybody do what waits for them without a mouse? Each role's main task, by the keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership, Viewer
from accounts.roles import Role
from casework.models import Filed
from casework.pages.desks import desk_of
from sampling.recipients.models.recipients import Recipient
from tests.cast import PASSWORD, Cast
from tests.conftest import NOW
from tests.disposal import given_notices
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.keys import Keyboard
from tests.journeys.people import reads
from tests.test_flows import WALKS

pytestmark = JOURNEY
# The step that waits for each role: kind, state, step; walked as the stage's walks.py walks it by HTTP.
TASKS: dict[Role, tuple[str, str, str]] = {
    Role.PLANNER: ("workplan", "completed", "evaluate"),
    Role.APPROVER: ("workplan", "submitted", "approve"),
    Role.CASE_OFFICER: ("enforcementcase", "received", "inspect"),
    Role.LEGAL_REVIEWER: ("enforcementcase", "decision_proposed", "review"),
    Role.COLLECTOR: ("notice", "drafted", "send_platform"),
    Role.ASSESSOR: ("assessment", "scoring", "score"),
    Role.CHAIR: ("assessment", "scored", "propose"),
    Role.LEADER: ("assessment", "consensus", "approve"),
    Role.ORGANISER: ("purchase", "planned", "assign"),
    Role.BUYER: ("purchase", "assigned", "order"),
    Role.VERIFIER: ("purchase", "checking", "accept"),
    Role.STOREKEEPER: ("sample", "registered", "store"),
    Role.COMPILER: ("platformdisposal", "fed_back", "verify"),
    Role.RECEIVER: ("sample", "handed_over", "receive"),
    Role.TESTER: ("report", "entering", "enter"),
    Role.REVIEWER: ("report", "submitted", "review"),
    Role.SIGNATORY: ("report", "reviewed", "sign"),
    Role.QUALITY_OFFICER: ("platformdisposal", "handling", "measure"),
    Role.SHARING_OFFICER: ("sharerequest", "submitted", "grant"),
}
VOLUNTEER = {"name": "Chen", "phone": "13900000001", "address": "Lane 3", "scopes": ["parcels"]}
COLLEAGUE = {"username": "newcomer", "name": "Newcomer"}


def test_every_role_has_a_task_here():
    others = {Role.RESPONDENT, Role.ADDRESS_KEEPER, Role.ADMINISTRATOR, Role.SYSTEM}
    assert {*TASKS} | others == {*Role}


@pytest.mark.parametrize("role", TASKS)
def test_what_waits_for_a_role_is_done_by_the_keyboard_alone(role: Role, cast: Cast, come: Come):
    walk = next(walk for walk in WALKS if (walk.kind, walk.source, walk.step) == TASKS[role])
    record = walk.given(cast, NOW)
    viewer = getattr(cast, walk.actor)
    assert role in viewer.roles
    keyboard = logs_in(come, viewer)
    keyboard.skips()
    keyboard.tabs_to(href=record.get_absolute_url())
    keyboard.enters()
    takes(keyboard, record, walk.step, walk.data(record, cast))
    record.refresh_from_db()
    assert record.state == (walk.target or record.flow[walk.step].target)


def logs_in(come: Come, viewer: Viewer, path: str = "/") -> Keyboard:
    """To a page by the log-in, with the keys."""
    person = come(viewer)
    person.page.goto(f"{person.site.url}{reverse('login')}?next={path}")
    keyboard = Keyboard(person.page)
    keyboard.fills({"username": viewer.user.username, "password": PASSWORD})
    keyboard.sends()
    return keyboard


def takes(keyboard: Keyboard, record: Filed, step: str, data: dict[str, Any]) -> None:
    """From the record's page, through the step's form where it has one, even if only to read there."""
    url = reverse(f"{record.kind}-step", args=[record.number, step])
    keyboard.skips()
    keyboard.unfolds(url)
    if step not in desk_of(record.kind).asking(record):
        keyboard.tabs_to(tag="button", action=url)
        keyboard.enters()
        return
    keyboard.tabs_to(href=url)
    keyboard.enters()
    reads(keyboard.page)
    signed = keyboard.page.locator('[name="own_password"]').count()
    keyboard.skips()
    keyboard.fills(data | ({"own_password": PASSWORD} if signed else {}))
    keyboard.sends()


def test_a_shop_comes_by_its_link_and_comments(cast: Cast, come: Come):
    notice = given_notices.served(cast, NOW)
    person = come(cast.respondent)
    person.page.goto(person.site.url + given_notices.path(notice))
    keyboard = Keyboard(person.page)
    keyboard.sends()
    takes(
        keyboard,
        notice,
        "comment",
        {"comment": "We changed the thread.", "signed_by": "Lin", "signed_as": "head"},
    )
    notice.refresh_from_db()
    assert notice.state == "answered"


def test_the_address_keeper_takes_in_a_volunteer(cast: Cast, come: Come):
    keyboard = logs_in(come, cast.address_keeper, reverse("recipient-add"))
    keyboard.skips()
    keyboard.fills({**VOLUNTEER, "given_at": NOW})
    keyboard.sends()
    assert Recipient.objects.count() == 1


def test_the_administrator_takes_in_a_colleague(cast: Cast, come: Come):
    keyboard = logs_in(come, cast.center_administrator, reverse("person-add"))
    keyboard.skips()
    keyboard.fills({**COLLEAGUE, "roles": ["buyer"]})
    keyboard.sends()
    assert Membership.objects.filter(user__username="newcomer", organisation=cast.center).exists()
