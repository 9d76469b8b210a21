"""Is what is listed found by any part of any of its names, and nothing else?"""

from __future__ import annotations

import pytest

from sampling.listings.views import sought
from sampling.listings.views.listings import FilterForm
from tests.sampling import given

NAMED = ("product", "shop__name", "brand__name", "enterprise__name")
LISTED = [
    {
        "product": "儿童电风扇（静音）",
        "shop": "优家旗舰店",
        "brand": "优家 YouHome",
        "enterprise": "宁波优家电器有限公司",
    },
    {"product": "USB风扇 Ａ3", "shop": "小风专营店", "brand": "abc", "enterprise": "风扇电器厂"},
    {"product": "毛绒玩具", "shop": "扇风店", "brand": "风筝", "enterprise": "杭州百%货_店"},
]


@pytest.fixture
def scheme(cast, now):
    return given.draft_scheme(cast, now, rows=[given.row(n) | cells for n, cells in enumerate(LISTED, 1)])


# Words in any order, in names of the product and of others, far from each other, beside a full-width space.
PAIRED = {"风 扇", "电风扇 宁波", "旗舰店 儿童", "风扇　小风", "扇风店 毛绒 风筝", "毛绒 宁波", "扇 风扇电器"}


def parts(text):
    return {text[at : at + long] for long in (1, 2, 3, 5) for at in range(len(text) - long + 1)}


def found(scheme, word):
    listed = FilterForm({"q": word}, scheme=scheme).narrowed(scheme.listings.all())
    paged = [one.line for after in range(4) for one in listed.page(after, 1)]
    assert set(listed.all().values_list("line", flat=True)) == set(paged)
    assert listed.count() in (len(set(paged)), None)
    return set(paged)


def bears_part(names, part):
    return any(part.upper() in name.upper() for name in names)


@pytest.mark.parametrize("many", [1_000, 1])
def test_any_part_of_a_name_finds_what_bears_it_and_nothing_else(scheme, monkeypatch, many):
    """Held against looking through all rows; many: of how many on the index gives way to a walk."""
    monkeypatch.setattr(sought, "MANY", many)
    rows = {row[0]: row[1:] for row in scheme.listings.values_list("line", *NAMED)}
    bears = {part.strip() for names in rows.values() for name in names for part in parts(name)}
    for word in sorted({*bears, *PAIRED, "没有的", "usB"} - {""}):
        bearing = {n for n, names in rows.items() if all(bears_part(names, part) for part in word.split())}
        assert found(scheme, word) == bearing, word


def test_a_product_id_finds_its_listing(scheme):
    assert found(scheme, "1002") == {2}
