"""How does a program say of which finding an outcome is?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.addresses import code
from accounts.models import Viewer
from casework.api import serializers as shown
from casework.api.form_twins import FormTwin
from casework.api.schema import Operation
from casework.api.views import Twin, asking, viewer_of
from monitoring.followups import actions as followups
from monitoring.followups.forms import FollowUpForm
from monitoring.followups.models import FollowUp, FollowUpState
from monitoring.followups.walls import collector, of_follow_up
from monitoring.risks.api import TAG


class FollowUpRow(shown.Out):
    """An outcome of an earlier failure. state: it waits for a person, is matched, or stays apart."""

    code = serializers.SerializerMethodField(help_text="Its name in the address.")
    state = serializers.CharField()
    title = serializers.CharField()
    product = serializers.CharField()
    producer = serializers.CharField(allow_blank=True)
    outcome = serializers.CharField(allow_blank=True)

    def get_code(self, one: Any) -> str:
        return code("follow_up", one.pk)


class FollowUps(Twin):
    """Outcomes of earlier failures that wait for a person, the newest first; state=: others."""

    rule = collector.by("GET")
    http_method_names = ["get", "head"]

    def describe(self, method: str) -> Operation:
        asks = (asking("state", {"type": "string", "enum": list(FollowUpState.values)}, _("State")),)
        label, answers = _("Outcomes of earlier failures"), {200: FollowUpRow(many=True)}
        return Operation("find_follow_ups", TAG, label, "", None, answers, (403,), asks)

    def get(self, request: Request) -> Response:
        state = request.query_params.get("state", FollowUpState.WAITING)
        found = FollowUp.objects.visible_to(viewer_of(request)).filter(state=state).order_by("-pk")
        return Response(FollowUpRow(found[:FOLLOW_UPS], many=True).data)


class OneFollowUp(FormTwin):
    """An outcome: of which finding it is, or why it stays apart."""

    rule = of_follow_up
    name, tag, label = "decide_follow_up", TAG, _("Outcome of an earlier failure")
    shape = FollowUpForm

    def about(self, viewer: Viewer) -> dict[str, Any]:
        return {"offered": followups.offered(self.subject)}

    def do(self, data: dict[str, Any], viewer: Viewer, now: datetime) -> None:
        followups.decide(self.subject, data["finding"], data["reason"], by=viewer, now=now)


# So many are told at once.
FOLLOW_UPS = 200
