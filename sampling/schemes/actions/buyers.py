"""Who buys for a center, and who has left or lost that role?"""

from __future__ import annotations

from typing import Any

from accounts.models import Organisation, User
from accounts.roles import Role


def buyers_of(center: Organisation) -> Any:
    """The people of a center who buy."""
    return User.objects.filter(
        is_active=True, memberships__organisation=center, memberships__roles__contains=[Role.BUYER]
    ).distinct()


def still_buys(person: User, center: Organisation) -> bool:
    """Whether somebody buys for a center, or has left or lost that role."""
    return bool(buyers_of(center).filter(pk=person.pk).exists())
