"""What comes of a list that a center imports too trustingly? (C11)"""

from __future__ import annotations

from django.urls import reverse

from catalogue.models import Finding
from monitoring.models import RiskSignal
from tests.monitoring.list_samples import upload
from tests.monitoring.notice_samples import workbook

FOOD = ["序号", "标称生产企业名称", "被抽样单位名称", "食品全名", "不合格项目║检验结果║标准值"]


def test_c11_a_food_notice_whose_product_column_is_unknown_makes_no_product_up(cast, at_desk):
    lines = [[str(number), "甲厂", "乙店", f"食品{number}", "铅║1.9mg/kg║≤0.2mg/kg"] for number in (1, 2)]
    book = workbook([["2026年食品安全监督抽检不合格产品信息"], FOOD, *lines])
    desk = at_desk(cast.collector)
    answer = desk.post(reverse("signal-import"), {"channel": "b", "file": upload("通报.xlsx", book)})
    assert answer.status_code == 302 and answer["Location"].endswith("/columns/")
    page = desk.get(answer["Location"]).content.decode()
    assert "say which of these does: 食品全名" in page
    assert not Finding.objects.exists() and not RiskSignal.objects.exists()
