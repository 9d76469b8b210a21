"""Who holds these roles in these organisations today, and who stands in for them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from accounts.models import User


class Asked(NamedTuple):
    """Everybody in a role of an organisation; only this person, if they still hold it."""

    organisation: int
    role: str
    person: int | None = None


# A step asks it each time, so one statement answers for all, which Django need not put together anew. Who
# stands in on a day is what StandInQuerySet.on says: tests/casework/test_members.py holds one to the other.
HOLDING = """
WITH asked AS (
    SELECT * FROM unnest(%(organisations)s::bigint[], %(roles)s::varchar[], %(persons)s::bigint[])
    WITH ORDINALITY AS asked (organisation, role, person, place)
), holding AS (
    SELECT asked.place, asked.organisation, asked.role, held.user_id,
           bool_or(held.user_id = asked.person) OVER (PARTITION BY asked.place) AS assigned,
           held.user_id = asked.person AS is_the_one
    FROM asked
    JOIN accounts_membership held ON held.organisation_id = asked.organisation
        AND held.roles @> ARRAY[asked.role] AND held.left_on IS NULL
    JOIN accounts_user person ON person.id = held.user_id AND person.is_active
), meant AS (
    SELECT * FROM holding WHERE is_the_one OR assigned IS NOT TRUE
), concerned AS (
    SELECT place, user_id FROM meant
    UNION
    SELECT meant.place, entrusted.substitute_id
    FROM meant
    JOIN accounts_standin entrusted ON entrusted.organisation_id = meant.organisation
        AND entrusted.absent_id = meant.user_id AND entrusted.roles @> ARRAY[meant.role]
        AND %(today)s BETWEEN entrusted.first AND entrusted.last AND entrusted.ended_on IS NULL
)
SELECT person.*, concerned.place
FROM concerned JOIN accounts_user person ON person.id = concerned.user_id AND person.is_active
ORDER BY person.id
"""


def members(asked: Collection[Asked], today: date) -> dict[Asked, list[User]]:
    """Those whom each question means on a day, by their key."""
    questions = list(dict.fromkeys(asked))
    found: dict[Asked, list[User]] = defaultdict(list)
    if not questions:
        return found
    organisations, roles, persons = (list(column) for column in zip(*questions, strict=True))
    values = {"organisations": organisations, "roles": roles, "persons": persons, "today": today}
    rows: Iterable[Any] = User.objects.raw(HOLDING, values)
    for user in rows:
        found[questions[user.place - 1]].append(user)
    return found
