"""Is every page of every portal sound? Axe, the console, and a narrow phone, page by page."""

from __future__ import annotations

import pytest

from tests.looks.conftest import Walls
from tests.looks.eyes import Eyes
from tests.looks.plain import DEEDS, FILES, NO_PAGES
from tests.looks.sights import PORTALS
from tests.test_access import routes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "log"])]


def test_every_route_that_is_a_page_is_looked_at(walls: Walls):
    pages = {str(pattern.name) for pattern in routes()} - FILES - DEEDS
    pages = {name for name in pages if not name.startswith("api-") and not name.endswith(NO_PAGES)}
    assert pages - walls.routes == set()


def test_every_page_answers_as_it_should(walls: Walls):
    wrong = [(str(shot.sight), shot.status) for shot in walls.shots if shot.status != shot.sight.status]
    assert not wrong, wrong


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
