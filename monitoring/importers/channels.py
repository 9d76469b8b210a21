"""Which layouts are read over which channel of 6.1.2?"""

from __future__ import annotations

from monitoring.importers import complaints, foreign, media, spot_checks, standards, versions
from monitoring.importers.layouts import Layout

# The notices of channel b have a reader of their own (notices.py): they carry findings too.
NOTICES = "b"
LAYOUTS: tuple[Layout, ...] = (
    *complaints.LAYOUTS,
    *versions.LAYOUTS,
    *spot_checks.LAYOUTS,
    *media.LAYOUTS,
    *foreign.LAYOUTS,
    *standards.LAYOUTS,
)


def of_channel(channel: str) -> tuple[Layout, ...]:
    return tuple(layout for layout in LAYOUTS if layout.channel == channel)
