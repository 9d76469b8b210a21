"""Does whoever came by a link read how others are at work on the matter?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from casework.deadlines import clocks
from casework.pages import views
from casework.terms.table import TERMS
from disposal.flow.notices import COMMENT
from disposal.models.notices import ResultNotice
from portals import figure
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal import given_notices as told
from tests.disposal.test_links import come_in
from tests.documents.conftest import picture
from tests.wrong_acts.test_shops import DENIAL

RECEIPT = {"reply": "comments", "signed_by": "Mail room", "signed_as": "head", "accepts": "on"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def clock_of(notice: ResultNotice, term: str) -> str:
    return reverse("clock", args=[notice.deadlines.get(term=term).pk])


def test_a_shop_sees_no_clock_of_the_center(cast, at_desk, now):
    notice, shop = told.sent(cast, now), at_desk(cast.respondent)
    [term] = set(notice.deadlines.values_list("term", flat=True))
    label = str(TERMS[term].label)
    page = at_desk(cast.compiler).get(notice.get_absolute_url()).text
    assert label in page and at_desk(cast.compiler).get(clock_of(notice, term)).status_code == 200
    assert label not in shop.get(notice.get_absolute_url()).text
    assert shop.get(clock_of(notice, term)).status_code == 404


def test_a_shop_sees_the_time_that_it_has_itself(cast, at_desk, now):
    notice, shop = told.sent(cast, now), at_desk(cast.respondent)
    assert given.press(shop, notice, "acknowledge", RECEIPT).status_code == 302
    assert str(COMMENT.label) in shop.get(notice.get_absolute_url()).text
    assert shop.get(clock_of(notice, COMMENT.code)).status_code == 200


def test_a_shop_reads_not_who_was_shown_which_link_when(cast, at_desk, now):
    notice = told.sent(cast, now)
    shown = reverse("resultnotice-link-show", args=[notice.number, 1])
    assert at_desk(cast.compiler).post(shown).status_code == 200
    told_compiler = at_desk(cast.compiler).get(notice.get_absolute_url())
    told_shop = at_desk(cast.respondent).get(notice.get_absolute_url())
    assert "Show a link" in told_compiler.text and told_shop.status_code == 200
    assert "Show a link" not in told_shop.text


def test_who_comments_does_not_pass_for_who_signed_the_receipt(cast, at_desk, now):
    notice, shop = told.sent(cast, now), at_desk(cast.respondent)
    assert given.press(shop, notice, "acknowledge", RECEIPT).status_code == 302
    form = {"comment": "The sample was not ours.", "signed_by": "Head office", "signed_as": "head"}
    assert given.press(shop, notice, "comment", form).status_code == 302
    notice.refresh_from_db()
    assert (notice.signed_by, notice.replied_by) == ("Mail room", "Head office")
    page = at_desk(cast.compiler).get(notice.get_absolute_url()).text
    assert "Mail room" in page and "Head office" in page


def test_no_list_tells_a_shop_whose_move_it_is_elsewhere(cast, at_desk, program, now, monkeypatch):
    notice, shop = told.sent(cast, now), at_desk(cast.respondent)
    monkeypatch.setattr(views, "write_first", lambda *what, **said: None)  # on a connection of its own
    given.press(shop, notice, "acknowledge", RECEIPT)
    comment = {"comment": "The sample was not ours.", "signed_by": "Head", "signed_as": "head"}
    assert given.press(shop, notice, "comment", comment).status_code == 302
    notice.refresh_from_db()
    assert notice.holder == cast.center and notice.next_due_at
    day, role = f"{clocks.due_day(notice.next_due_at)}", str(Role.COMPILER.label)
    own = shop.get(notice.get_absolute_url()).text
    assert f"Turn of: {cast.center}" in own and f"Turn of: {role}" not in own and day not in own
    for address in (reverse("home"), reverse("resultnotice-list")):
        page = shop.get(address).text
        assert notice.number in page and role not in page and day not in page
    rows = b"".join(shop.get(reverse("resultnotice-sheet", args=["csv"])).streaming_content).decode()
    assert notice.number in rows and role not in rows and day not in rows
    [said] = program(cast.respondent).get(reverse("api-resultnotice-list")).json()["results"]
    assert said["turn"] is said["due"] is None


def places_of(client: Any, api: Any, number: str, day: str, due: str) -> dict[str, bool]:
    """Whether each place says that a notice is due on a day, or has it under a filter by due."""
    listed = reverse("resultnotice-list")
    home, label = client.get(reverse("home")).text, {"week": "due within 7 days", "late": "overdue"}[due]
    tile = re.search(rf'Of these {label}</span>\s+<span class="wj-tile-value">(\d)', home)
    rows = b"".join(client.get(reverse("resultnotice-sheet", args=["csv"])).streaming_content).decode()
    [said] = api.get(reverse("api-resultnotice-list")).json()["results"]
    found = api.get(reverse("api-resultnotice-list"), due=due).json()
    assert tile and number in home and number in rows
    return {
        "home": day in home,
        "tile": tile[1] == "1",
        "list": day in client.get(listed).text,
        "filter": number in client.get(listed, {"due": due}).text,
        "file": day in rows,
        "program": day in str(said["due"]),
        "filter of a program": found["count"] == 1,
    }


@pytest.mark.parametrize("by_link", [False, True])
@pytest.mark.parametrize(("later", "due"), [(1, "week"), (30, "late")])
def test_a_shop_that_is_to_sign_is_not_shown_the_time_that_the_center_has(
    cast, at_desk, program, now, monkeypatch, by_link, later, due
):
    notice = told.sent(cast, now)
    monkeypatch.setattr(views, "write_first", lambda *what, **said: None)  # on a connection of its own
    notice.refresh_from_db()
    with time_machine.travel(NOW + timedelta(days=later), tick=False):
        shop = come_in(notice) if by_link else at_desk(cast.respondent)
        assert notice.next_due_at and notice.holder == cast.merchant
        day = f"{clocks.due_day(notice.next_due_at)}"
        assert day in at_desk(cast.compiler).get(reverse("home")).text
        assert not any(places_of(shop, program(cast.respondent), notice.number, day, due).values())


def test_the_figure_counts_for_a_shop_what_is_overdue_of_its_own_alone(cast, at_desk, now):
    notice, later = told.sent(cast, now), NOW + timedelta(days=40)
    assert figure.counts(cast.compiler, later)["resultnotice"][1]
    assert figure.counts(cast.respondent, later)["resultnotice"] == (1, 0)
    given.press(at_desk(cast.respondent), notice, "acknowledge", RECEIPT)
    assert figure.counts(cast.respondent, later)["resultnotice"] == (1, 1)


@pytest.mark.parametrize(("later", "due"), [(14, "week"), (40, "late")])
def test_every_place_tells_a_shop_of_its_own_time_alike(cast, at_desk, program, now, monkeypatch, later, due):
    notice, shop = told.sent(cast, now), at_desk(cast.respondent)
    monkeypatch.setattr(views, "write_first", lambda *what, **said: None)  # on a connection of its own
    given.press(shop, notice, "acknowledge", RECEIPT)
    own = f"{clocks.due_day(notice.deadlines.get(term=COMMENT.code).due_at)}"
    with time_machine.travel(NOW + timedelta(days=later), tick=False):
        shop = at_desk(cast.respondent)
        assert all(places_of(shop, program(cast.respondent), notice.number, own, due).values())


def test_who_denies_leaves_standing_who_signed_the_comment(cast, at_desk, now):
    notice, shop = told.sent(cast, now), at_desk(cast.respondent)
    given.press(shop, notice, "acknowledge", RECEIPT)
    comment = {"comment": "The sample was not ours.", "signed_by": "Head office", "signed_as": "head"}
    given.press(shop, notice, "comment", comment)
    denial = {**DENIAL, "signed_by": "Somebody else", "proof": [picture()]}
    assert given.press(shop, notice, "deny", denial).status_code == 302
    notice.refresh_from_db()
    assert notice.replied_by == "Head office"
