"""What happens to accounts? Each deed writes the trail itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from trail.models import Actor, Event, write


def log_in(user: User, now: datetime) -> Event:
    """Note a log-in."""
    return _note("log in", user, now)


def log_out(user: User, now: datetime) -> Event:
    """Note a log-out."""
    return _note("log out", user, now)


@transaction.atomic
def change_password(user: User, password: str, now: datetime) -> Event:
    """Set a new password and say so in the trail; the password itself is nowhere in it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    return _note("change password", user, now)


def _note(verb: str, user: User, now: datetime) -> Event:
    return write(verb, ("user", user.pk), actor=Actor("user", user.pk), at=now)
