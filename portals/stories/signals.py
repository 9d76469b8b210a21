"""What waits to be made into cases? Two dozen signals over all five channels, of the last weeks."""

from __future__ import annotations

from typing import Any

from portals.stories import risk
from portals.stories.tale import Tale

FIELDS = (
    *("login", "channel", "source_ref", "product", "code", "platform", "shop", "hazard_item"),
    *("hazard_type", "scope", "degree", "trigger", "injury"),
)
WX, SG = "万象集市", "拾光商城"
C, P, P2 = "collector", "platform", "platform2"
DANGER, COMMON, SERIOUS = "health_safety", "common_problem", "serious_incident"
ONE, SHOP, SHOPS, SITES, TRADE = (
    *("single_product", "single_shop", "several_shops"),
    *("several_platforms", "industry"),
)

ROWS = (
    (C, "a", "投诉举报 TS-0533", "毛绒长耳兔", "05", WX, "童趣乐园玩具店", "眼睛脱落", "size_shape", ONE, "high", DANGER, "无"),
    (C, "a", "投诉举报 TS-0537", "注水式电暖手宝", "01", WX, "青禾电器旗舰店", "漏液烫伤", "thermal", ONE, "high", DANGER, "手背二度烫伤"),
    (C, "a", "投诉举报 TS-0541", "不锈钢电热水壶", "01", WX, "沸点小家电", "壶盖脱落", "thermal", ONE, "medium", DANGER, "无"),
    (C, "a", "投诉举报 TS-0546", "婴幼儿针织开衫外套", "08", SG, "云朵童装馆", "纽扣脱落", "size_shape", ONE, "medium", DANGER, "无"),
    (C, "a", "投诉举报 TS-0550", "婴儿学饮杯", "06", WX, "木子母婴用品店", "异味", "chemical", ONE, "low", COMMON, ""),
    (C, "a", "投诉举报 TS-0552", "便携电热水壶", "01", SG, "炉边电器铺", "电源线发热", "electrical", SHOP, "high", SERIOUS, "无"),
    (C, "b", "省局抽检信息系统 CJ-0902", "儿童睡衣", "08", "", "", "pH值", "chemical", TRADE, "medium", COMMON, ""),
    (C, "b", "省局抽检信息系统 CJ-0907", "磁力小球", "05", WX, "听松小集", "磁通量指数", "mechanical", SHOPS, "high", SERIOUS, ""),
    (C, "b", "望澜市局日常监管 RC-118", "电热水袋", "01", SG, "北辰电器直营店", "电极式加热", "electrical", SHOPS, "high", SERIOUS, ""),
    (C, "b", "听松县局日常监管 RC-041", "塑料奶瓶", "06", WX, "木子母婴用品店", "标签缺失", "function", ONE, "low", COMMON, ""),
    (C, "b", "枕溪县局日常监管 RC-027", "手工布偶熊", "05", SG, "枕溪阿婆手作", "填充物含杂质", "microbiological", SHOP, "medium", DANGER, ""),
    (P, "", "平台抽查 PC-3318", "毛绒星球抱枕", "05", "", "奇想家文创店", "拉链头脱落", "size_shape", ONE, "medium", DANGER, ""),
    (P, "", "评价监测 PJ-2291", "保温电热水壶", "01", "", "暖居生活馆", "干烧保护失效", "fire_explosion", ONE, "high", SERIOUS, ""),
    (P, "", "退货分析 TH-0876", "磁力积木片", "05", "", "积木匠专卖店", "外壳开裂磁体外露", "size_shape", ONE, "high", SERIOUS, ""),
    (P, "", "评价监测 PJ-2304", "家用保暖四件套", "08", "", "暖阳家纺专营店", "掉色、异味", "chemical", SHOP, "low", COMMON, ""),
    (P2, "", "商家巡检 XJ-0192", "安抚毛绒小象", "05", "", "拾光母婴优选", "缝合处开裂", "size_shape", ONE, "medium", DANGER, ""),
    (P2, "", "商家巡检 XJ-0197", "玻璃电热水壶", "01", "", "晴川电器", "玻璃炸裂", "mechanical", ONE, "high", DANGER, ""),
    (P2, "", "客诉归集 KS-5520", "充电暖手宝", "01", "", "萤火数码小铺", "充电鼓包", "fire_explosion", ONE, "high", SERIOUS, ""),
    (C, "d", "https://forum.example/home/220917", "电热毯", "01", WX, "暖居生活馆", "局部过热", "thermal", SITES, "high", SERIOUS, ""),
    (C, "d", "https://forum.example/baby/118644", "磁力棒", "05", SG, "星野玩具工厂店", "小磁体误吞", "mechanical", SHOP, "high", SERIOUS, "一名儿童就医"),
    (C, "d", "https://video.example/test/90331", "儿童吸管杯", "06", SG, "清泉杯壶店", "吸管残留毛刺", "mechanical", ONE, "low", DANGER, ""),
    (C, "d", "https://forum.example/wear/77120", "儿童雨衣", "08", WX, "小鹿童装旗舰店", "增塑剂气味", "chemical", SHOPS, "medium", COMMON, ""),
    (C, "e", "标准动态 BZ-0311", "儿童涂画用品", "05", "", "", "增塑剂限量修订", "chemical", TRADE, "medium", COMMON, ""),
    (C, "e", "标准动态 BZ-0315", "电热暖手器具", "01", "", "", "电极式结构禁用", "electrical", TRADE, "high", SERIOUS, ""),
    (C, "e", "标准动态 BZ-0322", "塑料食品接触制品", "06", "", "", "总迁移量试验条件修订", "chemical", TRADE, "low", COMMON, ""),
    (C, "e", "标准动态 BZ-0330", "老花镜", "11", "", "", "标志要求修订", "function", TRADE, "low", COMMON, ""),
)


def tell(tale: Tale) -> None:
    """Two or three a day, until yesterday."""
    for place, row in enumerate(_shuffled()):
        if place % 3 == 0:
            tale.on(len(ROWS) // 3 - place // 3 + 1)
        said = dict(zip(FIELDS, row, strict=True))
        risk.signal(tale, said.pop("login"), **_worded(said))


def _shuffled() -> list[tuple[str, ...]]:
    """The channels in turn rather than one after the other; always the same order."""
    return [row for start in range(7) for row in ROWS[start::7]]


def _worded(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}
