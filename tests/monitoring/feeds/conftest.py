"""On what do the tests of feeds stand? A server here that replays one, and a feed that reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitoring.feeds.models import Feed
from tests.monitoring.feeds.feed_samples import HERE, RSS, Server, kept, serving


@pytest.fixture
def server(settings) -> Iterator[Server]:
    settings.FEED_PRIVATE_NETWORKS = HERE
    with serving() as server:
        server.pages["/feed"] = RSS
        yield server


@pytest.fixture
def feed(cast, now, server) -> Feed:
    return kept(cast, now, server.address("/feed"))
