"""How often may a password be guessed, and by whom? One limiter, which counts in the database.

Every password that is typed is written down before it is looked at, so that guesses made at once count as
well; whoever is over a limit is not answered, and that is not counted, so that nobody lengthens another's
wait. What the system never got to look at, as it broke down over it, is no guess. Who has logged in from an
address before is bound there by their own mistakes alone: neither a stranger who guesses at their name nor
one who sprays a password over all names keeps them out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil
from unicodedata import normalize

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Attempt
from trail import verbs
from trail.models import SYSTEM, write

verbs.register("type a wrong password", gettext_lazy("Type a wrong password"))

WINDOW = timedelta(minutes=15)
# Longer than this no password is looked at.
LOOK = timedelta(minutes=1)
# Wrong passwords in that time: for a name from one address, for a name from all addresses where it is not
# known, from an address and from its subnet for all names together.
OF_A_PAIR, OF_A_NAME, OF_AN_ADDRESS, OF_A_SUBNET = 6, 9, 30, 60
# For so long an address is known where somebody has logged in.
KNOWN = timedelta(days=90)
TOO_MANY = "too_many"


def source(request: HttpRequest) -> str:
    """Where a request comes from: as the outermost of our own proxies says, or whoever is connected."""
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    behind = settings.TRUSTED_PROXIES
    place = told[-behind] if 0 < behind <= len(told) else request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(place.partition("%")[0])
    except ValueError:
        return "0.0.0.0"  # noqa: S104 (a unix socket has no address)
    # A proxy that listens for both versions at once writes an address of the fourth as one of the sixth.
    found = getattr(found, "ipv4_mapped", None) or found
    # Whoever has one address of the sixth version has them all, up to here.
    return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False).network_address)


def begin(name: str, address: str, now: datetime) -> Attempt:
    """Write down that a password was typed, before it is looked at; `succeed` or `fail` says what it was.

    address: from `source`. Raises ValidationError, with the code TOO_MANY, where there were too many.
    """
    whence = {"address": address, "subnet": _subnet(address)}
    attempt = Attempt(at=now, counts_until=now + LOOK, name=_digest(name), **whence)
    with transaction.atomic():
        _wait_for(attempt)
        if until := _closed_until(attempt):
            minutes = ceil((until - now) / timedelta(minutes=1))
            said = ngettext(
                "Too many wrong passwords: wait %(n)d minute, then try again.",
                "Too many wrong passwords: wait %(n)d minutes, then try again.",
                minutes,
            )
            raise ValidationError(said % {"n": minutes}, TOO_MANY)
        attempt.save()
    return attempt


def succeed(attempt: Attempt) -> None:
    """The password was right."""
    attempt.right = True
    attempt.save(update_fields=["right"])


def fail(attempt: Attempt) -> None:
    """The password was wrong, or there is no such name: the trail says so, and not which."""
    with transaction.atomic():
        attempt.counts_until = attempt.at + WINDOW
        attempt.save(update_fields=["counts_until"])
        write("type a wrong password", ("attempt", attempt.pk), actor=SYSTEM, at=attempt.at,
              detail={"name": attempt.name})  # fmt: skip


def forget(now: datetime) -> int:
    """Delete what no limit looks at any more. Returns how many."""
    old = Q(right=False, at__lt=now - 2 * WINDOW) | Q(at__lt=now - KNOWN)
    deleted, _kinds = Attempt.objects.filter(old).delete()
    return deleted


def _digest(name: str) -> str:
    """One person is one name, however it is typed; the name itself may be a password in the wrong box."""
    plain = normalize("NFKC", name).strip().casefold()
    return salted_hmac("accounts.attempts", plain, algorithm="sha256").hexdigest()


def _subnet(address: str) -> str:
    wide = 24 if ip_address(address).version == 4 else 48
    return str(ip_network((address, wide), strict=False))


def _wait_for(attempt: Attempt) -> None:
    """Attempts on one name, and those of one subnet, are counted one after the other."""
    with connection.cursor() as cursor:
        for key in sorted((attempt.name, attempt.subnet)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _closed_until(attempt: Attempt) -> datetime | None:
    """Until when no more passwords are looked at; None while there were not too many."""
    wrong = Attempt.objects.filter(right=False, counts_until__gt=attempt.at)
    pair = Attempt.objects.filter(name=attempt.name, address=attempt.address)
    known = pair.filter(right=True, at__gt=attempt.at - KNOWN).aggregate(last=Max("at"))["last"]
    own = wrong.filter(name=attempt.name, address=attempt.address)
    limits = (
        [(own.filter(at__gt=known), OF_A_PAIR)]
        if known
        else [
            (own, OF_A_PAIR),
            (wrong.filter(name=attempt.name), OF_A_NAME),
            (wrong.filter(address=attempt.address), OF_AN_ADDRESS),
            (wrong.filter(subnet=attempt.subnet), OF_A_SUBNET),
        ]
    )
    reached = (_reached(guesses, most) for guesses, most in limits)
    return max(filter(None, reached), default=None)


def _reached(guesses: QuerySet[Attempt], most: int) -> datetime | None:
    """When fewer than so many of these count, so that one more may be made; None where that is so now."""
    ends = guesses.order_by("-counts_until").values_list("counts_until", flat=True)
    return next(iter(ends[most - 1 : most]), None)
