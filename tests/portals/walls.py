"""Who comes to the pages that are nobody's stage?"""

from __future__ import annotations

from datetime import datetime

from casework.deadlines import recounts, respite
from casework.models import AnnouncedYear, Deadline, Outbox
from casework.work.outbox import promise
from tests.cast import Cast
from tests.disposal import given_letters
from tests.monitoring import given as monitoring
from tests.walls import (
    ADMINISTRATORS,
    CENTER,
    EVERYBODY,
    LABORATORY,
    PLATFORM,
    REGULATOR,
    STAFFED,
    Found,
    Wall,
)

SETTERS = {"approver", "nation_officer"}
KEEPER = {"regulator_administrator"}
RANKERS = {"planner", "assessor", "chair", "leader"}


def clock(cast: Cast, now: datetime) -> Found:
    """The platform is to answer a letter of the county."""
    letter = given_letters.letter(cast, now)
    return Found((letter.deadlines.running().get().pk,), letter)


def case(cast: Cast, now: datetime) -> Found:
    """The risk case of which the story is told."""
    found = monitoring.registered_case(cast, now)
    return Found((found.number,), found)


def failure(cast: Cast, now: datetime) -> Found:
    """Work that was begun five times and never done."""
    row = promise("documents.render", now, document=0)
    Outbox.objects.filter(pk=row.pk).update(tries=5, sent_at=now, error="ValueError: x")
    return Found((row.pk,))


def asked(cast: Cast, now: datetime) -> Found:
    found = clock(cast, now)
    deadline = Deadline.objects.get(pk=found.names[0])
    respite.ask(deadline, number=2, reason="Much.", evidence="", by=cast.quality_officer, now=now)
    return found


def recount(cast: Cast, now: datetime) -> Found:
    return Found((recounts.begin("W-13", "Shorter.", cast.approver, now).token,))


def year(cast: Cast, now: datetime) -> Found:
    loaded = AnnouncedYear.objects.create(
        year=2027, source="Paper 1", loaded_by=cast.regulator_administrator.user, loaded_at=now
    )
    return Found((loaded.pk,))


WALLS = [
    Wall("api-root", STAFFED),
    Wall("api-worklist", STAFFED),
    Wall("api-batch", STAFFED, method="POST"),
    Wall("home", EVERYBODY),
    Wall("home-next", STAFFED, closed=404),
    Wall("style", (), closed=404),
    Wall("due", STAFFED, closed=404),
    Wall("due-feed", STAFFED, closed=404),
    Wall("due-feed-revoke", STAFFED, method="POST", closed=404),
    Wall("dashboard", STAFFED, closed=404),
    Wall("dashboard-sheet", LABORATORY, names=("turnaround",), closed=404),
    Wall("month", REGULATOR | CENTER, closed=404),
    Wall("month-sheet", REGULATOR | CENTER, closed=404),
    Wall("month-list", REGULATOR | CENTER, names=("tested",), closed=404),
    Wall("ranking", RANKERS),
    Wall("ranking-sheet", RANKERS),
    Wall("risk-figures", REGULATOR | CENTER | PLATFORM, closed=404),
    Wall("risk-figures-sheet", REGULATOR | CENTER | PLATFORM, names=("told-channels",), closed=404),
    Wall("notifications", EVERYBODY),
    Wall("notifications-read", EVERYBODY, method="POST"),
    Wall("notifications-count", EVERYBODY),
    Wall("calendar", EVERYBODY, names=(2026,)),
    Wall("clock", EVERYBODY, clock),
    Wall("clock-moved", STAFFED, names=(37,)),
    Wall("feed-moved", STAFFED, names=(37,)),
    Wall("storage-place-moved", STAFFED, names=(37,)),
    Wall("clock-still", EVERYBODY, clock, may={"quality_officer"}),
    Wall("clock-more", EVERYBODY, clock, may={"quality_officer"}),
    Wall("clock-decide", EVERYBODY, asked, may={"leader"}),
    Wall("clock-withdraw", EVERYBODY, asked, may={"quality_officer"}),
    Wall("terms", STAFFED),
    Wall("term", STAFFED, names=("W-13",), posts=SETTERS),
    Wall("term-recount", SETTERS, names=("W-13",)),
    Wall("term-confirm", {"legal_reviewer"}, names=("W-13",)),
    Wall("recount", SETTERS | KEEPER, recount, posts={"approver"}),
    Wall("api-recount", SETTERS | KEEPER, recount, posts={"approver"}),
    Wall("calendars", STAFFED, posts=KEEPER),
    Wall("calendar-blank", KEEPER, names=(2027,)),
    Wall("calendar-known", STAFFED, names=(2026,)),
    Wall("calendar-recount", KEEPER),
    Wall("calendar-year", STAFFED, year, open_to_all=True),
    Wall("calendar-withdraw", KEEPER, year, open_to_all=True),
    Wall("what-if", STAFFED),
    Wall("done", STAFFED),
    Wall("matter", STAFFED, case),
    Wall("scan", {"buyer", "verifier", "storekeeper", "receiver", "tester"}),
    Wall("hand-over", ADMINISTRATORS),
    Wall("failures", KEEPER),
    Wall("failure-retry", KEEPER, failure, method="POST", open_to_all=True),
]
