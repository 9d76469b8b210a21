"""How does shared information go from one hand to another, and back? Asked, granted, read, revoked (6.5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from sharing.flow import ANSWER
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource
from tests.cast import Cast
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import Person, file, handed_over
from tests.sharing import given

pytestmark = JOURNEY
FIELDS = "product: What was tested\nmonth: When\nfailed：How many failed"


def rules_are_set(center: Person, regulator: Person, *others: Person) -> None:
    """The center writes the safeguards, the regulator confirms them, everybody acknowledges them."""
    center.goes(reverse("safeguard-new"))
    center.fills(text="Keep it safe.")
    center.sends()
    for person, act in ((regulator, "confirm"), *((one, "acknowledge") for one in (center, *others))):
        person.goes(reverse("safeguards"))
        person.sends(f'main form[action*="/{act}/"] button')


def is_offered_and_taken_in(holder: Person, center: Person) -> Resource:
    holder.goes(reverse("resource-table"))
    own = {key: value for key, value in given.entry().items() if key not in ("format", "personal")}
    holder.fills(
        **own,
        holding="findings",
        headings=["product", "test"],
        fields_told=FIELDS,
        file=file("own.csv", given.csv().read(), "text/csv"),
        center=center.viewer.organisation,
    )
    holder.sends()
    resource = Resource.objects.get()
    center.goes(resource.get_absolute_url())
    center.sends('main form[action$="/accept/"] button')
    return resource


def asks(person: Person, resource: Resource, today: date) -> ShareRequest:
    person.goes(reverse("resource-ask", args=[resource.number]))
    person.fills(
        purpose="To look for the same goods.",
        fields_asked=["product", "month", "failed"],
        asked_from=today,
        asked_until=today + timedelta(30),
        method="query",
        promise=True,
    )
    person.sends()
    return ShareRequest.objects.get()


@pytest.mark.clause("6.5-3", "6.5-5")
def test_a_grant_is_asked_for_given_read_and_revoked(cast: Cast, come: Come, now: datetime) -> None:
    today = now.date()
    center, regulator = come(cast.center_sharing_officer), come(cast.regulator_sharing_officer)
    holder, asker = come(cast.laboratory_sharing_officer), come(cast.platform_sharing_officer)
    rules_are_set(center, regulator, holder, asker)
    request = asks(asker, is_offered_and_taken_in(holder, center), today)

    handed_over(request, Role.SHARING_OFFICER, holder)
    # 5 working days from Wed 25 November: Wed 2 December
    assert holder.reads_clock(request, ANSWER).day == date(2026, 12, 2)
    holder.takes(request, "ask", question="Which goods?")
    assert holder.reads_clock(request, ANSWER).status == "still"
    asker.takes(request, "answer", clarification="Kettles.")
    given_for = {"fields_granted": ["product", "failed"], "granted_until": today + timedelta(7)}
    holder.takes(request, "grant", **given_for, method="query", reason="The month is not needed.")

    asker.goes(reverse("shared-data", args=[request.number]))
    assert "Toy bear" in asker.reads() and "2026-10" not in asker.reads()
    ledger = holder.reads_at(request)
    assert str(asker.viewer.user) in ledger and str(cast.platform) in ledger
    holder.takes(request, "revoke", ended_why="It was passed on.")
    assert asker.is_turned_away(reverse("shared-data", args=[request.number])) == 409
    assert come(cast.other_platform_sharing_officer).is_turned_away(request.get_absolute_url()) == 404
