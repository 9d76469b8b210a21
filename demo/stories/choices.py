"""What does a choice among some hundred listings look like? Two brands too few, and exceptions asked for.

All names are made of parts, the same each time.
"""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from random import Random

from django.core.files.base import ContentFile

from casework.work import jobs
from demo.telling import risk
from demo.telling.goods import SITES
from demo.telling.teller import Teller
from monitoring.vocabulary import SamplingMethod
from sampling.listings.actions import offer_files
from sampling.schemes.actions import schemes, seeds
from sampling.selection.actions import choices, perusals

TASK = risk.Task(
    title="网售玩具质量风险监测",
    code="05",
    products=(("毛绒玩具", 12), ("拼装玩具", 12)),
    grounds="GB 6675.1-2014",
    price_range="10～300元",
    budget="6000.00",
    source="省局2026年度电商产品质量风险监测任务",
    method=SamplingMethod.TARGETED,
)
HEADING = ("计划产品", "商品名称", "店铺名称", "商品链接", "品牌", "生产企业", "型号", "价格", "付款人数")
LISTED = 360
FIRST = "青云山海松竹星月晨曦禾谷"
SECOND = "木果团语舟田"
KINDS = {"毛绒玩具": ("小熊", "兔子", "恐龙", "企鹅"), "拼装玩具": ("积木", "轨道车", "磁力片", "齿轮机")}
BRANDS = 22  # two fewer than batches are wanted
REASON = "两个品牌去年检出不合格，需跟踪整改，申请各增抽一批次。"


def tell(teller: Teller) -> None:
    plan = risk.received(teller, TASK, [], day=5)
    teller.on(3)
    scheme = schemes.open_scheme(
        plan=plan,
        **teller.by("organiser"),
        title=f"{plan.title} · 抽样方案",
        platforms=list(plan.platforms.all()),
        scope=f"万象集市、拾光商城在售商品；价格{plan.price_range}。",
        method="导入在售清单，在店铺、品牌、企业互不重复的前提下择优选取。",
        starts_on=teller.days.day,
        ends_on=teller.days.day + timedelta(days=40),
        staffing="李买样负责购买，杨核查负责到样核查，陈库管负责入库。",
        buyers=[teller.who("buyer").user],
    )
    file = ContentFile(_table(teller).encode("gb18030"), "在售玩具清单.csv")
    kept = offer_files.keep(scheme, file=file, **teller.by("organiser"))
    offer_files.begin(kept, **teller.by("organiser"), at_once=True)
    seeds.commit(scheme, **teller.by("organiser"))
    perusal = perusals.begin(scheme, step="submit", **teller.by("organiser"), at_once=False)
    jobs.here(perusal, teller.by("organiser")["now"])
    scheme.refresh_from_db()
    teller.on(2)
    schemes.approve(scheme, **teller.by("leader"))
    choices.choose(scheme, **teller.by("organiser"), at_once=True)
    choices.ask(scheme, note=REASON, **teller.by("organiser"))


def _table(teller: Teller) -> str:
    """What a crawl of both platforms brought; some lines say too little."""
    chance = Random(37)  # noqa: S311  repeatable on purpose; no secret
    names = [first + second for first in FIRST for second in SECOND]
    brands = [f"{name}玩具" for name in names[:BRANDS]]
    out = StringIO()
    file = csv.writer(out)
    file.writerow(HEADING)
    for number in range(LISTED):
        site = chance.choice(("platform", "platform2"))
        product = chance.choice(tuple(KINDS))
        owner = chance.randrange(len(names))
        shop = f"{names[owner]}{'旗舰店' if owner % 3 else '玩具专营店'}（{teller.org(site).short_name}）"
        brand = chance.randrange(BRANDS)
        price = chance.randrange(15, 260)
        cells = [
            product,
            f"{brands[brand]} {chance.choice(KINDS[product])} {chance.choice(('大号', '中号', '礼盒装'))}",
            shop if number % 90 else "",
            f"{SITES[site]}{5_000_000_000 + number * 7919}",
            brands[brand],
            f"{names[chance.randrange(40)]}玩具工坊" if number % 11 else "",
            f"T-{chance.randrange(100, 999)}",
            f"{price}.00-{price + 30}.00" if number % 5 == 0 else f"¥{price}",
            f"{chance.randrange(20, 9000)}人付款",
        ]
        file.writerow(cells)
    return out.getvalue()
