"""How is the list of a platform's own spot checks read? (6.1.2-c)

A line that does not conform is risk information. One that conforms is nothing to take down: what a platform
says of its own goods is no finding of an authority.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.importers.cells import REMEMBERED, Result, failing_items, said, verdict
from monitoring.importers.layouts import Conforms, Found, Layout, Said
from monitoring.importers.notice_reader import risk_of, why_no_result

_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a result, the items that fail, and their grade come to."""

    stated: str
    result: Result | None
    failing: tuple[str, ...]
    risk: dict[str, str]
    assumed: tuple[str, ...]


@lru_cache(REMEMBERED)
def _judged(given: str, items: str, degree: str) -> _Judged:
    stated = _SPACE.sub("", given)
    stated = stated if said(stated) else ""
    failing = failing_items(items)
    result = verdict([stated] if stated else [])
    if not stated and failing:
        result = Result.NON_CONFORMING
    risk, assumed = risk_of(failing, [stated] if stated else [], degree)
    return _Judged(stated, result, failing, asdict(risk), tuple(assumed))


def check(texts: Said) -> Found | type[Conforms] | str:
    """A line of a platform's spot check."""
    found = _judged(texts.get("result", ""), texts.get("hazard_item", ""), texts.get("degree", ""))
    if found.result is None:
        return why_no_result([found.stated] if found.stated else [])
    if found.result == Result.CONFORMING:
        if found.failing:
            return _("It is called conforming, yet names failing items: %(items)s.") % {
                "items": "、".join(found.failing)
            }
        return Conforms
    number, values = texts.get("report", ""), dict(found.risk)
    if number:
        values["source_ref"] = number
    return Found(values, found.assumed, key=f"{number} {texts.get('product', '')}" if number else "")


CHECKS = Layout(
    name="platform_checks",
    channel="c",
    source="platform_sampling",
    label=gettext_lazy("Spot checks of a platform"),
    sheet="平台抽检",
    needs=("product", "result"),
    read=check,
    columns={
        "report": "报告编号 检验报告编号 抽检编号 抽样编号 样品编号 编号",
        "reported_on": "抽检日期 抽样日期 抽查日期 检验日期 抽检时间 日期",
        "product": "商品名称 产品名称 样品名称 商品标题 商品 产品",
        "result": "检验结论 抽检结果 抽查结果 检验结果 检测结论 判定结果 结论 结果",
        "hazard_item": "不合格项目 不合格项 不符合项 主要不合格项目",
        "degree": "不合格程度 隐患程度",
        "laboratory": "检验机构 承检机构 检测机构",
    },
    shown=(
        "report",
        "reported_on",
        "product",
        "category",
        "brand",
        "model",
        "item_id",
        "platform",
        "shop",
        "enterprise",
        "result",
        "hazard_item",
        "degree",
        "standard_ref",
    ),
    example={
        "report": "CJ-2026-0001",
        "reported_on": "2026-11-18",
        "product": "毛绒玩具",
        "category": "儿童用品",
        "brand": "乙牌",
        "model": "YM-3",
        "item_id": "100000000002",
        "platform": "某平台",
        "shop": "乙牌专卖店",
        "enterprise": "乙玩具厂",
        "result": "不合格",
        "hazard_item": "小零件",
        "degree": "严重",
        "standard_ref": "GB 6675.2-2014",
    },
)
LAYOUTS = (CHECKS,)
