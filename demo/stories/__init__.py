"""What has happened in the invented province? Stories of six weeks, told by the actions of the stages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from casework.models import Notification
from demo.founding import Province
from demo.stories import (
    baseline,
    beginnings,
    choices,
    coats,
    cups,
    feeds,
    hands,
    heaters,
    leaks,
    lists,
    matters,
    money,
    national,
    notices,
    panels,
    plans,
    register,
    rooms,
    shared,
    signals,
    tableware,
    toys,
)
from demo.stories import keeping as kept
from demo.telling.teller import Teller
from trail import verbs
from trail.models import SYSTEM, Event, write

verbs.register("tell a story", gettext_lazy("Tell a story"))

Story = Callable[[Teller], None]

# In the order in which they begin, so that the newest records are those that begin last.
STORIES: dict[str, Story] = {
    "register": register.tell,
    "coats": coats.tell,
    "cups": cups.tell,
    "excluded": notices.tell_excluded,
    "heaters": heaters.tell,
    "toys": toys.tell,
    "baseline": baseline.tell,
    "notices": notices.tell,
    "signals": signals.tell,
    "lists": lists.tell,
    "matters": matters.tell,
    "feeds": feeds.tell,
    "plans": plans.tell,
    "choices": choices.tell,
    "tableware": tableware.tell,
    "panels": panels.tell,
    "beginnings": beginnings.tell,
    "money": money.tell,
    "kept": kept.tell,
    "leaks": leaks.tell,
    "rooms": rooms.tell,
    "hands": hands.tell,
    "shared": shared.tell,
    "national": national.tell,
}
TOLD = ("demo", 0)
FRESH = timedelta(days=4)


def tell(province: Province, now: datetime) -> list[str]:
    """Tell the stories not told yet, each in a transaction of its own, and return their names."""
    told = set(Event.objects.of(*TOLD).values_list("detail__story", flat=True))
    untold = {name: story for name, story in STORIES.items() if name not in told}
    for name, story in untold.items():
        with transaction.atomic():
            story(Teller(province, now))
            write("tell a story", TOLD, actor=SYSTEM, at=now, detail={"story": name})
    if untold:
        Notification.objects.filter(read_at=None, at__lt=now - FRESH).update(read_at=F("at"))
    return list(untold)
