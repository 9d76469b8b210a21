"""Who is logged in? Asked before every answer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from accounts.models import User
from accounts.prepared import Prepared


class AccountBackend(ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        user = next(iter(_known(user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@Prepared
def _known(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
