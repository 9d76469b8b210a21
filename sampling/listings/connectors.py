"""What does a carrier say of a parcel? By the adapter that settings.TRACKING names, and by none otherwise.

An adapter is a function (carrier, tracking number) → [{"at": …, "where": …, "what": …}], oldest first. It is
called by a worker and never in a request; nothing but the two is told to it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import urllib3
from django.conf import settings
from django.utils.module_loading import import_string

Said: TypeAlias = "list[dict[str, str]]"
LookUp: TypeAlias = Callable[[str, str], Said]
PARTS = ("at", "where", "what")
MOST = 100


class NoAnswer(Exception):
    """The carrier said nothing, or nothing that can be read."""


def adapter() -> LookUp | None:
    """The adapter of the installation, None where it has none."""
    if not settings.TRACKING:
        return None
    found: LookUp = import_string(settings.TRACKING)
    return found


def from_file(carrier: str, number: str) -> Said:
    """From a file that something else writes: {tracking number: lines}, as JSON."""
    try:
        return read(json.loads(Path(settings.TRACKING_SOURCE).read_text()).get(number))
    except (OSError, ValueError, AttributeError) as error:
        raise NoAnswer(number) from error


def from_web(carrier: str, number: str) -> Said:
    """From an address that answers GET with the lines as JSON."""
    asked = {"carrier": carrier, "number": number}
    try:
        answer = urllib3.request(
            "GET", settings.TRACKING_SOURCE, fields=asked, timeout=settings.TRACKING_TIMEOUT, retries=False
        )
        if answer.status != 200:
            raise NoAnswer(f"{answer.status}")
        return read(answer.json())
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise NoAnswer(number) from error


def read(lines: Any) -> Said:
    """The lines of an answer, its last ones. Raises NoAnswer."""
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise NoAnswer("no list of lines")
    return [{part: str(line.get(part, ""))[:200] for part in PARTS} for line in lines[-MOST:]]
