"""What is asked of whom? The addresses of ours, of the limit and of the peer, with who asks."""

from __future__ import annotations

from django.test import Client as Browser
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import User
from bench.client import Side
from bench.ground import ADMINISTRATOR
from bench.peers import SEAT
from bench.viewers import SEATS, Seat
from casework.models import Record

OURS, LIMIT = "ours", "limit"


def cookie(user: User) -> dict[str, str]:
    """The headers of a browser in which somebody is logged in."""
    browser = Browser()
    browser.force_login(user, backend="accounts.backends.AccountBackend")
    return {"Cookie": f"sessionid={browser.cookies['sessionid'].value}"}


def administrator() -> User:
    """Who may do everything in the peer."""
    return User.objects.get(username=ADMINISTRATOR)


def lists(web: int, bare: int) -> dict[str, Side]:
    """P1: the list, its page half-way down, a filtered one, and the home page, by "seat/what"."""
    root = cookie(administrator())
    found: dict[str, Side] = {}
    for name, seat in SEATS.items():
        own, url = cookie(seat.viewer.user), reverse(f"{seat.listed}-list")
        deep = seat.newest(seat.listed, seat.many() // 2).number
        found |= {
            f"{name}/ours": Side(web, url, own),
            f"{name}/ours deep": Side(web, f"{url}?before={deep}", own),
            f"{name}/ours filtered": Side(web, f"{url}?{_filters(seat)}", own),
            f"{name}/ours home": Side(web, "/", own),
            f"{name}/limit": Side(bare, f"/{name}/list/"),
            f"{name}/limit home": Side(bare, f"/{name}/work/"),
            f"{name}/admin": Side(web, "/admin/casework/record/", {**root, SEAT: name}, slow=True),
        }
    return found


def _filters(seat: Seat) -> str:
    """The state and the category of a record in the middle of the list."""
    record = seat.newest(seat.listed, seat.many() // 3)
    assert record.category is not None
    return f"state={record.state}&category={code_of(record.category)}"


def records(web: int, bare: int) -> dict[str, Side]:
    """P2: a record with its results, by "seat/what". The peer's page is the same for all: once is enough."""
    found: dict[str, Side] = {}
    for name, seat in SEATS.items():
        record = _rich(seat)
        found |= {
            f"{name}/ours": Side(web, record.get_absolute_url(), cookie(seat.viewer.user)),
            f"{name}/limit": Side(bare, f"/{name}/record/{record.number}/"),
        }
    report = _rich(SEATS["nation"])
    address = f"/admin/inspection/report/{report.pk}/change/"
    return {**found, "nation/admin": Side(web, address, cookie(administrator()), once=True)}


def _rich(seat: Seat) -> Record:
    """A record with a trail, as near the top of the list as there is one."""
    for skip in (20, 5, 0):
        if seat.many() > skip:
            return seat.newest(seat.kind, skip)
    return seat.newest(seat.kind)
