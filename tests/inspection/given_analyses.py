"""What do tests of analyses start from?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from casework.actions import take
from inspection.batches.analyses.actions import analyse
from inspection.commissions.models.commissions import Entrustment
from inspection.reports.models.reports import Report
from tests.cast import Cast
from tests.inspection import given
from tests.photos import photographed

TEXT = "Lead stands out: one lot of paint, we suppose. Small parts: nothing came off."


@photographed
def analysed(cast: Cast, now: datetime, **data: Any) -> Entrustment:
    """A commission whose only report is issued, and that has been analysed."""
    entrustment = given.reported(cast, now, **data)
    analyse(entrustment, text=TEXT, by=cast.signatory, now=now)
    return Entrustment.objects.get(pk=entrustment.pk)


def closed(entrustment: Entrustment, cast: Cast, now: datetime) -> Entrustment:
    """A reported commission, analysed and closed."""
    analyse(entrustment, text=TEXT, by=cast.signatory, now=now)
    take("close", entrustment, by=cast.organiser, now=now)
    return entrustment


@photographed
def outdated(cast: Cast, now: datetime) -> Entrustment:
    """A commission whose report was amended a minute after it was analysed."""
    entrustment = analysed(cast, now)
    report = Report.objects.get(entrusted__entrustment=entrustment)
    given.applied(cast, now + timedelta(minutes=1), report)
    return Entrustment.objects.get(pk=entrustment.pk)
