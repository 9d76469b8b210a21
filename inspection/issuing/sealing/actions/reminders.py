"""Who hears that a report is out without its laboratory's seal? (6.3-6)

A report bears signature and seal (RB/T 214-2017, 4.5.20). Until the laboratory has returned it sealed it is
received and compiled all the same, so that no deadline waits for a token; its signatory is reminded, and
after a week those of the center who received it are told, so that nothing rests on it unseen.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.models import System
from accounts.roles import Role
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.work.notifications import Telling
from documents.models import Document
from inspection.issuing.sealing.models import unsealed
from inspection.reports.models.reports import Report
from trail import verbs
from trail.models import Event, write

UNSEALED = "a report is not sealed"
verbs.register(UNSEALED, gettext_lazy("A report is out without the laboratory's seal"), notification=True)

# So many days after it was issued, each once; from the second on the center is told as well. Of what was
# issued before the longest nobody is told.
AFTER, LONGEST = (2, 7), 14


@carries("6.3-6")
def warn(now: datetime) -> int:
    """Tell of the reports that were issued two or seven days ago and have not come back sealed; returns of
    how many."""
    longest, shortest = (now - timedelta(days=days) for days in (LONGEST, min(AFTER)))
    found = unsealed().filter(issued_at__gte=longest, issued_at__lte=shortest).order_by("pk")
    return sum(_told(paper, now) for paper in found.only("record", "issued_at", "file_number"))


@transaction.atomic
def _told(paper: Document, now: datetime) -> bool:
    report = Report.objects.get(documents=paper.pk)
    age = (local_day(now) - local_day(paper.issued_at)).days
    days = max((each for each in AFTER if each <= age), default=0)
    subject, detail = ("record", report.pk), {"number": paper.file_number, "days": days}
    before = Event.objects.of(*subject).filter(verb=UNSEALED, detail__number=detail["number"])
    if not days or before.filter(detail__days__gte=days).exists():
        return False
    event = write(UNSEALED, subject, actor=System().actor(), at=now, clause="6.3-6", detail=detail)
    telling = Telling(now)
    telling.tell(report, event, report.laboratory_id, Role.SIGNATORY)
    if days == max(AFTER) and report.center_id and report.state != "issued":
        telling.tell(report, event, report.center_id, Role.COMPILER)
    telling.send()
    return True
