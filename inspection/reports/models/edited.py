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
from inspection.flow.vocabulary import CORRECTABLE, Entry
from inspection.judgement.by_figures import ItemVerdict
from inspection.reports.models.as_text import shown, written
from inspection.reports.models.tested_items import Result

NAMED = (Entry.LOQ, Entry.UNCERTAINTY, Entry.REPEAT)


def standing(result: Result) -> dict[str, str]:
    """What stands in a result, by entry."""
    return {str(entry): written(result, entry) for entry in CORRECTABLE}


def as_shown(result: Result) -> str:
    """The same as one text, which a form carries along."""
    return json.dumps(standing(result), ensure_ascii=False)


def meant(result: Result, row: Mapping[str, Any]) -> Result:
    """The result, not saved, as it would be with a row as it was typed."""
    meant = copy(result)
    for name, value in row.items():
        setattr(meant, name, value)
    with suppress(Unreadable):  # refused at its cell
        meant.write_down(row.get("value", result.value) or "")
        meant.write_repeat(row.get("repeat", result.repeat) or "")
    meant.weigh(row.get("verdict") or "")
    if not meant.by_hand:
        meant.reason = ""
    return meant


def typed(result: Result, row: Mapping[str, Any]) -> dict[str, str]:
    """What would stand in it with a row as it was typed."""
    return standing(meant(result, row))


def unfails(result: Result, row: Mapping[str, Any]) -> bool:
    """Whether a row takes back that the item fails: nobody does so without a word, their own entry or not."""
    fails = ItemVerdict.NON_CONFORMING
    return result.verdict == fails and meant(result, row).verdict != fails


def taken_away(result: Result, row: Mapping[str, Any], user: User | None) -> list[str]:
    """The entries that a row as it was typed would overwrite, of a colleague, or of an item that failed; what
    it fills in is none."""
    if result.entered_at is None or (result.entered_by == user and not unfails(result, row)):
        return []
    now, mine = standing(result), typed(result, row)
    return [entry for entry in now if now[entry] and now[entry] != mine[entry]]


def overruling(result: Result, row: Mapping[str, Any], user: User | None, why: str) -> str:
    """Whose entry a row overwrites, from what to what, and why; "" where it overwrites nobody's."""
    taken, mine = taken_away(result, row, user), typed(result, row)
    if not taken:
        return ""
    known = {
        "item": result.name,
        "who": result.entered_by,
        "theirs": _named(taken, standing(result)),
        "by": user or "–",
        "yours": _named(taken, mine),
        "why": why,
    }
    return (
        gettext("%(item)s: %(who)s had entered %(theirs)s; %(by)s put %(yours)s in its place: %(why)s")
        % known
    )


def _failed(result: Result) -> str:
    return gettext(
        "What stands here fails (%(value)s against %(limit)s). If it is to stand no more, say why and save "
        "again; reviewer, signatory and center read it."
    ) % {"value": result.reported or "–", "limit": result.held_against}


def _named(entries: list[str], values: Mapping[str, str]) -> str:
    """What stands in entries; those that could be taken for the value with their names."""
    return " · ".join(
        f"{Entry(entry).label} {shown(entry, values[entry])}"
        if entry in NAMED
        else shown(entry, values[entry])
        for entry in entries
    )


@carries("6.3-5")
def clash(
    result: Result, row: Mapping[str, Any], seen: str, user: User | None, why: str = ""
) -> tuple[bool, str]:
    """(whether the row is to be written, why it is refused).

    seen: what the form showed of the result (`as_shown`); "" for a program that did not say. why: the reason
    for which an entry is overwritten that is a colleague's or says that the item fails; it counts for what
    was seen. What a person left as it was shown to them takes nothing away from what a colleague entered
    meanwhile.
    """
    now, mine = standing(result), typed(result, row)
    try:
        before = json.loads(seen) if seen else {}
    except ValueError:
        before = {}
    if mine in (now, before):
        return False, ""
    if result.entered_at is None:
        return True, ""
    if result.entered_by == user:
        return (True, "") if why or not unfails(result, row) else (False, _failed(result))
    if now == before and (why or not taken_away(result, row, user)):
        return True, ""
    differing = [entry for entry in now if now[entry] != mine[entry]]
    known = {
        "who": result.entered_by,
        "theirs": _named(differing, now),
        "time": timezone.localtime(result.entered_at).strftime("%H:%M"),
        "yours": _named(differing, mine),
    }
    sentence = gettext(
        "%(who)s entered %(theirs)s at %(time)s; you entered %(yours)s. Agree on it; if yours is to stand, "
        "say why and save again."
    )
    return False, sentence % known
