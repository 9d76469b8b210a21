"""How does a program get at papers and files? By the twins of their addresses; each read is logged first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from casework.api.schema import Said
from casework.api.views import Twin
from documents import views

TAG = _("Papers and files")


class Paper(Twin):
    """The PDF of a paper."""

    def said(self, method: str) -> Said:
        answers: dict[Any, Any] = {(200, "application/pdf"): OpenApiTypes.BINARY}
        return Said("read_paper", TAG, _("Download a paper"), answers=answers, fails=(404,))

    def get(self, request: Request, token: str) -> HttpResponse:
        return views.document(request._request, token)


class File(Twin):
    """A file as it was sent in."""

    def said(self, method: str) -> Said:
        answers: dict[Any, Any] = {(200, "*/*"): OpenApiTypes.BINARY}
        return Said("read_file", TAG, _("Download a file"), answers=answers, fails=(404, 409, 410))

    def get(self, request: Request, token: str) -> HttpResponse:
        return views.attachment(request._request, token)


urlpatterns: list[URLPattern] = [
    path("papers/<str:token>/", Paper.as_view(), name="api-document"),
    path("files/<str:token>/", File.as_view(), name="api-attachment"),
]
