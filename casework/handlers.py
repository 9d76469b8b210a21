"""How is a step taken that somebody chose: on a page, by a program, on several records at once?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from inspect import isclass, signature
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import transaction
from django.urls import get_resolver

from accounts.models import Viewer
from casework.actions import open_record, take
from casework.flow import Flow, Step
from casework.models import Filed, kinds

# What every handler is given beside what a form asked for.
GIVEN = {"by", "now", "step"}


def perform(step: Step, record: Filed, *, by: Viewer, now: datetime, **data: Any) -> Any:
    """Take a step, with all that it does. data: what its form asked for, cleaned. Raises Refused."""
    handler = record.flow.handlers.get(step.name)
    if handler is None:
        return take(step.name, record, by=by, now=now, **data)
    return handler(record, by=by, now=now, **data)


@transaction.atomic
def perform_opening(
    model: type[Filed], *, by: Viewer, now: datetime, hand_in: bool = False, **data: Any
) -> Filed:
    """Open a record of a kind, with all that its opening does. hand_in: it is submitted at once, or, where
    that is refused, not opened. Raises Refused."""
    handler = model.flow.handlers.get(model.flow.opening.name)
    opened: Filed = handler(by=by, now=now, **data) if handler else open_record(model, by=by, now=now, **data)
    if hand_in:
        perform(model.flow["submit"], opened, by=by, now=now)
    return opened


def fitting(**_options: Any) -> list[CheckMessage]:
    """A check of the system: whether each step's handler takes what its form asks for."""
    get_resolver().url_patterns  # noqa: B018 (reads all that is registered)
    return [
        Error(f"{model.__name__}, {step.name}: {fault}", id="casework.E001")
        for model in kinds().values()
        for step in model.flow
        for fault in unfitting(model.flow, step)
    ]


def unfitting(flow: Flow, step: Step) -> Iterator[str]:
    """What a step's form asks for and its handler does not take, and what that takes and nobody is asked for.
    A form that puts together itself what it hands on, in a `clean` of its own, answers for that."""
    handler, shape = flow.handlers.get(step.name), flow.shapes.get(step.name)
    if handler is None or not isclass(shape) or _puts_together(shape):
        return
    taken = signature(handler).parameters.values()
    mandatory = {each.name for each in taken if each.kind is each.KEYWORD_ONLY and each.default is each.empty}
    asked = set(shape.base_fields)  # type: ignore[attr-defined]
    if lacking := mandatory - asked - GIVEN:
        yield f"{handler} takes {', '.join(sorted(lacking))}, which {shape.__name__} does not ask for"
    open_to_all = any(each.kind is each.VAR_KEYWORD for each in taken)
    if (left := asked - {each.name for each in taken}) and not open_to_all:
        yield f"{shape.__name__} asks for {', '.join(sorted(left))}, which {handler} does not take"


def _puts_together(shape: type) -> bool:
    return any("clean" in vars(each) for each in shape.__mro__ if not each.__module__.startswith("django."))
