"""Is a file whose header nobody knows read as a person says, and the next one by itself?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from monitoring.importers.proposals import likely, look, propose, targets
from monitoring.origins.models.intakes import Intake, Mapping
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.list_samples import upload
from tests.monitoring.notice_samples import text, workbook
from trail.models import Event

pytestmark = pytest.mark.django_db
HEADER = ["流水号", "货品全称", "买家诉求说明", "归属类目", "备用"]
LINES = [["1", "电热水壶", "壶体漏电", "小家电", "x"], ["2", "充电宝", "充电时起火", "数码", "y"]]
FILE = text(["平台导出"], HEADER, *LINES).encode("gb18030")
SAID = {"column_0": "number", "column_1": "product", "column_2": "problem", "column_3": "category"}
LOOK = "?kind=complaints&row=2"


def sent(at_desk, viewer, content: bytes = FILE, **more):
    return at_desk(viewer).post(
        reverse("signal-import"), {"channel": "a", "file": upload("导出.csv", content), **more}
    )


def said(at_desk, viewer, **more):
    """The file is sent, and what its columns hold is said; returns the answer."""
    url = sent(at_desk, viewer)["Location"]
    return at_desk(viewer).post(url + LOOK, {**SAID, "column_4": "", "name": "甲热线", **more})


def test_a_header_that_nobody_knows_leads_to_the_page_that_asks(cast, at_desk):
    answer = sent(at_desk, cast.collector)
    url = reverse("intake-columns", args=[Intake.objects.get().token])
    assert answer.status_code == 302 and answer["Location"] == url
    page = at_desk(cast.collector).get(url + LOOK).content.decode()
    assert all(header in page for header in HEADER) and "充电时起火" in page and "商品名称" in page
    assert not RiskSignal.objects.exists()


def test_what_a_column_holds_is_proposed_by_likeness_and_no_field_twice(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(
        workbook([["某热线"], ["投诉登记编号", "涉及的商品名称", "商品名称", "问题的描述", "杂"]])
    )
    [grid] = look(path, "a")
    kind, row = likely(grid, targets("a"))
    assert (kind.name, row) == ("complaints", 1)
    found = [one.field for one in propose(grid, row, kind)]
    assert found == ["number", "", "product", "problem", ""] or found[2:4] == ["product", "problem"]
    assert len([name for name in found if name]) == len({name for name in found if name})


def test_what_a_person_says_is_tried_first_and_remembered(cast, at_desk):
    answer = said(at_desk, cast.collector, dry_run="on")
    page = at_desk(cast.collector).get(answer["Location"]).content.decode()
    assert "would be new" in page and "电热水壶" in page and not RiskSignal.objects.exists()
    at_desk(cast.collector).post(answer["Location"], {"begin": ""})
    assert set(RiskSignal.objects.values_list("product", "hazard_item", "source_ref")) == {
        ("电热水壶", "壶体漏电", "1"),
        ("充电宝", "充电时起火", "2"),
    }
    mapping = Mapping.objects.get()
    assert (mapping.name, mapping.made_by, mapping.header) == ("甲热线", cast.collector.user, HEADER)


def test_the_next_file_of_the_source_is_read_by_itself(cast, at_desk):
    said(at_desk, cast.collector)
    more = text(HEADER, ["3", "儿童推车", "车轮脱落", "童车", ""]).encode()
    assert sent(at_desk, cast.collector, more).status_code == 200
    assert RiskSignal.objects.get(source_ref="3").product == "儿童推车"
    assert sent(at_desk, cast.other_collector, more).status_code == 302


def test_without_a_name_it_is_read_once_and_not_remembered(cast, at_desk):
    said(at_desk, cast.collector, name="")
    assert RiskSignal.objects.count() == 2 and not Mapping.objects.exists()


def test_a_changed_header_shows_what_changed_and_proposes_the_rest_as_before(cast, at_desk):
    said(at_desk, cast.collector)
    changed = text([*HEADER[:3], "新列"], ["4", "水壶", "漏电", "z"]).encode()
    page = at_desk(cast.collector).get(sent(at_desk, cast.collector, changed)["Location"]).content.decode()
    assert "甲热线" in page and "新列" in page and "归属类目、备用" in page
    assert '<option value="problem" selected>' in page


HERE = {"kind": "platform_complaints", "row": "2"}
AGAIN = {**HERE, "of_kind": HERE["kind"], "of_row": "2"}


def looked(at_desk, viewer, **more) -> str:
    """The page of the columns as it comes back when it is looked at again; brand was chosen by hand."""
    url = sent(at_desk, viewer, channel="c")["Location"]
    answer = at_desk(viewer).post(url, {**SAID, "column_4": "brand", "name": "甲热线", **AGAIN, **more})
    assert answer.status_code == 200 and not Intake.objects.get().layout
    return str(answer.text)


def chosen(page: str, place: int) -> str:
    select = page.split(f'name="column_{place}"')[1].split("</select>")[0]
    return select.split(" selected")[0].rsplit('value="', 1)[1].rstrip('"')


def test_looking_again_keeps_what_was_chosen_by_hand(cast, at_desk):
    page = looked(at_desk, cast.collector, look="again")
    assert chosen(page, 4) == "brand" and 'value="甲热线"' in page
    assert "kept for these columns" in page and "备用" in page


def test_another_kind_of_list_keeps_what_it_knows_and_says_what_it_does_not(cast, at_desk):
    other, said = "platform_checks", {"column_0": "problem", "column_2": ""}
    assert "problem" not in next(kind for kind in targets("c") if kind.name == other).fields
    page = looked(at_desk, cast.collector, kind=other, look="again", **said)
    assert chosen(page, 4) == "brand" and chosen(page, 0) != "problem"
    assert "not known to this kind of list" in page and "流水号" in page


def test_another_kind_is_looked_at_before_anything_is_taken_in_by_it(cast, at_desk):
    assert chosen(looked(at_desk, cast.collector, kind="platform_checks"), 4) == "brand"
    assert not RiskSignal.objects.exists() and not Mapping.objects.exists()


def test_all_is_proposed_anew_only_where_that_is_asked_for(cast, at_desk):
    page = looked(at_desk, cast.collector, look="anew")
    assert chosen(page, 4) != "brand" and "kept for these columns" not in page
    assert "data-confirm" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"column_2": ""}, "no column holds them"), ({"column_4": "product"}, "Another column holds this")],
)
def test_what_is_mandatory_must_be_held_and_nothing_twice(wrong, sentence, cast, at_desk):
    answer = said(at_desk, cast.collector, **wrong)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not RiskSignal.objects.exists() and not Mapping.objects.exists()


def test_columns_of_a_known_header_may_be_checked_first(cast, at_desk):
    known = text(["商品名称", "问题描述", "甲列"], ["水壶", "漏电", "z"]).encode()
    page = sent(at_desk, cast.collector, known).content.decode()
    assert "Columns not read" in page and "甲列" in page
    answer = sent(at_desk, cast.collector, known, check_columns="on")
    assert (
        answer.status_code == 302
        and "甲列" in at_desk(cast.collector).get(answer["Location"]).content.decode()
    )


def test_the_columns_of_a_notice_are_asked_about_too(cast, at_desk):
    title = "2026年童车产品质量监督抽查产品及其企业名单"
    book = workbook([[title], ["货品", "厂方", "抽查判词", "毛病"], ["学步车", "戊厂", "不合格", "小零件"]])
    url = sent(at_desk, cast.collector, book, channel="b")["Location"]
    columns = {"column_0": "product", "column_1": "producer", "column_2": "result", "column_3": "failing"}
    answer = at_desk(cast.collector).post(f"{url}?kind=notices&row=2", {**columns, "name": "某市"})
    assert answer.status_code == 302
    assert RiskSignal.objects.get().hazard_item == "小零件" and RiskSignal.objects.get().enterprise == "戊厂"


def test_a_mapping_is_listed_renamed_and_forgotten_by_its_organisation(cast, at_desk):
    said(at_desk, cast.collector)
    found = Mapping.objects.get()
    desk, url = at_desk(cast.collector), found.get_absolute_url()
    assert "甲热线" in desk.get(reverse("mappings")).content.decode()
    assert "买家诉求说明" in desk.get(url).content.decode()
    assert desk.post(url, {"name": ""}).status_code == 422
    desk.post(url, {"name": "乙热线"})
    assert Mapping.objects.get().name == "乙热线"
    assert at_desk(cast.other_collector).get(url).status_code == 404
    assert at_desk(cast.leader).get(url).status_code == 403
    desk.post(url, {"forget": ""})
    assert not Mapping.objects.standing().exists() and desk.get(url).status_code == 404
    verbs = {"remember a mapping", "rename a mapping", "forget a mapping"}
    assert set(Event.objects.filter(verb__in=verbs).values_list("verb", flat=True)) == verbs


def test_a_file_in_which_nothing_can_be_read_is_not_kept(cast, at_desk):
    answer = sent(at_desk, cast.collector, b"PK\x03\x04", check_columns="on")
    assert answer.status_code == 422 and "damaged" in answer.text and not Intake.objects.exists()


def test_a_trial_shows_every_column_that_is_read_and_no_number_of_a_person(cast, at_desk):
    told = text(HEADER, ["1", "电热水壶", "漏电，请回电13800001111", "小家电", "不读的"]).encode()
    url = sent(at_desk, cast.collector, told)["Location"]
    answer = at_desk(cast.collector).post(f"{url}?kind=complaints&row=1", {**SAID, "dry_run": "on"})
    page = at_desk(cast.collector).get(answer["Location"]).text
    for held in ("登记编号", "问题描述", "小家电", "漏电，请回电***"):
        assert held in page, held
    assert "不读的" not in page and "13800001111" not in page
    assert "13800001111" not in str(Intake.objects.get().result)


def of_food(header: str = "食品全名", title: str = "食品安全监督抽检不合格产品信息") -> bytes:
    head = ["序号", "标称生产企业名称", header, "不合格项目║检验结果║标准值"]
    return workbook([[title], head, ["1", "甲厂", "桑叶挂面", "柠檬黄║0.0154g/kg║不得使用"]])


def test_product_and_year_are_asked_once_on_the_page_of_the_columns(cast, at_desk):
    url = sent(at_desk, cast.collector, of_food(), channel="b")["Location"]
    columns = {"column_1": "producer", "column_2": "product", "column_3": "failing", "name": ""}
    answer = at_desk(cast.collector).post(f"{url}?kind=notices&row=2", columns)
    assert answer.status_code == 422 and "enter the year" in answer.content.decode()
    answer = at_desk(cast.collector).post(f"{url}?kind=notices&row=2", {**columns, "year": "2026"})
    assert answer.status_code == 302 and Intake.objects.get().year == 2026
    [signal] = RiskSignal.objects.all()
    assert (signal.product, signal.hazard_item) == ("桑叶挂面", "柠檬黄")


def test_a_notice_of_one_product_is_said_to_be_of_it(cast, at_desk):
    url = sent(at_desk, cast.collector, of_food("评语", "2026年不合格产品信息"), channel="b")["Location"]
    columns = {"column_1": "producer", "column_2": "", "column_3": "failing", "name": "某省"}
    page = at_desk(cast.collector).post(f"{url}?kind=notices&row=2", columns).content.decode()
    assert "no column holds them" in page
    at_desk(cast.collector).post(f"{url}?kind=notices&row=2", {**columns, "product": "挂面"})
    assert RiskSignal.objects.get().product == "挂面" and "product" in RiskSignal.objects.get().derived
    again = sent(at_desk, cast.collector, of_food("评语", "2026年另一批不合格产品信息"), channel="b")
    assert again.status_code == 302 and RiskSignal.objects.count() == 1
