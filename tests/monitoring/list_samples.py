"""What do the tests of lists read: invented lists of every channel, in the files they come in?"""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring.importers.channels import of_channel
from monitoring.importers.list_reader import Entry, Passed, entries, read
from monitoring.importers.notice_reader import Rejected
from tests.monitoring.notice_samples import BAD, GOOD, HEADER, TITLE, text, workbook

COMPLAINTS = [
    [
        "登记编号",
        "登记时间",
        "登记渠道",
        "投诉人",
        "联系电话",
        "商品名称",
        "品牌",
        "被投诉平台",
        "被投诉店铺",
        "问题类别",
        "问题描述",
    ],
    [
        "TS1",
        "2026-11-20",
        "12365热线",
        "赵某",
        "13800001111",
        "电热水壶",
        "甲牌",
        "某平台",
        "甲店",
        "质量问题",
        "壶体漏电，请回电13800001111",
    ],
    [
        "TS2",
        "2026-11-21",
        "网站信箱",
        "钱某",
        "13900002222",
        "儿童推车",
        "乙牌",
        "某平台",
        "乙店",
        "物流问题",
        "三天没有发货",
    ],
]
CHECKS = [
    ["报告编号", "抽检日期", "商品名称", "商品ID", "店铺名称", "抽检结果", "不合格项目"],
    ["CJ1", "2026-11-18", "毛绒玩具", "1001", "丙店", "不合格", "小零件"],
    ["CJ2", "2026-11-18", "积木", "1002", "丙店", "合格", ""],
]
PLATFORM_COMPLAINTS = [
    ["工单编号", "创建时间", "商品标题", "商品ID", "店铺名称", "投诉内容"],
    ["GD1", "2026-11-19", "充电宝", "1003", "丁店", "充电时起火"],
]
HEADLINES = [
    ["1", "充电宝 电池", "某市", "起火 爆炸", "旅客的充电宝在候车室起火", "https://news.example.org/1.html"],
    ["2", "", "某市", "触电", "一男子触电", "https://news.example.org/2.html"],
    ["3", "充电宝", "", "起火", "旅客的充电宝在候车室起火", "https://news.example.org/1.html"],
]
RECALLS = (
    "甲童车有限公司--https://example.org/recall/1.html\n乙电器有限公司--https://example.org/recall/2.html\n"
)
STANDARDS = [
    ["标准编号", "标准名称", "发布日期", "实施日期", "适用产品", "代替标准"],
    ["GB 99999-2026", "儿童推车安全要求", "2026-10-01", "2027-04-01", "儿童推车", "GB 99999-2008"],
]
CONSUMER = {
    "success": {
        "total": 2,
        "results": [
            {
                "organization": "CPSC",
                "recall_number": "13173 ",
                "recall_date": "2013-04-18",
                "recall_url": "https://example.org/recall/13173",
                "manufacturers": ["Some Industries"],
                "product_types": ["Baby Socks"],
                "descriptions": ["Infant socks"],
                "upcs": None,
                "hazards": ["Choking"],
            },
            {"organization": "CPSC", "recall_number": "13174", "recall_date": "2013-04-19", "hazards": None},
        ],
    }
}
# What is loaded over each channel, and what a signal of it says: (product, source, number or address).
FILES: dict[str, tuple[str, bytes, tuple[str, str, str]]] = {
    "a": ("12365.xlsx", workbook(COMPLAINTS), ("电热水壶", "hotline_12365", "TS1")),
    "b": (
        "通知.xlsx",
        workbook([[f"某市{TITLE}"], HEADER, GOOD, BAD]),
        ("学步车", "municipal_sampling", "通知.xlsx · Sheet · 4"),
    ),
    "c": ("抽检.csv", text(*CHECKS).encode("gb18030"), ("毛绒玩具", "platform_sampling", "CJ1")),
    "d": (
        "舆情.csv",
        text(*HEADLINES).encode(),
        ("充电宝、电池", "main_media", "https://news.example.org/1.html"),
    ),
    "e": (
        "recalls.json",
        json.dumps(CONSUMER).encode(),
        ("Infant socks", "foreign_body", "https://example.org/recall/13173"),
    ),
}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def lines(channel: str, content: bytes) -> list[Entry | Rejected | Passed]:
    """Every line of a file of the channel."""
    return [line for table in read(content, of_channel(channel)).tables for line in entries(table)]


def one(channel: str, header: list[str], line: list[Any]) -> Entry:
    (found,) = lines(channel, workbook([header, line]))
    assert isinstance(found, Entry), found
    return found


def refused(channel: str, header: list[str], line: list[Any]) -> str:
    (found,) = lines(channel, workbook([header, line]))
    assert isinstance(found, Rejected), found
    return found.reason
