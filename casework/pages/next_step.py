"""What is the next step with a record: the one thing to do, what else can be done, or whom it waits for?

One card on a record's page answers that. Of all that somebody may do one thing leads: what carries the work
on and can be done now. Where several answers are equally right none of them leads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework import river
from casework.actions import may_open_from, obstacles
from casework.deadlines import clocks, respite
from casework.deadlines.chips import chip
from casework.flow import Refused, Step
from casework.lifting import lifts, waits
from casework.models import Filed, Record, kinds
from casework.pages.cautions import hindrances
from casework.pages.lists import whose_turn
from casework.separation import is_kept_from
from trail.enumerations import enumerated


@dataclass(frozen=True)
class Offer:
    """A button. reason: why it is greyed, or None. url: the step's form; direct: it needs no form.

    rank: "main", "plain" or "danger". confirm: what is asked before it is taken; "" = nothing. at_once: it is
    mostly done in the same sitting as what led to it.
    """

    label: str
    url: str
    reason: str | None
    rank: str = "plain"
    direct: bool = False
    confirm: str = ""
    at_once: bool = False


@dataclass(frozen=True)
class NextStep:
    """lead: what carries the work on; None where nothing can, or several answers are equal. others: what
    carries it on too, or cannot be done yet. exceptions: what ends it, leads back or lies beside the way.
    said: a sentence where nothing leads. cautions: what will hinder it; then nothing is put forward. idle:
    whether this viewer has nothing to do here. kept: whether that is for what they did before, so that it is
    a colleague's turn."""

    lead: Offer | None
    others: list[Offer] = field(default_factory=list)
    exceptions: list[Offer] = field(default_factory=list)
    said: str = ""
    cautions: list[str] = field(default_factory=list)
    idle: bool = False
    kept: bool = False


def sitting(record: Filed, viewer: Viewer, now: datetime, asking: Collection[str]) -> str:
    """The form with which the viewer goes on in the same sitting; "" where they would have to wait, or to
    choose. asking: the steps that have a form."""
    opens = (model for model in kinds().values() if record.state in model.opens_from.get(record.kind, ()))
    ways = [*record.flow.leaving(record.state), *(model.flow.opening for model in opens)]
    if not any(step.at_once for step in ways):
        return ""
    lead = next_step(record, viewer, now, asking, river.below(record, viewer)).lead
    onward = lead is not None and lead.at_once and lead.rank == "main" and not lead.direct
    return lead.url if lead and onward else ""


class Offered(NamedTuple):
    """What a viewer may do. carrying: what carries the work on, in the order in which it would lead. answers:
    those of it that are equally right. beside: what can be done besides. more: more of a kind of which one is
    still at work, which never leads. exceptions: what ends the work, or leads it back or aside."""

    carrying: list[Offer]
    answers: list[Offer]
    beside: list[Offer]
    more: list[Offer]
    exceptions: list[Offer]


def next_step(
    record: Filed,
    viewer: Viewer,
    now: datetime,
    asking: Collection[str],
    below: Collection[Record],
    back: str = "",
) -> NextStep:
    """What the card shows this viewer. asking: the steps that have a form; the others are single buttons.
    below: the records that it has downstream, as far as the viewer may see them. back: why it was sent back,
    said to whoever has it in hand: nobody is to hand it in again by the first button."""
    begun = [each for each in below if _came_to_something(each)]
    carrying, answers, beside, more, exceptions = _offered(record, viewer, now, asking, begun)
    returned = (
        [gettext("Sent back: “%(reason)s”") % {"reason": back}] if back and _in_hands(record, viewer) else []
    )
    cautions = [*returned, *hindrances(record, viewer)]
    if len(_possible(answers)) > 1:
        said = gettext("It is for you to decide. Choose one:")
        return NextStep(None, [*carrying, *beside, *more], exceptions, said, cautions)
    lead = next(iter(_possible(carrying)), None)
    others = [offer for offer in (*carrying, *beside, *more) if offer is not lead]
    if lead is None:
        kept, idle = is_kept_from(record, viewer), not _possible(others)
        said = "" if carrying and not more else _waits_for(record, viewer, begun, now)
        if kept:
            said = gettext(
                "A colleague of yours goes on: what you did here before keeps you from the next step."
            )
        return NextStep(None, others, exceptions, said, cautions, idle, kept)
    return NextStep(replace(lead, rank="plain" if cautions else "main"), others, exceptions, "", cautions)


def _possible(offers: Iterable[Offer]) -> list[Offer]:
    return [offer for offer in offers if offer.reason is None]


def _came_to_something(each: Record) -> bool:
    """Whether a record downstream is at work or reached its end: not voided, withdrawn or declined."""
    return bool(each.turn) or each.state in each.filed_class.flow.main


def _in_hands(record: Record, viewer: Viewer) -> bool:
    return record.turn in viewer.roles and record.holder_id == viewer.organisation.pk


def _offered(
    record: Filed, viewer: Viewer, now: datetime, asking: Collection[str], begun: Collection[Record]
) -> Offered:
    """All that a viewer may do, by what it does to the work. Of the records that are opened from this one the
    first of a kind leads before any step; while one is at work, the way into it leads and not the next. Where
    no step can move it on, what lifts the refusal of the first does."""
    refused = dict(obstacles(record, viewer, now))
    steps = [(step, _offer(step, record, refused[step], asking)) for step in refused]
    kinds_below = [(model, _opening(model, record, viewer)) for model in kinds().values()]
    opened = [(model, offer) for model, offer in kinds_below if offer is not None]
    onward = [(model, offer) for model, offer in opened if model.flow.opening.primary]
    aside = [offer for model, offer in opened if not model.flow.opening.primary]
    known, at_work = {each.kind for each in begun}, {each.kind for each in begun if each.turn}
    first = [offer for model, offer in onward if _kind(model) not in known]
    again = [offer for model, offer in onward if _kind(model) in known - at_work]
    more = [offer for model, offer in onward if _kind(model) in at_work]
    into = [_into(each) for each in begun if _is_part(each, record) and _in_hands(each, viewer)]
    answers = [offer for step, offer in steps if step.equal]
    forward = [(step, offer) for step, offer in steps if _carries(step) and _leads_on(step, record)]
    staying = [offer for step, offer in steps if _carries(step) and step.target == record.state]
    lifting = _lifting(refused[step] for step, _offer in forward)
    lifted = [offer for name in lifting for step, offer in steps if step.name == name]
    moving = [offer for _step, offer in forward]
    told = [*_decisions(record, viewer), *first, *answers, *moving, *lifted, *into[:1], *again, *staying]
    carrying = [offer for place, offer in enumerate(told) if offer not in told[:place]]
    rest = [(step, offer) for step, offer in steps if offer not in carrying]
    decides = any(step.decides for step, _offer in forward)
    beside = [offer for step, offer in rest if step.target == record.state or (decides and _sends_back(step))]
    exceptions = [offer for _step, offer in rest if offer not in beside]
    return Offered(carrying, answers, beside, more, [*aside, *exceptions])


def _sends_back(step: Step) -> bool:
    """Whether whoever decides may as well return it to who wrote it: as often as they agree."""
    return step.decides and step.name != "void" and not step.primary


def _lifting(refusals: Iterable[Refused | None]) -> tuple[str, ...]:
    """The steps that lift the first of these with which somebody does not only wait."""
    guards = (refused.guard for refused in refusals if refused is not None)
    own = (guard for guard in guards if guard is not None and not waits(guard))
    return next((lifts(guard) for guard in own), ())


def _leads_on(step: Step, record: Filed) -> bool:
    """Whether a step moves a record, and not back to where its path has led it through."""
    main = list(record.flow.main)
    if record.state in main and step.target in main:
        return main.index(step.target) > main.index(record.state)
    return step.target != record.state


def _is_part(each: Record, record: Filed) -> bool:
    """Whether the work of a record goes on with another one downstream."""
    model = each.filed_class
    return record.kind in model.opens_from and model.flow.opening.primary


def _carries(step: Step) -> bool:
    return step.primary and not step.equal


def _kind(model: type[Filed]) -> str:
    return str(model._meta.model_name)


def _offer(step: Step, record: Filed, refused: Refused | None, asking: Collection[str]) -> Offer:
    return Offer(
        str(step.label),
        reverse(f"{record.kind}-step", args=[record.number, step.name]),
        None if refused is None else str(refused),
        "danger" if step.name == "void" else "plain",
        direct=step.name not in asking,
        confirm="" if step.name in asking else question(step, record),
        at_once=step.at_once,
    )


def question(step: Step, record: Record) -> str:
    """What is asked before a button that takes the matter out of the hands of those who press it: nobody is
    to do that by a slip."""
    after = record.filed_class.flow.turn(step.target)
    if after in step.by or step.target == record.state:
        return ""
    if not after:
        return gettext("“%(step)s”: with that this is at its end. Do it?") % {"step": step.label}
    said = {"step": step.label, "role": Role(after).label}
    return gettext("“%(step)s”: after that it is the turn of %(role)s. Do it?") % said


def _decisions(record: Filed, viewer: Viewer) -> list[Offer]:
    """What was asked for a clock of the record, and waits for this viewer's decision."""
    return [
        Offer(respite.matter(asked), reverse("clock-decide", args=[asked.clock_id]), None)
        for asked in respite.to_decide(viewer).filter(clock__record=record.pk)
    ]


def _opening(model: type[Filed], record: Filed, viewer: Viewer) -> Offer | None:
    """The way to open a record of a kind downstream of this one in its state; None where the viewer may not,
    or it is opened by no form."""
    url = opening_of(model, record) if may_open_from(model, record, viewer) else ""
    opening = model.flow.opening
    return Offer(str(opening.label), url, None, at_once=opening.at_once) if url else None


def opening_of(model: type[Filed], record: Record) -> str:
    """The address of the form that opens a record of a kind downstream of this one; "" where it has none."""
    return (
        f"{reverse(f'{_kind(model)}-open')}?{record.kind}={record.number}"
        if model.flow.opened_by_form
        else ""
    )


def _into(each: Record) -> Offer:
    """The way to a record downstream that is at work."""
    name = each.filed_class._meta.verbose_name
    return Offer(gettext("Go on with the %(record)s") % {"record": name}, each.get_absolute_url(), None)


def _followed(begun: Iterable[Record]) -> str:
    """What followed from a record that is at its end, kind by kind; "" where nothing did."""
    counts = Counter(each.kind for each in begun)
    names = (f"{kinds()[kind]._meta.verbose_name_plural} {number}" for kind, number in counts.items())
    said = enumerated(names)
    return gettext("This is at its end. What followed from it: %(what)s.") % {"what": said} if said else ""


def _waits_for(record: Filed, viewer: Viewer, begun: Collection[Record], now: datetime) -> str:
    """Whom it waits for and until when, or since when in vain; or that it is at its end and what followed.
    begun: what it has downstream, with which it goes on where nothing is done here by its own holder."""
    if not record.turn:
        return _followed(begun) or gettext("Nobody has to do anything here at present.")
    watched = viewer.kind is not Kind.MERCHANT
    if begun and _in_hands(record, viewer):
        said = gettext("This goes on with what was made from it: see upstream and downstream.")
        return f"{said} {_overdue(begun, now) if watched else ''}".strip()
    who, left = whose_turn(record, viewer), chip(record.next_due_at, now) if watched else None
    if record.next_due_at is None or left is None:
        return gettext("Waiting for %(who)s. You will be notified when it is your turn.") % {"who": who}
    until = {"who": who, "day": clocks.due_day(record.next_due_at), "left": left.text}
    if left.status == "late":
        return gettext("Waiting for %(who)s, whose last day was %(day)s: %(left)s.") % until
    return gettext("Waiting for %(who)s until %(day)s. You will be notified when it is your turn.") % until


def _overdue(begun: Iterable[Record], now: datetime) -> str:
    """Which of the records downstream is late, the longest first; "" where none is."""
    dated = [(each.next_due_at, each) for each in begun if each.turn and each.next_due_at]
    for due_at, each in sorted(dated, key=lambda one: one[0])[:1]:
        if (left := chip(due_at, now)) and left.status == "late":
            said = {"record": each.filed_class._meta.verbose_name, "number": each.number, "late": left.text}
            return gettext("The %(record)s %(number)s: %(late)s.") % said
    return ""
