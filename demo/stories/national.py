"""What does the nation learn? One monthly report to be acknowledged, and the next one being collected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from demo.telling.teller import Teller
from disposal.actions import national

DAYS_OF_WORK = 4  # what the four people of a report take, a working day each


def tell(teller: Teller) -> None:
    last = _month_before(teller.days.today)
    if last >= teller.days.working_day(DAYS_OF_WORK):
        last = _month_before(last)
    _sent(teller, last)
    following = last + timedelta(days=1)
    first = teller.days.ago(following)
    teller.on(first)
    national.begin_national(
        **teller.by("compiler"),
        regulator=teller.org("nation"),
        period_from=following,
        period_to=_month_before(following + timedelta(days=45)),
    )


def _month_before(day: date) -> date:
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)


def _sent(teller: Teller, last: date) -> None:
    """The report on the month that ended on a day, made on the working days after it."""
    first = teller.days.ago(last + timedelta(days=1))
    teller.on(first)
    report = national.begin_national(
        **teller.by("compiler"),
        regulator=teller.org("nation"),
        period_from=last.replace(day=1),
        period_to=last,
    )
    national.compile_national(report, **teller.by("compiler"))
    national.write_national(
        report,
        **teller.by("compiler"),
        summary="本月电商产品质量风险总体平稳，儿童用品、食品相关产品和取暖小家电为监测重点。",
        analysis="风险信息主要来自投诉举报和监管部门信息平台，婴幼儿用品和小家电关注度较高。",
        advice="建议统一平台对儿童用品检验报告的查验要求。",
    )
    teller.on(first - 1)
    noticed: dict[str, Any] = {"acknowledged": True, "note": "本省按月上报。"}
    national.review_national(report, **noticed, **teller.by("chair"))
    teller.on(first - 2)
    national.approve_national(report, **noticed, **teller.by("leader"))
    national.send_national(report, **teller.by("compiler"))
