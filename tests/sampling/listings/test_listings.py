"""Is a table of listings judged row by row, and kept as a whole or not at all?"""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from casework.flow import Refused
from catalogue.models import Brand, Enterprise, Shop
from sampling.listings.actions import listings
from sampling.schemes.models import Scheme
from tests.cast import Cast
from tests.sampling import given

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv(*rows: dict[str, str], columns: list[str] | None = None) -> SimpleUploadedFile:
    columns = columns or list(rows[0])
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    return SimpleUploadedFile("offers.csv", "\n".join(lines).encode(), "text/csv")


def send(at_desk: Any, cast: Cast, scheme: Scheme, file: SimpleUploadedFile) -> Any:
    url = reverse("scheme-step", args=[scheme.number, "import"])
    return at_desk(cast.organiser).post(url, {"file": file})


@pytest.mark.clause("6.2-1")
def test_a_good_table_is_listed_line_by_line(cast, now, at_desk):
    scheme = given.empty_scheme(cast, now)
    answer = send(at_desk, cast, scheme, csv(given.row(1), given.row(2, brand="", enterprise="")))
    assert answer.status_code == 302
    first, second = scheme.listings.all()
    assert (first.line, first.shop.shop_id, str(first.brand), str(first.price)) == (
        1,
        "S-1",
        "Brand 1",
        "39.90",
    )
    assert (second.line, second.brand, second.enterprise) == (2, None, None)


def test_a_workbook_with_chinese_headings_is_read_too(cast, now, at_desk):
    scheme = given.empty_scheme(cast, now)
    book, row = Workbook(), given.row(1)
    book.active.append(["平台", "店铺名称", "店铺ID", "商品名称", "商品ID", "商品链接", "价格"])
    book.active.append(
        [row[name] for name in ("platform", "shop", "shop_id", "product", "item_id", "url", "price")]
    )
    content = BytesIO()
    book.save(content)
    file = SimpleUploadedFile("offers.xlsx", content.getvalue(), XLSX)
    assert send(at_desk, cast, scheme, file).status_code == 302
    assert scheme.listings.get().product == "Soft toy 1"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"platform": "Nowhere Market"}, "Nowhere Market is not known here"),
        ({"platform": "Second Platform"}, "scheme does not have samples bought on Second Platform"),
        ({"shop": ""}, "Shop is missing"),
        ({"url": "javascript:alert(1)"}, "no address on the web"),
        ({"price": "cheap"}, "no amount of money"),
        ({"price": "-1"}, "no amount of money"),
        ({"price": "NaN"}, "no amount of money"),
        ({"plan_item": "Bicycle"}, "Say which product of the plan"),
        ({"item_id": "1001"}, "listed already"),
        ({"product": "x" * 201}, "longer than 200"),
    ],
)
def test_a_bad_line_comes_back_with_its_reason_and_the_good_ones_are_listed(
    cast, now, at_desk, cells, reason
):
    scheme = given.empty_scheme(cast, now)
    assert send(at_desk, cast, scheme, csv(given.row(1), given.row(2, **cells))).status_code == 302
    file = scheme.files.get()
    assert (file.good, file.refused, scheme.listings.count()) == (1, 1, 1)
    heading, line = file.returned.read().decode().removeprefix("\ufeff").splitlines()
    assert heading.endswith(",Reason") and reason in line
    page = at_desk(cast.organiser).get(file.get_absolute_url()).text
    assert reverse("offer-refused", args=[scheme.number, file.token]) in page


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (lambda: SimpleUploadedFile("a.csv", b""), "empty"),
        (lambda: SimpleUploadedFile("a.csv", b",,\n,,\n"), "holds no row"),
        (lambda: SimpleUploadedFile("a.xlsx", b"no workbook", XLSX), "not what its name says"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(cast, now, at_desk, file, reason):
    scheme = given.empty_scheme(cast, now)
    answer = send(at_desk, cast, scheme, file())
    assert answer.status_code in (409, 422)
    assert reason in answer.text and not scheme.files.exists()


def test_names_written_otherwise_are_the_same_brand_and_enterprise(cast, now):
    scheme = given.empty_scheme(cast, now)
    rows = [given.row(1, brand="Ｂｅａｒ"), given.row(2, brand="BEAR", enterprise="maker 1 CO")]
    given.add_rows(scheme, cast, now, rows)
    assert Brand.objects.count() == Enterprise.objects.count() == 1


def test_a_shop_is_known_by_its_id_however_it_is_called(cast, now):
    scheme = given.empty_scheme(cast, now)
    given.add_rows(scheme, cast, now, [given.row(1), given.row(2, shop="Shop One", shop_id="S-1")])
    assert Shop.objects.count() == 1


def test_a_category_names_the_product_of_the_plan_where_there_is_but_one(cast, now):
    scheme = given.empty_scheme(cast, now, products=("Soft toy",))
    offers, refused = listings.judge(scheme, [(2, given.row(1, plan_item="05"))])
    assert (offers[0].plan_item.product, refused) == ("Soft toy", [])


@pytest.mark.clause("6.2-1")
def test_a_listing_typed_in_is_judged_in_the_same_way(cast, now, at_desk):
    scheme = given.draft_scheme(cast, now)
    url = reverse("scheme-step", args=[scheme.number, "list"])
    client = at_desk(cast.organiser)
    good = given.row(50, plan_item="Soft toy")
    assert client.post(url, {**good, "price": "dear"}).status_code == 422
    assert client.post(url, good).status_code == 302
    again = client.post(url, good)
    assert again.status_code == 422 and "listed already" in again.text


def test_removed_listings_leave_the_others_their_lines(cast, now):
    scheme = given.draft_scheme(cast, now)
    listings.remove(scheme, listings=list(scheme.listings.filter(line=1)), by=cast.organiser, now=now)
    given.add_rows(scheme, cast, now, [given.row(60)])
    assert list(scheme.listings.values_list("line", flat=True)) == [2, 3, 4]


def test_only_a_draft_is_changed(cast, now, at_desk):
    scheme = given.submitted_scheme(cast, now)
    answer = send(at_desk, cast, scheme, csv(given.row(90)))
    assert answer.status_code == 409
    assert scheme.listings.count() == 3


def test_a_workbook_of_two_tables_is_refused(cast, now, at_desk):
    scheme = given.empty_scheme(cast, now)
    book = Workbook()
    book.active.append(["platform"])
    book.create_sheet().append(["platform"])
    content = BytesIO()
    book.save(content)
    answer = send(at_desk, cast, scheme, SimpleUploadedFile("offers.xlsx", content.getvalue(), XLSX))
    assert answer.status_code == 409 and "exactly one table" in answer.text


def test_a_price_may_be_left_open(cast, now):
    scheme = given.empty_scheme(cast, now)
    offers, _refused = listings.judge(scheme, [(2, given.row(1, price=""))])
    assert offers[0].price is None


def test_what_was_listed_meanwhile_is_refused(cast, now):
    scheme = given.empty_scheme(cast, now)
    offers, _refused = listings.judge(scheme, [(2, given.row(1))])
    listings.add_offers(scheme, offers=offers, by=cast.organiser, now=now)
    with pytest.raises(Refused, match="listed meanwhile"):
        listings.add_offers(scheme, offers=offers, by=cast.organiser, now=now)
