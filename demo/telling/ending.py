"""What follows from a test report in the demo? Compiled, handled by platforms, looked into by regulators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from casework.actions import take
from demo.telling import evidence
from demo.telling.narrator import Narrator
from disposal.actions import compilations, consequences, photos, procedure
from disposal.models.cases import EnforcementCase
from disposal.models.compilations import Compilation
from disposal.models.disposals import PlatformDisposal
from documents.masks import Mask
from documents.models import Method
from inspection.models.reports import Report
from trail.models import write

PHOTOS_FOLLOW = "检验报告先行送达，照片核对后另行放行。"


@dataclass(frozen=True)
class Findings:
    """What the center says of some reports."""

    task: str
    summary: str
    analysis: str
    advice: str
    platform_advice: str


def compiled(narrator: Narrator, reports: Sequence[Report], findings: Findings) -> Compilation:
    """The reports are received, compiled and submitted: it waits for the leader."""
    for report in reports:
        take("receive", report, **narrator.by("compiler"))
    who = narrator.by("compiler")
    compilation = compilations.compile_reports(
        reports=reports,
        **who,
        task=findings.task,
        summary=findings.summary,
        analysis=findings.analysis,
        advice=findings.advice,
        platform_advice=findings.platform_advice,
        period_from=min(report.sampled_on for report in reports),
        period_to=narrator.days.day,
    )
    compilations.submit(compilation, **narrator.by("compiler"))
    return compilation


def sent(narrator: Narrator, reports: Sequence[Report], findings: Findings) -> Compilation:
    """Approved and sent: delivered with that to platforms and regulators, who accept the portal."""
    compilation = compiled(narrator, reports, findings)
    compilations.approve(compilation, **narrator.by("leader"))
    compilations.send(compilation, without_photos=PHOTOS_FOLLOW, **narrator.by("compiler"))
    return compilation


def disposal_of(compilation: Compilation, narrator: Narrator, platform: str) -> PlatformDisposal:
    return PlatformDisposal.objects.get(compilation=compilation, platform=narrator.org(platform))


def case_of(compilation: Compilation, narrator: Narrator, regulator: str) -> EnforcementCase:
    return EnforcementCase.objects.get(compilation=compilation, regulator=narrator.org(regulator))


def photo_released(narrator: Narrator, disposal: PlatformDisposal) -> None:
    """The compiler looks at a photo of the sample as it was received, and releases it to the platform."""
    report = disposal.items.earliest("id").report
    looked = narrator.by("compiler")
    photo = next(each for each in photos.photos_of(report, looked["by"]) if each.kind == "receipt")
    seen = {"actor": looked["by"].actor(), "at": looked["now"], "detail": photos.what_is_shown(photo)}
    write(photos.LOOKED, ("record", report.pk), **seen)
    covered = Mask(Decimal(60), Decimal(55), Decimal(35), Decimal(20))
    photos.decide(
        report,
        photo,
        release=True,
        shown=photo.sha256,
        standing="",
        masks=[covered],
        **narrator.by("compiler"),
    )


def handling(narrator: Narrator, disposal: PlatformDisposal, login: str) -> None:
    """Received by the platform, which begins to act."""
    consequences.receive(disposal, **narrator.by(login))
    take("handle", disposal, **narrator.by(login))


def handled(
    narrator: Narrator,
    disposal: PlatformDisposal,
    login: str,
    on: date | None = None,
    measures: Sequence[str] = ("delist", "points"),
) -> None:
    """The measures are entered, and handling was finished on a day; it is to be reported within five days.

    on: that day where it is not the story's.
    """
    handled_on = on or narrator.days.day
    for measure in measures:
        consequences.enter_measure(
            disposal,
            **narrator.by(login),
            items=list(disposal.items.all()),
            evidence=evidence.photo("处置截图"),
            measure=measure,
            carried_out_by="platform",
            done_on=handled_on,
            internal_rule="《平台商品质量管理规则》第12条",
        )
    consequences.finish(disposal, **narrator.by(login), handled_on=handled_on)


def fed_back(narrator: Narrator, disposal: PlatformDisposal, login: str, contact: str, reach: int) -> None:
    """The platform reports. reach: the pieces sold."""
    consequences.feed_back(
        disposal,
        **narrator.by(login),
        pieces=reach,
        orders=reach,
        refunded=reach // 3,
        consumers_told=reach,
        same_products="排查发现2款同款商品，已一并下架。",
        opinion="已下架涉事商品并通知消费者退货，对同款商品进行了排查。",
        contact=contact,
        contact_phone="0990-8800300",
    )


def disposal_verified(narrator: Narrator, disposal: PlatformDisposal) -> None:
    consequences.verify(
        disposal,
        **narrator.by("compiler"),
        checked_on=narrator.days.day,
        unreachable=True,
        not_relisted=True,
        check_account="按商品ID和店铺复查，链接已失效，未发现重新上架。",
    )


def step(narrator: Narrator, name: str, case: EnforcementCase, login: str, **said: Any) -> None:
    """A dated step of a case."""
    procedure.take_dated(case, step=name, **narrator.by(login), **said)


def looked_into(
    narrator: Narrator, case: EnforcementCase, login: str, number: str, days: tuple[int, int]
) -> None:
    """Inspected on a working day."""
    narrator.on(days[1])
    step(
        narrator,
        "inspect",
        case,
        login,
        started_on=narrator.days.day,
        notice_number=f"检查通知{number}",
        jurisdiction=case.jurisdiction,
        served_on=narrator.days.day,
    )


# With whom an officer brings a case to its end: log-ins of the second officer, the reviewer and the head.
TEAMS = {
    "county": ("countysecond", "countyreviewer", "countychief"),
    "county2": ("county2second", "county2reviewer", "county2chief"),
}


def filed(narrator: Narrator, case: EnforcementCase, login: str, number: str, day: int) -> None:
    """An inspected case is proposed by two officers, and filed by the head."""
    second, _reviewer, head = TEAMS[login]
    narrator.on(day)
    procedure.enter_evidence(
        case,
        step="evidence",
        **narrator.by(login),
        kind="inspection_record",
        made_on=narrator.days.day,
        file=evidence.paper("现场检查笔录"),
    )
    procedure.propose_filing(
        case,
        **narrator.by(login),
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
    take("sign_filing", case, **narrator.by(second))
    step(narrator, "file", case, head, filed_on=narrator.days.day, case_number=f"立案{number}")


def closed(narrator: Narrator, case: EnforcementCase, login: str, number: str, days: tuple[int, int]) -> None:
    """A filed case: reviewed, told to the party and decided on one working day, closed on another."""
    _second, reviewer, head = TEAMS[login]
    narrator.on(days[0])
    procedure.propose_decision(
        case,
        **narrator.by(login),
        penalties=["fine", "goods"],
        amount="18600.00",
        provision="违反《中华人民共和国产品质量法》第十三条第二款，依据该法第四十九条处罚。",
        pay_to="云泽银行听松支行，账号 9900 0001，缴款时注明决定书文号",
        reconsidered_by="听松县人民政府",
        court="听松县人民法院",
        contact="郑办案",
        contact_phone="0990-8800400",
    )
    take(
        "review", case, **narrator.by(reviewer), review_opinion="事实清楚，证据充分，程序合法，适用法律正确。"
    )
    procedure.give_notice(case, **narrator.by(login))
    _served(narrator, case, login, "serve_notice")
    procedure.hear(
        case,
        **narrator.by(login),
        statement="对事实无异议，请求从轻处罚。",
        considered="当事人主动召回，已在幅度内从轻。",
        waived=True,
        files=[evidence.paper("陈述申辩意见，放弃听证（当事人盖章）")],
    )
    procedure.decide(
        case, **narrator.by(head), decided_on=narrator.days.day, decision_number=f"处罚决定{number}"
    )
    _served(narrator, case, login, "serve_decision")
    narrator.on(days[1])
    step(
        narrator,
        "execute",
        case,
        login,
        executed_on=narrator.days.day,
        execution="罚没款已缴清，封存产品已监督销毁。",
    )
    procedure.write_report(
        case,
        step="close",
        **narrator.by(login),
        closed_on=narrator.days.day,
        account="查明原因，责令改正并处罚款，封存产品已销毁，召回仍在进行。",
        enclosed=[evidence.paper("行政处罚决定书")],
    )


def _served(narrator: Narrator, case: EnforcementCase, login: str, name: str) -> None:
    proof = evidence.photo("送达回证")
    said: dict[str, Any] = {
        "method": Method.IN_PERSON,
        "served_on": narrator.days.day,
        "signed_by": "法定代表人",
        "relation": "self",
    }
    procedure.note_service(case, step=name, **narrator.by(login), evidence=proof, **said)


def case_reported(narrator: Narrator, case: EnforcementCase, login: str) -> None:
    """The head confirms what the officer wrote when the case was closed."""
    procedure.report_case(case, **narrator.by(TEAMS[login][2]))


def case_verified(narrator: Narrator, case: EnforcementCase) -> None:
    consequences.verify_case(
        case,
        **narrator.by("compiler"),
        checked_on=narrator.days.day,
        note="核对案件处理反馈表与在案文书，处理情况与文书一致。",
    )
