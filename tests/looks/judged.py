"""Which joint session and which matrix of a province's own are looked at?"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from accounts.middleware import viewer_of
from accounts.models import User, Viewer
from monitoring import actions
from monitoring.matrix import RiskLevel
from monitoring.matrix.published import DEFAULT
from monitoring.models import Criteria, RiskCase, Sitting
from tests.conftest import NOW


def _person(login: str) -> Viewer:
    viewer = viewer_of(User.objects.get(username=login), None)
    assert viewer is not None
    return viewer


def sat() -> list[Any]:
    """A session of what waits to be assessed, with a case opened for it."""
    chair, collector = _person("chair"), _person("collector")
    like = RiskCase.objects.order_by("-pk")[0]
    facts = {"hazard_item": like.hazard_item, "summary": like.summary, "category": like.category}
    cases = [actions.open_case(by=collector, now=NOW, product=name, **facts) for name in ("旱冰鞋", "滑板车")]
    sitting = actions.open_sitting(
        title="2026年第四季度集中研判", held_on=NOW.date(), cases=cases, by=chair, now=NOW
    )
    return [Sitting.objects.get(pk=sitting.pk).token]


def filled_in() -> list[Any]:
    """A matrix that nobody was judged by yet."""
    found = actions.make_criteria(
        source_of=Criteria.objects.get(version=DEFAULT),
        bands=[(Fraction(1, 10), [RiskLevel.SERIOUS] * 4), (None, [RiskLevel.LOW] * 4)],
        version="ours-1",
        name="本省风险矩阵",
        source="省局通知",
        by=_person("approver"),
        now=NOW,
    )
    return [found.version]
