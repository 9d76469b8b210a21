"""What do tests of sharing start from? Rules in force, resources in the repository, requests by actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Viewer
from catalogue.models import Finding
from sharing.actions import requests, resources, safeguards
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource
from sharing.models.safeguards import Safeguard
from tests.cast import Cast
from tests.photos import photographed

FIELDS = [["product", "What was tested"], ["month", "When"], ["failed", "How many failed"]]
ROWS = [("Kettle", "2026-09", "3"), ("Toy bear", "2026-10", "1"), ("=HYPERLINK(1)", "2026-10", "0")]
OFFICERS = (
    "center_sharing_officer",
    "regulator_sharing_officer",
    "laboratory_sharing_officer",
    "platform_sharing_officer",
)


def csv(rows: Any = ROWS, header: Any = None, name: str = "own.csv") -> SimpleUploadedFile:
    """A table as a laboratory supplies it."""
    lines = [header or [field for field, _meaning in FIELDS], *rows]
    return SimpleUploadedFile(name, "\n".join(",".join(line) for line in lines).encode(), "text/csv")


@photographed
def rules(cast: Cast, now: datetime, text: str = "Keep it safe.") -> Safeguard:
    """The center's safeguards, confirmed by the province's regulator and acknowledged by everybody."""
    found = safeguards.publish(text=text, by=cast.center_sharing_officer, now=now)
    safeguards.confirm(found, by=cast.regulator_sharing_officer, now=now)
    found.refresh_from_db()
    for name in (*OFFICERS, "other_platform_sharing_officer", "other_laboratory_sharing_officer"):
        safeguards.acknowledge(found, by=cast.people[name], now=now)
    return found


def entry(**changes: Any) -> dict[str, Any]:
    """What the catalogue says of a resource."""
    return {
        "name": "Own tests",
        "abstract": "Tests that we made of our own accord.",
        "cycle": "month",
        "retention": 5,
        "openness": "request",
        "personal": False,
        "contact": "Li, 0571-3",
        "format": "CSV",
        **changes,
    }


@photographed
def offered(
    cast: Cast, now: datetime, by: Viewer | None = None, file: Any = None, **changes: Any
) -> Resource:
    """A table that the laboratory offers to the center."""
    table = {"holding": "findings", "headings": ["product", "test"], "fields": FIELDS, "center": cast.center}
    by = by or cast.laboratory_sharing_officer
    return resources.register(by=by, now=now, file=file or csv(), **{**entry(), **table, **changes})


@photographed
def table(cast: Cast, now: datetime, **changes: Any) -> Resource:
    """The laboratory's table in the repository, with the safeguards in force."""
    if not Safeguard.objects.exists():
        rules(cast, now)
    found = offered(cast, now, **changes)
    resources.accept(found, by=cast.center_sharing_officer, now=now)
    found.refresh_from_db()
    return found


@photographed
def live(cast: Cast, now: datetime, source: str = "findings", **changes: Any) -> Resource:
    """Something that the system serves, offered by the center."""
    if not Safeguard.objects.exists():
        rules(cast, now)
    by = changes.pop("by", cast.center_sharing_officer)
    data = {**entry(name=f"Live {source}", center=cast.center), **changes}
    return resources.register(by=by, now=now, source=source, **data)


@photographed
def asked(
    cast: Cast, now: datetime, resource: Resource | None = None, by: Viewer | None = None, **changes: Any
) -> ShareRequest:
    """The platform asks the laboratory for its table, for a month, as a file."""
    resource, by = resource or table(cast, now), by or cast.platform_sharing_officer
    data = {
        "purpose": "To look for the same goods.",
        "legal_ground": "",
        "fields_asked": [column.name for column in resource.open_to(by.organisation)],
        "asked_from": now.date(),
        "asked_until": now.date() + timedelta(30),
        "method": "file",
        "promise": True,
    }
    return requests.ask(resource, by=by, now=now, **{**data, **changes})


def holder(cast: Cast, request: ShareRequest) -> Viewer:
    """The sharing officer of who holds what is asked for."""
    return cast.people[f"{request.owner.kind}_sharing_officer"]


@photographed
def inquired(cast: Cast, now: datetime) -> ShareRequest:
    found = asked(cast, now)
    requests.inquire(found, question="Which goods?", by=holder(cast, found), now=now)
    return found


def active(
    cast: Cast,
    now: datetime,
    resource: Resource | None = None,
    by: Viewer | None = None,
    fields: Any = (),
    until: date | None = None,
    **changes: Any,
) -> ShareRequest:
    """Granted, in whole unless told otherwise."""
    found = asked(cast, now, resource, by, **changes)
    requests.grant(
        found,
        fields_granted=list(fields) or found.fields_asked,
        granted_until=until or found.asked_until,
        reason="It serves safety.",
        by=holder(cast, found),
        now=now,
    )
    return found


@photographed
def over(cast: Cast, now: datetime) -> ShareRequest:
    """A grant whose last day was yesterday."""
    return active(cast, now - timedelta(10), asked_until=now.date() - timedelta(1))


def finding(number: int = 1, **changes: Any) -> Finding:
    """An imported finding on the platform's own goods."""
    return Finding.objects.create(
        **{
            "on": date(2026, 10, number),
            "organisation": "Another body",
            "product": f"Kettle {number}",
            "producer": "Kettle Works",
            "brand": "Hot",
            "model": "K1",
            "shop": "Kettle Shop",
            "platform": "First Platform",
            "item_id": f"100{number}",
            "verdict": "non_conforming",
            "failing": "Leakage current",
            "source": "notice.xlsx",
            "fingerprint": f"{number:064d}",
            **changes,
        }
    )
