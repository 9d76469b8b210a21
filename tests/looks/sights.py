"""Which pages of records are there to be looked at? Each kind's, by portal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import Viewer
from accounts.roles import Kind
from casework.actions import may_open, offers
from casework.flow import Step
from casework.models import Filed, kinds
from casework.pages.desks import Desk
from tests.test_access import routes

Seen = list[tuple[Viewer, list[Filed]]]
# What the pages of each kind of organisation are called in the names of pictures.
PORTALS: dict[Kind | None, str] = {kind: str(kind) for kind in Kind}
PORTALS |= {Kind.MERCHANT: "shop", None: "everybody"}


@dataclass(frozen=True)
class Sight:
    """A page to look at: route: of the URLconf; name: what it shows; path: where, for this viewer.

    data: what is sent there, for a page that answers; None = it is only opened. again: the page is among
    the sights already, with other rows or another button: for pictures only. page: False
    for what the scripts of pages ask for.
    """

    route: str
    name: str
    path: str
    viewer: Viewer | None = field(default=None, compare=False)
    data: Mapping[str, Any] | None = field(default=None, compare=False)
    status: int = 200
    again: bool = False
    page: bool = True

    @property
    def portal(self) -> str:
        return PORTALS[self.viewer.kind if self.viewer else None]

    @property
    def file(self) -> str:
        """What its pictures in a tour are called."""
        return f"{self.portal}-{self.name}"

    def __str__(self) -> str:
        return f"{self.portal}/{self.name}"


def desks() -> dict[str, Desk]:
    """The desk of each kind, from the URLconf."""
    return {
        str(pattern.name).removesuffix("-list"): pattern.default_args["desk"]
        for pattern in routes()
        if str(pattern.name).endswith("-list") and "desk" in pattern.default_args
    }


def of_records(people: Mapping[str, Viewer], now: datetime) -> Iterator[Sight]:
    """Every kind's pages, each once a portal, over what these people see."""
    for kind, desk in desks().items():
        seen = [(viewer, _seen(kind, viewer)) for viewer in people.values()]
        yield from _lists(kind, seen)
        yield from _records(seen, now)
        yield from _steps(desk, seen, now)
        opener = next((viewer for viewer, _records in seen if may_open(desk.model, viewer)), None)
        if opener and desk.opens(opener):
            yield Sight(f"{kind}-open", f"{kind}-open", reverse(f"{kind}-open"), opener)


def _seen(kind: str, viewer: Viewer) -> list[Filed]:
    """What a viewer sees of a kind, newest first."""
    found = kinds()[kind]._default_manager.get_queryset()
    return list(found.visible_to(viewer).order_by("-pk"))  # type: ignore[attr-defined]


def _lists(kind: str, seen: Seen) -> Iterator[Sight]:
    """The list once a portal, and once without a row."""
    fullest = sorted(seen, key=lambda each: -len(each[1]))
    path = reverse(f"{kind}-list")
    for portal in Kind:
        viewer = next((viewer for viewer, records in fullest if viewer.kind == portal and records), None)
        if viewer:
            yield Sight(f"{kind}-list", f"{kind}-list", path, viewer)
    empty = next((viewer for viewer, records in fullest if not records), None)
    if empty:
        yield Sight(f"{kind}-list", f"{kind}-list-empty", path, empty)


def _records(seen: Seen, now: datetime) -> Iterator[Sight]:
    """The record on whose page most can be done, once a portal."""
    for portal in Kind:
        found = [
            (len(possible(record, viewer, now)), -place, record, viewer)
            for viewer, records in seen
            for place, record in enumerate(records)
            if viewer.kind == portal
        ]
        if found:
            *_order, record, viewer = max(found, key=lambda each: each[:2])
            yield Sight(record.kind, record.kind, record.get_absolute_url(), viewer)


def possible(record: Filed, viewer: Viewer, now: datetime) -> list[Step]:
    """The steps that this viewer can take now."""
    return [step for step, reason in offers(record, viewer, now) if reason is None]


def _steps(desk: Desk, seen: Seen, now: datetime) -> Iterator[Sight]:
    """Each step once, where somebody can take it."""
    found: dict[str, Sight] = {}
    for viewer, records in seen:
        for record in records:
            for step in possible(record, viewer, now):
                if step.name not in found:
                    found[step.name] = of_step(desk, record, step, viewer)
    yield from found.values()


def of_step(desk: Desk, record: Filed, step: Step, viewer: Viewer) -> Sight:
    """The form of a step; of one that asks for nothing, the record with its button."""
    name = f"{record.kind}-{step.name}"
    if not (desk.form(step) or step.prepared):
        return Sight(record.kind, name, record.get_absolute_url(), viewer, again=True)
    path = reverse(f"{record.kind}-step", args=[record.number, step.name])
    return Sight(f"{record.kind}-step", name, path, viewer, again=step.name == "void")
