"""How does a program get at a released photo? By the twin of its address; the read is logged first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from casework.api.schema import Said
from casework.api.views import Twin, viewer_of
from disposal.actions.photos import hand_out
from disposal.models import PhotoDecision
from disposal.walls import of_released
from documents.api import TAG
from documents.views import sent


class ReleasedPhoto(Twin):
    """A photo that was released with a redacted report."""

    rule = of_released

    def said(self, method: str) -> Said:
        answers: dict[Any, Any] = {(200, "image/jpeg"): OpenApiTypes.BINARY}
        return Said("read_photo", TAG, _("Download a released photo"), answers=answers, fails=(404,))

    def get(self, request: Request, token: str) -> HttpResponse:
        found: PhotoDecision = self.subject
        file = hand_out(found, by=viewer_of(request), now=timezone.now())
        return sent(file, found.content_type, found.name)


urlpatterns: list[URLPattern] = [
    path("photos/<str:token>/", ReleasedPhoto.as_view(), name="api-released-photo"),
]
