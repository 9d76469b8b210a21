"""What did a form show of a result, and has somebody else changed it since?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from copy import copy
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from casework.clauses import carries
from catalogue.numerals import Unreadable
from inspection.flow import CORRECTABLE
from inspection.models.corrections import shown, written
from inspection.models.reports import Result


def standing(result: Result) -> dict[str, str]:
    """What stands in a result, by entry."""
    return {str(entry): written(result, entry) for entry in CORRECTABLE}


def as_shown(result: Result) -> str:
    """The same as one text, which a form carries along."""
    return json.dumps(standing(result), ensure_ascii=False)


def typed(result: Result, row: Mapping[str, Any]) -> dict[str, str]:
    """What would stand in it with a row as it was typed."""
    meant = copy(result)
    for name, value in row.items():
        setattr(meant, name, value)
    with suppress(Unreadable):  # refused at its cell
        meant.write_down(row.get("value", result.value) or "")
    meant.weigh(row.get("verdict") or "")
    if not meant.by_hand:
        meant.reason = ""
    return standing(meant)


@carries("6.3-5")
def clash(result: Result, row: Mapping[str, Any], seen: str, user: User | None) -> tuple[bool, str]:
    """(whether the row is to be written, why it is refused).

    seen: what the form showed of the result (`as_shown`); "" for a program that did not say. What a person
    left as it was shown to them takes nothing away from what a colleague entered meanwhile.
    """
    now, mine = standing(result), typed(result, row)
    try:
        before = json.loads(seen) if seen else {}
    except ValueError:
        before = {}
    if mine in (now, before):
        return False, ""
    if now == before or result.entered_at is None or result.entered_by == user:
        return True, ""
    differing = [entry for entry in now if now[entry] != mine[entry]]
    known = {
        "who": result.entered_by,
        "theirs": ", ".join(shown(entry, now[entry]) for entry in differing),
        "time": timezone.localtime(result.entered_at).strftime("%H:%M"),
        "yours": ", ".join(shown(entry, mine[entry]) for entry in differing),
    }
    sentence = gettext(
        "%(who)s entered %(theirs)s at %(time)s; you entered %(yours)s. Agree on it, then save again."
    )
    return False, sentence % known
