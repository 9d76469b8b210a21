"""What do tests of the national report start from? One on the third quarter, at each of its states."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.actions import take
from disposal.actions import national
from disposal.models.compilations import NationalReport
from tests.cast import Cast
from tests.photos import photographed


@photographed
def begun(cast: Cast, now: datetime, **data: Any) -> NationalReport:
    """The report on the third quarter of 2026."""
    period = {"period_from": date(2026, 7, 1), "period_to": date(2026, 9, 30)}
    return national.begin_national(by=cast.compiler, now=now, regulator=cast.nation, **{**period, **data})


@photographed
def counted(cast: Cast, now: datetime, **data: Any) -> NationalReport:
    report = begun(cast, now, **data)
    national.compile_national(report, by=cast.compiler, now=now)
    return report


@photographed
def compiled(cast: Cast, now: datetime, **data: Any) -> NationalReport:
    report = counted(cast, now, **data)
    national.write_national(report, by=cast.compiler, now=now, summary="A calm quarter.")
    return report


# Who confirms or approves a report that looks odd has noticed it, and says why it is right.
NOTICED: dict[str, Any] = {"acknowledged": True, "note": "Nothing was sampled before the center was founded."}


@photographed
def confirmed(cast: Cast, now: datetime, **data: Any) -> NationalReport:
    report = compiled(cast, now, **data)
    national.review_national(report, **NOTICED, by=cast.chair, now=now)
    return report


@photographed
def agreed(cast: Cast, now: datetime, **data: Any) -> NationalReport:
    report = confirmed(cast, now, **data)
    national.approve_national(report, **NOTICED, by=cast.leader, now=now)
    return report


@photographed
def handed_back(cast: Cast, now: datetime) -> NationalReport:
    """Returned by the national authority."""
    report = handed_in(cast, now)
    take("hand_back", report, by=cast.nation_officer, now=now, note="A case is counted twice.")
    return report


@photographed
def handed_in(cast: Cast, now: datetime, **data: Any) -> NationalReport:
    report = agreed(cast, now, **data)
    national.send_national(report, by=cast.compiler, now=now)
    return report
