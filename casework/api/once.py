"""Was this asked before? A program that asks again under the same key gets the same answer, and nothing is
done twice.

The answer is written in the transaction of the action. A twin asked in the same instant waits for the unique
constraint and then reads what the first was answered. What failed is not written down: it may be asked again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken
from casework.api.problems import Invalid
from casework.models import Answered

HEADER = "Idempotency-Key"
KEPT = timedelta(days=30)
LONGEST = 120


@transaction.atomic
def once(request: Request, now: datetime, action: Callable[[], tuple[int, Any]]) -> Response:
    """Do an action for a program once for its key; action() returns the status and the body of the answer.

    A token must send a key with everything it posts; a person at the browser need not, and then it is not
    kept. Raises what the action raises.
    """
    token = request.auth
    if not isinstance(token, ApiToken):
        status, body = action()
        return Response(body, status=status)
    key = request.headers.get(HEADER, "")
    if not (0 < len(key) <= LONGEST and key.isprintable()):
        raise ValidationError(
            _("Send an Idempotency-Key of at most 120 characters, another for each action.")
        )
    asked = fingerprint(request)
    row, new = Answered.objects.get_or_create(token=token, key=key, defaults={"asked": asked, "at": now})
    if new:
        row.status, body = action()
        row.body = json.loads(JSONRenderer().render(body)) if body is not None else None
        row.save(update_fields=["status", "body"])
    elif row.asked != asked:
        raise Invalid({HEADER: [_("This key belongs to another request: send a new one.")]})
    return Response(row.body, status=row.status, headers={} if new else {"Idempotency-Replayed": "true"})


def fingerprint(request: Request) -> str:
    """A digest of what was asked: method, address, and what was sent, whatever its encoding."""
    sent = request.data
    lists = {name: sent.getlist(name) for name in sent} if hasattr(sent, "getlist") else sent
    said = json.dumps([request.method, request.get_full_path(), lists], sort_keys=True, default=_digest)
    return sha256(said.encode()).hexdigest()


def _digest(file: UploadedFile[bytes]) -> list[Any]:
    found = sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return [file.name, found.hexdigest()]


def forget(now: datetime, batch: int = 1000) -> int:
    """Delete the answers older than thirty days; returns how many."""
    old = Answered.objects.filter(at__lt=now - KEPT).order_by("at").values_list("pk", flat=True)
    total = 0
    while gone := Answered.objects.filter(pk__in=list(old[:batch])).delete()[0]:
        total += gone
    return total
