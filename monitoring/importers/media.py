"""How are headlines of the media and recall notices of a defect center read? (6.1.2-d)"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.importers.complaints import told
from monitoring.importers.layouts import Conforms, Found, Layout, Said
from monitoring.importers.notice_reader import Default
from monitoring.importers.words import harms_in

_ADDRESS = re.compile(r"https?://\S+")
_RECALL = re.compile(r"(?P<enterprise>.{1,200}?)\s{0,9}(?:--|—|-{2,9}|\t)\s{0,9}(?P<url>https?://\S+)")
_SOCIAL = re.compile(r"weibo|weixin|mp\.weixin|douyin|zhihu|xiaohongshu|tieba|kuaishou|twitter|facebook")
_QUALITY = re.compile(r"dpac|samr|cqn|quality|aqsiq|315|cca\.org")


def source_of(address: str) -> str:
    """What kind of source an address is; main media unless it tells."""
    host = address.split("/")[2] if _ADDRESS.match(address) else ""
    if _SOCIAL.search(host):
        return "social_media"
    return "quality_website" if _QUALITY.search(host) else "main_media"


def headline(texts: Said) -> Found | type[Conforms] | str:
    """One report of the media: what stands in its headline, and the words of hazard that were found in it."""
    title, words = texts.get("title", ""), texts.get("words", "") or texts.get("hazard_item", "")
    if not texts.get("product"):
        return _("The product's name is missing.")
    item = (
        "、".join(dict.fromkeys(re.split(r"[\s、,，;；]+", words))) if words else "、".join(harms_in(title))
    )
    if not item:
        return _("Neither the headline nor a word of hazard tells of a risk.")
    found = told(title, item)
    if isinstance(found, str):
        return found
    address = texts.get("source_ref", "")
    values = found.values | {
        "sub_channel": texts.get("medium") or source_of(address),
    }
    guessed = found.guessed if words else (*found.guessed, "hazard_item")
    return Found(values, guessed, key=address)


def six_cells(cells: list[str]) -> dict[str, str] | None:
    """A line of a monitoring tool without header: number, products, place, words, headline, address."""
    if len(cells) != 6 or not cells[0].isdigit() or not _ADDRESS.fullmatch(cells[5].strip()):
        return None
    return dict(
        zip(("sequence", "product", "scope_text", "words", "title", "source_ref"), cells, strict=True)
    )


def recall(texts: Said) -> Found | type[Conforms] | str:
    """A recall notice: of whom, at which address, and what its list says of product and defect."""
    address = texts.get("source_ref", "")
    if not texts.get("enterprise") and not texts.get("product"):
        return _("The line names neither an enterprise nor a product.")
    defect = texts.get("defect", "") or texts.get("hazard_item", "")
    found = told(defect, texts.get("hazard_item", "")) if defect else Found({})
    if isinstance(found, str):
        return found
    return Found({"degree": "high", **found.values}, (*found.guessed, "degree"), key=address)


def name_and_address(cells: list[str]) -> dict[str, str] | None:
    """A line without header: an enterprise, two dashes, and the address of its notice."""
    found = _RECALL.fullmatch(",".join(cells).strip())
    return {"enterprise": found["enterprise"], "source_ref": found["url"]} if found else None


HEADLINES = Layout(
    name="headlines",
    channel="d",
    source="main_media",
    label=gettext_lazy("Headlines of the media"),
    sheet="媒体报道",
    needs=("product", "title"),
    read=headline,
    columns={
        "title": "标题 新闻标题 报道标题 内容标题 主题 title",
        "source_ref": "网址 链接 原文链接 地址链接 来源网址 url link",
        "words": "关键词 危害词 伤害词 敏感词 命中词",
        "reported_on": "发布日期 发布时间 报道日期 报道时间 日期",
    },
    shown=(
        "source_ref",
        "reported_on",
        "product",
        "category",
        "brand",
        "platform",
        "enterprise",
        "title",
        "words",
        "scope_text",
        "hazard_type",
        "degree",
    ),
    example={
        "source_ref": "https://example.org/news/20261120.html",
        "reported_on": "2026-11-20",
        "product": "充电宝",
        "category": "电子信息",
        "brand": "丙牌",
        "platform": "某平台",
        "enterprise": "丙电子有限公司",
        "title": "旅客携带的充电宝在候车室起火",
        "words": "起火",
        "scope_text": "某市",
        "hazard_type": "火灾爆炸",
        "degree": "严重",
    },
    several=frozenset({"product", "words"}),
    bare=six_cells,
)
RECALLS = Layout(
    name="recall_notices",
    channel="d",
    source="quality_website",
    label=gettext_lazy("Recall notices"),
    sheet="召回公告",
    needs=("enterprise", "source_ref"),
    read=recall,
    columns={
        "source_ref": "公告网址 网址 链接 公告链接 url",
        "reported_on": "公告日期 发布日期 召回日期 日期",
        "enterprise": "召回企业 生产企业 企业名称 生产者 责任单位 召回单位",
        "product": "产品名称 召回产品 产品 商品名称",
        "defect": "缺陷描述 缺陷情况 召回原因 缺陷",
    },
    shown=("source_ref", "reported_on", "enterprise", "product", "category", "brand", "model", "defect"),
    example={
        "source_ref": "https://example.org/recall/20261118.html",
        "reported_on": "2026-11-18",
        "enterprise": "丁童车有限公司",
        "product": "儿童自行车",
        "category": "儿童用品",
        "brand": "丁牌",
        "model": "D-12",
        "defect": "车闸在湿态下制动不足，骑行者有摔伤的危险",
    },
    defaults={
        "product": Default(
            "见召回公告", gettext_lazy("The list names the enterprise; the product stands in its notice.")
        ),
        "hazard_item": Default("召回公告所述缺陷", gettext_lazy("The defect stands in the notice.")),
    },
    bare=name_and_address,
)
LAYOUTS = (HEADLINES, RECALLS)
