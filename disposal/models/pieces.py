"""Can the pieces that a regulator found have been so many?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext


def unless_counted(data: Mapping[str, Any]) -> dict[str, str]:
    """What contradicts what else is said of the pieces: {field: sentence}. What is unknown counts not."""
    made, sold, stock, sealed, recalled = (
        data.get(name) for name in ("made", "sold", "stock", "sealed", "recalled")
    )
    back = recalled or 0
    found = {}
    if made is not None and (sold or 0) + (stock or 0) > made + back:
        found["made"] = gettext("More pieces were sold and are in stock than were made or bought in.")
    if stock is not None and sealed is not None and sealed > stock + back:
        found["sealed"] = gettext("More pieces were sealed up than are in stock or were recalled.")
    if sold is not None and back > sold:
        found["recalled"] = gettext("More pieces were recalled than were sold.")
    return found
