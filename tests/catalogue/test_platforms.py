"""Is a platform known by each of its names, and is it told apart from the shop beside it?"""

from __future__ import annotations

import time

import pytest

from catalogue.platforms import PUBLIC, PlatformName, known_names


@pytest.mark.parametrize(
    ("written", "platform"),
    [
        *[
            ("天猫商城", "天猫"),
            ("ＴＭＡＬＬ", "天猫"),
            ("天猫商场", "天猫"),
            ("淘宝集市店", "淘宝"),
            ("JD.com", "京东"),
        ],
        *[
            ("一号店", "1号店"),
            ("网易考拉", "考拉海购"),
            ("抖音小店", "抖音"),
            ("阿里巴巴", "1688"),
            ("石路国际商城", ""),
        ],
    ],
)
def test_a_platform_is_known_by_each_of_its_public_names(written: str, platform: str) -> None:
    assert PUBLIC.of(written) == platform


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("天猫 小熊旗舰店", ("小熊旗舰店", "天猫")),
        ("小熊旗舰店(京东)", ("小熊旗舰店", "京东")),
        ("小熊旗舰店//天猫商城", ("小熊旗舰店", "天猫")),
        ("淘宝\n尚美净汽车用品专营店", ("尚美净汽车用品专营店", "淘宝")),
        ("天猫月月舒官方旗舰店", ("月月舒官方旗舰店", "天猫")),
        ("淘宝天猫宝洁官方旗舰店", ("宝洁官方旗舰店", "天猫")),
        ("1号店自营", ("1号店自营", "1号店")),
        ("当当网（自营）", ("当当网（自营）", "当当")),
        ("京东（京东商城）", ("", "京东")),
        ("苏宁易购/苏宁", ("", "苏宁易购")),
        ("小熊 旗舰店", ("小熊 旗舰店", "")),
        ("小熊旗舰店（望澜）", ("小熊旗舰店（望澜）", "")),
        ("苏宁云商商贸有限公司", ("苏宁云商商贸有限公司", "")),
        ("南京白下苏宁电器有限公司", ("南京白下苏宁电器有限公司", "")),
        ("北国商城股份有限公司", ("北国商城股份有限公司", "")),
    ],
)
def test_shop_and_platform_of_one_cell_are_told_apart(cell: str, told: tuple[str, str]) -> None:
    assert PUBLIC.told_apart(cell, "", "") == told


def test_a_shop_named_after_one_platform_may_be_on_another() -> None:
    shop = "当当网图书专营店"
    assert PUBLIC.told_apart(shop, "天猫", "") == (shop, "天猫")
    assert PUBLIC.told_apart(shop, "", "", default="淘宝") == (shop, "")
    assert PUBLIC.told_apart(shop, "当当", "") == ("图书专营店", "当当")


def test_two_platforms_in_one_cell_stay_as_they_are_written() -> None:
    assert PUBLIC.told_apart("甲店", "天猫/京东", "") == ("甲店", "天猫/京东")


@pytest.mark.django_db
def test_a_registered_platform_is_meant_by_its_own_its_public_and_its_added_names(cast) -> None:
    cast.platform.short_name = "京东"
    cast.platform.save()
    PlatformName.objects.create(written="东哥商城", organisation=cast.platform)
    PlatformName.objects.create(written="猫猫城", name="天猫")
    names = known_names()
    for written in (cast.platform.name, "京东", "京东商城", "jd", "东哥商城"):
        assert names.of(written) == cast.platform.name and names.organisation(written) == cast.platform
    assert names.told_apart("东哥商城小熊旗舰店", "", "") == ("小熊旗舰店", cast.platform.name)
    assert names.of("猫猫城") == "天猫" and names.organisation("天猫") is None


def test_a_cell_made_to_keep_a_rule_busy_is_left_alone() -> None:
    began = time.perf_counter()
    for cell in ("（" * 30_000, "a " * 15_000, "天猫" * 190, "/" * 30_000):
        PUBLIC.told_apart(cell, cell, cell)
    assert time.perf_counter() - began < 1
