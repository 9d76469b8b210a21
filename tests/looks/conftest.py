"""What do those see who look at all pages?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser

from casework.models import kinds
from tests.looks import gallery, net
from tests.looks.exhibition import shots
from tests.looks.eyes import Eyes
from tests.looks.gallery import Shot
from tests.looks.sights import Sight


class Walls(NamedTuple):
    """What is looked at, the routes of all there is to be looked at, and what the net compares (net.py)."""

    shots: list[Shot]
    routes: set[str]
    net: list[Shot]


@pytest.fixture(scope="session")
def walls(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Walls:
    """Pages in Chinese, and once in English.

    With WANGJIAN_EVERY_PAGE=1 every page of every portal. Without, as there is no time for all of them among
    the other tests: home and charts, a list, a record and the form of a step in each portal, and each other
    page once.
    """
    every = bool(os.environ.get("WANGJIAN_EVERY_PAGE"))
    seen: set[str] = set()
    routes: set[str] = set()
    in_english: set[str] = set()

    def looked_at(sight: Sight) -> list[str]:
        routes.add(sight.route)
        if sight.again or not sight.page:
            return [] if sight.page else ["zh-hans"]
        page = _shape(sight)
        if page in seen and not every:
            return []
        seen.add(page)
        once = ["en"] if sight.name not in in_english else []
        in_english.add(sight.name)
        return ["zh-hans", *once]

    netted: set[tuple[str, str, str]] = set()

    def wanted(sight: Sight) -> list[str]:
        languages = looked_at(sight)
        if not net.caught(sight):
            return languages
        netted.update(
            (sight.portal, sight.path, language) for language in net.LANGUAGES if language not in languages
        )
        return list(net.LANGUAGES)

    folder = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder):
        found = list(shots(wanted))
        connections["log"].close()  # else it outlives the tests' database
    eyed = [shot for shot in found if (shot.sight.portal, shot.sight.path, shot.language) not in netted]
    return Walls(eyed, routes, [shot for shot in found if net.caught(shot.sight)])


def _shape(sight: Sight) -> str:
    """What pages that are made alike have in common."""
    kind, _dash, what = sight.route.partition("-")
    if kind in kinds() and what in ("", "list", "step"):
        return f"{sight.portal} {what}"
    return f"{sight.portal} {sight.name}" if sight.route in ("home", "dashboard") else sight.name


@pytest.fixture(scope="module")
def eyes(chromium: Browser, walls: Walls) -> Iterator[Eyes]:
    with gallery.opened() as hung:
        for shot in walls.shots:
            if not shot.sight.page:
                hung.hang(shot)
        looking = Eyes(chromium, hung)
        yield looking
        looking.close()
