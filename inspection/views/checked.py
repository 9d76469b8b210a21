"""What of a report is held against the norm before it is signed or issued? (ISO/IEC 17025, 7.8.2.1)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from accounts.models import Viewer
from casework.checks import Check
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from inspection import linter
from inspection.models.reports import Report


def by_letter(report: Report, viewer: Viewer, now: datetime) -> Iterator[Check]:
    """Letter by letter what the paper says and what it lacks, if it were issued now and signed by this
    viewer."""
    paper = report.paper(local_day(now))
    paper["signatory"] = paper["signatory"] or str(viewer.user)
    for letter, asked, lacking in linter.by_letter(paper, report.entrustment.wording):
        yield Check(
            asked, Refused(" ".join(lacking)) if lacking else None, f"7.8.2.1 {letter}" if letter else "LB-02"
        )
