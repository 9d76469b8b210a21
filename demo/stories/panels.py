"""How does a panel judge in the demo, where it is not of one mind?

With several scenarios, a member who may not vote, another who dissents, a measure that the level alone would
not suggest; several cases in one session; and a matrix that an approver has begun to fill in.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from demo.telling import risk
from demo.telling.teller import Teller
from monitoring.assessments import actions as assessments
from monitoring.assessments.models import Assessment
from monitoring.criteria import actions as criteria
from monitoring.criteria.matrix import RiskLevel
from monitoring.criteria.matrix.published import EMPTY
from monitoring.criteria.models import Criteria
from monitoring.vocabulary import Mode

FOUR = ("collector", "assessor", "chair", "expert")
# Low by the matrix, and yet to be sampled: every pupil has one.
CORRECTION = risk.Risk(
    product="修正贴",
    hazard="胶带刀片外露",
    code="07",
    summary="三所小学反映修正贴断带后金属刀片外露，学生划破手指；在售款式多，结构相近。",
    scenario="学生换带时手指碰到外露刀片，浅表划伤。",
    steps=(
        ("断带后刀片外露", Fraction(3, 40), "measured"),
        ("学生徒手换带", Fraction(1, 3), "estimate"),
        ("划伤手指", Fraction(1, 50), "comparison"),
    ),
    severity=1,
    spread="shared",
    outcome="sample",
    reason="按矩阵风险等级为低，但为小学生普遍持有的文具，结构为行业共性，家长和学校难以自行识别，决定组织采样摸清底数。",
    also=(
        "刀片脱落后被低龄儿童放入口中。",
        (
            ("刀片脱落", Fraction(1, 400), "estimate"),
            ("放入口中", Fraction(1, 200), "literature"),
            ("口腔划伤需缝合", Fraction(1, 8), "comparison"),
        ),
        2,
    ),
    against={"assessor": "notify"},
    dissent="施评估认为等级为低，通知平台提示即可，不必占用抽检批次。",
)
# Serious by the matrix, and told to those concerned: what is wrong can be seen on the page of the goods.
BEDS = risk.Risk(
    product="婴儿围栏床",
    hazard="栅条间距过大",
    code="05",
    summary="拾光商城一家店铺在售围栏床栅条间距约 9 cm，商品详情页标注尺寸即可确认。",
    scenario="婴儿身体滑出栅条，头部被卡。",
    steps=(
        ("身体滑出栅条", Fraction(1, 300), "literature"),
        ("头部被卡窒息", Fraction(1, 20), "literature"),
    ),
    severity=4,
    spread="isolated",
    outcome="notify",
    reason="等级虽为严重，但仅一家店铺一款，标注尺寸已足以认定，采样反而拖延；通知平台和属地立即处置，并抄送产地。",
    also=(
        "婴儿攀爬围栏跌落。",
        (("围栏高度不足", Fraction(1, 50), "measured"), ("跌落致骨折", Fraction(1, 60), "estimate")),
        3,
    ),
    against={"collector": "sample", "expert": "sample"},
    dissent="周信息、钟专家认为应同时采样，以便产地立案取证。",
)
QUARTER = (
    risk.Risk(
        product="宠物烘干箱",
        hazard="温控失效",
        code="01",
        summary="两条投诉反映宠物烘干箱温控失效，箱内过热。",
        scenario="无人看管时持续加热，引燃毛絮。",
        steps=(("温控失效", Fraction(1, 150), "estimate"), ("引燃毛絮", Fraction(1, 30), "estimate")),
        severity=3,
        spread="isolated",
        outcome="notify",
        reason="待集中研判。",
    ),
    risk.Risk(
        product="自动伞",
        hazard="伞杆弹出",
        code="09",
        summary="互联网平台有自动伞收合时伞杆弹出伤及面部的讨论。",
        scenario="收合未锁住，伞杆弹出击中眼部。",
        steps=(("收合未锁住", Fraction(1, 20), "measured"), ("击中眼部", Fraction(1, 900), "literature")),
        severity=3,
        spread="shared",
        outcome="sample",
        reason="待集中研判。",
    ),
    risk.Risk(
        product="防滑拖鞋",
        hazard="湿态防滑不足",
        code="11",
        summary="多名老年人反映“防滑”拖鞋湿态打滑。",
        scenario="浴室湿滑地面行走时滑倒骨折。",
        steps=(("湿态打滑", Fraction(1, 8), "comparison"), ("滑倒骨折", Fraction(1, 400), "literature")),
        severity=3,
        spread="regional",
        outcome="sample",
        reason="待集中研判。",
    ),
)
# Invented numbers: the matrix of the standard itself is not ours to print.
BANDS = (
    (Fraction(1, 10), (RiskLevel.MEDIUM, RiskLevel.HIGH, RiskLevel.SERIOUS, RiskLevel.SERIOUS)),
    (Fraction(1, 1000), (RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH, RiskLevel.SERIOUS)),
    (None, (RiskLevel.LOW, RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH)),
)


def tell(teller: Teller) -> None:
    _matrix(teller)
    _judged(teller, CORRECTION, abstains="expert", day=7)
    _judged(teller, BEDS, abstains="", day=4, notified=("platform2", "county2"))
    _session(teller)


def _matrix(teller: Teller) -> None:
    """An approver begins with the empty template of GB/T 22760."""
    teller.on(9)
    criteria.make_criteria(
        source_of=Criteria.objects.get(version=EMPTY),
        bands=BANDS,
        version="yunze-2026-draft",
        name="云泽省风险矩阵（试填，数值待核对）",
        source="按 GB/T 22760-2020 空白模板起草；演示数值，并非标准原文",
        **teller.by("approver"),
    )


def _judged(
    teller: Teller, found: risk.Risk, *, abstains: str, day: int, notified: tuple[str, ...] = ()
) -> Assessment:
    """Proposed on the next working day; it waits for the leader, or is decided where nobody is to be told."""
    teller.on(day)
    assessment = risk.empanelled(teller, risk.opened(teller, found), found, panel=FOUR)
    if abstains:
        why = "本人参与过涉事企业的产品标准评审，声明回避。"
        assessments.score(assessment, conflict=True, remark=why, **teller.by(abstains))
    risk.scored(teller, assessment, found, panel=[login for login in FOUR if login != abstains])
    teller.on(day - 1)
    risk.proposed(teller, assessment, found, notified)
    if not notified:
        assessments.approve(assessment, **teller.by("leader"))
    return assessment


def _session(teller: Teller) -> None:
    """Three cases in one session: one is scored, of one some scores are missing, one waits for its panel."""
    teller.on(3)
    cases = [risk.opened(teller, found) for found in QUARTER]
    teller.on(2)
    sitting = assessments.open_sitting(
        title="第四季度集中研判",
        held_on=teller.days.day,
        cases=cases,
        **teller.by("chair"),
    )
    first, second, _third = sitting.assessments.order_by("pk")
    for assessment, found, votes in ((first, QUARTER[0], FOUR), (second, QUARTER[1], ("assessor",))):
        risk.laid(teller, assessment, found, Mode.JOINT, panel=FOUR)
        risk.scored(teller, assessment, replace(found, against={"expert": "sample"}), panel=votes)
