"""How does a program read the registers, make entries and change them?"""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.models import Standard, TestItem
from tests.cast import Cast
from trail.models import Event

STANDARDS = "/api/v1/standards/"
ENTRY = {"number": "GB 1-2020", "title": "Toys", "source": "Notice 5"}


@pytest.fixture
def organiser(cast: Cast, program: Any) -> Any:
    return program(cast.organiser)


def test_a_program_makes_an_entry_reads_it_and_changes_one_field(organiser: Any) -> None:
    made = organiser.post(STANDARDS, ENTRY)
    assert made.status_code == 201, made.content
    page = f"{STANDARDS}{made.json()['code']}/"
    changed = organiser.post(
        page, {"title": "Toys, part 1", "source": "Notice 6", "reason": "It was cut off."}
    )
    assert changed.status_code == 200, changed.content
    assert organiser.get(page).json()["content"]["title"] == "Toys, part 1"
    assert organiser.get(page).json()["content"]["number"] == "GB 1-2020"
    event = Event.objects.get(verb="change an entry")
    assert event.detail["before"] == {"title": "Toys"} and event.detail["source"] == "Notice 6"


def test_a_list_is_searched_and_goes_on_where_its_page_ended(organiser: Any) -> None:
    Standard.objects.bulk_create(Standard(number=f"QB {n:03}", title="x") for n in range(60))
    first = organiser.get(STANDARDS, q="QB").json()
    rest = organiser.get(first["next"]).json()
    numbers = [each["content"]["number"] for each in first["results"] + rest["results"]]
    assert numbers == [f"QB {n:03}" for n in range(60)] and rest["next"] is None


def test_an_item_names_category_and_standard_as_people_do(cast: Cast, organiser: Any) -> None:
    organiser.post(STANDARDS, ENTRY)
    by = {"method": ENTRY["number"], "requirement": ENTRY["number"], "category": cast.category.code}
    item = {**by, "name": "Lead", "unit": "mg/kg", "limit_text": "≤ 90", "source": ENTRY["number"]}
    answer = organiser.post("/api/v1/test-items/", item)
    assert answer.status_code == 201, answer.content
    assert TestItem.objects.get(name="Lead").method.number == ENTRY["number"]


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"source": ""}, 422), ({"number": ""}, 422), ({"colour": "red"}, 422), ({"title": "x" * 300}, 422)],
)
def test_what_is_wrong_with_an_entry_is_said_by_field(organiser: Any, changed: Any, status: int) -> None:
    answer = organiser.post(STANDARDS, {**ENTRY, **changed})
    assert answer.status_code == status and next(iter(changed)) in answer.content.decode()
    assert not Standard.objects.filter(number=ENTRY["number"])


def test_what_was_shown_has_to_stand_still_and_what_has_ended_is_not_changed(organiser: Any) -> None:
    code = organiser.post(STANDARDS, ENTRY).json()["code"]
    change = {"title": "Other", "source": "Notice 6", "reason": "It was mistyped."}
    assert organiser.post(f"{STANDARDS}{code}/", {**change, "seen": "0" * 16}).status_code == 409
    Standard.objects.filter(number=ENTRY["number"]).update(withdrawn_on="2026-01-01")
    assert organiser.post(f"{STANDARDS}{code}/", change).status_code == 409
    assert Standard.objects.get(number=ENTRY["number"]).title == "Toys"


def test_a_laboratorys_program_reads_and_changes_nothing(cast: Cast, program: Any) -> None:
    system = program(cast.tester)
    assert system.get(STANDARDS).status_code == 200
    assert system.post(STANDARDS, ENTRY).status_code == 403
