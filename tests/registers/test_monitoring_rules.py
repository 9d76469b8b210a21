"""What do monitoring rules say, and how do they come in by page and by file?"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from catalogue.models import Category, TestItem
from catalogue.monitoring_rules import MonitoringRules
from registers.entries.actions import entry_files
from registers.entries.models import RegisterFile
from registers.entries.views.pages import lines
from registers.goods import RULES
from tests.cast import Cast
from tests.conftest import NOW
from tests.jobs import worked
from tests.monitoring import given

PASSES, FAILS = "所检项目符合〔依据〕要求。", "〔项目〕不符合〔依据〕要求，不合格。"


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    return {
        "number": "浙网监规〔2026〕5号",
        "title": "儿童玩具监测细则",
        "category": cast.category,
        "basis": "details",
        "items": [given.test_item(cast)],
        "grounds": "产品质量法",
        "test_quantity": "2",
        "backup_quantity": "1",
        "unit": "件",
        "passes": PASSES,
        "fails": FAILS,
        "source": "省局通知 2026 年第 5 号",
    }


def entered(cast: Cast, at_desk: Any, typed: dict[str, Any]) -> Any:
    return at_desk(cast.organiser).post(reverse("monitoring-rules-new"), typed)


def test_they_are_entered_with_their_items(cast: Cast, at_desk: Any, typed: dict[str, Any]) -> None:
    assert entered(cast, at_desk, typed).status_code == 302
    rules = MonitoringRules.objects.get()
    page = at_desk(cast.organiser).get(reverse("monitoring-rules-one", args=[rules.pk])).content.decode()
    assert "Small parts" in page and PASSES in page


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("passes", "所检项目符合要求。"),
        ("passes", "〔依据〕不符合"),
        ("passes", "〔项目〕符合〔依据〕要求。"),
        ("fails", "不符合〔依据〕要求。"),
        ("fails", "〔项目〕不合格。"),
        ("fails", "〔项目〕符合〔依据〕要求。"),
    ],
)
def test_no_wording_hides_that_something_failed(
    cast: Cast, at_desk: Any, typed: dict[str, Any], field: str, words: str
) -> None:
    assert entered(cast, at_desk, {**typed, field: words}).status_code == 422
    assert not MonitoringRules.objects.exists()


def test_items_of_another_category_are_refused(cast: Cast, at_desk: Any, typed: dict[str, Any]) -> None:
    food = Category.objects.create(code="06", name="Food contact")
    strange = TestItem.objects.create(
        category=food, name="Migration", method=cast.standard, requirement=cast.standard
    )
    assert entered(cast, at_desk, {**typed, "items": [strange]}).status_code == 422


def test_a_file_names_items_of_its_own_category(cast: Cast) -> None:
    own = given.test_item(cast)
    food = Category.objects.create(code="06", name="Food contact")
    TestItem.objects.create(category=food, name=own.name, method=cast.standard, requirement=cast.standard)
    lead = given.test_item(cast, "Lead")
    made = given.monitoring_rules(cast)
    made.items.add(lead)
    head, line = (list(row) for row in entry_lines())
    line[0] = "R-2"
    taken_in(cast, head, line)
    assert set(MonitoringRules.objects.get(number="R-2").items.all()) == {own, lead}


def test_an_item_that_nobody_knows_is_refused_by_its_name(cast: Cast) -> None:
    given.monitoring_rules(cast)
    head, line = (list(row) for row in entry_lines())
    line[0], line[5] = "R-2", "Small parts、Nonsense"
    kept = taken_in(cast, head, line)
    assert kept.refused == 1 and not MonitoringRules.objects.filter(number="R-2").exists()


def test_an_ended_item_marks_the_rules_that_name_it(cast: Cast, at_desk: Any, now: Any) -> None:
    given.monitoring_rules(cast)
    TestItem.objects.update(ended_on=now.date())
    page = at_desk(cast.organiser).get(reverse("monitoring-rules")).content.decode()
    assert "names what has ended: test items" in page


def entry_lines() -> Any:
    """The register as its file has it: the names of the columns and one line."""
    return lines(RULES, RULES.entries())


def taken_in(cast: Cast, head: list[str], line: list[str]) -> RegisterFile:
    """A file of one line, tried and taken in."""
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (head, line))
    said: Any = {"source": "Notice 5", "reason": "As told.", "empties": False, "by": cast.organiser}
    kept = entry_files.keep(RULES, file=ContentFile(text.encode(), name="rules.csv"), now=NOW, **said)
    worked(RegisterFile)
    kept.refresh_from_db()
    if not kept.refused:
        entry_files.begin(kept, by=cast.organiser, now=NOW, trial=False)
        worked(RegisterFile)
        kept.refresh_from_db()
    return kept
