"""What is shared in the demo? Rules that all acknowledged, resources of all parties, open requests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from demo.telling.teller import Teller
from sharing.actions import requests, resources, safeguards
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource

OFFICERS = ("centeradmin", "provinceadmin", "labadmin", "platformadmin")
RULES = """一、共享信息仅用于申请时说明的用途，不得向第三方提供，不得收取费用。
二、涉及个人信息的，须有法律依据并事先评估影响。
三、查阅留痕，提供单位可随时查看查阅台账。
四、发现信息泄露的，应在24小时内报告监测中心，中心可以收回授权。"""
FIELDS = [["产品", "受检产品名称"], ["月份", "检验月份"], ["批次", "检验批次数"], ["不合格", "不合格批次数"]]
TABLE = """产品,月份,批次,不合格
儿童水杯,2026-08,42,3
儿童水杯,2026-09,38,4
电热水壶,2026-08,25,1
电热水壶,2026-09,31,2
"""


def tell(teller: Teller) -> None:
    _rules(teller)
    figures, findings, table = _resources(teller)
    teller.on(8)
    granted = _asked(teller, table, "platformadmin", "排查平台在售同类商品。")
    teller.on(6)
    requests.grant(
        granted,
        fields_granted=granted.fields_asked[:3],
        granted_until=granted.asked_until,
        reason="用于平台质量管理；不合格批次数涉及未公布结果，不予提供。",
        **teller.by("labadmin"),
    )
    teller.on(4)
    asked = {
        login: _asked(teller, resource, login, purpose)
        for login, resource, purpose in (
            ("platformadmin", findings, "建立平台商品风险清单。"),
            ("provinceadmin", figures, "编制全省季度质量分析。"),
        )
    }
    teller.on(3)
    for request in asked.values():
        requests.inquire(request, question="请说明使用范围和保存期限。", **teller.by("centeradmin"))
    teller.on(2)
    _asked(teller, findings, "labadmin", "分析检验项目的不合格分布。")
    _asked(teller, table, "provinceadmin", "核对检验机构自检数据。")


def _rules(teller: Teller) -> None:
    teller.on(12)
    rules = safeguards.publish(text=RULES, **teller.by("centeradmin"))
    teller.on(11)
    safeguards.confirm(rules, **teller.by("provinceadmin"))
    rules.refresh_from_db()
    teller.on(10)
    for login in OFFICERS:
        safeguards.acknowledge(rules, **teller.by(login))


def _entry(teller: Teller, name: str, abstract: str, **more: Any) -> dict[str, Any]:
    """What the catalogue says of a resource."""
    said = {"cycle": "month", "retention": 5, "openness": "request", "personal": False, "format": "CSV"}
    return {"name": name, "abstract": abstract, "contact": "信息共享员 0990-8800001", **said, **more}


def _resources(teller: Teller) -> tuple[Resource, Resource, Resource]:
    """Offered by the center and the laboratory; the center has taken the laboratory's into the repository."""
    teller.on(9)
    live = {"cycle": "live", "format": "CSV, XLSX, JSON", "center": teller.org("center")}
    own = {
        source: resources.register(
            source=source,
            **_entry(teller, name, abstract, **{**live, **more}),
            **teller.by("centeradmin"),
        )
        for source, name, abstract, more in (
            ("finding_figures", "监测批次月度统计", "按月份和平台统计的监测批次和不合格批次。", {}),
            ("findings", "监测结果明细", "已通报的监测产品及其结论。", {}),
            ("standards", "标准和检验项目", "检验项目、方法标准和判定依据。", {"openness": "members"}),
        )
    }
    table = resources.register(
        file=SimpleUploadedFile("自检统计.csv", TABLE.encode(), "text/csv"),
        center=teller.org("center"),
        holding="figures",
        headings=["product", "test"],
        fields=FIELDS,
        **_entry(teller, "检验机构自检统计", "检验机构自主开展的网售商品检验月度统计。"),
        **teller.by("labadmin"),
    )
    resources.accept(table, **teller.by("centeradmin"))
    return own["finding_figures"], own["findings"], Resource.objects.get(pk=table.pk)


def _asked(teller: Teller, resource: Resource, login: str, purpose: str) -> ShareRequest:
    """For three months, with all fields that are open to whoever asks."""
    who = teller.by(login)
    return requests.ask(
        resource,
        purpose=purpose,
        legal_ground="",
        fields_asked=[column.name for column in resource.open_to(who["by"].organisation)],
        asked_from=teller.days.day,
        asked_until=teller.days.today + timedelta(days=90),
        method="query",
        promise=True,
        **who,
    )
