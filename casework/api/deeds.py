"""How does a program do a deed that is no step: ask what its form asks for, and send that?"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Viewer
from casework.api import shown
from casework.api.asked import Shape, schema, told, type_in
from casework.api.once import once
from casework.api.schema import Said, key
from casework.api.views import Twin, plain_body, viewer_of
from casework.flow import Text

FAILS = (400, 404, 409, 413, 415, 422)


class DeedTwin(Twin):
    """The twin of a page with a form, as casework.pages.deeds answers it: rule and form are the page's.

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
        """The deed, with the cleaned form. Raises what the deed raises."""
        raise NotImplementedError

    def said(self, method: str) -> Said:
        if method != "POST":
            label = _("What is asked for: %(step)s") % {"step": self.label}
            return Said(f"{self.name}_asks", self.tag, label, answers={200: shown.StepAsked}, fails=(404,))
        asks = schema(type(self).shape)
        return Said(self.name, self.tag, self.label, "", asks, {204: None}, FAILS, (key(),))

    def get(self, request: Request, **named: Any) -> Response:
        asked = told(type(self).shape, **self.about(viewer_of(request)))
        return Response({"step": self.name, "label": str(self.label), "clause": "", **asked})

    def post(self, request: Request, **named: Any) -> Response:
        viewer, now = viewer_of(request), timezone.now()

        def deed() -> tuple[int, None]:
            form = type_in(type(self).shape, plain_body(request.data), **self.about(viewer))
            self.do(form.cleaned_data, viewer, now)
            return 204, None

        return once(request, now, deed)
