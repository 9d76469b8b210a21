"""How does a script send a large film in parts, and go on after the connection was lost? (tus 1.0)

POST begins one, HEAD asks how much has come, PATCH sends the next part, DELETE gives it up. The form then
names it by its token in place of a file (documents.forms).
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from http import HTTPStatus

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request, linked
from casework.flow import Refused
from documents import uploads
from documents.models import Upload

VERSION = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"}
CHUNK = "application/offset+octet-stream"


def _answer(status: int, said: str = "", **headers: object) -> HttpResponse:
    named = VERSION | {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return HttpResponse(said, status=status, content_type="text/plain; charset=utf-8", headers=named)


def _number(request: Request, name: str) -> int:
    """A header that is a number of bytes, -1 where it is none."""
    written = request.headers.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 16 else -1


def _name(request: Request) -> str:
    """The file's name in Upload-Metadata: "filename" and base64, pairs separated by commas."""
    pairs = (pair.split() for pair in request.headers.get("Upload-Metadata", "").split(","))
    said = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    try:
        return b64decode(said.get("filename", ""), validate=True).decode()
    except (Error, UnicodeDecodeError):
        return ""


@linked.by("POST")
def begin(request: Request) -> HttpResponse:
    """Begin a film of Upload-Length bytes; the answer's Location is where its parts go."""
    size = _number(request, "Upload-Length")
    try:
        upload = uploads.begin(name=_name(request), size=size, by=request.viewer, now=timezone.now())
    except Refused as refused:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(refused))
    return _answer(HTTPStatus.CREATED, Location=reverse("upload", args=[upload.token]), Upload_Offset=0)


@linked.of(lambda viewer: Upload.objects.visible_to(viewer).waiting(), "token").by("HEAD", "PATCH", "DELETE")
def chunk(request: Request, upload: Upload) -> HttpResponse:
    """One's own film on its way: how much has come, the next part of it, or its end."""
    if request.method == "DELETE":
        try:
            uploads.give_up(upload, by=request.viewer, now=timezone.now())
        except Refused as refused:
            return _answer(HTTPStatus.CONFLICT, str(refused))
        return _answer(HTTPStatus.NO_CONTENT)
    if request.method == "PATCH":
        return _taken(request, upload)
    return _answer(HTTPStatus.OK, Upload_Offset=upload.offset, Upload_Length=upload.size)


def _taken(request: Request, upload: Upload) -> HttpResponse:
    if request.content_type != CHUNK:
        return _answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _("Send the part as %(type)s.") % {"type": CHUNK})
    offset, length = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    try:
        come = uploads.take_chunk(upload, offset=offset, length=length, stream=request, now=timezone.now())
    except uploads.Elsewhere as refused:
        return _answer(HTTPStatus.CONFLICT, str(refused), Upload_Offset=upload.offset)
    except Refused as refused:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(refused))
    return _answer(HTTPStatus.NO_CONTENT, Upload_Offset=come)
