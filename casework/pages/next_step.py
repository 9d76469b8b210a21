"""What is the next step with a record: the one thing to do, what else can be done, or whom it waits for?

One card on a record's page answers that. Of all that somebody may do one thing leads: what carries the work
on and can be done now. Where several answers are equally right none of them leads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.actions import may_open_from, offers
from casework.deadlines import clocks, respite
from casework.deadlines.duty import is_others
from casework.flow import Step
from casework.models import Filed, Record, kinds
from casework.pages.cautions import hindrances


@dataclass(frozen=True)
class Offer:
    """A button. reason: why it is greyed, or None. url: the step's form; direct: it needs no form.

    rank: "main", "plain" or "danger". confirm: what is asked before it is taken; "" = nothing.
    """

    label: str
    url: str
    reason: str | None
    rank: str = "plain"
    direct: bool = False
    confirm: str = ""


@dataclass(frozen=True)
class NextStep:
    """lead: what carries the work on; None where nothing can, or several answers are equal. others: what
    carries it on too, or cannot be done yet. exceptions: what ends it, leads back or lies beside the way.
    said: a sentence where nothing leads. cautions: what will hinder it; then nothing is put forward."""

    lead: Offer | None
    others: list[Offer] = field(default_factory=list)
    exceptions: list[Offer] = field(default_factory=list)
    said: str = ""
    cautions: list[str] = field(default_factory=list)


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
    record: Filed, viewer: Viewer, now: datetime, asking: Collection[str], below: Collection[Record]
) -> NextStep:
    """What the card shows this viewer. asking: the steps that have a form; the others are single buttons.
    below: the records that it has downstream, as far as the viewer may see them."""
    begun = [each for each in below if _came_to_something(each)]
    carrying, answers, beside, more, exceptions = _offered(record, viewer, now, asking, begun)
    cautions = hindrances(record, viewer)
    if len(_possible(answers)) > 1:
        said = gettext("It is for you to decide. Choose one:")
        return NextStep(None, [*carrying, *beside, *more], exceptions, said, cautions)
    mine = _in_hands(record, viewer)
    lead = next(iter(_possible([*carrying, *(beside if mine else ())])), None)
    others = [offer for offer in (*carrying, *beside, *more) if offer is not lead]
    if lead is None:
        goes_on = mine and bool(begun)
        said = "" if carrying and not more else _waits_for(record, viewer, goes_on)
        return NextStep(None, others, exceptions, said, cautions)
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
    first of a kind leads before any step; while one is at work, the way into it leads and not the next."""
    steps = [(step, _offer(step, record, reason, asking)) for step, reason in offers(record, viewer, now)]
    kinds_below = [(model, _opening(model, record, viewer)) for model in kinds().values()]
    opened = [(model, offer) for model, offer in kinds_below if offer is not None]
    onward = [(model, offer) for model, offer in opened if model.flow.opening.primary]
    aside = [offer for model, offer in opened if not model.flow.opening.primary]
    known, at_work = {each.kind for each in begun}, {each.kind for each in begun if each.turn}
    first = [offer for model, offer in onward if _kind(model) not in known]
    again = [offer for model, offer in onward if _kind(model) in known - at_work]
    more = [offer for model, offer in onward if _kind(model) in at_work]
    into = [_into(each) for each in begun if _in_hands(each, viewer)] if more else []
    answers = [offer for step, offer in steps if step.equal]
    moving = [offer for step, offer in steps if _carries(step) and step.target != record.state]
    staying = [offer for step, offer in steps if _carries(step) and step.target == record.state]
    rest = [(step, offer) for step, offer in steps if not _carries(step) and not step.equal]
    return Offered(
        [*_decisions(record, viewer), *first, *answers, *moving, *into[:1], *again, *staying],
        answers,
        [offer for step, offer in rest if step.target == record.state],
        more,
        [*aside, *(offer for step, offer in rest if step.target != record.state)],
    )


def _carries(step: Step) -> bool:
    return step.primary and not step.equal


def _kind(model: type[Filed]) -> str:
    return str(model._meta.model_name)


def _offer(step: Step, record: Filed, reason: str | None, asking: Collection[str]) -> Offer:
    return Offer(
        str(step.label),
        reverse(f"{record.kind}-step", args=[record.number, step.name]),
        reason,
        "danger" if step.name == "void" else "plain",
        direct=step.name not in asking,
        confirm="" if step.name in asking else _question(step, record),
    )


def _question(step: Step, record: Filed) -> str:
    """What is asked before a button that takes the matter out of the hands of those who press it: nobody is
    to do that by a slip."""
    after = record.flow.turn(step.target)
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
    if not may_open_from(model, record, viewer):
        return None
    try:
        url = reverse(f"{_kind(model)}-open")
    except NoReverseMatch:
        return None
    return Offer(str(model.flow.opening.label), f"{url}?{record.kind}={record.number}", None)


def _into(each: Record) -> Offer:
    """The way to a record downstream that is at work."""
    name = each.filed_class._meta.verbose_name
    return Offer(gettext("Go on with the %(record)s") % {"record": name}, each.get_absolute_url(), None)


def _waits_for(record: Filed, viewer: Viewer, goes_on: bool) -> str:
    """Whom it waits for and until when, or that it is at its end. goes_on: with what it has downstream, and
    with nothing that its own holder does here."""
    if not record.turn:
        return gettext("Nobody has to do anything here at present.")
    if goes_on:
        return gettext("This goes on with what was made from it: see upstream and downstream.")
    who = str(record.holder) if is_others(record, viewer) else str(Role(record.turn).label)
    if record.next_due_at is None or viewer.kind is Kind.MERCHANT:
        return gettext("Waiting for %(who)s. You will be notified when it is your turn.") % {"who": who}
    said = {"who": who, "day": clocks.due_day(record.next_due_at)}
    return gettext("Waiting for %(who)s until %(day)s. You will be notified when it is your turn.") % said
