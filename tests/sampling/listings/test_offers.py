"""Does a file of listings come in whole: every line listed or refused, whatever its columns are called?"""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.flow import Refused
from sampling.listings import offer_cells
from sampling.listings.actions import listings, offer_files
from sampling.listings.models import OfferFile, OfferMapping
from sampling.listings.offer_columns import headed, proposed
from tests.jobs import worked
from tests.monitoring.notice_samples import text, workbook
from tests.sampling import given
from tests.sampling.old_workbooks import xls

REAL = Path(os.environ.get("WANGJIAN_REAL_DATA") or Path(__file__).parents[3].parent / "shared" / "data")
LISTINGS = REAL / "listings"


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("59.00-128.00", "59.00", "128.00"),
        ("¥59起", "59.00", "59.00"),
        ("￥1,299.5元", "1299.50", "1299.50"),
        ("券后价：19.9", "19.90", "19.90"),
        ("128～59", "59.00", "128.00"),
    ],
)
def test_prices_and_ranges_are_read(text, least, most):
    assert offer_cells.price(text) == (Decimal(least), Decimal(most))


@pytest.mark.parametrize("text", ["cheap", "-1", "NaN", "1e9", "12 345 678 901 234"])
def test_what_is_no_price_is_none(text):
    assert offer_cells.price(text) is None


@pytest.mark.parametrize(
    ("text", "sold"),
    [("161人付款", 161), ("1.2万+人付款", 12_000), ("已售3000+", 3000), ("", None), ("99999亿", 2**31 - 1)],
)
def test_how_often_it_was_sold_is_read(text, sold):
    assert offer_cells.sales(text) == sold


@pytest.mark.parametrize(
    ("url", "item"),
    [
        ("https://item.shop.example/item.htm?spm=a&id=620041", "620041"),
        ("https://shop.example/100012.html", "100012"),
        ("https://shop.example/goods?goods_id=77&x=1", "77"),
        ("https://shop.example/product/A-9", "A-9"),
        ("https://shop.example/search", ""),
        ("https://item.shop.example/item.htm?skuId=5&amp;id=620041", "620041"),
        ("https://item.jd.example/100012.html#comment", "100012"),
        ("https://wq.shop.example/item?sku=8800", "8800"),
        ("https://detail.1688.example/offer/60012345.html", "60012345"),
        ("https://detail.vip.example/detail-1710-691123456.html", "691123456"),
        ("https://product.suning.example/0000000000/12345678.html", "12345678"),
        ("https://mobile.shop.example/goods2.html?goods_id=99887766&page=1", "99887766"),
        ("https://haohuo.shop.example/views/product/item2?id=3344", "3344"),
    ],
)
def test_the_product_id_is_read_out_of_the_address(url, item):
    assert offer_cells.item_id(url) == item


@pytest.mark.parametrize(
    ("cell", "text", "one"),
    [
        ("['红茶', '绿茶']", "红茶 绿茶", "红茶"),
        ("['[正品]红茶']", "[正品]红茶", "[正品]红茶"),
        ("[正品]红茶", "[正品]红茶", "[正品]红茶"),
        ("""["Tom's", 'a\\'b', None]""", "Tom's a'b", "Tom's"),
        ("['甲', '甲']", "甲", "甲"),
        ("[6.5]", "6.5", "6.5"),
        ("[]", "", ""),
        ("['甲', ]乙']", "['甲', ]乙']", "['甲', ]乙']"),
    ],
)
def test_what_a_program_listed_in_a_cell_stands_for_itself(cell, text, one):
    assert (offer_cells.bare(cell), offer_cells.first(cell)) == (text, one)


def test_an_address_is_read_as_a_browser_would():
    assert offer_cells.address(" //a.example/红 茶?id=1\n2 ") == "https://a.example/红%20茶?id=12"
    assert offer_cells.address("['https://a.example/1', 'https://a.example/2']") == "https://a.example/1"


RANGES = (
    ("商品", "店铺", "商品ID", "链接", "最低价格", "最高价格"),
    ("娃娃", "甲店", "https://a.example/item/77.html", "", "59", "128"),
    ("积木", "乙店", "", "https://a.example/i?id=5&q=a b", "¥9起", ""),
    ("['车', '红']", "丙店", "3", "", "['30', '10-20']", ""),
    ("风筝", "丁店", "4", "", "9", "无价"),
)
FILES = {
    "csv": lambda: text(*RANGES).encode("gb18030"),
    "xls": lambda: xls(*RANGES),
    "xlsx": lambda: workbook(RANGES),
}


@pytest.mark.parametrize("kind", FILES)
def test_ranges_ids_and_lists_come_in_from_a_file_of_each_kind(cast, now, kind):
    scheme = given.empty_scheme(cast, now)
    file = sent(scheme, cast, now, FILES[kind](), f"offers.{kind}")
    assert (file.good, file.refused, file.failure) == (3, 1, "")
    listed = scheme.listings.order_by("line").values_list("product", "item_id", "price", "price_to")
    assert list(listed) == [
        ("娃娃", "77", Decimal(59), Decimal(128)),
        ("积木", "5", Decimal(9), None),
        ("车 红", "3", Decimal(10), Decimal(30)),
    ]
    assert scheme.listings.get(item_id="5").url == "https://a.example/i?id=5&q=a%20b"
    assert "无价" in file.returned.read().decode()


def test_a_column_without_a_heading_is_known_by_its_cells():
    rows = [[f"1000{n}", f"实验室用玻璃烧杯 {n}00ml", f"{n}.50", f"甲{n}旗舰店"] for n in range(1, 9)]
    assert not headed(rows)
    assert proposed(rows, with_heading=False) == ["item_id", "product", "price", "shop"]


def sent(scheme, cast, now, content, name="offers.csv"):
    return offer_files.keep(scheme, file=SimpleUploadedFile(name, content), by=cast.organiser, now=now)


@pytest.mark.clause("6.2-1")
def test_columns_that_nobody_knows_are_asked_about_and_remembered_under_a_name(cast, now, at_desk):
    scheme = given.empty_scheme(cast, now)
    client = at_desk(cast.organiser)
    url = reverse("scheme-step", args=[scheme.number, "import"])
    rows = b"what,who\nBear,Shop A\nBlocks,Shop B\n"
    assert client.post(url, {"file": SimpleUploadedFile("a.csv", rows)}).status_code == 302
    file = scheme.files.get()
    columns = reverse("offer-columns", args=[scheme.number, file.token])
    assert "waits for its columns" in client.get(file.get_absolute_url()).text
    assert "Bear" in client.get(columns).text
    told = {"column_0": "product", "column_1": "product", "headed": "on", "name": "Crawler"}
    assert client.post(columns, told).status_code == 422
    assert client.post(columns, {**told, "column_1": "shop"}).status_code == 302
    assert sorted(scheme.listings.values_list("product", flat=True)) == ["Bear", "Blocks"]
    assert OfferMapping.objects.get().columns == ["product", "shop"]
    again = sent(scheme, cast, now, b"what,who\nCar,Shop C\n")
    assert again.columns == ["product", "shop"]


def test_gb18030_is_read_and_the_same_line_is_refused_the_second_time(cast, now):
    scheme = given.empty_scheme(cast, now)
    text = "商品,店铺\n娃娃,甲店\n积木,乙店\n".encode("gb18030")
    first, second = sent(scheme, cast, now, text), sent(scheme, cast, now, text)
    assert (first.good, first.refused, second.good, second.refused) == (2, 0, 0, 2)
    assert "listed already" in second.returned.read().decode()


def test_ranges_and_sales_are_kept(cast, now):
    scheme = given.empty_scheme(cast, now)
    sent(scheme, cast, now, "商品,店铺,价格,销量\n娃娃,甲店,59.00-128.00,1.2万+人付款\n".encode())
    listing = scheme.listings.get()
    assert (listing.priced(), listing.sales) == ("59.00-128.00", 12_000)


def test_a_long_file_is_taken_in_by_a_worker_and_can_be_stopped(cast, now, at_desk, monkeypatch):
    scheme = given.empty_scheme(cast, now)
    monkeypatch.setattr(offer_files, "AT_ONCE", 0)
    text = "商品,店铺\n娃娃,甲店\n".encode()
    stopped = sent(scheme, cast, now, text)
    client = at_desk(cast.organiser)
    assert 'hx-trigger="every 2s"' in client.get(stopped.get_absolute_url()).text
    with pytest.raises(Refused, match="is being taken in"):
        sent(scheme, cast, now, text)
    assert client.post(stopped.get_absolute_url()).status_code == 302
    assert worked(OfferFile)
    assert not scheme.listings.exists()
    page = client.get(stopped.get_absolute_url()).text
    assert 'name="begin"' in page and page.count("<h1") == 1
    assert client.post(stopped.get_absolute_url(), {"begin": ""}).status_code == 302
    assert worked(OfferFile)
    assert scheme.listings.count() == 1


def test_files_and_listings_are_the_centers_own(cast, now, at_desk):
    scheme = given.empty_scheme(cast, now)
    file = sent(scheme, cast, now, "商品,店铺\n娃娃,甲店\n,乙店\n".encode())
    urls = [
        file.get_absolute_url(),
        reverse("offer-columns", args=[scheme.number, file.token]),
        reverse("listings", args=[scheme.number]),
        reverse("listing-sheet", args=[scheme.number, "csv"]),
    ]
    for viewer in (cast.planner, cast.other_organiser, cast.quality_officer, cast.receiver):
        for url in urls:
            assert at_desk(viewer).get(url).status_code in (403, 404)
    assert at_desk(cast.leader).get(urls[1]).status_code == 403
    assert at_desk(cast.leader).get(urls[2]).status_code == 200


@pytest.mark.django_db(transaction=True, databases=["default", "log"])
def test_listings_and_refused_lines_are_handed_out_and_written_down_first(cast, now, at_desk):
    scheme = given.empty_scheme(cast, now)
    file = sent(scheme, cast, now, "商品,店铺\n娃娃,甲店\n,乙店\n".encode())
    client = at_desk(cast.organiser)
    back = client.get(reverse("offer-refused", args=[scheme.number, file.token]))
    assert "Product is missing" in b"".join(back).decode()
    for ending in ("csv", "xlsx"):
        answer = client.get(reverse("listing-sheet", args=[scheme.number, ending]) + "?q=娃")
        assert answer.status_code == 200 and b"".join(answer)


@pytest.mark.django_db(databases=["default", "log"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_listings_that_were_handed_out_come_in_again(cast, now, at_desk, language, ending):
    rows = [{**given.row(1), "price": "59-128"}, {**given.row(2), "item_id": "001234567890123", "url": ""}]
    scheme, other = given.draft_scheme(cast, now, rows=rows), given.empty_scheme(cast, now)
    url = reverse("listing-sheet", args=[scheme.number, ending])
    content = b"".join(at_desk(cast.organiser).get(url, headers={"Accept-Language": language}))
    file = sent(other, cast, now, content, f"listings.{ending}")
    said = ("product", "item_id", "url", "price", "price_to", "sales", "model", "standard", "shop", "brand")
    assert file.refused == 0 and not file.open
    again, first = (list(one.listings.order_by("line").values_list(*said)) for one in (other, scheme))
    assert again == first and len(first) == 2


def test_listings_are_paged_searched_and_filtered(cast, now, at_desk):
    rows = [given.row(number) for number in range(1, 61)]
    scheme = given.draft_scheme(cast, now, rows=rows)
    client, url = at_desk(cast.organiser), reverse("listings", args=[scheme.number])
    first = client.get(url).text
    assert "Soft toy 50" in first and "Soft toy 51" not in first and "?after=50" in first
    assert "Soft toy 51" in client.get(f"{url}?after=50").text
    found = client.get(f"{url}?q=Shop 17").text
    assert "Soft toy 17" in found and "Soft toy 18" not in found
    assert "Nothing is found" in client.get(f"{url}?choice=chosen").text


@pytest.mark.skipif(not LISTINGS.is_dir(), reason="the real listings are not here: set WANGJIAN_REAL_DATA")
@pytest.mark.parametrize(
    ("name", "good", "refused", "reason"),
    [
        ("jd_lab_goods_gbk_noheader.csv", 1_654, 386, "Shop is missing"),
        ("taobao_dress_with_shop_city.csv", 48, 0, ""),
        ("taobao_python_books.csv", 133, 3, "listed already"),
        ("双十一淘宝美妆数据.csv", 3_497, 24_101, "listed already"),
    ],
)
def test_every_line_of_a_real_file_is_listed_or_refused_with_a_reason(cast, now, name, good, refused, reason):
    scheme = given.empty_scheme(cast, now)
    content = ContentFile((LISTINGS / name).read_bytes(), name)
    file = offer_files.keep(scheme, file=content, by=cast.organiser, now=now)
    offer_files.begin(file, by=cast.organiser, now=now)
    if file.under_way:
        assert worked(OfferFile)
        file.refresh_from_db()
    assert (file.good, file.refused, file.failure) == (good, refused, "")
    assert scheme.listings.count() == good
    if refused:
        back = file.returned.read().decode()
        assert back.count(reason) == refused


def test_offers_made_by_name_find_the_shop_again(cast, now):
    scheme = given.empty_scheme(cast, now)
    sent(scheme, cast, now, "商品,店铺\n娃娃,甲店\n积木,甲 店\n".encode())
    shops = set(scheme.listings.values_list("shop", flat=True))
    assert len(shops) == 1
    offers, _refused = listings.judge(scheme, [(2, given.row(3, shop="甲店", shop_id="", item_id="9"))])
    listings.add_offers(scheme, offers=offers, by=cast.organiser, now=now)
    assert set(scheme.listings.values_list("shop", flat=True)) == shops


@pytest.mark.parametrize(("who", "status"), [("verifier", 403), ("buyer", 404), ("other_organiser", 404)])
@pytest.mark.parametrize("pressed", ["begin", "stop"])
def test_who_may_not_import_neither_begins_nor_stops_a_file(cast, now, at_desk, who, status, pressed):
    scheme = given.draft_scheme(cast, now)
    file = offer_files.keep(scheme, file=ContentFile(b"a,b\n1,2\n", "new.csv"), by=cast.organiser, now=now)
    url = reverse("offer-file", args=[scheme.number, file.token])
    assert at_desk(cast.people[who]).post(url, {pressed: "1"}).status_code == status
    file.refresh_from_db()
    assert (file.begun_at, file.cancelled_at) == (None, None)
