"""What is a layout of a list? Its columns, what it must have, and how its lines are understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.incoming.headers import plain
from monitoring.importers.notice_reader import Default

Said = Mapping[str, str]


class Found(NamedTuple):
    """What a line says, by the fields of a risk signal. guessed: those that are read between the lines.

    key: what makes the line the same line in another file, "" where only its whole content does.
    """

    values: dict[str, str]
    guessed: tuple[str, ...] = ()
    key: str = ""


class Conforms:
    """A line on a product without a fault: there is nothing to take down."""


@dataclass(frozen=True)
class Layout:
    """A kind of list that is recognised by its header.

    columns: its own fields and the spellings of their headers, the template's first; FIELDS are understood
    in every list. needs: the fields without whose columns it is another list; "a|b" is either. read: a line
    understood, a sentence on why it is not taken, or Conforms. shown: what the template asks for, in its
    order. example: a line of the template. several: fields in which spaces part one from the next. bare: the
    fields of a line in a file without header, or None. since: when its source began to write so, of one of
    several versions; unread: the headers of such a one, as `plain` leaves them, that are known and not read.
    """

    name: str
    channel: str
    source: str
    label: Promise
    sheet: str
    needs: tuple[str, ...]
    read: Callable[[Said], Found | type[Conforms] | str]
    columns: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    example: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Default] = field(default_factory=dict)
    several: frozenset[str] = frozenset()
    bare: Callable[[list[str]], dict[str, str] | None] = lambda cells: None
    since: date | None = None
    unread: frozenset[str] = frozenset()

    def spellings(self) -> dict[str, str]:
        """Field by header, as `plain` leaves a header."""
        own = {plain(word): name for name, line in self.columns.items() for word in line.split()}
        shared = {plain(word): name for name, line in FIELDS.items() for word in line.split()}
        return {word: name for word, name in shared.items() if name not in self.columns} | own

    def heading(self, name: str) -> str:
        """The header that the template writes over a field; a star where the column is mandatory."""
        must = any(name in need.split("|")[:1] for need in self.needs)
        return (self.columns.get(name) or FIELDS[name]).split()[0] + ("*" if must else "")

    def fits(self, names: set[str]) -> bool:
        return not self.lacking(names)

    def lacking(self, names: set[str]) -> list[str]:
        """What a header with these fields leaves open, each with what would do: "问题描述 / 隐患项目"."""
        left = [need.split("|") for need in self.needs if not names & set(need.split("|"))]
        return [" / ".join(self.heading(name).rstrip("*") for name in need) for need in left]


SEQUENCE = "sequence"
# What any list may state of form 4.1, and under which headers.
FIELDS: dict[str, str] = {
    SEQUENCE: "序号 编号 id no.",
    "source_ref": "来源编号 来源编号/网址 网址 链接 原文链接 地址链接 url link",
    "reported_on": "日期 信息日期 登记时间 登记日期 发布日期 发布时间 date",
    "product": "产品名称 商品名称 产品 商品 商品/服务名称 涉及产品 产品/服务名称",
    "category": "产品类别 商品类别 产品大类 类别 商品分类",
    "brand": "品牌 商标 brand",
    "model": "型号规格 规格型号 型号 规格 型号/规格 model",
    "item_id": "商品ID 商品编号 商品id sku skuid",
    "platform": "平台 平台名称 电商平台 网络平台 交易平台 购物平台",
    "shop": "店铺 店铺名称 网店 网店名称 商家 商家名称",
    "enterprise": "生产企业 企业名称 生产者 生产企业名称 制造商 责任单位 manufacturer",
    "hazard_item": "隐患项目 问题项目 质量问题",
    "hazard_type": "危害类型",
    "scope": "涉及的范围 涉及范围 范围",
    "scope_text": "范围说明 所在地 地区 区域",
    "degree": "隐患程度 危害程度 严重程度",
    "trigger": "触发类型",
    "injury": "伤害情况 受伤情况 人身伤害情况",
    "standard_ref": "涉及标准 执行标准 标准号 标准编号",
}
# What is an ID, a code or an address of the web by its column: a number in it is nobody's telephone.
CODES = frozenset(
    {"item_id", "source_ref", "number", "report", "address", "model", "standard_ref", "replaces"}
)

# What 6.1.1 asks for and a list rarely states; a field filled so stands in `derived`.
GAPS: dict[str, Default] = {
    "hazard_type": Default("other", _("No word of the line tells the kind of hazard.")),
    "scope": Default("single_product", _("A line of a list speaks of one product.")),
    "degree": Default("medium", _("The line does not grade the hazard.")),
    "trigger": Default("health_safety", _("Nothing in the line shows more than a danger to persons.")),
}
