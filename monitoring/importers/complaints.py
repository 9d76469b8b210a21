"""How are the complaints of a hotline, a mailbox or a platform read? (6.1.2-a, -c)

A complainant is no part of risk information: the columns that name one are not read, and numbers of
telephones and identity cards in what was said are struck out.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.names import narrow
from monitoring.importers.layouts import Conforms, Found, Layout, Said
from monitoring.importers.words import GRAVE, INCIDENT, harm_of, harms_in

LONGEST_ITEM = 400
_PEOPLE = re.compile(r"(?<![\d-])(?:1[3-9]\d(?:[ -]?\d{4}){2}|\d{17}[\dXx]|0\d{2,3}-\d{7,8})(?!\d)")
_QUALITY = re.compile("质量|安全|人身|伤害|缺陷|假冒|不合格|隐患")
SOURCES = (
    ("hotline_12365", re.compile("12365|质监")),
    ("web_mailbox", re.compile("邮箱|信箱|邮件|来信|网信|mail", re.IGNORECASE)),
    ("hotline_12315", re.compile("12315|热线|电话|来电|平台")),
)


def without_people(text: str) -> str:
    """What was said, without the numbers of telephones and identity cards."""
    found = [match.span() for match in _PEOPLE.finditer(narrow(text))]
    for start, end in reversed(found):
        text = f"{text[:start]}***{text[end:]}"
    return text


def told(text: str, item: str = "") -> Found | str:
    """What a text of somebody's own words tells: the item that is hazardous, how, how gravely.

    A text that fits is the item itself; of a longer one its words of hazard are, and the whole is kept as
    what happened. A sentence where neither can be had.
    """
    said, guessed = without_people(text), []
    values = {"hazard_item": without_people(item)}
    if not item and len(said) <= LONGEST_ITEM:
        values["hazard_item"] = said
    elif not item:
        values["hazard_item"] = "、".join(harms_in(said))[:LONGEST_ITEM].rstrip("、")
        guessed.append("hazard_item")
    if not values["hazard_item"]:
        return _("The text is long and names no hazard: say in a column of its own what is hazardous.")
    if said and said != values["hazard_item"]:
        values["injury"] = said
    whole = f"{item} {said}"
    for name, value in (
        ("hazard_type", harm_of(values["hazard_item"]) or harm_of(said)),
        ("degree", "high" if GRAVE.search(whole) else ""),
        ("trigger", "serious_incident" if INCIDENT.search(whole) else ""),
    ):
        if value:
            values[name] = value
            guessed.append(name)
    return Found(values, tuple(guessed))


def complaint(texts: Said) -> Found | type[Conforms] | str:
    """A complaint about a product's quality; one about delivery, price or a refund is none."""
    kind, problem = texts.get("kind", ""), texts.get("problem", "")
    if not problem and not texts.get("hazard_item"):
        return _("The complaint does not say what is wrong.")
    if kind and not _QUALITY.search(kind) and not harm_of(problem):
        return _("The complaint is about %(kind)s, not about quality.") % {"kind": kind}
    found = told(problem, texts.get("hazard_item", ""))
    if isinstance(found, str):
        return found
    values = dict(found.values)
    if texts.get("injury"):
        injury = without_people(texts["injury"])
        values["injury"] = f"{injury}\n{values['injury']}" if values.get("injury") else injury
    number = texts.get("number", "") or texts.get("source_ref", "")
    if number:
        values["source_ref"] = number
    source = next((name for name, words in SOURCES if words.search(narrow(texts.get("via", "")))), "")
    if source:
        values["sub_channel"] = source
    if texts.get("against"):
        values["shop"] = texts["against"]
    return Found(values, found.guessed, key=f"{number} {texts.get('product', '')}" if number else "")


COLUMNS = {
    "number": "登记编号 投诉编号 举报编号 受理编号 工单编号 工单号 投诉单号 编号 来源编号 投诉举报编号",
    "reported_on": "登记时间 登记日期 投诉时间 投诉日期 受理时间 受理日期 举报时间 创建时间 日期",
    "product": "商品名称 产品名称 商品/服务名称 涉及商品 投诉商品 商品 产品 涉诉商品 商品服务名称 商品标题",
    "against": "被投诉店铺 被投诉平台/店铺 被投诉方 被投诉单位 被投诉企业 被投诉主体 店铺名称 店铺"
    " 被投诉商家 商家 商家名称",
    "problem": "问题描述 投诉内容 投诉问题 诉求内容 问题描述/诉求 投诉描述 内容 事由 具体问题 举报内容",
    "kind": "问题类别 投诉类型 问题类型 投诉问题类别 投诉类别 纠纷类型",
    "platform": "被投诉平台 平台 平台名称 交易平台 购物平台 网购平台 销售平台",
}
SHOWN = (
    "number",
    "reported_on",
    "product",
    "category",
    "brand",
    "model",
    "item_id",
    "platform",
    "against",
    "enterprise",
    "kind",
    "problem",
    "hazard_item",
    "hazard_type",
    "degree",
    "injury",
)
EXAMPLE = {
    "number": "TS202611250001",
    "reported_on": "2026-11-20",
    "product": "电热水壶",
    "category": "家用电器",
    "brand": "甲牌",
    "model": "JS-15",
    "item_id": "100000000001",
    "platform": "某平台",
    "against": "甲牌旗舰店",
    "enterprise": "甲电器有限公司",
    "kind": "质量问题",
    "problem": "烧水时壶体漏电，手部发麻",
    "hazard_item": "漏电",
    "hazard_type": "电气",
    "degree": "严重",
    "injury": "一人手部麻木，未就医",
}

HOTLINE = Layout(
    name="complaints",
    channel="a",
    source="hotline_12315",
    label=gettext_lazy("Complaints of a hotline or mailbox"),
    sheet="投诉举报",
    needs=("product", "problem|hazard_item"),
    read=complaint,
    columns=COLUMNS | {"via": "登记渠道 来源渠道 投诉渠道 信息来源 来源 受理渠道 接收方式"},
    shown=("number", "reported_on", "via", *SHOWN[2:]),
    example=EXAMPLE | {"via": "12315热线"},
)
PLATFORM = Layout(
    name="platform_complaints",
    channel="c",
    source="platform_complaints",
    label=gettext_lazy("Complaints of a platform"),
    sheet="平台投诉",
    needs=("product", "problem|hazard_item"),
    read=complaint,
    columns=COLUMNS,
    shown=SHOWN,
    example=EXAMPLE,
)
LAYOUTS = (HOTLINE, PLATFORM)
