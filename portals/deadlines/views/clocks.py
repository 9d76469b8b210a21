"""How was one clock counted, day by day, and what has befallen it since?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, linked
from accounts.models import Viewer
from casework.deadlines import clocks, respite
from casework.deadlines.duty import shown
from casework.deadlines.panel import standing_still as words_of_still
from casework.flow import Refused
from casework.models import Deadline, Record
from casework.pages.submissions import answered, refusal
from casework.terms.around import around
from casework.terms.count import in_words
from casework.terms.table import TERMS
from documents.actions import attach_beside_steps
from portals.deadlines.facts import EXTENSIONS, extensions, facts, pauses, to_decide_on
from portals.deadlines.forms import DecisionForm, GoOnForm, MoreTimeForm, ReasonForm, StandStillForm


def _seen(viewer: Viewer) -> QuerySet[Deadline]:
    """The clocks of the records that the viewer may see."""
    seen = Record.objects.visible_to(viewer).values("pk")
    return (
        Deadline.objects.with_confirmation()
        .filter(record__in=seen)
        .select_related("record__holder", "record__center")
    )


of_clock = linked.of(_seen, "pk").where(shown, "")


def _held(found: Deadline, viewer: Viewer) -> bool:
    """Whether it is this viewer's to act on the clock, or was before the record went on to a colleague."""
    own = viewer.organisation.pk in (found.holder_id, found.record.holder_id)
    turns = set(found.record.filed_class.flow.turns.values())
    return respite.holds(found, viewer) or (own and bool(turns & viewer.roles))


def _held_or_ends(found: Deadline, viewer: Viewer) -> bool:
    return _held(found, viewer) or respite.may_end(found, viewer)


TO_STAND_STILL = gettext_lazy("Ask to let it stand still")
TO_MORE_TIME = gettext_lazy("Ask for more time")
LET_GO_ON = gettext_lazy("Let it go on")
WITHDRAW = gettext_lazy("Withdraw what was asked for")
DECIDE = gettext_lazy("Decide on what is asked for")
NOT_YOURS = gettext_lazy("This is not yours to do for this clock.")
held = of_clock.where(_held, NOT_YOURS)


@of_clock.by("GET")
def clock(request: Request, found: Deadline) -> HttpResponse:
    """How a clock was counted; and what may be done about it, by whom."""
    counted, term = clocks.as_counted(found), TERMS.get(found.term)
    context = {
        "record": found.record,
        "label": term.label if term else found.term,
        "counted": counted,
        "still": words_of_still(found) if found.suspended_at else "",
        "gone": found.dropped_at,
        "particulars": [("", facts(found)), (_("Stood still"), pauses(found))],
        "acts": _acts(found, request.viewer, timezone.now()),
        "extensions": extensions(found, request.viewer),
        "columns": EXTENSIONS,
        "weeks": []
        if found.suspended_at or found.dropped_at
        else around(counted, calendar=clocks.calendar(), suspended=clocks.pauses(found)),
    }
    return render(request, "portals/deadlines/clock.html", context, using="jinja2")


def _acts(found: Deadline, viewer: Viewer, now: datetime) -> list[tuple[str, str]]:
    """(label, address) of what this viewer may do about a clock that runs."""
    if found.met_at or found.dropped_at:
        return []
    asked = found.extensions.pending().first()
    acts: list[tuple[Any, str]] = []
    if respite.holds(found, viewer) and respite.no_standing_still(found, now) is None:
        acts.append((TO_STAND_STILL, "clock-still"))
    if respite.holds(found, viewer) and respite.no_more_time(found, now) is None:
        acts.append((TO_MORE_TIME, "clock-more"))
    if respite.may_end(found, viewer):
        acts.append((LET_GO_ON, "clock-still"))
    if asked and respite.may_withdraw(asked, viewer):
        acts.append((WITHDRAW, "clock-withdraw"))
    if respite.to_decide(viewer).filter(clock=found).exists():
        acts.append((DECIDE, "clock-decide"))
    return [(str(label), reverse(name, args=[found.pk])) for label, name in acts]


@of_clock.where(_held_or_ends, NOT_YOURS)
def standing_still(request: Request, found: Deadline) -> HttpResponse:
    """Ask that a clock stand still, or let it go on, with a reason and its evidence."""
    sent, now = (request.POST or None, request.FILES or None), timezone.now()
    if respite.may_end(found, request.viewer):
        return _act(request, found, GoOnForm(*sent), LET_GO_ON, partial(respite.let_go_on, found))
    if not respite.holds(found, request.viewer):
        return _has_gone_on(request, found)
    objection = respite.no_standing_still(found, now)
    if objection:
        return _refused(request, found, objection)
    form = StandStillForm(*sent, days=respite.days_of_standing_still(now))
    action = partial(respite.stand_still, found)
    return _act(request, found, form, TO_STAND_STILL, action, done=_sent(found))


@held
def more_time(request: Request, found: Deadline) -> HttpResponse:
    """Ask for more time."""
    if not respite.holds(found, request.viewer):
        return _has_gone_on(request, found)
    objection = respite.no_more_time(found, timezone.now())
    if objection:
        return _refused(request, found, objection)
    most = in_words(respite.most_time(found), found.unit)
    unit = found.get_unit_display()
    form = MoreTimeForm(request.POST or None, request.FILES or None, most=most, unit=unit)
    return _act(request, found, form, TO_MORE_TIME, partial(respite.ask, found), done=_sent(found))


def _sent(found: Deadline) -> str:
    return _("Asked for. It counts once it is granted by: %(who)s.") % {"who": respite.who_decides(found)}


def _has_gone_on(request: Request, found: Deadline) -> HttpResponse:
    state = found.record.get_state_display()
    moved_on = _("The matter has gone on (%(state)s): whoever has the turn now asks for it.")
    return _refused(request, found, moved_on % {"state": state})


def _refused(request: Request, found: Deadline, reason: str) -> HttpResponse:
    return refusal(request, Refused(reason), reverse("clock", args=[found.pk]))


def _may_withdraw(found: Deadline, viewer: Viewer) -> bool:
    asked = found.extensions.order_by("-id").first()
    return asked is not None and respite.may_withdraw(asked, viewer)


@of_clock.where(_may_withdraw, NOT_YOURS)
def taking_back(request: Request, found: Deadline) -> HttpResponse:
    """Take back what was asked for, before it is decided."""
    asked = found.extensions.pending().first()
    if asked is None:
        return _refused(
            request, found, _("Nothing that was asked for waits here: it was decided or withdrawn.")
        )
    return _act(request, found, ReasonForm(request.POST or None), WITHDRAW, partial(respite.withdraw, asked))


@of_clock.where(respite.decides, NOT_YOURS)
def deciding(request: Request, found: Deadline) -> HttpResponse:
    """Grant or refuse the more time, or the standing still, that was asked for."""
    asked, now = found.extensions.select_related("asked_by").order_by("-id").first(), timezone.now()
    if asked is not None and asked.withdrawn_at:
        return _refused(request, found, _("What was asked for was withdrawn: nothing waits to be decided."))
    if asked is None or not asked.pending:
        nothing = _("Nothing that was asked for waits to be decided here: it was decided already.")
        return _refused(request, found, nothing)
    respite.only_who_is_free_decides(asked, request.viewer, now)
    form = DecisionForm(request.POST or None, still=bool(asked.until))
    about = to_decide_on(found, asked, request.viewer, now)
    return _act(request, found, form, DECIDE, partial(respite.decide, asked), about=about)


def _act(
    request: Request, found: Deadline, form: Form, label: Any, action: Callable[..., object], **shown: Any
) -> HttpResponse:
    """Show the form, or do the action with the file kept first. shown: as `answered` has it."""
    record, back = found.record, reverse("clock", args=[found.pk])

    @transaction.atomic
    def acted(data: dict[str, Any]) -> str:
        now = timezone.now()
        if "evidence" in data:
            data["evidence"] = _kept(record, data["evidence"], request.viewer, now)
        action(**data, by=request.viewer, now=now)
        return back

    path = [(record.number, record.get_absolute_url()), (_("Clock"), back)]
    return answered(request, form, acted, heading=label, path=path, **shown)


def _kept(record: Record, file: Any, by: Viewer, now: datetime) -> str:
    """The token of the file as it is kept with the record; "" without one."""
    return attach_beside_steps(record, file, "clock", by=by, now=now).token if file else ""
