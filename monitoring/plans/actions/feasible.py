"""Can the batches of a plan be had within its quotas? What is contradictory is said in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from accounts.models import Organisation
from monitoring.plans.models.plans import ANY_PRICE, Band, priced

Row = Mapping[str, Any]


def contradictions(
    quotas: Sequence[Row], items: Sequence[Row], platforms: Sequence[Organisation]
) -> list[str]:
    """Why quotas cannot be kept or mean two things, as sentences; [] if they make sense.

    quotas: each platform or None, item (a place in `items`) or None, price_from, price_below and most.
    items: each product and batches. platforms: of the plan, one or more.
    """
    found = [
        _("The plan does not sample on %(platform)s: it needs no quota.") % {"platform": strange}
        for strange in dict.fromkeys(row["platform"] for row in quotas)
        if strange is not None and strange not in platforms
    ]
    if len({_scope(row) for row in quotas}) < len(quotas):
        found.append(_("Two quotas speak of the same: keep one of them."))
    bands = {_band(row) for row in quotas} - {ANY_PRICE}
    for one, other in combinations(sorted(bands, key=str), 2):
        if _overlap(one, other):
            said = {"one": priced(one), "other": priced(other)}
            found.append(
                _("These price bands overlap: %(one)s; %(other)s. Let one end where the other begins.") % said
            )
    wanted = sum(item["batches"] for item in items)
    if not found and (reached := most_within(quotas, items, platforms)) < wanted:
        counts = {"most": reached, "wanted": wanted}
        found.append(
            _("Within these quotas at most %(most)d of the %(wanted)d batches can be had: raise them.")
            % counts
        )
    return found


def most_within(quotas: Sequence[Row], items: Sequence[Row], platforms: Sequence[Any]) -> int:
    """How many of the batches the quotas of platforms and products leave room for: a maximum flow from the
    products over what each platform may give. What lies within a price band limits nothing here."""
    limits: dict[Any, int] = {
        (row["item"], row["platform"]): row["most"] for row in quotas if _band(row) == ANY_PRICE
    }
    source, sink = len(items) + len(platforms), len(items) + len(platforms) + 1
    room = np.zeros((sink + 1, sink + 1), dtype=np.int32)
    for place, item in enumerate(items):
        batches: int = item["batches"]
        room[source, place] = min(batches, limits.get((place, None), batches))
        for beside, platform in enumerate(platforms, start=len(items)):
            room[place, beside] = limits.get((place, platform), batches)
    total = int(room[source].sum())
    for beside, platform in enumerate(platforms, start=len(items)):
        room[beside, sink] = limits.get((None, platform), total)
    return int(maximum_flow(csr_array(room), source, sink).flow_value)


def _band(row: Row) -> Band:
    return (row["price_from"], row["price_below"])


def _scope(row: Row) -> tuple[Any, ...]:
    return (row["platform"], row["item"], *_band(row))


def _overlap(one: Band, other: Band) -> bool:
    low = max(one[0] or Decimal(0), other[0] or Decimal(0))
    return all(high is None or low < high for _low, high in (one, other))
