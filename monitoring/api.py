"""How does a program report a risk, and look up what became of it? (4.2.4 c, 6.1.2)"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api import shown
from casework.api.asked import schema, type_in
from casework.api.once import once
from casework.api.problems import Invalid
from casework.api.schema import Said, key
from casework.api.views import Twin, asking, known_number, plain_body, viewer_of
from monitoring import actions, forms
from monitoring.flow import SignalState
from monitoring.models import RiskCase, RiskSignal

SIZE = 50
TAG = _("Risk signals")


class Signal(shown.Out):
    """A risk signal. url: its address in the API."""

    number = serializers.CharField()
    url = serializers.CharField()
    product = serializers.CharField()
    hazard = serializers.CharField(allow_blank=True)
    state = shown.Named()
    collected = serializers.DateTimeField()


class SignalDetail(Signal):
    particulars = shown.Group(many=True)
    case = serializers.CharField(allow_null=True, help_text="The risk case it went into, if you may see it.")


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
    particulars = [
        {"heading": str(heading), "facts": [{"label": str(k), "value": shown.plain(v)} for k, v in facts]}
        for heading, facts in signal.particulars(viewer_of(request))
    ]
    return SignalDetail(
        {**row(signal), "particulars": particulars, "case": case.number if case else None}
    ).data


class Signals(Twin):
    """Risk signals, newest first; a platform's and a center's programs take new ones down."""

    def said(self, method: str) -> Said:
        if method == "POST":
            asks = schema(forms.SignalForm)
            posted = {201: SignalDetail}
            fails = (400, 409, 413, 415, 422)
            return Said("report_signal", TAG, _("Take down a risk"), "", asks, posted, fails, (key(),))
        before = asking("before", {"type": "string"}, _("The number of the last one of the page before"))
        state = asking("state", {"type": "string", "enum": SignalState.values}, _("State"))
        answers = {200: SignalPage}
        return Said("find_signal", TAG, _("List"), answers=answers, fails=(422,), parameters=(before, state))

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

        def deed() -> tuple[int, Any]:
            if not actions.takes_down(viewer):
                raise PermissionDenied(_("This step is not yours to take."))
            form = type_in(forms.SignalForm, plain_body(request.data), viewer=viewer, now=now)
            return 201, detail(actions.register(by=viewer, now=now, **form.cleaned_data), request)

        answer = once(request, now, deed)
        answer["Location"] = answer.data["url"]
        return answer


class OneSignal(Twin):
    """A risk signal and the case it went into."""

    def said(self, method: str) -> Said:
        return Said("read_signal", TAG, _("Risk signal"), answers={200: SignalDetail}, fails=(404,))

    def get(self, request: Request, number: str) -> Response:
        scope = RiskSignal.objects.visible_to(viewer_of(request))
        signal = scope.filter(number=known_number(number)).with_parties().first()
        if signal is None:
            raise Http404
        return Response(detail(signal, request))


urlpatterns: list[URLPattern] = [
    path("signals/", Signals.as_view(), name="api-signals"),
    path("signals/<str:number>/", OneSignal.as_view(), name="api-signal"),
]
