"""How does a program take many steps in one call? Each by the body that it would send alone, each by itself.

A step is named by its address, as "reports/TR-7K3M9QF/enter/", or by that of a list, which opens a record.
What an earlier step of the call opened is called "#0", "#1", … by that step's place: "reports/#0/enter/".
What fails undoes itself alone, and is told as the call by itself would be told, unless the program asks for
all or nothing. A trial undoes everything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Viewer
from casework.api import serializers as shown
from casework.api import views
from casework.api.once import once
from casework.api.problems import Invalid, Problem, answer, described
from casework.api.schema import Operation, key
from casework.models import Filed, Job
from casework.pages.desks import Desk

# So many steps a call: a few seconds of work, and a page of answers.
MOST = 200
EARLIER = re.compile(r"#(\d{1,3})")
NAMES = {"steps", "dry_run", "all_or_nothing"}
FAILED_DEPENDENCY = 424


class Taken(serializers.Serializer[Any]):
    """What came of a step: the record as it stands then, or why it was not taken."""

    at = serializers.CharField(help_text=_("The address, as it was sent"))
    status = serializers.IntegerField(help_text=_("What the call by itself would have answered"))
    number = serializers.CharField(required=False)
    url = serializers.CharField(required=False)
    state = shown.Named(required=False)
    problem = Problem(required=False)


class Batched(serializers.Serializer[Any]):
    """What came of a call of many steps. kept: False where all was undone."""

    kept = serializers.BooleanField(help_text=_("Whether what was done stands"))
    done = serializers.IntegerField()
    refused = serializers.IntegerField()
    steps = Taken(many=True)


class Batch(views.Twin):
    """Many steps in one call, in their order."""

    http_method_names = ["post"]

    def describe(self, method: str) -> Operation:
        step = {
            "type": "object",
            "required": ["at"],
            "additionalProperties": False,
            "properties": {
                "at": {
                    "type": "string",
                    "title": pgettext("program", "Address"),
                    "example": "reports/#0/enter/",
                },
                "body": {"type": "object", "title": str(_("What is sent there"))},
            },
        }
        asks = {
            "type": "object",
            "required": ["steps"],
            "additionalProperties": False,
            "properties": {
                "steps": {"type": "array", "minItems": 1, "maxItems": MOST, "items": step},
                "dry_run": {"type": "boolean", "title": str(_("Try it, and keep nothing"))},
                "all_or_nothing": {"type": "boolean", "title": str(_("Keep nothing if a step is refused"))},
            },
        }
        told = _(
            "Each step is sent as by itself: to its address behind /api/v1/, with the same body. The number "
            "of a record that an earlier step of the call opened is written #0, #1, … by that step's place. "
            "A large file goes as a part of multipart/form-data beside the part “batch” with this JSON, and "
            'stands there as {"part": "its name"}. What is refused undoes itself alone, and is told.'
        )
        label = _("Take many steps in one call")
        answers = {200: Batched}
        return Operation("batch", "Worklist", label, told, asks, answers, (400, 413, 415, 422), (key(),))

    def post(self, request: Request) -> Response:
        viewer, now = views.viewer_of(request), timezone.now()

        def action() -> tuple[int, Any]:
            sent = _sent(request)
            return 200, Batched(_taken(sent, viewer, now)).data

        return once(request, now, action)


def _sent(request: Request) -> Mapping[str, Any]:
    """The call as it was sent, with its files where they are named. Raises Invalid."""
    sent: Any = request.data
    if hasattr(sent, "getlist"):
        try:
            sent = json.loads(sent.get("batch", ""))
        except ValueError as error:
            raise ParseError(_("The part “batch” is no JSON that can be read.")) from error
        sent = _with_parts(sent, request.FILES)
    if not isinstance(sent, Mapping) or not isinstance(sent.get("steps"), list):
        raise Invalid({"steps": [_("Send a list of steps.")]})
    errors = {name: [_("This is not asked for here.")] for name in sent if name not in NAMES}
    if not 0 < len(sent["steps"]) <= MOST:
        errors["steps"] = [_("Send one to %(most)d steps in a call.") % {"most": MOST}]
    for place, step in enumerate(sent["steps"]):
        if not isinstance(step, Mapping) or not isinstance(step.get("at"), str) or set(step) - {"at", "body"}:
            errors[f"steps[{place}]"] = [_("A step has an address, “at”, and what is sent there, “body”.")]
    if errors:
        raise Invalid(errors)
    return sent


def _with_parts(value: Any, files: Mapping[str, Any]) -> Any:
    """A body with the files in it that are named as parts."""
    if isinstance(value, Mapping):
        if set(value) == {"part"}:
            return files.get(value["part"]) if isinstance(value["part"], str) else None
        return {name: _with_parts(each, files) for name, each in value.items()}
    return [_with_parts(each, files) for each in value] if isinstance(value, list) else value


def _taken(sent: Mapping[str, Any], viewer: Viewer, now: datetime) -> dict[str, Any]:
    """All the steps, each in a transaction within the call's."""
    steps: list[dict[str, Any]] = []
    with transaction.atomic():
        for step in sent["steps"]:
            steps.append(_one(step["at"], step.get("body") or {}, steps, viewer, now))
        refused = sum("problem" in step for step in steps)
        undone = bool(sent.get("dry_run") or (sent.get("all_or_nothing") and refused))
        transaction.set_rollback(undone)
    return {"kept": not undone, "done": len(steps) - refused, "refused": refused, "steps": steps}


def _one(
    at: str, body: Any, before: Sequence[Mapping[str, Any]], viewer: Viewer, now: datetime
) -> dict[str, Any]:
    for place in map(int, EARLIER.findall(at)):
        if place >= len(before) or "number" not in before[place]:
            why = _("Step %(place)d of this call opened nothing, and this one needs it.") % {"place": place}
            problem = described(FAILED_DEPENDENCY, why)
            return {"at": at, "status": FAILED_DEPENDENCY, "problem": problem}
    address = EARLIER.sub(lambda found: before[int(found[1])]["number"], at)
    try:
        with transaction.atomic():
            return {"at": at, **_done(address, body, viewer, now)}
    except Exception as error:
        told = answer(error, {})
        if not isinstance(told, Response) or told.status_code >= 500:
            raise
        return {"at": at, "status": told.status_code, "problem": told.data}


def _done(address: str, body: Any, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Take the step at an address, or open a record there. Raises what its own view raises."""
    try:
        match = resolve(f"{reverse('api-root')}{address}")
    except Resolver404 as error:
        raise Http404 from error
    view, named = getattr(match.func, "view_class", None), getattr(match.func, "view_initkwargs", {})
    if view is views.OpenRecords:
        made = views.open_one(named["desk"], body, viewer, now)
        return {"status": 201, **_after(named["desk"], made.number, viewer)}
    if view is not views.OneStep:
        raise Http404
    done = views.take_one(named["desk"], named["step"], match.kwargs["number"], body, viewer, now)
    status = 202 if isinstance(done, Job) and done.under_way else 200
    return {"status": status, **_after(named["desk"], match.kwargs["number"], viewer)}


def _after(desk: Desk, number: str, viewer: Viewer) -> dict[str, Any]:
    """The record after a step, if its doer may still see it."""
    record: Filed | None = views.seen(desk, number, viewer)
    if record is None:
        return {}
    state = shown.named(record.state, record.get_state_display())
    return {"number": record.number, "url": reverse(f"api-{desk.kind}", args=[record.number]), "state": state}
