"""How is an entry of a register made, changed and ended, and what does its page say of it?"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from casework.flow import Forbidden
from catalogue.models import Category, Standard, TestItem
from registers.entries.actions import entry_changes
from registers.entries.register import REGISTERS
from registers.goods import ItemForm
from tests.cast import Cast
from trail.models import Event

STANDARD = {
    "number": "GB 6675.1-2025",
    "title": "玩具安全",
    "in_force_since": "",
    "scope": "",
    "source": "国家标准公告 2025 年第 5 号",
}


@pytest.fixture
def desk(cast: Cast, at_desk: Any) -> Any:
    return at_desk(cast.organiser)


def at(entry: Any, action: str) -> str:
    return reverse(f"{REGISTERS[entry._meta.model_name].name}-{action}", args=[entry.pk])


def shown(desk: Any, entry: Any, **changed: Any) -> dict[str, Any]:
    """What the form of a change posts back of what it showed."""
    page = desk.get(at(entry, "change")).content.decode()
    typed = dict(re.findall(r'<input[^>]*? name="(\w+)" value="([^"]*)"', page))
    chosen = re.findall(r'<select name="(\w+)".*?</select>', page, re.S)
    picked = {
        name: value
        for name in chosen
        for value in re.findall(rf'<select name="{name}".*?<option value="([^"]*)" selected', page, re.S)[:1]
    }
    return {**typed, **picked, **changed}


def made(desk: Any, **changed: Any) -> Standard:
    answer = desk.post(reverse("standards-new"), {**STANDARD, **changed})
    assert answer.status_code == 302, answer.content.decode()
    return Standard.objects.get(number=changed.get("number", STANDARD["number"]))


def test_a_standard_is_entered_with_its_source(desk: Any) -> None:
    standard = made(desk)
    event = Event.objects.get(verb=entry_changes.ENTER, subject_id=standard.pk)
    assert event.detail["source"] == STANDARD["source"] and event.detail["after"]["title"] == "玩具安全"
    page = desk.get(at(standard, "one")).content.decode()
    assert STANDARD["source"] in page and "玩具安全" in page


def test_a_change_says_what_stood_before_and_why(desk: Any) -> None:
    standard = made(desk)
    sent = shown(
        desk, standard, title="玩具安全 第1部分", reason="The title was cut off.", source="GB 6675.1"
    )
    assert desk.post(at(standard, "change"), sent).status_code == 302
    page = desk.get(at(standard, "one")).content.decode()
    assert "玩具安全 → 玩具安全 第1部分" in page and "The title was cut off." in page


def test_what_is_ended_is_named_by_no_new_plan_and_says_what_came_in_its_place(desk: Any) -> None:
    old, new = made(desk, number="GB 1-2020"), made(desk)
    sent = {"on": "2026-11-01", "successor": reverse("standards-one", args=[new.pk]).split("/")[-2]}
    desk.post(at(old, "end"), {**sent, "reason": "A new edition is in force."})
    old.refresh_from_db()
    assert "Came in the place of" in desk.get(at(new, "one")).text
    assert "replaced by: GB 6675.1-2025" in desk.get(at(old, "one")).text
    assert old.replaced_by == new
    offered = ItemForm().fields["method"].queryset  # type: ignore[attr-defined]
    assert old not in offered.all() and new in offered.all()
    assert "GB 6675.1-2025" in desk.get(at(old, "one")).content.decode()
    desk.post(at(old, "resume"), {"reason": "The notice was withdrawn."})
    assert old in offered.all()


def test_a_day_to_come_ends_nothing_yet(desk: Any) -> None:
    standard = made(desk)
    answer = desk.post(at(standard, "end"), {"on": "2099-01-01", "reason": "A new edition will come."})
    assert answer.status_code == 422


def test_the_list_finds_by_every_word_and_leaves_out_what_has_ended(desk: Any) -> None:
    first, second = made(desk, number="GB 1-2020", title="婴幼儿纺织"), made(desk)
    Standard.objects.filter(pk=second.pk).update(withdrawn_on="2026-01-01")
    page = desk.get(reverse("standards"), {"q": "婴幼儿 GB"}).content.decode()
    assert first.number in page and second.number not in page
    assert second.number in desk.get(reverse("standards"), {"ended": "on"}).content.decode()


def test_a_long_list_goes_on_where_its_page_ended(desk: Any) -> None:
    Standard.objects.bulk_create(Standard(number=f"QB {n:03}", title="x") for n in range(60))
    first = desk.get(reverse("standards"), {"q": "QB"})
    older = re.search(r'href="(\?[^"]*after=[^"]+)"', first.content.decode())
    assert older is not None
    rest = desk.get(reverse("standards") + older[1].replace("&amp;", "&")).content.decode()
    assert "QB 049" in first.content.decode() and "QB 050" in rest and "QB 049" not in rest


def test_an_item_has_its_limit_as_written_for_each_class_of_goods(cast: Cast, desk: Any) -> None:
    sent = {
        "category": code(cast.category),
        "name": "甲醛",
        "condition": "A 类",
        "aliases": "游离甲醛、HCHO",
        "method": code(cast.standard),
        "requirement": code(cast.standard),
        "unit": "mg/kg",
        "limit_text": "≤ 20",
        "comparison": "full",
        "source": "GB 18401-2010",
    }
    desk.post(reverse("test-items-new"), sent)
    desk.post(reverse("test-items-new"), {**sent, "condition": "B 类", "limit_text": "≤ 75"})
    twice = desk.post(reverse("test-items-new"), sent)
    assert twice.status_code == 422
    limits = {str(item): item.limit_text for item in TestItem.objects.filter(name="甲醛")}
    assert limits == {"甲醛 (A 类)": "≤ 20", "甲醛 (B 类)": "≤ 75"}


def code(entry: Any) -> str:
    return at(entry, "one").split("/")[-2]


def test_no_category_is_a_part_of_its_own_part(cast: Cast, desk: Any) -> None:
    inner = Category.objects.create(code="X1", name="Inner", parent=cast.category)
    sent = shown(desk, cast.category, parent=code(inner), source="Tree 2026", reason="The tree has changed.")
    answer = desk.post(at(cast.category, "change"), sent)
    assert answer.status_code == 422


def test_a_file_that_is_handed_out_has_every_entry_by_its_names(cast: Cast, desk: Any) -> None:
    made(desk)
    answer = desk.get(reverse("standards-sheet", args=["csv"]))
    text = b"".join(answer.streaming_content).decode()
    assert "GB 6675.1-2025" in text and text.splitlines()[0].count(",") == 3


def test_whoever_keeps_no_register_alters_none_by_any_other_door(cast: Cast, now: datetime) -> None:
    with pytest.raises(Forbidden):
        entry_changes.end(
            cast.standard, on=now.date(), reason="We like it no longer.", by=cast.tester, now=now
        )
