"""What do those see who look at all pages?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser

from tests.looks import gallery
from tests.looks.exhibition import shots
from tests.looks.eyes import Eyes
from tests.looks.gallery import Shot
from tests.looks.sights import Sight


@pytest.fixture(scope="module")
def walls(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> list[Shot]:
    """Pages in Chinese, and once in English.

    With WANGJIAN_EVERY_PAGE=1 every page of every portal. Without, as there is no time for all of them among
    the other tests: each in one portal, home and charts in all; of the forms of a kind's steps, one.
    """
    every = bool(os.environ.get("WANGJIAN_EVERY_PAGE"))
    seen: set[str] = set()
    in_english: set[str] = set()

    def wanted(sight: Sight) -> list[str]:
        if sight.again or not sight.page:
            return [] if sight.page else ["zh-hans"]
        page = sight.route if sight.route.endswith("-step") else sight.name
        if page in seen and not every and sight.route not in ("home", "dashboard"):
            return []
        seen.add(page)
        once = ["en"] if sight.name not in in_english else []
        in_english.add(sight.name)
        return ["zh-hans", *once]

    folder = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder):
        found = list(shots(wanted))
        connections["log"].close()  # else it outlives the tests' database
    return found


@pytest.fixture(scope="module")
def eyes(chromium: Browser, walls: list[Shot]) -> Iterator[Eyes]:
    with gallery.opened() as hung:
        for shot in walls:
            if not shot.sight.page:
                hung.hang(shot)
        looking = Eyes(chromium, hung)
        yield looking
        looking.close()
