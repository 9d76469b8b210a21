"""What is shared in the demo? Rules that all acknowledged, resources of all parties, open requests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from demo.telling.tale import Tale
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


def tell(tale: Tale) -> None:
    _rules(tale)
    figures, findings, table = _resources(tale)
    tale.on(8)
    granted = _asked(tale, table, "platformadmin", "排查平台在售同类商品。")
    tale.on(6)
    requests.grant(
        granted,
        fields_granted=granted.fields_asked[:3],
        granted_until=granted.asked_until,
        reason="用于平台质量管理；不合格批次数涉及未公布结果，不予提供。",
        **tale.by("labadmin"),
    )
    tale.on(4)
    asked = {
        login: _asked(tale, resource, login, purpose)
        for login, resource, purpose in (
            ("platformadmin", findings, "建立平台商品风险清单。"),
            ("provinceadmin", figures, "编制全省季度质量分析。"),
        )
    }
    tale.on(3)
    for request in asked.values():
        requests.inquire(request, question="请说明使用范围和保存期限。", **tale.by("centeradmin"))
    tale.on(2)
    _asked(tale, findings, "labadmin", "分析检验项目的不合格分布。")
    _asked(tale, table, "provinceadmin", "核对检验机构自检数据。")


def _rules(tale: Tale) -> None:
    tale.on(12)
    rules = safeguards.publish(text=RULES, **tale.by("centeradmin"))
    tale.on(11)
    safeguards.confirm(rules, **tale.by("provinceadmin"))
    rules.refresh_from_db()
    tale.on(10)
    for login in OFFICERS:
        safeguards.acknowledge(rules, **tale.by(login))


def _entry(tale: Tale, name: str, abstract: str, **more: Any) -> dict[str, Any]:
    """What the catalogue says of a resource."""
    said = {"cycle": "month", "retention": 5, "openness": "request", "personal": False, "format": "CSV"}
    return {"name": name, "abstract": abstract, "contact": "信息共享员 0990-8800001", **said, **more}


def _resources(tale: Tale) -> tuple[Resource, Resource, Resource]:
    """Offered by the center and the laboratory; the center has taken the laboratory's into the repository."""
    tale.on(9)
    live = {"cycle": "live", "format": "CSV, XLSX, JSON", "center": tale.org("center")}
    own = {
        source: resources.register(
            source=source,
            **_entry(tale, name, abstract, **{**live, **more}),
            **tale.by("centeradmin"),
        )
        for source, name, abstract, more in (
            ("finding_figures", "监测批次月度统计", "按月份和平台统计的监测批次和不合格批次。", {}),
            ("findings", "监测结果明细", "已通报的监测产品及其结论。", {}),
            ("standards", "标准和检验项目", "检验项目、方法标准和判定依据。", {"openness": "members"}),
        )
    }
    table = resources.register(
        file=SimpleUploadedFile("自检统计.csv", TABLE.encode(), "text/csv"),
        center=tale.org("center"),
        holding="figures",
        headings=["product", "test"],
        fields=FIELDS,
        **_entry(tale, "检验机构自检统计", "检验机构自主开展的网售商品检验月度统计。"),
        **tale.by("labadmin"),
    )
    resources.accept(table, **tale.by("centeradmin"))
    return own["finding_figures"], own["findings"], Resource.objects.get(pk=table.pk)


def _asked(tale: Tale, resource: Resource, login: str, purpose: str) -> ShareRequest:
    """For three months, with all fields that are open to whoever asks."""
    who = tale.by(login)
    return requests.ask(
        resource,
        purpose=purpose,
        legal_ground="",
        fields_asked=[column.name for column in resource.open_to(who["by"].organisation)],
        asked_from=tale.days.day,
        asked_until=tale.days.today + timedelta(days=90),
        method="query",
        promise=True,
        **who,
    )
