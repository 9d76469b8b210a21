"""Can what came to somebody be read on a phone without moving it sideways, however long it is?"""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django.fixtures import Settings

from monitoring.imports.actions import imports
from monitoring.origins.models.origins import SignalImport
from monitoring.risks.actions import voidings
from tests.cast import Cast
from tests.journeys.conftest import JOURNEY, Come
from tests.monitoring.imports.test_long_imports import checks

pytestmark = JOURNEY


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 390), ("zh-hans", 360), ("en", 360)])
def test_a_long_event_and_a_long_name_wrap(
    cast: Cast, come: Come, now: datetime, settings: Settings, language: str, width: int
) -> None:
    settings.LANGUAGE_CODE = language
    for name in ("imp.csv", f"{'监督抽查' * 20}_{'x' * 80}.csv"):
        imports.import_signals(checks(1, [name]), name, "c", by=cast.collector, now=now)
        file, reason = SignalImport.objects.latest("pk"), "The file of another province was chosen."
        voidings.void_file(file, reason=reason, by=cast.collector, now=now)
    leader = come(cast.leader)
    leader.page.set_viewport_size({"width": width, "height": 800})
    leader.goes("/notifications/")
    assert leader.page.locator("h1").inner_text() == {"en": "Notifications", "zh-hans": "消息"}[language]
    assert leader.page.locator("text=imp.csv").count()
    assert leader.page.evaluate("document.documentElement.scrollWidth") <= width
