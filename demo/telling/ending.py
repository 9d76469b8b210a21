"""What follows from a test report in the demo? Compiled, handled by platforms, looked into by regulators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from casework.actions import take
from demo.telling import evidence
from demo.telling.teller import Teller
from disposal.actions import compilations, consequences, photos, procedure
from disposal.models.cases import EnforcementCase
from disposal.models.compilations import Compilation
from disposal.models.disposals import PlatformDisposal
from disposal.models.numbering import next_number
from documents.masks import Mask
from documents.models import Method
from inspection.reports.models.reports import Report
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


def compiled(teller: Teller, reports: Sequence[Report], findings: Findings) -> Compilation:
    """The reports are received, compiled and submitted: it waits for the leader."""
    for report in reports:
        take("receive", report, **teller.by("compiler"))
    who = teller.by("compiler")
    compilation = compilations.compile_reports(
        reports=reports,
        **who,
        task=findings.task,
        summary=findings.summary,
        analysis=findings.analysis,
        advice=findings.advice,
        platform_advice=findings.platform_advice,
        period_from=min(report.sampled_on for report in reports),
        period_to=teller.days.day,
    )
    compilations.submit(compilation, **teller.by("compiler"))
    return compilation


def sent(teller: Teller, reports: Sequence[Report], findings: Findings) -> Compilation:
    """Approved and sent: delivered with that to platforms and regulators, who accept the portal."""
    compilation = compiled(teller, reports, findings)
    compilations.approve(compilation, **teller.by("leader"))
    compilations.send(compilation, without_photos=PHOTOS_FOLLOW, **teller.by("compiler"))
    return compilation


def disposal_of(compilation: Compilation, teller: Teller, platform: str) -> PlatformDisposal:
    return PlatformDisposal.objects.get(compilation=compilation, platform=teller.org(platform))


def case_of(compilation: Compilation, teller: Teller, regulator: str) -> EnforcementCase:
    return EnforcementCase.objects.get(compilation=compilation, regulator=teller.org(regulator))


def photo_released(teller: Teller, disposal: PlatformDisposal) -> None:
    """The compiler looks at a photo of the sample as it was received, and releases it to the platform."""
    report = disposal.items.earliest("id").report
    looked = teller.by("compiler")
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
        **teller.by("compiler"),
    )


def handling(teller: Teller, disposal: PlatformDisposal, login: str) -> None:
    """Received by the platform, which begins to act."""
    consequences.receive(disposal, **teller.by(login))
    take("handle", disposal, **teller.by(login))


def handled(
    teller: Teller,
    disposal: PlatformDisposal,
    login: str,
    on: date | None = None,
    measures: Sequence[str] = ("delist", "points"),
) -> None:
    """The measures are entered, and handling was finished on a day; it is to be reported within five days.

    on: that day where it is not the story's.
    """
    handled_on = on or teller.days.day
    for measure in measures:
        consequences.enter_measure(
            disposal,
            **teller.by(login),
            items=list(disposal.items.all()),
            evidence=evidence.photo("处置截图"),
            measure=measure,
            carried_out_by="platform",
            done_on=handled_on,
            internal_rule="《平台商品质量管理规则》第12条",
        )
    consequences.finish(disposal, **teller.by(login), handled_on=handled_on)


def fed_back(teller: Teller, disposal: PlatformDisposal, login: str, contact: str, reach: int) -> None:
    """The platform reports. reach: the pieces sold."""
    consequences.feed_back(
        disposal,
        **teller.by(login),
        pieces=reach,
        orders=reach,
        refunded=reach // 3,
        consumers_told=reach,
        same_products="排查发现2款同款商品，已一并下架。",
        opinion="已下架涉事商品并通知消费者退货，对同款商品进行了排查。",
        contact=contact,
        contact_phone="0990-8800300",
    )


def disposal_verified(teller: Teller, disposal: PlatformDisposal) -> None:
    consequences.verify(
        disposal,
        **teller.by("compiler"),
        checked_on=teller.days.day,
        unreachable=True,
        not_relisted=True,
        check_account="按商品ID和店铺复查，链接已失效，未发现重新上架。",
    )


def step(teller: Teller, name: str, case: EnforcementCase, login: str, **said: Any) -> None:
    """A dated step of a case."""
    procedure.take_dated(case, step=name, **teller.by(login), **said)


def looked_into(
    teller: Teller, case: EnforcementCase, login: str, number: str, days: tuple[int, int]
) -> None:
    """Inspected on a working day."""
    teller.on(days[1])
    step(
        teller,
        "inspect",
        case,
        login,
        started_on=teller.days.day,
        notice_number=number,
        jurisdiction=case.jurisdiction,
        served_on=teller.days.day,
    )


# With whom an officer brings a case to its end: log-ins of the second officer, the reviewer and the head.
TEAMS = {
    "county": ("countysecond", "countyreviewer", "countychief"),
    "county2": ("county2second", "county2reviewer", "county2chief"),
}


def filed(teller: Teller, case: EnforcementCase, login: str, day: int) -> None:
    """An inspected case is proposed by two officers, and filed by the head."""
    second, _reviewer, head = TEAMS[login]
    teller.on(day)
    procedure.enter_evidence(
        case,
        step="evidence",
        **teller.by(login),
        kind="inspection_record",
        made_on=teller.days.day,
        file=_record_of_the_inspection(teller, case, login),
    )
    procedure.propose_filing(
        case,
        **teller.by(login),
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
    take("sign_filing", case, **teller.by(second))
    number = next_number(case, "case_number", teller.days.day)
    step(teller, "file", case, head, filed_on=teller.days.day, case_number=number)


def _record_of_the_inspection(teller: Teller, case: EnforcementCase, login: str) -> SimpleUploadedFile:
    """What two officers wrote down on the spot; its figures are those that the case goes on with."""
    first, second = (teller.who(each).user for each in (login, TEAMS[login][0]))
    facts = [
        ("当事人", case.party_concerned),
        ("检查时间", f"{teller.days.day:%Y年%m月%d日} 9时10分至11时35分"),
        ("检查地点", f"{case.place or case.regulator}　当事人生产车间及成品仓库"),
        ("检查人员", f"{first}、{second}（均已出示执法证件）"),
        ("检查依据", case.notice_number or case.number),
        ("涉及产品", case.product),
    ]
    account = (
        "检查情况：执法人员出示证件，说明来意，告知当事人有申请回避的权利，当事人不申请回避。\n"
        "经查，当事人生产上述产品共600件，已售出412件，成品仓库内库存188件，与生产、销售台账一致。"
        "当事人未能提供该批外购原料的进货检验记录。\n"
        "执法人员对库存的188件产品当场予以查封，并交付查封决定书和清单。\n"
        "当事人现场负责人阅后称：以上记录属实，无异议。\n\n"
        "当事人（签名）：　　　　　　　　检查人员（签名）："
    )
    return evidence.page("现场检查笔录", facts, account)


def closed(teller: Teller, case: EnforcementCase, login: str, days: tuple[int, int]) -> None:
    """A filed case: reviewed, told to the party and decided on one working day, closed on another."""
    _second, reviewer, head = TEAMS[login]
    teller.on(days[0])
    procedure.propose_decision(
        case,
        **teller.by(login),
        penalties=["fine", "goods"],
        amount="18600.00",
        provision="违反《中华人民共和国产品质量法》第十三条第二款，依据该法第四十九条处罚。",
        pay_to="云泽银行听松支行，账号 9900 0001，缴款时注明决定书文号",
        reconsidered_by="听松县人民政府",
        court="听松县人民法院",
        contact="郑办案",
        contact_phone="0990-8800400",
    )
    take("review", case, **teller.by(reviewer), review_opinion="事实清楚，证据充分，程序合法，适用法律正确。")
    procedure.give_notice(case, **teller.by(login))
    _served(teller, case, login, "serve_notice")
    procedure.hear(
        case,
        **teller.by(login),
        statement="对事实无异议，请求从轻处罚。",
        considered="当事人主动召回，已在幅度内从轻。",
        waived=True,
        files=[evidence.paper("陈述申辩意见，放弃听证（当事人盖章）")],
    )
    number = next_number(case, "decision_number", teller.days.day)
    procedure.decide(case, **teller.by(head), decided_on=teller.days.day, decision_number=number)
    _served(teller, case, login, "serve_decision")
    teller.on(days[1])
    step(
        teller,
        "execute",
        case,
        login,
        executed_on=teller.days.day,
        execution="罚没款已缴清，封存产品已监督销毁。",
    )
    procedure.write_report(
        case,
        step="close",
        **teller.by(login),
        closed_on=teller.days.day,
        account="查明原因，责令改正并处罚款，封存产品已销毁，召回仍在进行。",
        enclosed=[evidence.paper("行政处罚决定书")],
    )


def _served(teller: Teller, case: EnforcementCase, login: str, name: str) -> None:
    proof = evidence.photo("送达回证")
    said: dict[str, Any] = {
        "method": Method.IN_PERSON,
        "served_on": teller.days.day,
        "signed_by": "法定代表人",
        "relation": "self",
    }
    procedure.note_service(case, step=name, **teller.by(login), evidence=proof, **said)


def case_reported(teller: Teller, case: EnforcementCase, login: str) -> None:
    """The head confirms what the officer wrote when the case was closed."""
    procedure.report_case(case, **teller.by(TEAMS[login][2]))


def case_verified(teller: Teller, case: EnforcementCase) -> None:
    consequences.verify_case(
        case,
        **teller.by("compiler"),
        checked_on=teller.days.day,
        note="核对案件处理反馈表与在案文书，处理情况与文书一致。",
    )
