"""With which records can whoever has the turn do nothing, until others do their part, or a day comes?

In SQL for the worklist, from what the flows say (Flow.idles); and for one record by its guards, with the
reason. That both agree is tested after every walk of every flow.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce
from operator import or_

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull, LessThanOrEqual
from django.utils.translation import gettext

from accounts.models import Viewer
from casework.actions import may_open_from, refusal
from casework.deadlines.chips import pressing_until
from casework.deadlines.clocks import local_day
from casework.deadlines.duty import due
from casework.flow import Flow, Step
from casework.lifting import waits
from casework.models import Filed, Hold, Record, kinds
from casework.separation import States, kept_from

# When what has no clock is due.
NEVER = datetime.max.replace(tzinfo=UTC)


def in_hand(records: QuerySet[Record]) -> tuple[tuple[str, str], ...]:
    """The states of records. What is asked of those that somebody has in hand is asked of these alone: all
    conditions of all states would make a statement of which the planning takes longer than the answer."""
    return tuple(sorted(records.order_by().values_list("kind", "state").distinct()))


def folded(states: States, viewer: Viewer, now: datetime) -> Q:
    """Of the records in these states whose turn is this viewer's: those that need not be looked at now. What
    is late or about to be never is, whether or not it can be moved."""
    presses = Q(LessThanOrEqual(Coalesce(due(viewer), NEVER), pressing_until(now)))
    return unmovable(states, viewer, now) & ~presses


def unmovable(states: States, viewer: Viewer, now: datetime) -> Q:
    """Of the records in these states whose turn is this viewer's: those that only others can carry on now."""
    return idle(states, viewer, now) | kept_from(states, viewer)


def idle(states: States, viewer: Viewer, now: datetime) -> Q:
    """Of the records in these states whose turn is this viewer's: those with which nothing is to be done now.
    What is only kept, as a tested sample until its day, can go nowhere while a hold stands."""
    held = Q(Exists(Hold.objects.standing(local_day(now)).filter(record=OuterRef("pk"))))
    found = []
    for kind, state in states:
        model = kinds()[kind]
        condition = model.flow.idle.get(state)
        waits = [_met(model, condition(now, viewer))] if condition else []
        waits += [held] if _stops(model.flow, state) else []
        if waits:
            met = ExpressionWrapper(reduce(or_, waits), BooleanField()) if all(waits) else Value(True)
            found.append(When(kind=kind, state=state, then=met))
    # CASE on purpose: of ORs PostgreSQL gathers what all others have in these states first.
    return Q(Case(*found, default=Value(False))) if found else Q(pk__in=[])


def _stops(flow: Flow, state: str) -> bool:
    """Whether nobody whose turn it is can carry on a record while a hold stands."""
    own = flow.carrying(state)
    return bool(own) and all(step.heeds_holds for step in own)


def besides(viewer: Viewer, now: datetime) -> Q:
    """What is this viewer's to go on with though the turn is a colleague's: they open the next record."""
    found = Q(pk__in=[])
    for name, model in kinds().items():
        for state, (role, condition) in model.flow.besides.items():
            if role in viewer.roles:
                here = Q(kind=name, state=state, holder=viewer.organisation)
                found |= here & _met(model, condition(now, viewer))
    return found


def _met(model: type[Filed], condition: Q) -> Q:
    """Whether a condition on the particulars of a kind holds, for a query of the spine."""
    if not condition:
        return Q()
    # A scalar sub-query on purpose: EXISTS is hashed, as if the whole table were asked for.
    rows = model._base_manager.filter(condition, pk=OuterRef("pk")).values("pk")[:1]
    return Q(IsNull(Subquery(rows), False))


def why_idle(record: Filed, viewer: Viewer, now: datetime) -> str:
    """What whoever has the turn of a record waits for, as its guards say it; "" where there is something to
    do: a step that can be taken, or of which they lift the refusal themselves; where no step carries the work
    on, a record that can be opened from it, or whatever else there is."""
    reasons = []
    for step in record.flow.carrying(record.state):
        reason = _awaited(step, record, viewer, now)
        if not reason:
            return ""
        reasons.append(reason)
    if reasons:
        return reasons[0]
    onward = (model for model in kinds().values() if model.flow.opening.primary)
    if record.state not in record.flow.idle or any(may_open_from(one, record, viewer) for one in onward):
        return ""
    return gettext("It goes on with what was made from it.")


def _awaited(step: Step, record: Filed, viewer: Viewer, now: datetime) -> str:
    """What others, or time, are to do before a step can be taken; "" for nothing."""
    if step.heeds_holds:
        standing = Hold.objects.standing(local_day(now)).filter(record=record.pk).order_by("pk")
        if held := " ".join(standing.values_list("reason", flat=True)):
            return held
    refusals = [refusal(guard, record, now) for guard in step.guards if waits(guard)]
    refusals += [refusal(able, record, viewer, now) for able in step.able if waits(able)]
    return next((str(refused) for refused in refusals if refused), "")
