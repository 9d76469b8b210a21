"""Which addresses does the invented center have read? Two that are switched off, as the demo asks nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from monitoring import actions
from monitoring.models import Feed, FeedRun
from monitoring.models.feeds import Ended
from portals.stories.tale import Tale


def tell(tale: Tale) -> None:
    """News that come every hour, and a foreign list whose address answers no more."""
    tale.on(5)
    news = _kept(
        tale, name="晚报产品质量新闻", kind="rss", channel="d", sub_channel="main_media", words="充电宝\n童车"
    )
    foreign = _kept(tale, name="境外召回通报", kind="json_list", channel="e", mapping="产品名称 = product")
    tale.on(2)
    at = tale.by("collector")["now"]
    kinds = ((9, Ended.NEW, 2), (5, Ended.NOTHING, 0), (1, Ended.NEW, 1))
    for hours, ended, signals in kinds:
        _read(news, at - timedelta(hours=hours), ended, lines=12, signals=signals, known=9, refused=1)
    why = gettext("The address answers with status %(status)d.") % {"status": 503}
    for hours in (7, 3, 0):
        _read(foreign, at - timedelta(hours=hours), Ended.FAILED, error=why)
    Feed.objects.filter(pk=foreign.pk).update(failures=3, told_at=at)


def _kept(tale: Tale, **fields: Any) -> Feed:
    address = f"https://example.org/{fields['kind']}"
    return actions.keep_feed(Feed(address=address, active=False, **fields), **tale.by("collector"))


def _read(feed: Feed, at: datetime, ended: Ended, **counted: Any) -> None:
    """A reading as a worker leaves it."""
    refusals = [["3", gettext("Neither its title nor its text tells of a risk.")]] * counted.get("refused", 0)
    FeedRun.objects.create(feed=feed, promised_at=at, ended_at=at, ended=ended, refusals=refusals, **counted)
    Feed.objects.filter(pk=feed.pk).update(ended=ended, ended_at=at)
