"""What stands on the page of a matter, before it becomes HTML?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Viewer
from casework.deadlines.chips import Clock, chip
from casework.deadlines.clocks import due_day, local_day
from casework.models import Record
from casework.pages.contents import did
from casework.pages.lists import verdict, whose_turn
from casework.river import MOST
from catalogue.models import Verdict
from documents.models import Document
from documents.views import listed
from inspection.flow.reports import ISSUED
from inspection.reports.models.reports import Report
from portals.matters.parties import decided, sides
from portals.matters.photos import albums
from portals.matters.spans import (
    Bar,
    Clocks,
    Course,
    Span,
    bars,
    course,
    days_by_holder,
    days_in_hand,
    late,
    names,
    running,
    spans,
)
from portals.matters.story import Matter, by_station
from portals.matters.telling import told
from portals.week import Tile
from trail.enumerations import enumerated
from trail.models import Event

# So many papers, steps and open matters are shown; more of them, up to a limit, are folded.
FEW, FOLDED = 12, 200
# So many holders have a colour of their own.
HUES = 5
RESULTS: list[dict[str, Any]] = [
    {"label": gettext_lazy("Sample"), "key": "sample", "kind": "title"},
    {"label": gettext_lazy("Shop"), "key": "shop"},
    {"label": gettext_lazy("Producer"), "key": "producer"},
    {"label": gettext_lazy("Does not conform"), "key": "failing"},
    {"label": gettext_lazy("Verdict"), "key": "verdict", "kind": "badge"},
]


def story(found: Matter, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """The context of the page: what of a matter this viewer may see, as it stands now."""
    today, began = local_day(now), local_day(found.began_at)
    held, clocks = spans(found.records, now), running(found.records, now)
    ended = today if found.open else max([began, *(span.last for span in held)])
    share, hands = days_by_holder(held, clocks, began, ended), days_in_hand(held)
    coloured = {pk: place for place, pk in enumerate(list(hands)[:HUES], 1)}
    dues = [due_day(each.next_due_at) for each in found.records if each.next_due_at]
    drawn = Drawing(held, clocks, course(began, today, dues), coloured)
    return {
        "record": found.record,
        "cut": len(found.records) >= MOST,
        "days": (ended - began).days + 1,
        "told": told(found, viewer, now),
        "tiles_of": _tiles(found, began, ended, now),
        "counts": _counts(found),
        "open": [_open(found, each, viewer, now) for each in found.open],
        "few": FEW,
        "share": _share(share, hands, coloured),
        "over": drawn.over,
        "phases": [drawn.phase(*each, viewer, now) for each in by_station(found.records)],
        "result_columns": RESULTS,
        "results": _results(found, viewer),
        "sides": sides(found, viewer, now),
        "decided": decided(found, viewer),
        "albums": albums(found, viewer),
        "papers": _papers(found, viewer),
        "steps": _steps(found),
    }


def _tiles(found: Matter, began: date, ended: date, now: datetime) -> list[Tile]:
    days, ran_out = (ended - began).days + 1, found.late(now)
    tested, mine = found.verdicts.total(), sum(map(found.is_mine, found.open))
    yours = ngettext("%(n)d of them is your turn", "%(n)d of them are your turn", mine) % {"n": mine}
    of_all = ngettext("of %(n)d report", "of %(n)d reports", tested) % {"n": tested}
    tiles = [Tile(_("Days since it began"), days, note=_("since %(day)s") % {"day": began})]
    if tested:
        bad = found.failed
        tiles.append(Tile(_("Reports that do not conform"), bad, note=of_all, tone="red" if bad else ""))
    return [
        *tiles,
        Tile(_("Still open"), len(found.open), note=yours if found.open else ""),
        Tile(_("Clocks that ran out"), ran_out, tone="red" if ran_out else ""),
    ]


def _counts(found: Matter) -> list[tuple[str, int, str]]:
    """(kind, how many of it, the number of the first), along the river."""
    kinds = {each.kind: each.filed_class._meta.verbose_name_plural for each in found.records}
    return [(str(name), len(found.of(kind)), found.of(kind)[0].number) for kind, name in kinds.items()]


def _open(found: Matter, record: Record, viewer: Viewer, now: datetime) -> dict[str, Any]:
    return {
        "record": record,
        "kind": record.filed_class._meta.verbose_name,
        "who": whose_turn(record, viewer),
        "clock": chip(record.next_due_at, now, record.still_since),
        "mine": found.is_mine(record),
    }


class Share(NamedTuple):
    """How many days of a matter count for somebody, and on how many they had something of it. hue: of their
    colour; x: where it begins in the bar."""

    name: str
    days: int
    in_hand: int
    hue: int
    x: int


def _share(days: dict[int | None, int], hands: dict[int, int], coloured: dict[int, int]) -> list[Share]:
    """Everybody who had something of it, whoever had it longest first; then the days with nobody."""
    known, found, x = names(hands), [], 0
    for pk, number in hands.items():
        found.append(Share(known[pk], days.get(pk, 0), number, coloured.get(pk, 0), x))
        x += days.get(pk, 0)
    if waited := days.get(None, 0):
        found.append(Share(_("waiting between hands"), waited, 0, 0, x))
    return found


class Row(NamedTuple):
    """A record in the course. late: what of it lies after its days; tick: where its nearest clock ends."""

    record: Record
    kind: str
    bars: list[Bar]
    late: list[Bar]
    tick: int | None
    clock: Clock | None
    who: str
    outcome: str


class Phase(NamedTuple):
    """A station of figure 1: what is open there, and what is done."""

    title: str
    number: int
    bars: list[Bar]
    late: list[Bar]
    open: list[Row]
    done: list[Row]
    first: date
    last: date


class Drawing(NamedTuple):
    """What the course of a matter is drawn from."""

    held: list[Span]
    clocks: Clocks
    over: Course
    coloured: dict[int, int]

    def phase(self, title: str, records: list[Record], viewer: Viewer, now: datetime) -> Phase:
        pks = {each.pk for each in records}
        own = [span for span in self.held if span.record in pks]
        done = [each for each in records if not each.turn]
        still = [each for each in records if each.turn]
        return Phase(
            title,
            len(records),
            bars(own, self.over, self.coloured),
            [bar for pk in pks for bar in late(self.clocks.get(pk, ()), self.over)],
            [self.row(each, viewer, now) for each in still],
            [self.row(each, viewer, now) for each in done],
            min((span.first for span in own), default=local_day(records[0].opened_at)),
            max((span.last for span in own), default=local_day(records[-1].opened_at)),
        )

    def row(self, record: Record, viewer: Viewer, now: datetime) -> Row:
        own = [span for span in self.held if span.record == record.pk]
        return Row(
            record,
            str(record.filed_class._meta.verbose_name),
            bars(own, self.over, self.coloured),
            late(self.clocks.get(record.pk, ()), self.over),
            self.over.at(due_day(record.next_due_at)) + 1 if record.next_due_at else None,
            chip(record.next_due_at, now, record.still_since),
            whose_turn(record, viewer),
            verdict(record),
        )


def _results(found: Matter, viewer: Viewer) -> list[dict[str, Any]]:
    """What the issued reports found, what failed first."""
    issued = Report.objects.visible_to(viewer).filter(pk__in=found.pks, outcome__in=Verdict.values)
    reports = issued.filter(state__in=ISSUED).prefetch_related("results").order_by("pk")
    rows = [
        {
            "sample": {"text": report.product, "sub": report.number, "url": report.get_absolute_url()},
            "shop": report.shop,
            "producer": report.producer,
            "failing": enumerated(each.failed_by() for each in report.failing),
            "verdict": Verdict(report.outcome).badge,
            "fails": report.outcome == Verdict.NON_CONFORMING,
        }
        for report in reports
    ]
    return sorted(rows, key=lambda row: not row["fails"])


def _papers(found: Matter, viewer: Viewer) -> list[dict[str, Any]]:
    papers = Document.objects.filter(record__in=found.pks).visible_to(viewer).with_corrections()
    return [listed(paper) for paper in papers.defer("content").order_by("-issued_at", "-pk")[:FOLDED]]


def _steps(found: Matter) -> list[dict[str, Any]]:
    """The last steps taken, newest first."""
    records = {each.pk: each for each in found.records}
    moves = Event.objects.filter(subject_kind="record", subject_id__in=found.pks).exclude(moved_to="")
    taken = list(moves.order_by("-at", "-pk")[:FOLDED])
    known = names(event.organisation_id for event in taken)
    return [
        {
            "label": did(event, records[event.subject_id].filed_class.flow),
            "record": records[event.subject_id],
            "kind": records[event.subject_id].filed_class._meta.verbose_name,
            "who": known.get(event.organisation_id or 0, _("The system")),
            "at": event.at,
        }
        for event in taken
    ]
