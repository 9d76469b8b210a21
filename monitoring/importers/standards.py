"""How is a list of new standards read? (6.1.2-e)

A new standard is risk information about its products: what is on sale may not meet it yet.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.importers.cells import day
from monitoring.importers.layouts import Conforms, Found, Layout, Said
from monitoring.importers.notice_reader import Default


def standard(texts: Said) -> Found | type[Conforms] | str:
    """One new standard: number, title, since when it is in force, and which products it binds."""
    number = texts.get("standard_ref", "")
    if not number:
        return _("The standard's number is missing.")
    title = texts.get("title", "")
    name = title.removeprefix("《").removesuffix("》")
    values = {"standard_ref": f"{number} {name}".strip(), "source_ref": texts.get("source_ref", number)}
    guessed: list[str] = []
    if not texts.get("product"):
        values["product"] = (
            re.split(r"[ 　]?第\d{1,4}部分|技术要求|通用要求|安全要求|安全技术", name)[0].strip() or name
        )
        guessed.append("product")
    since = texts.get("since", "")
    if since:
        on = day(since)
        if on is None:
            return _("The date cannot be read: %(text)s. Write it as 2026-11-25.") % {"text": since}
        values["scope_text"] = f"自{on.isoformat()}起实施"
    replaced = texts.get("replaces", "")
    if replaced:
        values["injury"] = f"代替 {replaced}"
    return Found(values, tuple(guessed), key=number.replace(" ", ""))


NEW = Layout(
    name="new_standards",
    channel="e",
    source="new_standard",
    label=gettext_lazy("New standards"),
    sheet="新标准",
    needs=("standard_ref", "title"),
    read=standard,
    columns={
        "standard_ref": "标准编号 标准号 标准代号 编号",
        "title": "标准名称 中文标准名称 标准中文名称 名称 标题",
        "reported_on": "发布日期 批准日期 发布时间",
        "since": "实施日期 生效日期 实施时间 施行日期",
        "product": "适用产品 涉及产品 产品名称 产品 适用范围",
        "hazard_item": "主要变化 新增要求 技术变化 主要技术变化 隐患项目",
        "replaces": "代替标准 替代标准 代替标准号 被代替标准",
        "source_ref": "网址 链接 来源网址 url",
    },
    shown=(
        "standard_ref",
        "title",
        "reported_on",
        "since",
        "product",
        "category",
        "hazard_item",
        "replaces",
        "source_ref",
    ),
    example={
        "standard_ref": "GB 00000-2026",
        "title": "儿童推车安全要求",
        "reported_on": "2026-10-01",
        "since": "2027-04-01",
        "product": "儿童推车",
        "category": "儿童用品",
        "hazard_item": "新增制动装置耐久性要求",
        "replaces": "GB 00000-2008",
        "source_ref": "https://example.org/std/gb00000",
    },
    defaults={
        "hazard_item": Default(
            "新标准实施后可能不符合要求", gettext_lazy("The list does not say what changed.")
        ),
        "hazard_type": Default("other", gettext_lazy("No word of the line tells the kind of hazard.")),
        "scope": Default("industry", gettext_lazy("A standard binds a whole industry.")),
        "trigger": Default("common_problem", gettext_lazy("A standard binds a whole industry.")),
    },
)
LAYOUTS = (NEW,)
