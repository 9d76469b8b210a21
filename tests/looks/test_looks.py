"""Is every page of every portal sound, and as it was? Axe, the console, a narrow phone, the net."""

from __future__ import annotations

import difflib
import os
import re

import pytest

from casework.models import kinds
from tests.looks import net
from tests.looks.conftest import Walls
from tests.looks.eyes import Eyes
from tests.looks.plain import ACTIONS, FILES, NO_PAGES
from tests.looks.sights import PORTALS
from tests.test_access import routes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "log"])]


def test_every_route_that_is_a_page_is_looked_at(walls: Walls):
    pages = {str(pattern.name) for pattern in routes()} - FILES - ACTIONS
    pages = {name for name in pages if not name.startswith("api-") and not name.endswith(NO_PAGES)}
    assert pages - walls.routes == set()


def test_every_page_answers_as_it_should(walls: Walls):
    shots = [*walls.shots, *walls.net]
    wrong = [(str(shot.sight), shot.status) for shot in shots if shot.status != shot.sight.status]
    assert not wrong, wrong


def test_a_page_has_one_heading(walls: Walls):
    """Two of them are one page's template that fills a block which another draws already."""
    pages = [shot for shot in walls.shots if b"<main" in shot.body]
    wrong = {str(shot.sight): shot.body.count(b"<h1") for shot in pages if shot.body.count(b"<h1") != 1}
    assert pages and not wrong, wrong


def test_a_file_field_names_the_files_that_it_takes_as_a_browser_reads_it(walls: Walls):
    """Not as a sentence does: no file would fit what is listed with the marks of a language."""
    found = {name.decode() for shot in walls.shots for name in re.findall(rb'accept="([^"]*)"', shot.body)}
    wrong = {name for name in found if not re.fullmatch(r"|[a-z]+/\*|\.\w+(,\.\w+)*", name)}
    assert len(found) > 3 and not wrong


@pytest.mark.parametrize("portal", sorted(PORTALS.values()))
def test_axe_and_the_console_find_nothing(portal: str, walls: Walls, eyes: Eyes):
    eyes.troubles.clear()
    for shot in walls.shots:
        if (shot.sight.portal, shot.language, shot.sight.page) == (portal, "zh-hans", True):
            eyes.examines(shot)
    assert not eyes.troubles, "\n".join(eyes.troubles)


@pytest.mark.parametrize("portal", sorted(PORTALS.values()))
def test_english_fits_on_a_narrow_phone_too(portal: str, walls: Walls, eyes: Eyes):
    eyes.troubles.clear()
    for shot in walls.shots:
        if shot.sight.portal == portal and shot.language == "en":
            eyes.opens(shot)
            eyes.fits()
    assert not eyes.troubles, "\n".join(eyes.troubles)


MEANT = "If it is meant: WANGJIAN_WRITE_NET=1 ./run test tests/looks/test_looks.py -k said"


def test_the_pages_of_each_kind_and_the_homes_say_what_they_said(walls: Walls):
    """Whoever moves code changes none of it unseen."""
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
    assert not changed, "\n".join([*changed[:60], MEANT])


def _differences(name: str, before: str, after: str) -> list[str]:
    return list(difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, n=1, lineterm=""))
