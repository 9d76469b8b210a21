"""How does a program report a risk, and look up what became of it? (4.2.4 c, 6.1.2)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import signatures
from accounts.gate import member
from accounts.models import Viewer
from casework.api import serializers as shown
from casework.api.data import by_key, fact_of
from casework.api.form_twins import FormTwin
from casework.api.once import once
from casework.api.parameters import schema, type_in
from casework.api.problems import Invalid
from casework.api.schema import Operation, key
from casework.api.views import Twin, asking, known_number, plain_body, viewer_of
from casework.flow import Refused
from monitoring.risks.actions import signals, voidings
from monitoring.risks.flow.risk import SignalState
from monitoring.risks.forms.signals import SignalForm, VoidForm
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.walls import of_received, of_signal

SIZE = 50


# How many signals are taken at once.
MOST = 1_000


TAG = _("Risk signals")


class Signal(shown.Out):
    """A risk signal. url: its address in the API."""

    number = serializers.CharField()
    url = serializers.CharField()
    product = serializers.CharField()
    hazard = serializers.CharField(allow_blank=True)
    state = shown.Named()
    collected = serializers.DateTimeField()


class Voided(shown.Out):
    """Why a signal was voided, by which organisation, when."""

    reason = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class Origin(shown.Out):
    """The file that a signal came out of, and where in it it stands."""

    file = serializers.CharField()
    line = serializers.CharField(allow_blank=True)
    sha256 = serializers.CharField()


class SignalDetail(Signal):
    particulars = shown.Group(many=True)
    by_key = shown.by_its_key()
    case = serializers.CharField(allow_null=True, help_text="The risk case it went into, if you may see it.")
    voided = Voided(allow_null=True, help_text="Why it was voided; null while it counts.")
    origin = Origin(allow_null=True, help_text="The file it came out of; null where it came without one.")


class SignalPage(shown.Out):
    """A page of signals, newest first. next: the address of the following page."""

    results = Signal(many=True)
    next = serializers.CharField(allow_null=True)


def row(signal: RiskSignal) -> dict[str, Any]:
    return {
        "number": signal.number,
        "url": reverse("api-signal", args=[signal.number]),
        "product": signal.product,
        "hazard": signal.hazard_item,
        "state": shown.named(signal.state, signal.get_state_display()),
        "collected": signal.collected_at,
    }


def detail(signal: RiskSignal, request: Request) -> Any:
    """What its page shows of a signal."""
    case = RiskCase.objects.visible_to(viewer_of(request)).filter(signals=signal).first()
    told = signal.particulars(viewer_of(request))
    particulars = [
        {"heading": str(heading), "facts": [fact_of(one) for one in facts]} for heading, facts in told
    ]
    why, file = signal.voiding, signal.origin
    return SignalDetail(
        {
            **row(signal),
            "particulars": particulars,
            "by_key": by_key(told),
            "case": case.number if case else None,
            "voided": {"reason": why.reason, "by": str(why.organisation), "at": why.at} if why else None,
            "origin": {"file": file.name, "line": signal.line, "sha256": file.sha256} if file else None,
        }
    ).data


class SignalTaken(shown.Out):
    """What became of one of several signals. status: as if it had been sent alone."""

    line = serializers.IntegerField(help_text="From 1.")
    status = serializers.IntegerField()
    number = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_blank=True, help_text="Why it was not taken down.")
    problems = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class SignalsTaken(shown.Out):
    """What became of each of the signals. taken: how many were taken down."""

    taken = serializers.IntegerField()
    results = SignalTaken(many=True)


def signature() -> tuple[OpenApiParameter, ...]:
    """The headers of a signed request, by RFC 9421 and RFC 9530."""
    told = {
        signatures.DIGEST: _("sha-256=:…: of the body (RFC 9530)"),
        signatures.INPUT: _(
            'sig=("@method" "@path" "content-digest");created=…;nonce="…";keyid="…" (RFC 9421). The time '
            "may be five minutes from ours, each nonce comes once, and keyid is the first ten characters of "
            "the key. A token that must sign is answered 401 without it."
        ),
        signatures.SIGNATURE: _("sig=:…: by hmac-sha256 with the secret of the token (RFC 9421)"),
    }
    return tuple(
        OpenApiParameter(name, {"type": "string"}, OpenApiParameter.HEADER, description=str(said))
        for name, said in told.items()
    )


class Signals(Twin):
    """Risk signals, newest first; a platform's and a center's programs take new ones down."""

    rule = member.to_post(signals.takes_down)

    def describe(self, method: str) -> Operation:
        if method == "POST":
            asks = schema(SignalForm)
            posted = {201: SignalDetail}
            fails = (400, 409, 413, 415, 422)
            return Operation(
                "report_signal", TAG, _("Take down a risk"), "", asks, posted, fails, (key(), *signature())
            )
        before = asking("before", {"type": "string"}, _("The number of the last one of the page before"))
        state = asking("state", {"type": "string", "enum": SignalState.values}, _("State"))
        answers = {200: SignalPage}
        return Operation(
            "find_signal", TAG, _("List"), answers=answers, fails=(422,), parameters=(before, state)
        )

    def get(self, request: Request) -> Response:
        scope = RiskSignal.objects.visible_to(viewer_of(request))
        state, before = (request.query_params.get(name, "") for name in ("state", "before"))
        cursor = None
        if state and state not in SignalState.values:
            raise Invalid({"state": [_("There is no such state.")]})
        if before:
            cursor = scope.filter(number=known_number(before)).values_list("pk", flat=True).first()
            if cursor is None:
                raise Invalid({"before": [_("No record of this number is in this list.")]})
        rows = list((scope.filter(state=state) if state else scope).page(cursor, SIZE))
        query = request.query_params.copy()
        query["before"] = rows[SIZE - 1].number if len(rows) > SIZE else ""
        following = f"{request.path}?{query.urlencode()}" if query["before"] else None
        return Response(SignalPage({"results": [row(one) for one in rows[:SIZE]], "next": following}).data)

    def post(self, request: Request) -> Response:
        viewer, now = viewer_of(request), timezone.now()

        def action() -> tuple[int, Any]:
            form = type_in(SignalForm, plain_body(request.data), viewer=viewer, now=now)
            return 201, detail(signals.register(by=viewer, now=now, **form.cleaned_data), request)

        answer = once(request, now, action)
        answer["Location"] = answer.data["url"]
        return answer


class ManySignals(Twin):
    """Up to a thousand signals at once, under one key: each is taken down or answered for itself."""

    rule = member.to(signals.takes_down)
    http_method_names = ["post"]

    def describe(self, method: str) -> Operation:
        asks = {
            "type": "object",
            "required": ["signals"],
            "properties": {
                "signals": {
                    "type": "array",
                    "items": schema(SignalForm),
                    "minItems": 1,
                    "maxItems": MOST,
                }
            },
        }
        fails = (400, 409, 413, 415, 422)
        parameters = (key(), *signature())
        return Operation(
            "report_signals", TAG, _("Take down risks"), "", asks, {200: SignalsTaken}, fails, parameters
        )

    def post(self, request: Request) -> Response:
        viewer, now = viewer_of(request), timezone.now()

        def action() -> tuple[int, Any]:
            sent = request.data.get("signals") if isinstance(request.data, dict) else None
            if not isinstance(sent, list) or not 0 < len(sent) <= MOST or len(request.data) > 1:
                raise Invalid({"signals": [_("Send a list of 1 to %(most)d signals here.") % {"most": MOST}]})
            lines = [_line(place, one, viewer, now) for place, one in enumerate(sent, start=1)]
            taken = sum(line["number"] is not None for line in lines)
            return 200, SignalsTaken({"taken": taken, "results": lines}).data

        return once(request, now, action)


def _line(place: int, sent: Any, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Take down one of several signals; what is wrong with it concerns the others not."""
    answer: dict[str, Any] = {"line": place, "number": None, "url": None, "detail": "", "problems": {}}
    try:
        with transaction.atomic():
            form = type_in(SignalForm, sent, viewer=viewer, now=now)
            signal = signals.register(by=viewer, now=now, **form.cleaned_data)
    except Invalid as invalid:
        said = {name: list(map(str, sentences)) for name, sentences in invalid.errors.items()}
        detail = _("What was sent is not in order: see the problems.")
        return answer | {"status": 422, "detail": str(detail), "problems": said}
    except Refused as refused:
        return answer | {"status": 409, "detail": str(refused)}
    return answer | {
        "status": 201,
        "number": signal.number,
        "url": reverse("api-signal", args=[signal.number]),
    }


class OneSignal(Twin):
    """A risk signal and the case it went into."""

    rule = of_signal

    def describe(self, method: str) -> Operation:
        return Operation("read_signal", TAG, _("Risk signal"), answers={200: SignalDetail}, fails=(404,))

    def get(self, request: Request, number: str) -> Response:
        return Response(detail(self.subject, request))


class SignalVoid(FormTwin):
    """A signal that was taken in by mistake is voided, with the reason."""

    rule = of_received
    name, tag, label = "void_signal", TAG, _("Void this risk information")
    shape = VoidForm

    def do(self, data: dict[str, Any], viewer: Viewer, now: datetime) -> None:
        voidings.void(self.subject, **data, by=viewer, now=now)
