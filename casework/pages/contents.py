"""What stands on a record's page, before it becomes HTML?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from accounts.prepared import Prepared
from accounts.roles import Kind, Role
from casework import river
from casework.deadlines import clocks
from casework.deadlines.panel import panel
from casework.flow import Flow
from casework.models import Filed, Record, kinds
from casework.models.facts import Facts, Said
from casework.pages.cautions import came_back
from casework.pages.lists import grade, toned, whose_turn
from casework.pages.next_step import next_step
from casework.pages.way import stages
from casework.terms.table import TERMS
from trail.models import Event
from trail.verbs import VERBS

# So many lines of its trail stand on a record's page, so many of the reasons above them.
NEWEST, REASONS = 100, 20
REASON = Said(_("Reasons and answers"), each=True)
# Of each kind so many stand in the river.
FEW = 3
# (label, address) of the pages that packages downstream have beside a record of a kind; they enter them here.
Ways = Callable[[Any, Viewer], Iterable[tuple[str, str]]]
BESIDE: dict[str, list[Ways]] = {}
# {number: name} of what lines of a record's trail are about, as far as the viewer may see it; by verb.
Names = Callable[[Any, Viewer], dict[str, str]]
NAMED: dict[str, Names] = {}


@dataclass(frozen=True)
class Line:
    """One line of the trail as shown: who, in which role, for whom, did what, when, under which clause."""

    label: str
    who: str
    role: str
    at: datetime
    clause: str
    note: str
    whom: str = ""


def trail(record: Filed, viewer: Viewer, known: Sequence[Event] | None = None) -> list[Line]:
    """The record's events, newest first by when they happened, and of one moment by when they were written.
    known: these events, where they are at hand.

    Persons of other organisations are shown by organisation only, under the name it bore at the time, and
    what they remarked where remarks are no secret of this kind.
    """
    newest = _newest(record.pk) if known is None else known
    events = _told(list(newest), record, viewer)
    events.sort(key=lambda event: event.at, reverse=True)
    users = {each.pk: each for each in _users(list({e.actor_id for e in events if e.actor_kind == "user"}))}
    homes = _organisations(list({e.organisation_id for e in events if e.organisation_id}))
    organisations = {each.pk: each for each in homes}
    names = _names(events, record, viewer)
    lines, readers = [], () if "note" in record.secrets else ("regulator", "center")
    for event in events:
        step = record.flow.steps.get(event.verb)
        label = did(event, record.flow)
        about = names.get(event.verb, {}).get(event.detail.get("number", ""), "")
        user, home = users.get(event.actor_id), organisations.get(event.organisation_id or 0)
        own = home == viewer.organisation
        inherited = home is not None and home.merged_into_id == viewer.organisation.pk
        at_home = home.name_on(clocks.local_day(event.at)) if home else gettext("The system")
        who = str(user) if own and user else at_home
        role = str(Role(event.role).label) if event.role and home else ""
        owed = bool(readers) and step is not None and step.reason == "note"
        told = (
            owed or own or inherited or viewer.kind in readers or (home is None and viewer.kind == "center")
        )
        note = str(event.detail.get("note", "")) if told else ""
        whom = str(event.detail.get("for", "")) if own else ""
        lines.append(
            Line(
                gettext(": ").join(filter(None, (label, about))),
                who,
                role,
                event.at,
                event.clause,
                note,
                whom,
            )
        )
    return lines


@Prepared
def _newest(record: int) -> QuerySet[Event]:
    return Event.objects.of("record", record)[:NEWEST]


@Prepared
def _said(record: int, verbs: list[str]) -> QuerySet[Event]:
    return Event.objects.of("record", record).filter(verb__in=verbs)[:REASONS]


@Prepared
def _users(pks: list[int]) -> QuerySet[User]:
    return User.objects.filter(pk__in=pks)


@Prepared
def _organisations(pks: list[int]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=pks).prefetch_related("past_names")


@Prepared
def _selves(viewer: Viewer) -> QuerySet[Organisation]:
    return viewer.organisation.selves()


def _told(events: list[Event], record: Filed, viewer: Viewer) -> list[Event]:
    """Whoever came by a link reads which steps were taken, which papers went out and what they did
    themselves, and not how others work."""
    if viewer.kind is not Kind.MERCHANT:
        return events
    own = viewer.organisation.pk
    told = {*record.flow.steps, "issue a paper", "serve a paper"}
    return [event for event in events if event.verb in told or event.organisation_id == own]


def _names(events: Iterable[Event], record: Filed, viewer: Viewer) -> dict[str, dict[str, str]]:
    """By verb, what the lines of these events name; each is looked up once."""
    verbs = {event.verb for event in events} & NAMED.keys()
    found = {names: names(record, viewer) for names in {NAMED[verb] for verb in verbs}}
    return {verb: found[NAMED[verb]] for verb in verbs}


def reasons(record: Filed, viewer: Viewer, told: Sequence[Event] | None = None) -> Facts:
    """(step and day, reason) of the reasons and answers that have no field of their own, newest first. told:
    the whole trail of the record, where somebody has read it.

    Whom a return, refusal or settlement hits reads it, of whatever organisation; only where remarks are a
    secret of the kind it stays with those who made it.
    """
    flow = record.flow
    noted = [step.name for step in flow if step.reason == "note"]
    events = (
        _said(record.pk, noted) if told is None else [event for event in told if event.verb in noted][:20]
    )
    secret = "note" in record.secrets
    own = {organisation.pk for organisation in _selves(viewer)} if secret and events else ()
    found = []
    for event in events:
        if event.detail.get("note") and (not secret or event.organisation_id in own):
            on = clocks.local_day(event.at)
            label = gettext("%(step)s, %(day)s") % {"step": flow[event.verb].label, "day": on}
            found.append((label, event.detail["note"]))
    return [REASON.fact("reasons", reason, label) for label, reason in found]


def particulars(
    record: Filed, viewer: Viewer, told: Sequence[Event] | None = None
) -> list[tuple[Any, Facts]]:
    """What the viewer may read of a record: the reasons that were given, then its own particulars."""
    said = reasons(record, viewer, told)
    own = record.particulars(viewer)
    return [(REASON.label, said), *own] if said else own


def did(event: Event, flow: Flow) -> str:
    """What was done to a record of this flow, in words."""
    if step := flow.steps.get(event.verb):
        return str(step.label)
    if event.verb in ("overdue", "warn"):
        return _of_clock(event)
    if event.verb == "let a clock go on" and event.detail.get("step") in flow.steps:
        step = flow[event.detail["step"]]
        return gettext("A clock goes on, because the matter did: %(step)s") % {"step": step.label}
    return VERBS[event.verb].in_words(event.detail)


def _of_clock(event: Event) -> str:
    """What befell a clock of the record."""
    said, code = event.detail, event.detail.get("term", "")
    label = TERMS[code].label if code in TERMS else code
    if event.verb == "overdue":
        return gettext("Overdue: %(term)s") % {"term": label}
    passed = {"term": label, "share": said["share"]}
    return gettext("%(share)d %% of the time has passed: %(term)s") % passed


@dataclass(frozen=True)
class Stop:
    """A record up or down the river; url: "" for the one whose page it is."""

    title: str
    number: str
    url: str
    state: str


@dataclass(frozen=True)
class Reach:
    """The records of one kind in the river, the first of them; more: how many are not shown."""

    label: str
    stops: list[Stop]
    more: int = 0


def stop(record: Record) -> Stop:
    return Stop(record.title, record.number, record.get_absolute_url(), record.get_state_display())


def here(record: Filed) -> Reach:
    """The reach of the record itself."""
    at = Stop(record.title, record.number, "", record.get_state_display())
    return Reach(str(record._meta.verbose_name), [at])


def reaches(records: list[Record]) -> list[Reach]:
    """Records by kind, a few of each."""
    found = []
    for kind, group in groupby(records, key=lambda record: record.kind):
        stops = [stop(record) for record in group]
        name = str(kinds()[kind]._meta.verbose_name)
        found.append(Reach(name, stops[:FEW], max(len(stops) - FEW, 0)))
    return found


def detail(record: Filed, viewer: Viewer, now: datetime, asking: Collection[str]) -> dict[str, Any]:
    """The context of a record's page. asking: the steps that have a form; the others are single buttons."""
    above, below = river.around(record, viewer)
    told = _newest(record.pk)
    whole = told if len(told) < NEWEST else None
    timed = panel(record, viewer, now)
    onward = next_step(record, viewer, now, asking, below, came_back(told, record, viewer))
    turn = whose_turn(record, viewer)
    running = [clock for clock in timed if clock.status in ("late", "soon", "ok")]
    return {
        "record": record,
        "verdict": toned(record),
        "grade": grade(record, above),
        "due": min(running, key=attrgetter("due"), default=None),
        "particulars": particulars(record, viewer, whole),
        "stages": stages(record, whole or ()),
        "next": onward,
        "ways": beside(record, viewer),
        "turn": gettext("%(role)s, a colleague of yours") % {"role": turn} if onward.kept else turn,
        "clocks": timed,
        "trail": trail(record, viewer, told),
        "above": [stop(other) for other in above],
        "below": [stop(other) for other in below],
        "river": [*reaches(above), here(record), *reaches(below)] if above or below else [],
    }


def beside(record: Filed, viewer: Viewer) -> list[tuple[str, str]]:
    """(label, url) of what packages downstream show this viewer of this record on pages of their own."""
    return [way for ways in BESIDE.get(record.kind, ()) for way in ways(record, viewer)]
