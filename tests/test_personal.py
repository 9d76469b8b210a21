"""Does a colleague learn of another's personal record by any door? List, file, search, river, worklist."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import StandIn
from accounts.roles import Role
from documents.models import Document
from tests.cast import person
from tests.conftest import NOW
from tests.sampling import accounting, given

pytestmark = pytest.mark.django_db(databases=["default", "log"])

PERSONAL: dict[str, Any] = {
    "purchase": given.assigned_purchase,
    "settlement": accounting.settlement_in("draft"),
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def second_buyer(cast):
    """A colleague of the buyer, at the same center, in the same role."""
    return person("second_buyer", cast.center, Role.BUYER)


def standing_in(cast, now, *roles):
    """A storekeeper who stands in for the buyer today, in these roles."""
    substitute = person("second_storekeeper", cast.center, Role.STOREKEEPER)
    StandIn.objects.create(
        organisation=cast.center,
        absent=cast.buyer.user,
        substitute=substitute.user,
        roles=list(roles),
        first=now.date(),
        last=now.date() + timedelta(days=3),
        reason="Leave",
    )
    return substitute


def doors(record):
    """{what it is: address} of the pages on which a record may stand."""
    risk = record.scheme.plan.cases.first()
    pages = {
        "list": reverse(f"{record.kind}-list"),
        "filtered list": reverse(f"{record.kind}-list") + f"?q={record.number}",
        "file": reverse(f"{record.kind}-sheet", args=["csv"]),
        "search": f"{reverse('query')}?q={record.number}",
        "worklist": reverse("home"),
        "clocks": reverse("due"),
        "plan": record.scheme.plan.get_absolute_url(),
        "notifications": reverse("notifications"),
    }
    return pages | ({"risk case": risk.get_absolute_url()} if risk else {})


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.text


@pytest.mark.parametrize("kind", PERSONAL)
def test_a_colleague_finds_nothing_of_it_by_any_door(kind, cast, at_desk):
    record = PERSONAL[kind](cast, NOW)
    theirs, others = at_desk(cast.buyer), at_desk(second_buyer(cast))
    assert theirs.get(record.get_absolute_url()).status_code == 200
    assert others.get(record.get_absolute_url()).status_code == 404
    for door, address in doors(record).items():
        assert record.number not in read(others, address).replace(f"q={record.number}", "").replace(
            f'value="{record.number}"', ""
        ), door


@pytest.mark.parametrize("kind", PERSONAL)
def test_its_own_person_finds_it_by_list_search_and_worklist(kind, cast, at_desk):
    record = PERSONAL[kind](cast, NOW)
    client = at_desk(cast.buyer)
    for door in ("list", "file", "search", "worklist"):
        assert record.number in read(client, doors(record)[door]), door


@pytest.mark.parametrize("kind", PERSONAL)
def test_a_colleague_finds_none_of_its_papers(kind, cast, at_desk):
    papered: dict[str, Any] = {
        "purchase": given.ordered_purchase,
        "settlement": accounting.settlement_in("checked"),
    }
    record = papered[kind](cast, NOW)
    papers = [paper.get_absolute_url() for paper in Document.objects.filter(record=record.pk)]
    files = [file.get_absolute_url() for file in record.attachments.all()]
    client = at_desk(second_buyer(cast))
    assert {client.get(address).status_code for address in (*papers, *files)} <= {404}


@pytest.mark.parametrize("kind", PERSONAL)
def test_who_stands_in_for_the_person_finds_it_and_has_its_worklist(kind, cast, at_desk):
    record = PERSONAL[kind](cast, NOW)
    client = at_desk(standing_in(cast, NOW, Role.BUYER))
    assert client.get(record.get_absolute_url()).status_code == 200
    for door in ("list", "search", "worklist"):
        assert record.number in read(client, doors(record)[door]), door


def test_a_colleague_finds_no_claim_of_anothers_purchase_on_any_money_page(cast, at_desk):
    """Nor the shop of it; who oversees the center's money finds them all."""
    purchase = given.returned_purchase(cast, NOW)
    shop, claim = str(purchase.shop), reverse("claim", args=[purchase.number])
    pages = [reverse("claims"), reverse("claims-sheet", args=["csv"]), reverse("money")]
    second = at_desk(second_buyer(cast))
    for address in pages:
        assert purchase.number not in read(second, address) and shop not in read(second, address)
    assert second.get(claim).status_code == second.get(f"{claim}enter/").status_code == 404
    for own in (cast.buyer, cast.organiser, cast.leader):
        assert purchase.number in read(at_desk(own), pages[0]) and read(at_desk(own), claim)


@pytest.mark.parametrize("who", ["storekeeper", "verifier", "compiler", "planner", "collector"])
def test_who_has_nothing_to_do_with_money_sees_no_page_of_it(who, cast, at_desk):
    purchase = given.returned_purchase(cast, NOW)
    desk = at_desk(cast.people[who])
    for name, names in (("claims", []), ("claims-sheet", ["csv"]), ("claim", [purchase.number])):
        answer = desk.get(reverse(name, args=names))
        assert answer.status_code == 403 and purchase.number not in answer.text.replace(
            answer.request["PATH_INFO"], ""
        )
    assert reverse("claims") not in desk.get("/").text
