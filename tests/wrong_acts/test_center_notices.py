"""What comes of a list that a center imports too trustingly? (C11)"""

from __future__ import annotations

from django.urls import reverse

from catalogue.models import Finding
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.list_samples import upload
from tests.monitoring.notice_samples import workbook

FOOD = ["序号", "标称生产企业名称", "被抽样单位名称", "食品全名", "不合格项目║检验结果║标准值"]
RESULTS = ["产品名称", "生产企业", "抽查结果", "不合格项目"]
AFTER = ["产品名称", "生产企业", "整改情况", "复查检验结果"]


def test_c11_a_food_notice_whose_product_column_is_unknown_makes_no_product_up(cast, at_desk):
    lines = [[str(number), "甲厂", "乙店", f"食品{number}", "铅║1.9mg/kg║≤0.2mg/kg"] for number in (1, 2)]
    book = workbook([["2026年食品安全监督抽检不合格产品信息"], FOOD, *lines])
    desk = at_desk(cast.collector)
    answer = desk.post(reverse("signal-import"), {"channel": "b", "file": upload("通报.xlsx", book)})
    assert answer.status_code == 302 and answer["Location"].endswith("/columns/")
    page = desk.get(answer["Location"]).content.decode()
    assert "say which of these does: 食品全名" in page
    assert not Finding.objects.exists() and not RiskSignal.objects.exists()


def test_c11_a_follow_up_list_is_no_new_failure_and_what_fits_no_finding_waits_for_a_person(cast, at_desk):
    desk = at_desk(cast.collector)
    failed = workbook([["2026年童车产品质量监督抽查结果"], RESULTS, ["学步车", "甲厂", "不合格", "小零件"]])
    desk.post(reverse("signal-import"), {"channel": "b", "file": upload("结果.xlsx", failed)})
    after = [["学步车", "甲厂", "完成整改", "复查合格"], ["童床", "丁厂", "拒绝整改", "复查不合格"]]
    book = workbook([["2026年童车产品质量监督抽查不合格企业后处理结果"], AFTER, *after])
    page = desk.post(reverse("signal-import"), {"channel": "b", "file": upload("后处理.xlsx", book)})
    assert "Outcomes that wait for a person" in page.content.decode()
    assert Finding.objects.count() == 1 and RiskSignal.objects.count() == 1
    assert Finding.objects.get().outcomes.get().recheck == "复查合格"
    waiting = desk.get(reverse("follow-ups")).content.decode()
    assert "童床" in waiting and "复查不合格" in waiting and "1 of 2 wait for a person" in waiting
