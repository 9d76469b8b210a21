"""Is each version of the 12315 exports known by its header, and what lacks something told what? (6.1.2-a)"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from monitoring.importers.channels import of_channel
from monitoring.importers.complaints import HOTLINE
from monitoring.importers.list_reader import Entry, entries, read
from monitoring.importers.versions import FOLDER, LAYOUTS
from monitoring.importers.workbook import Unreadable
from tests.monitoring.notice_samples import workbook

# Invented lines under the headings of each version, in an order of their own.
HERE = Path(__file__).parent / "exports_12315"
# Of each: product, number, shop and hazard.
SAMPLES = {
    "complaints-2017": ("电热水壶", "TS2018000001", "甲牌旗舰店", "electrical"),
    "complaints-2020": ("充电宝", "1330000002026112000001", "乙牌专营店", "fire_explosion"),
    "reports-2020": ("学步车", "2330000002026112100002", "丙店", "mechanical"),
}
PEOPLE = ("赵某", "钱某", "孙某", "13800001111", "13900002222", "13700003333", "11010119900307123X")


def sample(name: str) -> dict[str, str]:
    """The line of a version, by heading."""
    with (HERE / f"{name}.csv").open() as rows:
        return next(csv.DictReader(rows))


def file(line: dict[str, str], but: str = "") -> bytes:
    kept = {name: text for name, text in line.items() if name != but}
    return workbook([list(kept), list(kept.values())])


def test_every_file_of_a_version_has_a_sample() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_version_is_known_by_its_header_and_understood(name: str) -> None:
    product, number, shop, hazard = SAMPLES[name]
    [table] = read(file(sample(name)), of_channel("a")).tables
    assert (table.layout.name, table.strange) == (f"12315-{name}", ())
    [found] = entries(table)
    assert isinstance(found, Entry)
    assert (found.values["product"], found.values["source_ref"]) == (product, number)
    assert found.values["shop"] == shop and found.values["hazard_type"] == (
        hazard or found.values["hazard_type"]
    )
    assert found.source == "hotline_12315" and found.reported_on is not None


@pytest.mark.parametrize("name", SAMPLES)
def test_nobody_who_complained_or_reported_is_kept(name: str) -> None:
    [table] = read(file(sample(name)), of_channel("a")).tables
    [found] = entries(table)
    kept = json.dumps(found.values, ensure_ascii=False)  # type: ignore[union-attr]
    assert not [one for one in PEOPLE if one in kept]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_header_that_lacks_a_column_is_told_which(name: str) -> None:
    line = sample(name)
    lacking = (
        next(layout for layout in LAYOUTS if layout.name == f"12315-{name}").columns["product"].split()[0]
    )
    with pytest.raises(Unreadable, match=f"almost the header of: .*12315.* It lacks: {lacking}"):
        read(file(line, but=lacking), of_channel("a"))


@pytest.mark.parametrize(
    ("more", "name"), [((), "complaints"), (("消费者姓名", "处理状态"), "12315-complaints-2017")]
)
def test_what_a_version_passes_over_tells_it_from_a_list_of_our_own(more: tuple[str, ...], name: str) -> None:
    head = ["投诉编号", "商品/服务名称", "投诉内容", *more]
    [table] = read(workbook([head, ["TS1", "充电宝", "充电时起火", *more]]), of_channel("a")).tables
    assert (table.layout.name, table.strange) == (name, ())


def test_the_same_complaint_in_the_export_and_in_our_template_is_one() -> None:
    line = sample("complaints-2020")
    [exported] = entries(read(file(line), of_channel("a")).tables[0])
    own = {"登记编号": line["登记编号"], "商品名称": "充电宝", "问题描述": "充电时起火"}
    [ours] = entries(read(file(own), [HOTLINE]).tables[0])
    assert exported.fingerprint == ours.fingerprint  # type: ignore[union-attr]


@pytest.mark.parametrize("edit", [lambda head: head[::-1], lambda head: [f" {one} " for one in head]])
def test_order_and_spaces_of_a_header_do_not_matter(edit: Callable[[list[str]], list[str]]) -> None:
    line = sample("complaints-2020")
    head = edit(list(line))
    cells = [line[one.strip()] for one in head]
    [table] = read(workbook([head, cells]), of_channel("a")).tables
    assert table.layout.name == "12315-complaints-2020"


def test_nothing_that_is_known_to_be_of_a_person_is_a_column_that_is_read() -> None:
    for layout in LAYOUTS:
        read_of = {word for words in layout.columns.values() for word in words.split()}
        assert not [
            word for word in read_of if any(sign in word for sign in ("姓名", "电话", "证件", "地址"))
        ]
