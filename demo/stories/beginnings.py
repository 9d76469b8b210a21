"""What has just come in? A case at each stage of its assessment."""

from __future__ import annotations

from fractions import Fraction

from demo.telling import risk
from demo.telling.teller import Teller

STROLLERS = risk.Risk(
    product="婴儿推车",
    hazard="锁定装置失效",
    code="05",
    summary="两名消费者反映推车行进中折叠锁扣松脱，一名婴儿手指夹伤。",
    scenario="行进中锁扣松脱，车架折叠，婴儿手指被夹。",
    steps=(
        ("锁扣在行进中松脱", Fraction(1, 300), "estimate"),
        ("手指位于折叠处", Fraction(1, 10), "estimate"),
        ("造成骨折等伤害", Fraction(1, 5), "literature"),
    ),
    severity=3,
    spread="regional",
    outcome="sample",
    reason="锁定装置为通用件，多个品牌可能受影响，建议抽样检验。",
)
GLASSES = risk.Risk(
    product="老花镜",
    hazard="光学中心偏差",
    code="11",
    summary="老年用户反映佩戴网购老花镜后头晕，抽看商品页无度数标识。",
    scenario="光学中心偏差使佩戴者视物重影、头晕跌倒。",
    steps=(
        ("光学中心水平偏差超标", Fraction(1, 5), "comparison"),
        ("因头晕跌倒受伤", Fraction(1, 2000), "estimate"),
    ),
    severity=2,
    spread="local",
    outcome="notify",
    reason="待合议。",
)
LAMPS = risk.Risk(
    product="夹式台灯",
    hazard="电源线截面积",
    code="01",
    summary="平台质量管理自查发现一款夹式台灯电源线偏细，已有三笔发热投诉。",
    scenario="电源线过载发热，绝缘软化后短路。",
    steps=(
        ("导体截面积不足", Fraction(1, 6), "measured"),
        ("过载发热短路", Fraction(1, 100), "estimate"),
        ("引燃可燃物", Fraction(1, 20), "literature"),
    ),
    severity=3,
    spread="isolated",
    outcome="notify",
    reason="待合议。",
)
HELMETS = risk.Risk(
    product="儿童轮滑头盔",
    hazard="佩戴装置强度",
    code="07",
    summary="互联网信息平台一段测评视频显示头盔扣带受力即断。",
    scenario="跌倒时扣带断开，头盔脱落，头部直接受撞击。",
    steps=(("扣带断开", Fraction(1, 10), "estimate"), ("头部受撞击", Fraction(1, 50), "literature")),
    severity=4,
    spread="shared",
    outcome="sample",
    reason="待评估。",
)


def tell(teller: Teller) -> None:
    teller.on(5)
    cases = {found.product: risk.opened(teller, found) for found in (STROLLERS, GLASSES, LAMPS)}
    teller.on(4)
    strollers = risk.empanelled(teller, cases[STROLLERS.product], STROLLERS)
    glasses = risk.empanelled(teller, cases[GLASSES.product], GLASSES)
    teller.on(3)
    risk.proposed(teller, risk.scored(teller, strollers, STROLLERS), STROLLERS)
    risk.scored(teller, glasses, GLASSES)
    lamps = risk.empanelled(teller, cases[LAMPS.product], LAMPS)
    risk.scored(teller, lamps, LAMPS, panel=("collector",))
    teller.on(2)
    risk.opened(teller, HELMETS)
