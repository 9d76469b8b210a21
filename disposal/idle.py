"""When is nothing to be done with delivered reports, notices and cases? (casework.idle)"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import GreaterThanOrEqual

from accounts.models import Viewer
from casework.deadlines.clocks import local_day
from casework.flow import VOIDED
from casework.models import Deadline
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW
from disposal.flow.grounds import DEFEND
from disposal.flow.notices import COMMENT, RESULT_NOTICE_FLOW
from disposal.flow.results import NATIONAL_REPORT_FLOW
from disposal.models.compilations import Compilation
from disposal.models.notices import Denial, ResultNotice
from inspection.flow.reports import REPORT_FLOW


@REPORT_FLOW.idles("delivered")
def it_stands_in_a_compilation(now: datetime, viewer: Viewer) -> Q:
    """With that it goes on."""
    return Q(Exists(Compilation.objects.exclude(state=VOIDED).filter(reports=OuterRef("pk"))))


@NATIONAL_REPORT_FLOW.idles("collecting", "returned")
def its_period_has_not_ended(now: datetime, viewer: Viewer) -> Q:
    """Only a period that has ended has final figures."""
    return Q(period_to__gte=local_day(now))


@RESULT_NOTICE_FLOW.idles("answered")
def there_is_time_to_comment(now: datetime, viewer: Viewer) -> Q:
    """Until then it stays open, and there are no comments to answer yet."""
    running = Deadline.objects.running().filter(term=COMMENT.code, due_at__gt=now, record=OuterRef("pk"))
    return Q(Exists(running)) & (Q(comment="") | ~Q(answer=""))


@ENFORCEMENT_CASE_FLOW.idles("not_file_proposed", "decided", "decision_served", "fed_back")
def a_denial_waits(now: datetime, viewer: Viewer) -> Q:
    """It is open whether the goods are the party's at all (W-12)."""
    return _to_the_party(Denial.objects.exclude(turn=""), "notice__")


@ENFORCEMENT_CASE_FLOW.idles("heard")
def the_party_is_not_heard_yet(now: datetime, viewer: Viewer) -> Q:
    """Its times to answer run, its comments are not answered, or it does not know the result."""
    day = local_day(now)
    return (
        Q(penalties__len__gt=0) & (_may_defend(day) | _may_comment(day))
        | Q(not_penalised_why="") & _to_the_party(_standing().exclude(comment="").filter(answer=""))
        | _to_the_party(_standing().filter(served_on=None))
        | ~_to_the_party(_standing())
        | a_denial_waits(now, viewer)
    )


def _may_defend(day: date) -> Q:
    """It may state its case and ask for a hearing, or was not told that it may."""
    clocks = Deadline.objects.filter(record=OuterRef("pk"), term=DEFEND.code, dropped_at=None)
    last = Subquery(clocks.order_by("-id").values("end")[:1])
    return Q(told_on=None) | ~Q(Exists(clocks)) | Q(waived=False) & Q(GreaterThanOrEqual(last, day))


def _may_comment(day: date) -> Q:
    """It may comment on the result, and has not."""
    silent = Q(met_at=None) | Q(met_at__gte=F("due_at"))
    running = Deadline.objects.filter(silent, term=COMMENT.code, dropped_at=None, end__gte=day)
    return _to_the_party(running.exclude(record__state=VOIDED), "record__as_resultnotice__")


def _standing() -> QuerySet[ResultNotice]:
    found: QuerySet[ResultNotice] = ResultNotice.objects.exclude(state=VOIDED)
    return found


def _to_the_party(rows: QuerySet[Any], notice: str = "") -> Q:
    """Some of these rows belong to a notice of a case's report to its party. notice: the way to that."""
    told = rows.filter(**{f"{notice}report": OuterRef("report")})
    by_name = told.filter(**{f"{notice}enterprise": OuterRef("enterprise")})
    by_shop = told.filter(**{f"{notice}shop": OuterRef("shop")})
    return Q(Exists(by_name)) | Q(enterprise=None) & Q(Exists(by_shop))
