"""What do tests of a sample that is tested again start from?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from inspection.commissions.models.commissions import EntrustedSample
from inspection.reports.actions import reports, signing, testing
from inspection.reports.models.reports import Report
from tests.cast import Cast
from tests.inspection import given
from tests.photos import photographed


@photographed
def second_report(cast: Cast, now: datetime, values: dict[str, Any] = given.BAD) -> Report:
    """A reviewed report that was voided, and another begun on its sample."""
    first = given.reviewed(cast, now, values=values)
    reports.void_report(first, by=cast.signatory, now=now, note="To be done again.")
    entrusted = EntrustedSample.objects.get(sample=first.sample)
    return reports.begin_report(
        entrusted=entrusted, retest_reason="The sieve was clogged.", by=cast.tester, now=now
    )


@photographed
def second_submitted(cast: Cast, now: datetime) -> Report:
    """The other one is clean, and submitted."""
    report = second_report(cast, now)
    done = {"tested_from": now.date(), "tested_to": now.date(), "tested_at": "1 Test Road"}
    testing.enter(report, rows=given.rows(report, given.GOOD), by=cast.tester, now=now, **done)
    given.raw_record(cast, now, report)
    signing.submit(report, by=cast.tester, now=now)
    return report


@photographed
def issued_knowingly(cast: Cast, now: datetime, report: Report) -> Report:
    """A submitted report was issued by people who say that they saw what counts no more."""
    signing.review(report, noticed=True, by=cast.reviewer, now=now)
    signing.sign(report, noticed=True, by=cast.signatory, now=now)
    reports.publish(report, by=cast.signatory, now=now)
    return report


@photographed
def second_issued(cast: Cast, now: datetime) -> Report:
    """Another test of a sample was issued: it says something else than the one that was voided."""
    return issued_knowingly(cast, now, second_submitted(cast, now))
