"""Does what work names still stand in the registers, and what is said where it has ended?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from catalogue.models import TestItem
from catalogue.registered import Entry
from trail.enumerations import enumerated


def withdrawn(items: Iterable[TestItem]) -> str:
    """Which items rest on a standard that is in force no longer, and what to do; "" where none does."""
    dead = [f"{item} ({standard.number})" for item in items for standard in item.withdrawn()]
    if not dead:
        return ""
    said = gettext(
        "These test items rest on a standard that has ended: %(items)s. The register of standards says what "
        "came in its place: name items by that one."
    )
    return said % {"items": enumerated(dict.fromkeys(dead))}


def ended(entries: Iterable[Entry]) -> str:
    """Which entries of the registers new work names no longer, and what to do; "" where all stand."""
    gone = dict.fromkeys(str(entry) for entry in entries if getattr(entry, entry.ends))
    if not gone:
        return ""
    said = gettext("The registers say that this has ended: %(entries)s. Name what came in its place.")
    return said % {"entries": enumerated(gone)}
