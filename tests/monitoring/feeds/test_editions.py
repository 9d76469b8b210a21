"""Is a new edition of a standard taken down as risk information, once, by each center? (6.1.2-e)"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from catalogue.models import Standard
from monitoring.feeds.actions.editions import NEWS, look_for_editions
from monitoring.risks.actions.signals import open_case
from monitoring.risks.models.signals import RiskSignal
from tests.cast import Cast
from tests.monitoring import given


def edition(now: datetime, days: int = 30, **more: object) -> Standard:
    """An edition that comes into force in so many days."""
    since = (now + timedelta(days=days)).date()
    return Standard.objects.create(number="GB 6675-2026", title="Toys", in_force_since=since, **more)


def own(cast: Cast) -> RiskSignal:
    return RiskSignal.objects.get(center=cast.center)


def test_each_center_takes_a_new_edition_down_once(cast: Cast, now: datetime) -> None:
    edition(now)
    first = look_for_editions(now)
    assert first == RiskSignal.objects.count() > 0
    assert look_for_editions(now + timedelta(days=1)) == 0
    signal = own(cast)
    assert (signal.channel, signal.sub_channel, signal.state) == ("e", "new_standard", "submitted")
    assert signal.source_ref == "GB 6675-2026" and "hazard_item" in signal.derived


def test_it_names_the_goods_that_the_former_edition_binds(cast: Cast, now: datetime) -> None:
    given.test_item(cast)
    new = edition(now)
    Standard.objects.filter(pk=cast.standard.pk).update(withdrawn_on=now.date(), replaced_by=new)
    look_for_editions(now)
    signal = own(cast)
    assert signal.product == str(cast.category) and signal.category == cast.category
    assert cast.standard.number in signal.scope_text


def test_of_goods_that_nobody_tests_yet_it_says_the_title(cast: Cast, now: datetime) -> None:
    edition(now)
    look_for_editions(now)
    assert own(cast).product == "Toys" and own(cast).category is None


@pytest.mark.parametrize("days", [-NEWS.days, -NEWS.days - 1])
def test_what_has_long_been_in_force_is_no_news(cast: Cast, now: datetime, days: int) -> None:
    edition(now, days)
    assert look_for_editions(now) == 0


def test_neither_is_what_was_withdrawn_or_says_no_day(cast: Cast, now: datetime) -> None:
    edition(now, withdrawn_on=now.date())
    Standard.objects.create(number="GB 2-2026", title="Without a day")
    assert look_for_editions(now) == 0


def test_a_collector_reads_it_and_opens_a_case_of_it(cast: Cast, at_desk: object, now: datetime) -> None:
    edition(now)
    look_for_editions(now)
    page = at_desk(cast.collector).get(own(cast).get_absolute_url()).content.decode()  # type: ignore[operator]
    assert "GB 6675-2026" in page and "Read from the register of standards" in page
    case = open_case(
        by=cast.collector, now=now, signals=[own(cast)], product="Toys", hazard_item="x", summary="y"
    )
    assert own(cast).case == case
    assert "GB 6675-2026" in at_desk(cast.collector).get(reverse("signals")).content.decode()  # type: ignore[operator]
