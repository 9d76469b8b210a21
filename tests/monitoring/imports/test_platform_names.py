"""Does a center say how else platforms are written, and who said so? (6.1.2)"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from catalogue.platforms import PlatformName, known_names
from monitoring.risks.models.signals import RiskSignal
from tests.conftest import NOW
from tests.monitoring.given import submitted_signal
from trail.models import Event

LIST = reverse("platform-names")


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def test_an_unknown_name_waits_with_its_count_until_somebody_says_what_it_means(cast, at_desk, now):
    for _time in range(2):
        submitted_signal(cast, now)
    RiskSignal.objects.update(platform="东哥商城")
    collector = at_desk(cast.collector)
    page = collector.get(LIST).content.decode()
    assert "Names that nobody knows yet" in page and "written=%E4%B8%9C" in page and ">2<" in page
    form = {"written": "东哥商城", "organisation": cast.platform, "reason": "Its owner's nickname."}
    assert collector.post(LIST, form).status_code == 302
    assert known_names().organisation("东哥商城") == cast.platform
    page = at_desk(cast.compiler).get(LIST).content.decode()
    assert "Its owner&#39;s nickname." in page and str(cast.collector.user) in page
    assert "Each platform that a signal names is known." in page and "Add a name" not in page


def test_a_name_is_taken_back_with_a_reason_and_that_stands_in_the_trail(cast, at_desk):
    row = PlatformName.objects.create(written="东哥商城", organisation=cast.platform)
    url, collector = reverse("platform-name-remove", args=[row.pk]), at_desk(cast.collector)
    assert collector.post(url, {"reason": ""}).status_code == 422
    assert collector.post(url, {"reason": "Another shop."}).status_code == 302
    assert not PlatformName.objects.exists() and known_names().of("东哥商城") == ""
    event = Event.objects.get(subject_kind="platformname")
    assert (event.actor_id, event.detail["reason"]) == (cast.collector.user.pk, "Another shop.")
    assert "Another shop." in collector.get(LIST).content.decode()
