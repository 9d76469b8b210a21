"""Is an ID that a spreadsheet has cut short refused in a sentence, and never taken in for another one?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from catalogue.models import Finding
from documents.incoming import digits
from monitoring.risks.models.signals import RiskSignal
from sharing.models.resources import Supply
from tests.monitoring.imports.test_long_imports import _short as _short
from tests.monitoring.imports.test_long_imports import work
from tests.monitoring.list_samples import upload
from tests.monitoring.notice_samples import GOOD, HEADER, TITLE, text, workbook
from tests.sampling import given as buying
from tests.sharing import given as sharing
from tests.sharing.test_resources import TABLE, table_form

pytestmark = pytest.mark.django_db
SAYS = "a spreadsheet has cut digits off this number"
HEAD = ["报告编号", "抽检日期", "商品名称", "商品ID", "平台", "检验结论", "不合格项目"]
CUT, WHOLE = 123456789012345678, 620041125507


def checked(item_id: object, number: object = "CJ1") -> list[object]:
    return [number, "2026-11-18", "毛绒玩具", item_id, "某平台", "不合格", "小零件"]


def imported(at_desk: Any, viewer: Any, file: Any, channel: str = "c", **more: str) -> Any:
    data = {"channel": channel, "file": file, **more}
    return at_desk(viewer).post(reverse("signal-import"), data)


def test_an_id_of_eighteen_digits_in_a_number_cell_is_refused_and_a_shorter_one_whole(cast, at_desk):
    book = workbook([HEAD, checked(CUT), checked(WHOLE, 999999999999999), checked("9" * 18, "CJ3")])
    page = imported(at_desk, cast.collector, upload("检查.xlsx", book), dry_run="on").text
    assert SAYS in page and "“商品ID”" in page and "1.2345" not in page.partition("Lines taken")[2]
    imported(at_desk, cast.collector, upload("检查.xlsx", book))
    kept = RiskSignal.objects.order_by("pk").values_list("item_id", flat=True)
    assert [*kept] == ["620041125507", "9" * 18]


def test_who_says_what_columns_hold_is_warned_of_a_number_that_was_cut(cast, at_desk):
    def page(item_id: object) -> str:
        book = workbook([["单号", "货品ID", "毛病"], ["D1", item_id, "漏电"]])
        sent = imported(at_desk, cast.collector, upload("名单.xlsx", book), "a")
        return str(at_desk(cast.collector).get(sent["Location"]).text)

    assert "digits cut off" in page(CUT) and "digits cut off" not in page(WHOLE)


@pytest.mark.parametrize("trial", ["on", ""])
def test_a_long_id_is_shown_whole_so_that_it_can_be_checked_and_a_persons_number_in_words_is_not(
    cast, at_desk, trial
):
    number, person, link = "620041125507123456", "330102199001011234", "https://a.example/i?id=13800001111"
    head = ["登记编号", "商品名称", "商品ID", "链接", "被投诉店铺", "问题描述"]
    lines = text(head, [number[::-1], "电热水壶", number, link, "甲店", f"壶体漏电，{person}，13900002222"])
    page = imported(at_desk, cast.collector, upload("投诉.csv", lines.encode()), "a", dry_run=trial).text
    shown = page.partition("Lines taken")[2]
    assert all(each in shown for each in (number, number[::-1], link))
    assert person not in page and "13900002222" not in page and "漏电，***，***" in shown


@pytest.mark.usefixtures("_short")
def test_in_a_long_file_too(cast, at_desk):
    book = workbook([HEAD, checked(CUT), checked(WHOLE), checked("CJ3", CUT)])
    answer = imported(at_desk, cast.collector, upload("长.xlsx", book))
    work()
    assert SAYS in at_desk(cast.collector).get(answer["Location"]).text
    assert RiskSignal.objects.get().item_id == "620041125507"


def test_a_table_of_text_that_was_saved_from_such_a_spreadsheet_is_refused_as_well(cast, at_desk):
    lines = text(HEAD, *([*map(str, checked(cut))] for cut in ("6.20041E+11", "1.23456789012346E+17")))
    assert SAYS in imported(at_desk, cast.collector, upload("检查.csv", lines.encode())).text
    assert not RiskSignal.objects.exists()


def test_a_batch_of_a_notice_is_refused_and_its_figures_are_not(cast, at_desk):
    head = [*HEADER, "购样价格", "实测值"]
    cut = [*GOOD[:7], CUT, *GOOD[8:], 12.5, "1"]
    whole = [*GOOD[:7], WHOLE, *GOOD[8:], 12.5, 2 * 10**16]
    file = upload("notice.xlsx", workbook([[TITLE], head, cut, whole]))
    assert SAYS in imported(at_desk, cast.collector, file, "b").text
    finding = Finding.objects.get()
    assert (finding.batch, finding.price) == ("620041125507", Decimal("12.5"))


def test_a_listing_is_refused_by_its_id_and_not_by_what_it_costs(cast, at_desk, now):
    scheme = buying.empty_scheme(cast, now)
    head = ["商品", "店铺", "商品ID", "价格", "销量"]
    book = workbook([head, ["娃娃", "甲店", CUT, 59, 3], ["积木", "乙店", WHOLE, 0.1 + 0.2, 100_000_000_000]])
    url, desk = reverse("scheme-step", args=[scheme.number, "import"]), at_desk(cast.organiser)
    desk.post(url, {"file": upload("offers.xlsx", book)})
    listing, file = scheme.listings.get(), scheme.files.get()
    assert (listing.item_id, listing.price) == ("620041125507", Decimal("0.30"))
    assert SAYS in file.returned.read().decode()


def test_a_table_for_others_says_which_row_and_stores_nothing(cast, at_desk):
    head = [name for name, _meaning in sharing.FIELDS]
    desk = at_desk(cast.laboratory_sharing_officer)
    first = ["Kettle", "2026-09", 3]
    cut, whole = (
        upload("own.xlsx", workbook([head, first, ["Toy bear", "2026-10", number]]))
        for number in (CUT, WHOLE)
    )
    answer = desk.post(TABLE, table_form(cast, file=cut))
    assert answer.status_code == 409 and "Row 2: " in answer.text and SAYS in answer.text
    assert not Supply.objects.exists()
    desk.post(TABLE, table_form(cast, file=whole))
    assert Supply.objects.get().rows.get(position=2).values[2] == "620041125507"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (999999999999999.0, "999999999999999"),
        (-12.5, "-12.5"),
        (0.1 + 0.2, "0.3"),
        (0.0000125, "0.0000125"),
        (1e15, "1E+15"),
        (1.5e120, "1.5E+120"),
    ],
)
def test_a_number_comes_in_as_its_plain_digits_or_as_one_of_which_some_are_lost(value, said):
    assert digits.plain(value) == said and digits.cut_off(said) == ("E" in said)


@pytest.mark.parametrize("said", ["3.7×10⁴", "5E12", "A1E+11", "1.2E+05", "+8613800001111", "GB/T 1+2"])
def test_what_only_looks_like_one_is_taken_as_it_is(said):
    assert not digits.cut_off(said)
