"""What follows from a test report in the demo? Compiled, handled by platforms, looked into by regulators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.actions import take
from disposal import actions
from disposal.models import Compilation, EnforcementCase, PlatformDisposal
from inspection.models import Report
from portals.stories import evidence
from portals.stories.tale import Tale


@dataclass(frozen=True)
class Findings:
    """What the center says of some reports."""

    task: str
    summary: str
    analysis: str
    advice: str
    platform_advice: str


def compiled(tale: Tale, reports: Sequence[Report], findings: Findings) -> Compilation:
    """The reports are received, compiled and submitted: it waits for the leader."""
    for report in reports:
        take("receive", report, **tale.by("compiler"))
    who = tale.by("compiler")
    compilation = actions.compile_reports(
        reports=reports,
        **who,
        task=findings.task,
        summary=findings.summary,
        analysis=findings.analysis,
        advice=findings.advice,
        platform_advice=findings.platform_advice,
        period_from=min(report.sampled_on for report in reports),
        period_to=tale.days.day,
    )
    actions.submit(compilation, **tale.by("compiler"))
    return compilation


def sent(tale: Tale, reports: Sequence[Report], findings: Findings) -> Compilation:
    """Approved and sent: delivered with that to platforms and regulators, who accept the portal."""
    compilation = compiled(tale, reports, findings)
    actions.approve(compilation, **tale.by("leader"))
    actions.send(compilation, **tale.by("compiler"))
    return compilation


def disposal_of(compilation: Compilation, tale: Tale, platform: str) -> PlatformDisposal:
    return PlatformDisposal.objects.get(compilation=compilation, platform=tale.org(platform))


def case_of(compilation: Compilation, tale: Tale, regulator: str) -> EnforcementCase:
    return EnforcementCase.objects.get(compilation=compilation, regulator=tale.org(regulator))


def handling(tale: Tale, disposal: PlatformDisposal, login: str) -> None:
    """Received by the platform, which begins to act."""
    actions.receive(disposal, **tale.by(login))
    take("handle", disposal, **tale.by(login))


def handled(
    tale: Tale,
    disposal: PlatformDisposal,
    login: str,
    on: date | None = None,
    measures: Sequence[str] = ("delist", "points"),
) -> None:
    """The measures are entered, and handling was finished on a day; it is to be reported within five days.

    on: that day where it is not the story's.
    """
    handled_on = on or tale.days.day
    for measure in measures:
        actions.enter_measure(
            disposal,
            **tale.by(login),
            items=list(disposal.items.all()),
            evidence=evidence.photo("处置截图"),
            measure=measure,
            carried_out_by="platform",
            done_on=handled_on,
            internal_rule="《平台商品质量管理规则》第12条",
        )
    actions.finish(disposal, **tale.by(login), handled_on=handled_on)


def fed_back(tale: Tale, disposal: PlatformDisposal, login: str, contact: str, reach: int) -> None:
    """The platform reports. reach: the pieces sold."""
    actions.feed_back(
        disposal,
        **tale.by(login),
        pieces=reach,
        orders=reach,
        refunded=reach // 3,
        consumers_told=reach,
        same_products="排查发现2款同款商品，已一并下架。",
        opinion="已下架涉事商品并通知消费者退货，对同款商品进行了排查。",
        contact=contact,
        contact_phone="0990-8800300",
    )


def disposal_verified(tale: Tale, disposal: PlatformDisposal) -> None:
    actions.verify(
        disposal,
        **tale.by("compiler"),
        checked_on=tale.days.day,
        unreachable=True,
        not_relisted=True,
        check_account="按商品ID和店铺复查，链接已失效，未发现重新上架。",
    )


def step(tale: Tale, name: str, case: EnforcementCase, login: str, **said: Any) -> None:
    """A dated step of a case."""
    actions.take_dated(name)(case, **tale.by(login), **said)


def looked_into(tale: Tale, case: EnforcementCase, login: str, number: str, days: tuple[int, int]) -> None:
    """Inspected on a working day."""
    tale.on(days[1])
    step(
        tale,
        "inspect",
        case,
        login,
        started_on=tale.days.day,
        notice_number=f"检查通知{number}",
        jurisdiction=case.jurisdiction,
        served_on=tale.days.day,
    )


def filed(tale: Tale, case: EnforcementCase, login: str, number: str, day: int) -> None:
    """An inspected case is filed."""
    tale.on(day)
    step(
        tale,
        "file",
        case,
        login,
        filed_on=tale.days.day,
        case_number=f"立案{number}",
        violation="生产、销售不符合强制性国家标准的产品，涉嫌违反《产品质量法》第四十九条。",
        control="seal",
        made=600,
        goods_value="26700.00",
        sold=412,
        stock=188,
        sealed=188,
        recalled=96,
        not_recalled_why="其余已售出商品正在联系消费者。",
        under_control=True,
        cause="material",
        cause_detail="外购原料未按批检验，其中一批不符合要求。",
    )


def closed(tale: Tale, case: EnforcementCase, login: str, number: str, days: tuple[int, int]) -> None:
    """A filed case decided on one working day, executed and closed on another."""
    tale.on(days[0])
    step(
        tale,
        "decide",
        case,
        login,
        decided_on=tale.days.day,
        decision_number=f"处罚决定{number}",
        penalties=["fine", "goods"],
        amount="18600.00",
    )
    tale.on(days[1])
    step(
        tale,
        "execute",
        case,
        login,
        executed_on=tale.days.day,
        execution="罚没款已缴清，封存产品已监督销毁。",
    )
    step(tale, "close", case, login, closed_on=tale.days.day)


def case_reported(tale: Tale, case: EnforcementCase, login: str, by: str, chief: str) -> None:
    actions.report_case(
        case,
        **tale.by(login),
        account="查明原因，责令改正并处罚款，封存产品已销毁，召回仍在进行。",
        reported_by=by,
        confirmed_by=chief,
        enclosed=[evidence.paper("行政处罚决定书")],
    )


def case_verified(tale: Tale, case: EnforcementCase) -> None:
    actions.verify(case, **tale.by("compiler"))
