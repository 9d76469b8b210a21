"""Does risk information of every channel reach the center's list, by hand and by file? (6.1.2)"""

from __future__ import annotations

import mimetypes
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Kind
from monitoring.risks.models.signals import RiskSignal
from tests.cast import Cast
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import Person, file, lacks, picture
from tests.monitoring.imports.test_channels import SOURCES
from tests.monitoring.list_samples import CHECKS, FILES
from tests.monitoring.notice_samples import workbook

pytestmark = JOURNEY
CHANNELS = {f"6.1.2-{letter}": letter for letter in "abcde"}


def takes_down(person: Person, cast: Cast, now: datetime, **more: Any) -> RiskSignal:
    """Given something that came to this person's ears, they fill in form 4.1 with a photo."""
    person.goes(reverse("signal-new"))
    person.fills(
        source_ref="No. 4711",
        reported_on=now.date(),
        collected_at=now,
        product="Soft toy",
        category=cast.category,
        hazard_item="small parts",
        hazard_type="mechanical",
        scope="single_shop",
        degree="high",
        trigger="health_safety",
        evidence=picture(person),
        **more,
    )
    person.sends()
    return RiskSignal.objects.get(product="Soft toy")


def loads(person: Person, name: str, content: bytes, **more: Any) -> None:
    """The page stays and says what became of each line, so nothing leads to another one."""
    person.goes(reverse("signal-import"))
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    person.fills(file=file(name, content, kind), **more)
    person.sends()


@pytest.mark.parametrize(
    "channel", [pytest.param(CHANNELS[clause], marks=pytest.mark.clause(clause)) for clause in CHANNELS]
)
def test_a_collector_takes_down_and_loads(channel: str, cast: Cast, come: Come, now: datetime) -> None:
    collector = come(cast.collector)
    own = {"channel": channel, "sub_channel": SOURCES[channel], "standard_ref": "GB 6675"}
    by_hand = takes_down(collector, cast, now, **own)
    name, content, (product, source, ref) = FILES[channel]
    loads(collector, name, content, channel=channel)

    by_file = RiskSignal.objects.get(product=product, source_ref=ref)
    assert by_file.number in collector.reads()
    assert (by_hand.channel, by_file.channel, by_file.sub_channel) == (channel, channel, source)
    collector.goes(reverse("signals"))
    assert not lacks(collector.reads(), by_hand.number, by_file.number)
    loads(collector, f"again-{name}", content, channel=channel)
    assert RiskSignal.objects.filter(source_ref=ref).count() == 1


@pytest.mark.clause("4.2.4-c")
def test_a_platform_feeds_back_what_it_found_itself(cast: Cast, come: Come, now: datetime) -> None:
    officer, collector = come(cast.quality_officer), come(cast.collector)
    takes_down(officer, cast, now, center=cast.center, sub_channel="platform_complaints")
    loads(officer, "own.xlsx", workbook(CHECKS), center=cast.center)

    collector.goes(reverse("signals"))
    assert not lacks(collector.reads(), "毛绒玩具", "Soft toy")
    assert set(RiskSignal.objects.values_list("organisation__kind", flat=True)) == {Kind.PLATFORM}
    stranger = come(cast.other_quality_officer)
    stranger.goes(reverse("signals"))
    assert "RS-" not in stranger.reads()
