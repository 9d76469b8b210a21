"""How long is left? A running clock as the few words of a chip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from casework.deadlines import clocks

# So many days before its last a clock is about to run out.
SOON = 2


@dataclass(frozen=True)
class Clock:
    """A clock chip. status: late, soon, ok, met, short (met by less than was asked for), stopped or
    gone. text: "3 days left". why: its explanation.

    due: its last day; when it was met; since when it stands still or is no longer needed. still: of one that
    stands still, why, and how much of it is left. url: the page that shows how it was counted, day by day;
    "" = none. pending: what is asked for it, and not decided yet. unconfirmed: nobody who knows the law has
    confirmed its period.
    """

    label: str
    status: str
    text: str
    due: datetime | None
    why: str = ""
    url: str = ""
    still: str = ""
    pending: str = ""
    unconfirmed: bool = False


def stopped(since: datetime, label: str = "", why: str = "", url: str = "", still: str = "") -> Clock:
    """The chip of a clock that stands still."""
    return Clock(label, "stopped", gettext("standing still"), since, why, url, still)


def is_pressing(due_at: datetime | None, now: datetime) -> bool:
    """Whether a clock has run out, or is about to."""
    return due_at is not None and due_at <= pressing_until(now)


def pressing_until(now: datetime) -> datetime:
    """What ends at this moment or before is about to."""
    return clocks.instant(clocks.local_day(now) + timedelta(days=SOON + 1))


def chip(
    due_at: datetime | None,
    now: datetime,
    still_since: datetime | None = None,
    *,
    label: str = "",
    why: str = "",
    url: str = "",
) -> Clock | None:
    """The chip of a running clock, or else of one that stands still; None without one. Soon: `SOON`."""
    if due_at is None:
        return stopped(still_since) if still_since else None
    last = clocks.last_moment(due_at)
    days = (clocks.local_day(last) - clocks.local_day(now)).days
    if due_at <= now:
        late = max(-days, 1)
        text = ngettext("%(n)d day overdue", "%(n)d days overdue", late) % {"n": late}
        return Clock(label, "late", text, last, why, url)
    if days == 0:
        return Clock(label, "soon", gettext("due today"), last, why, url)
    text = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return Clock(label, "soon" if days <= SOON else "ok", text, last, why, url)
