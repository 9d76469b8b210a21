"""How does a program get at papers and files? By the twins of their addresses; each read is logged first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api import serializers as shown
from casework.api.once import once
from casework.api.problems import Invalid, problem
from casework.api.schema import Operation, key
from casework.api.views import Twin, viewer_of
from documents import uploads, views
from documents.views import resumed

TAG = _("Papers and files")


class Paper(Twin):
    """The PDF of a paper."""

    def describe(self, method: str) -> Operation:
        answers: dict[Any, Any] = {(200, "application/pdf"): OpenApiTypes.BINARY}
        return Operation("read_paper", TAG, _("Download a paper"), answers=answers, fails=(404,))

    def get(self, request: Request, token: str) -> HttpResponse:
        return views.document(request._request, token=token)


class File(Twin):
    """A file as it was sent in."""

    def describe(self, method: str) -> Operation:
        answers: dict[Any, Any] = {(200, "*/*"): OpenApiTypes.BINARY}
        return Operation("read_file", TAG, _("Download a file"), answers=answers, fails=(404, 409, 410))

    def get(self, request: Request, token: str) -> HttpResponse:
        return views.attachment(request._request, token=token)


class Begun(shown.Out):
    """A film that is to come in parts. token: by which a form names it; part: the most bytes of a part."""

    token = serializers.CharField()
    url = serializers.CharField()
    offset = serializers.IntegerField()
    part = serializers.IntegerField()


class Uploads(Twin):
    """Beginning to send a film in parts."""

    http_method_names = ["post"]

    def describe(self, method: str) -> Operation:
        texts = {"name": {"type": "string", "maxLength": 300}, "size": {"type": "integer", "minimum": 1}}
        asks = {"type": "object", "required": ["name", "size"], "properties": texts}
        fails, label = (400, 409, 413, 415, 422), _("Begin to send a film in parts")
        return Operation("begin_upload", TAG, label, "", asks, {201: Begun}, fails, (key(),))

    def post(self, request: Request) -> Response:
        now = timezone.now()

        def action() -> tuple[int, Any]:
            sent = request.data if isinstance(request.data, dict) else {}
            name, size = sent.get("name"), sent.get("size")
            if not isinstance(name, str) or not isinstance(size, int) or isinstance(size, bool):
                raise Invalid({"form": [_("Send the name of the film, and its size in bytes.")]})
            upload = uploads.begin(name=name, size=size, by=viewer_of(request), now=now)
            url = reverse("api-upload", args=[upload.token])
            body = {"token": upload.token, "url": url, "offset": 0, "part": settings.UPLOAD_CHUNK}
            return 201, Begun(body).data

        answer = once(request, now, action)
        answer["Location"] = answer.data["url"]
        return answer


class Parts(Twin):
    """A film on its way: how much has come (HEAD), the next part (PATCH), giving it up (DELETE); tus 1.0."""

    http_method_names = ["head", "patch", "delete"]

    def describe(self, method: str) -> Operation:
        if method == "DELETE":
            return Operation("drop_upload", TAG, _("Give up a film"), answers={204: None}, fails=(404,))
        offset = OpenApiParameter(
            "Upload-Offset",
            {"type": "integer", "minimum": 0},
            OpenApiParameter.HEADER,
            required=True,
            description=str(_("How many bytes came before; HEAD asks for it.")),
        )
        raw = {resumed.CHUNK: {"type": "string", "format": "binary"}}
        fails, label = (404, 409, 413, 415), _("Send the next part of a film")
        return Operation(
            "send_part", TAG, label, answers={204: None}, fails=fails, parameters=(offset,), raw=raw
        )

    def head(self, request: Request, token: str) -> HttpResponse:
        return resumed.chunk(request._request, token=token)

    def patch(self, request: Request, token: str) -> HttpResponse:
        answer = resumed.chunk(request._request, token=token)
        if answer.status_code < 400:
            return answer
        kept = {name: answer[name] for name in ("Upload-Offset",) if answer.has_header(name)}
        return problem(answer.status_code, answer.content.decode(), headers=kept)

    delete = head


urlpatterns: list[URLPattern] = [
    path("papers/<str:token>/", Paper.as_view(), name="api-document"),
    path("files/<str:token>/", File.as_view(), name="api-attachment"),
    path("uploads/", Uploads.as_view(), name="api-uploads"),
    path("uploads/<str:token>/", Parts.as_view(), name="api-upload"),
]
