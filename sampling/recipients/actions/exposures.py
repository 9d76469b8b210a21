"""How many shops know each recipient, and until when do they cool down? Without names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Max, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from casework.clauses import carries
from casework.deadlines.clocks import earliest, ends, instant, local_day
from casework.terms.table import TERMS
from sampling.recipients.models.recipients import Recipient


@dataclass(frozen=True)
class Exposure:
    """shops: how many know the person, those of one operator being one. until: the last day on which another
    shop of the operator that learned of them last may not; None if nobody knows them. waiting: orders under
    way that will tell one more."""

    shops: int = 0
    until: date | None = None
    waiting: int = 0


@carries("W-16")
def exposures(recipients: Iterable[int], now: datetime) -> Mapping[int, Exposure]:
    """The exposure of recipients by primary key; who is known to no shop is missing."""
    today = local_day(now)
    since, end = instant(earliest(TERMS["W-16b"], today)), ends(TERMS["W-16"], today)
    names = (NullIf(F(f"purchases__shop__{name}"), Value("")) for name in ("credit_code", "operator"))
    who = Coalesce(*names, Cast("purchases__shop_id", TextField()))
    ordered = Q(purchases__ordered_at__gte=since)
    waits = Q(purchases__ordered_at=None, purchases__turn__gt="")
    rows = (
        Recipient.objects.filter(ordered | waits, pk__in=list(recipients))
        .order_by()
        .values("pk")
        .annotate(
            shops=Count(who, distinct=True, filter=Q(purchases__ordered_at__isnull=False)),
            last=Max("purchases__ordered_at"),
            waiting=Count("purchases", filter=Q(purchases__ordered_at=None)),
        )
    )
    return {
        row["pk"]: Exposure(
            row["shops"], end(local_day(row["last"])) if row["last"] else None, row["waiting"]
        )
        for row in rows
    }
