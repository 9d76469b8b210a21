"""How did the exports of the 12315 platform look, and since when? Each version is known by its header.

The platform's columns change over the years, and files of years ago are still sent in. What a file says of a
version is data (exports_12315/*.toml): how a line is understood is the hotline's own (complaints).
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from documents.incoming.headers import plain
from monitoring.importers.complaints import complaint
from monitoring.importers.layouts import Layout

FOLDER = Path(__file__).parent / "exports_12315"
WHAT = {
    "complaints": _("Complaints exported from the 12315 platform, as it gives them out since {since}"),
    "reports": _("Reports exported from the 12315 platform, as it gives them out since {since}"),
}


def layout(name: str, version: dict[str, Any]) -> Layout:
    """A version as a layout; the source is the hotline's, so that a line is the same in whatever version."""
    return Layout(
        name=f"12315-{name}",
        channel="a",
        source="hotline_12315",
        label=format_lazy(WHAT[version["what"]], since=version["since"].isoformat()),
        sheet="",
        needs=tuple(version["needs"]),
        read=complaint,
        columns=version["columns"],
        unread=frozenset(map(plain, version["unread"])),
        since=version["since"],
    )


# The newest first: where a header fits two, it is the newer's.
LAYOUTS = tuple(
    sorted(
        (layout(path.stem, tomllib.loads(path.read_text())) for path in FOLDER.glob("*.toml")),
        key=lambda one: (one.since, one.name),
        reverse=True,
    )
)
