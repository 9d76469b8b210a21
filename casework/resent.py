"""Was this very form sent before? Whoever presses twice, or goes back and sends again, does a thing once.

Each form that is drawn bears a token of its own, the one against forgery. What comes again with the same
token and the same content is the same action: it gets the answer of the first, which is waited for if it is
still being given. What was refused may be sent again. The action and that it was done are one transaction: no
breakdown keeps one without the other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from casework.models import SentForm

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)
KEPT = timedelta(days=1)


def once(request: HttpRequest, now: datetime, carry_out: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer to a form: carried out now, or that of the form which was this one.

    Only an answer that leads on to another page says that something was done.
    """
    key = _key(request)
    with transaction.atomic():
        _wait_for(key)
        before = SentForm.objects.filter(key=key).first()
        if before:
            return redirect(before.leads_to)
        answer = carry_out()
        if answer.status_code in (302, 303):
            SentForm.objects.create(key=key, at=now, leads_to=answer["Location"])
    return answer


def forget(now: datetime) -> int:
    """Forget the forms of yesterday: nobody has them open any more. Returns how many."""
    return SentForm.objects.filter(at__lt=now - KEPT).delete()[0]


def _key(request: HttpRequest) -> str:
    """A digest of who sent what, where to, and on which form."""
    asked = (request.user.pk, request.get_full_path(), sorted(request.POST.lists()))
    found = sha256(repr(asked).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            found.update(repr((name, file.name, file.size)).encode())
            for piece in file.chunks():
                found.update(piece)
            file.seek(0)
    return found.hexdigest()


def _wait_for(key: str) -> None:
    """The forms of one key come in one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [key])
