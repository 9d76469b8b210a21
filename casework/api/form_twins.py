"""How does a program do an action that is no step: ask what its form asks for, and send that?"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Viewer
from casework.api import serializers as shown
from casework.api.once import once
from casework.api.parameters import Shape, schema, told, type_in
from casework.api.schema import Operation, key
from casework.api.views import Twin, plain_body, viewer_of
from casework.flow import Text

FAILS = (400, 404, 409, 413, 415, 422)


class FormTwin(Twin):
    """The twin of a page with a form, as casework.pages.actions answers it: rule and form are the page's.

    name: of its operations in the description; tag, label: under what, and how it is called.
    """

    name: ClassVar[str]
    tag: ClassVar[Text]
    label: ClassVar[Text]
    shape: ClassVar[Shape]

    def about(self, viewer: Viewer) -> dict[str, Any]:
        """What the form is made with."""
        return {}

    def do(self, data: dict[str, Any], viewer: Viewer, now: datetime) -> None:
        """The action, with the cleaned form. Raises what the action raises."""
        raise NotImplementedError

    def describe(self, method: str) -> Operation:
        if method != "POST":
            label = _("What is asked for: %(step)s") % {"step": self.label}
            return Operation(
                f"{self.name}_asks", self.tag, label, answers={200: shown.StepAsked}, fails=(404,)
            )
        asks = schema(type(self).shape)
        return Operation(self.name, self.tag, self.label, "", asks, {204: None}, FAILS, (key(),))

    def get(self, request: Request, **named: Any) -> Response:
        asked = told(type(self).shape, **self.about(viewer_of(request)))
        return Response({"step": self.name, "label": str(self.label), "clause": "", **asked})

    def post(self, request: Request, **named: Any) -> Response:
        viewer, now = viewer_of(request), timezone.now()

        def action() -> tuple[int, None]:
            form = type_in(type(self).shape, plain_body(request.data), **self.about(viewer))
            self.do(form.cleaned_data, viewer, now)
            return 204, None

        return once(request, now, action)
