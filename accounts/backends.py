"""Who is logged in, and where do they work? Asked before every answer, as one question."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.utils import timezone

from accounts.memberships import places_of
from accounts.models import User
from accounts.prepared import Prepared


class AccountBackend(ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        today = timezone.localdate()
        places = places_of(user_id, today)
        user = places[0].user if places else next(iter(_without_place(user_id)), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        user.places_on = today, places
        return user


@Prepared
def _without_place(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
