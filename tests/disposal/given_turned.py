"""Which cases and disposals rest on a report that has turned?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disposal.actions import turned
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from documents.delivery import confirm_receipt
from inspection.corrections.actions import corrections
from inspection.corrections.models.corrections import Correction
from inspection.reports.models.reports import Report
from tests.cast import Cast, refuse_the_portal
from tests.disposal import given
from tests.inspection import given as testing
from tests.photos import photographed

PROVED = {"note": "Proved by the raw record."}
WHY = {"note": "The second weighing was right: the report now says that it conforms."}


def report_of(record: Any) -> Report:
    """A report that a case or a disposal rests on."""
    found: Report = record.report if isinstance(record, EnforcementCase) else record.items.first().report
    return found


def before_the_leader(record: Any, cast: Cast, now: datetime, value: str = "80") -> Correction:
    """A correction of its report, by which the product would conform, before the center's leader."""
    return testing.passed_on(cast, now, report_of(record), new_value=value)


def turn(record: Any, cast: Cast, now: datetime, value: str = "80") -> None:
    """The leader lets it count."""
    correction = before_the_leader(record, cast, now, value)
    corrections.accept(correction, by=cast.leader, now=now, **PROVED)
    record.refresh_from_db()
    record.__dict__.pop("report", None)
    record._state.fields_cache.clear()


@photographed
def shaken_case(cast: Cast, now: datetime, step: str = "hear") -> EnforcementCase:
    case = given.case_at(step, cast, now)
    turn(case, cast, now)
    return case


@photographed
def shaken_disposal(cast: Cast, now: datetime) -> PlatformDisposal:
    """A platform had removed the shop, and is to learn that it need not have."""
    found = given.measured(cast, now)
    turn(found, cast, now)
    return found


@photographed
def failing_again(cast: Cast, now: datetime) -> PlatformDisposal:
    """Its report was corrected once more, back to what it had said."""
    found = shaken_disposal(cast, now)
    turn(found, cast, now, "91")
    return found


@photographed
def ending(cast: Cast, now: datetime) -> PlatformDisposal:
    """Ended, of a platform that accepts no service through the portal: not delivered."""
    found = shaken_disposal(cast, now)
    refuse_the_portal(cast.platform)
    turned.lapse_disposal(found, by=cast.compiler, now=now, **WHY)
    return found


@photographed
def lifting(cast: Cast, now: datetime) -> PlatformDisposal:
    """Ended, and known to the platform."""
    found = shaken_disposal(cast, now)
    turned.lapse_disposal(found, by=cast.compiler, now=now, **WHY)
    return found


@photographed
def two(cast: Cast, now: datetime, made: Any = given.fed_back) -> PlatformDisposal:
    """A disposal of two products of one platform, after some action."""
    reports = [given.failed_report(cast, now), given.failed_report(cast, now)]
    found: PlatformDisposal = made(cast, now, reports=reports)
    return found


@photographed
def handling_in_part(cast: Cast, now: datetime) -> PlatformDisposal:
    """While the platform handled two products, one turned out to conform."""
    found = two(cast, now, given.measured)
    turn(found, cast, now)
    return found


@photographed
def to_lift(cast: Cast, now: datetime) -> PlatformDisposal:
    """The same after the platform had reported on both."""
    found = two(cast, now)
    turn(found, cast, now)
    return found


@photographed
def untouched(cast: Cast, now: datetime) -> PlatformDisposal:
    """Before its center, of a platform that has done nothing and accepts no service through the portal."""
    found = given.undelivered(cast, now)
    turn(found, cast, now)
    return found


@photographed
def lifting_nothing(cast: Cast, now: datetime) -> PlatformDisposal:
    """Ended, and known to a platform that did nothing: its letter was served from the letter's own page."""
    found = untouched(cast, now)
    turned.lapse_disposal(found, by=cast.compiler, now=now, **WHY)
    confirm_receipt(found.documents.get(paper="end_letter"), by=cast.quality_officer, now=now)
    found.refresh_from_db()
    return found


def told(case: EnforcementCase) -> ResultNotice:
    """The notice of the result to the party of a case."""
    return case.notices().get()
