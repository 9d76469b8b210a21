"""In which groups does a person's worklist stand, and where does each of its rows lead?

What is late comes first, then what ends today, what has just come, and what else can be done. What merely
runs stands under all that, and counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Viewer
from casework.deadlines import respite
from casework.deadlines.chips import chip
from casework.deadlines.clocks import due_day, local_day
from casework.deadlines.urging import Urged, urged
from casework.flow import Step
from casework.lifting import lifts, waits
from casework.models import Extension, Notification, Record, kinds
from casework.pages.cautions import sent_back
from casework.pages.desks import Together, desk_of
from casework.pages.lists import marks, pick, undated, verdict, whose_turn
from casework.pages.next_step import opening_of, question
from casework.pages.worklist import WORKLIST, only_pressing, to_do, waiting

Rows = list[dict[str, Any]]
# Of so many of the most pressing matters one is sought that can be carried on.
LOOKED_AT = 20
NOTHING: Mapping[int, dict[str, str]] = {}
# So many decisions are asked for at once.
FIRST = 3
# So many rows that ask for one and the same thing are one row.
MANY = 3


class Heap(NamedTuple):
    """Many matters in which one and the same thing is to be done at once. counted: the text, with "{n}" for
    how many are ticked. verb: that thing. way: the button's name, value and address. form: its id, which the
    boxes of the members name."""

    text: str
    counted: str
    verb: str
    way: dict[str, str]
    form: str
    action: str
    back: str
    state: dict[str, str]
    clock: Any
    undated: str


# (heading, rows, what may be done with those of them that are chosen, kind by kind).
Group = tuple[str | Heap, Rows, list[dict[str, Any]]]


def groups(records: list[Record], viewer: Viewer, now: datetime, back: str) -> list[Group]:
    """What can be done, by how pressing it is; nearest clock first in each. back: the page to return to."""
    came, stuck = _just_came(records, viewer), only_pressing(records, viewer, now)
    headings = {
        0: _("Overdue"),
        1: _("Due today"),
        2: _("With unread news"),
        3: _("Can be done"),
        4: _("Due soon, and waits for others"),
    }
    place_of = {record.pk: _place(record, came, stuck, now) for record in records}
    placed = sorted(records, key=lambda record: place_of[record.pk])
    acts = {each.pk: _look(each) if each.pk in stuck else _leads_to(each, viewer) for each in placed}
    rows = {row["record"].number: row for row in rows_of(placed, viewer, now, acts)}
    found: list[Group] = []
    for place, those in groupby(placed, key=lambda record: place_of[record.pk]):
        shown = [rows[record.number] for record in those]
        heaps = [] if place == 4 else _heaps(shown, viewer, f"{place}", back)
        heaped = [row["record"] for _heap, members, _chosen in heaps for row in members]
        rest = [row for row in shown if row["record"] not in heaped]
        heading, chosen = f"{headings[place]} {len(shown)}", _chosen(rest, viewer, f"{place}", back)
        (_none, first, _nothing), *more = _in_order(rest, heaps)
        found += [(heading, first, chosen), *more]
    return found


def _in_order(rows: Rows, heaps: list[Group]) -> list[Group]:
    """Heaps among rows, each before what is less pressing. The first part is one of rows, even of none."""
    parts: list[Group] = []
    for heap in sorted(heaps, key=lambda heap: _due(heap[1])):
        before = [row for row in rows if _due([row]) <= _due(heap[1])]
        rows = rows[len(before) :]
        parts += [("", before, []), heap]
    parts.append(("", rows, []))
    return [part for place, part in enumerate(parts) if part[1] or not place]


def _due(rows: Rows) -> datetime:
    """When the first of these rows is due."""
    far = datetime.max.replace(tzinfo=timezone.get_current_timezone())
    due: datetime = rows[0]["record"].next_due_at or far
    return due


def _heaps(rows: Rows, viewer: Viewer, place: str, back: str) -> list[Group]:
    """Of these rows those that ask for one and the same thing, which can be done with all of them at once;
    each gets a box that is ticked."""
    found: list[Group] = []
    alike: dict[tuple[str, str], Rows] = {}
    for row in rows:
        if not row["back"]:
            alike.setdefault((row["record"].kind, row["record"].state), []).append(row)
    for (kind, state), members in alike.items():
        ways = _ways(kind, {state}, viewer)
        if len(members) < MANY or len(ways) != 1:
            continue
        form = f"heap-{kind}-{state}-{place}"
        for row in members:
            row["pick"] = {**pick(row["record"], form), "ticked": True}
        [(verb, way)] = ways
        said = {"verb": verb, "n": "{n}", "of": kinds()[kind]._meta.verbose_name_plural}
        counted, first = _("%(verb)s: %(n)s %(of)s") % said, members[0]
        text = counted.replace("{n}", str(len(members)))
        shown = first["state"], first["clock"], first["undated"]
        heap = Heap(text, counted, verb, way, form, reverse(f"{kind}-several"), back, *shown)
        found.append((heap, members, []))
    return found


def _ways(kind: str, states: set[str], viewer: Viewer) -> list[tuple[str, dict[str, str]]]:
    """What can be done with several records of a kind in these states: (its name, what its button sends)."""
    steps, together = _at_once(kind, states, viewer)
    named = [(str(step.label), {"value": step.name}) for step in steps]
    return named + [(str(each.label), {"url": each.url}) for each in together]


def _at_once(kind: str, states: set[str], viewer: Viewer) -> tuple[list[Step], list[Together]]:
    """(steps, what has a page of its own) that may be done with several records of a kind in these states."""
    desk = desk_of(kind)
    return desk.alone(viewer, states), [each for each in desk.with_chosen(viewer, states) if each.state]


def _just_came(records: Iterable[Record], viewer: Viewer) -> set[int]:
    """Of these those of which the viewer was told something that they have not read."""
    told = Notification.objects.filter(user=viewer.user, organisation=viewer.organisation, read_at=None)
    pks = [record.pk for record in records]
    return {pk for pk in told.filter(record__in=pks).values_list("record_id", flat=True) if pk}


def _place(record: Record, came: Collection[int], stuck: Collection[int], now: datetime) -> int:
    due = record.next_due_at
    if due and due <= now:
        return 0
    if due and due_day(due) == local_day(now):
        return 1
    if record.pk in stuck:
        return 4
    return 2 if record.pk in came else 3


def rows_of(
    records: list[Record], viewer: Viewer, now: datetime, acts: Mapping[int, dict[str, str]] = NOTHING
) -> Rows:
    """Rows of the worklist. acts: where they lead to what is to be done, by the record's primary key."""
    back = sent_back([each for each in records if each.pk in acts], viewer) if acts else {}
    pressed, known = urged([record.pk for record in records]), marks(records, viewer)
    rows = [
        _row(each, viewer, now, acts.get(each.pk), pressed.get(each.pk), known.get(each.pk, ""))
        for each in records
    ]
    for row in rows:
        row["back"] = back.get(row["record"].pk, "")
        if row["back"]:
            row["state"]["sub"] = _("Sent back: “%(reason)s”") % {"reason": row["back"]}
            # Nobody hands in again by one press what was sent back to be changed.
            row["act"] = {**_page(row["record"]), "rank": row["act"]["rank"]} if row["act"] else None
    return rows


def _row(
    record: Record,
    viewer: Viewer,
    now: datetime,
    act: dict[str, str] | None,
    pressed: Urged | None,
    mark: str,
) -> dict[str, Any]:
    clock = chip(record.next_due_at, now, record.still_since)
    urgent = clock is not None and clock.status in ("late", "soon")
    name = f"{record.filed_class._meta.verbose_name} {record.number}"
    return {
        "record": record,
        "pick": None,
        "what": {
            "text": record.title,
            "url": record.get_absolute_url(),
            "sub": " · ".join(filter(None, (name, verdict(record), mark, *_urged(pressed)))),
        },
        "state": {"text": record.get_state_display(), "sub": whose_turn(record, viewer)},
        "clock": clock,
        "undated": undated(record, movable=act is not None),
        "act": {**act, "rank": "main" if urgent else "plain"} if act else None,
    }


def _urged(pressed: Urged | None) -> list[str]:
    """That a matter was urged, how often and when last, as a list of at most one sentence."""
    if pressed is None:
        return []
    words = ngettext("urged once, on %(day)s", "urged %(n)d times, last on %(day)s", pressed.times)
    return [words % {"n": pressed.times, "day": timezone.localdate(pressed.last)}]


def asked_row(asked: Extension, now: datetime) -> dict[str, Any]:
    """More time, or a standing still, that waits for this viewer's decision."""
    record, clock = asked.clock.record, asked.clock
    return {
        "pick": None,
        "what": {
            "text": record.title,
            "url": record.get_absolute_url(),
            "sub": " · ".join((record.number, asked.reason)),
        },
        "state": {"text": respite.matter(asked), "sub": timezone.localdate(asked.asked_at).isoformat()},
        "clock": chip(clock.due_at, now),
        "act": {
            "label": _("Decide on what is asked for"),
            "url": reverse("clock-decide", args=[clock.pk]),
            "rank": "main",
        },
    }


def decisions(viewer: Viewer, now: datetime) -> tuple[list[dict[str, Any]], int]:
    """(what this viewer has to decide first, at most `FIRST` rows, how many more): of what they can do that
    which none but who answers for it may do, and more time that is asked for."""
    records = waiting(viewer, now)
    stuck = only_pressing(records, viewer, now)
    own = [each for each in records if each.pk not in stuck and _decides(each, viewer)]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    asked = [(each.clock.due_at, each) for each in respite.to_decide(viewer)]
    found = [*asked, *((each.next_due_at or far, each) for each in own)]
    first = [each for _due, each in sorted(found, key=lambda pair: pair[0])[:FIRST]]
    acts = {each.pk: _leads_to(each, viewer) for each in own if each in first}
    rows = {row["record"].pk: row for row in rows_of([r for r in own if r in first], viewer, now, acts)}
    shown = [asked_row(each, now) if isinstance(each, Extension) else rows[each.pk] for each in first]
    return shown, len(found) - len(shown)


def _decides(record: Record, viewer: Viewer) -> bool:
    """Whether what carries it on is a decision of this viewer's."""
    own = record.filed_class.flow.carrying(record.state) if record.turn in viewer.roles else ()
    return any(step.decides for step in own)


def most_pressing(viewer: Viewer, now: datetime, but: str) -> str:
    """The address where the most pressing of what waits for this viewer is done; "" where nothing waits. but:
    the number of a record that is passed over."""
    first = list(to_do(viewer, now).exclude(number=but)[:LOOKED_AT])
    stuck = only_pressing(first, viewer, now)
    found = next((each for each in first if each.pk not in stuck), None)
    act = _leads_to(found, viewer) if found else {"url": ""}
    return found.get_absolute_url() if found and act.get("post") else act["url"]


def _leads_to(record: Record, viewer: Viewer) -> dict[str, str]:
    """Where the work goes on: the form, or the button, that alone carries it on, of a step or of the next
    record; else the record, whose page weighs what is to be done."""
    flow, onward = record.filed_class.flow, _onward(record, viewer)
    own = flow.carrying(record.state) if record.turn in viewer.roles else ()
    ways = [_act(record, step) for step in own if not (onward and _is_taken_by_opening(step))]
    openings = [(model.flow.opening.label, opening_of(model, record)) for model in onward]
    ways += [{"label": str(label), "url": f"{form}&{WORKLIST}"} for label, form in openings if form]
    return ways[0] if len(ways) == 1 else _page(record)


def _is_taken_by_opening(step: Step) -> bool:
    """Whether the next record, once it is opened, takes a step: what refuses it until then is lifted by whose
    turn it is, and by no step of this record."""
    return any(not waits(guard) and not lifts(guard) for guard in step.guards)


def _act(record: Record, step: Step) -> dict[str, str]:
    """How a step is taken from the list: on the page of its form or of what comes of it; by a button here
    where it asks nothing; on the record's page where it is decided on nothing but that."""
    desk = desk_of(record.kind)
    url = reverse(f"{record.kind}-step", args=[record.number, step.name])
    way = {"label": str(step.label), "url": f"{url}?{WORKLIST}"}
    if step.prepared or desk.form(step):
        return way
    if not desk.is_light(step):
        return {**way, "url": f"{record.get_absolute_url()}?{WORKLIST}"}
    asked, what = question(step, record), f"{record.title} {record.number}"
    return {**way, "post": "yes", "confirm": _(": ").join([what, asked]) if asked else ""}


def _page(record: Record) -> dict[str, str]:
    return {"label": _("Go to it"), "url": f"{record.get_absolute_url()}?{WORKLIST}"}


def _look(record: Record) -> dict[str, str]:
    """Others are to carry it on: there is nothing to do but to look."""
    return {"label": pgettext("worklist", "Look at it"), "url": record.get_absolute_url()}


def _onward(record: Record, viewer: Viewer) -> list[Any]:
    """The kinds of records that the viewer may open from a record in its state, and that carry it on."""
    return [
        model
        for model in kinds().values()
        if record.state in model.opens_from.get(record.kind, ())
        and model.flow.opening.primary
        and model.flow.opened_by_form
        and set(model.flow.opening.by) & viewer.roles
    ]


def _chosen(rows: Rows, viewer: Viewer, place: str, back: str) -> list[dict[str, Any]]:
    """What may be done with several records of a kind at once; gives the rows concerned a box."""
    found = []
    for kind in dict.fromkeys(row["record"].kind for row in rows):
        alike = [row for row in rows if row["record"].kind == kind and not row["back"]]
        states = Counter(row["record"].state for row in alike)
        many = {state for state, number in states.items() if number > 1}
        steps, together = _at_once(kind, many, viewer)
        if not steps and not together:
            continue
        form = f"several-{kind}-{place}"
        meant = {state for step in steps for state in step.sources} | {each.state for each in together}
        for row in alike:
            if row["record"].state in meant:
                row["pick"] = pick(row["record"], form)
        ways = {"steps": steps, "together": together}
        several = {"form": form, **ways, "action": reverse(f"{kind}-several"), "back": back}
        found.append({**several, "of": str(kinds()[kind]._meta.verbose_name_plural)})
    return found
