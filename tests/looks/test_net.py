"""Do lists, records and homes say what they said? Whoever moves code changes none of it unseen."""

from __future__ import annotations

import difflib
import os

import pytest

from casework.models import kinds
from tests.looks import net
from tests.looks.conftest import Walls

MEANT = "If it is meant: WANGJIAN_WRITE_NET=1 ./run test tests/looks/test_net.py"

pytestmark = pytest.mark.django_db(databases=["default", "log"])


def test_the_pages_of_each_kind_and_the_homes_say_what_they_said(walls: Walls):
    now = net.by_file(walls.net)
    assert {name.partition(".")[0] for name in now} == {"home", *kinds()}
    if os.environ.get("WANGJIAN_WRITE_NET"):
        for name, text in now.items():
            (net.FOLDER / name).write_text(text)
    before = {path.name: path.read_text() for path in net.FOLDER.glob("*.txt")}
    changed = [
        *(f"{name}: not kept any more" for name in before.keys() - now.keys()),
        *(line for name in sorted(now) for line in _differences(name, before.get(name, ""), now[name])),
    ]
    assert not changed, "\n".join(
        [*changed[:60], "If it is meant: WANGJIAN_WRITE_NET=1 ./run test tests/looks/test_net.py"]
    )


def _differences(name: str, before: str, after: str) -> list[str]:
    return list(difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, n=1, lineterm=""))
