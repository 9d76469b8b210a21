"""Does what work names still stand in the registers, and what is said where it has ended?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from catalogue.models import Standard, TestItem
from catalogue.registered import Entry
from trail.enumerations import enumerated


def withdrawn(items: Iterable[TestItem]) -> str:
    """Which items rest on a standard that is in force no longer, and what to do; "" where none does."""
    dead = [f"{item} ({_since(standard)})" for item in items for standard in item.withdrawn()]
    if not dead:
        return ""
    said = gettext(
        "These test items rest on a standard that has ended: %(items)s. Name items by a standard in force."
    )
    return said % {"items": enumerated(dict.fromkeys(dead))}


def _since(standard: Standard) -> str:
    """A standard that has ended, and what came in its place."""
    return " → ".join(each.number for each in (standard, standard.replaced_by) if each)


def ended(entries: Iterable[Entry]) -> str:
    """Which entries of the registers new work names no longer, and what to do; "" where all stand."""
    gone = dict.fromkeys(str(entry) for entry in entries if getattr(entry, entry.ends))
    if not gone:
        return ""
    said = gettext("The registers say that this has ended: %(entries)s. Name what came in its place.")
    return said % {"entries": enumerated(gone)}
