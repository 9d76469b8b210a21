"""What a center does in haste or by habit: is it refused, or does it stand where somebody answers for it?"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from django import forms
from django.contrib.auth.forms import UsernameField
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.addresses import code_of
from catalogue.models import Brand, Enterprise, Finding, Shop
from monitoring.risks.models.signals import RiskSignal
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.models.recipients import Recipient
from sampling.schemes.models import Listing
from tests.api.conftest import issue
from tests.api.test_signatures import risk
from tests.cast import Cast
from tests.monitoring.list_samples import upload
from tests.monitoring.notice_samples import GOOD, HEADER, TITLE, text, workbook
from tests.monitoring.risks.test_outcomes import SIGNAL
from tests.sampling import given, walks
from tests.test_days import shapes

# --- C12 ---------------------------------------------------------------------------------------------------

# Powers, units, brackets, inner spaces, full-width signs: each would be another text under NFKC.
AS_WRITTEN = "【旗舰】 ＡＢ－１  m² [㎡] (Ｇ)"
AMOUNT = "3.7×10⁴ CFU/g，≤ 10² ㎎"


def test_c12_a_signal_by_form_keeps_what_was_typed(cast, at_desk):
    form = {**SIGNAL, "category": cast.category, "injury": f"{AMOUNT}\r\n  {AS_WRITTEN}"}
    form |= dict.fromkeys(("product", "brand", "model", "shop", "enterprise"), f" {AS_WRITTEN}\t")
    answer = at_desk(cast.collector).post(reverse("signal-new"), form | {"hazard_item": AMOUNT})
    assert answer.status_code == 302
    signal = RiskSignal.objects.get()
    kept = {signal.product, signal.brand, signal.model, signal.shop, signal.enterprise}
    assert (kept, signal.hazard_item) == ({AS_WRITTEN}, AMOUNT)
    assert signal.injury.split("\n")[1] == f"  {AS_WRITTEN}"


def test_c12_a_signal_by_program_keeps_what_was_sent_without_what_nobody_sees(cast):
    sent = risk(cast, product=f"\ufeff{AS_WRITTEN}\x0b", hazard_item=AMOUNT, model="A\nB")
    answer = issue(cast.quality_officer).post("/api/v1/signals/", sent)
    assert answer.status_code == 201, answer.text
    signal = RiskSignal.objects.get()
    assert (signal.product, signal.hazard_item, signal.model) == (AS_WRITTEN, AMOUNT, "A B")


def test_c12_control_characters_pasted_into_a_page_are_not_stored(cast, at_desk):
    form = {**SIGNAL, "category": cast.category, "product": "A\x0b\u200bB\x00"}
    assert at_desk(cast.collector).post(reverse("signal-new"), form).status_code == 302
    assert RiskSignal.objects.get().product == "AB"


def test_c12_a_list_keeps_what_its_cells_say(cast, at_desk):
    header = ["产品名称", "品牌", "型号", "生产企业", "店铺", "问题描述", "隐患项目", "隐患程度"]
    cells = [*[AS_WRITTEN] * 5, f"起火，{AMOUNT}\n第二行", AMOUNT, "严 重"]
    file = upload("list.csv", text(header, cells).encode())
    answer = at_desk(cast.collector).post(reverse("signal-import"), {"channel": "a", "file": file})
    assert answer.status_code == 200
    signal = RiskSignal.objects.get()
    assert {signal.product, signal.brand, signal.model, signal.enterprise, signal.shop} == {AS_WRITTEN}
    assert (signal.hazard_item, signal.injury, signal.degree) == (AMOUNT, f"起火，{AMOUNT}\n第二行", "high")


def test_c12_a_notice_keeps_what_its_cells_say_for_finding_and_signal(cast, at_desk):
    cells = [
        "1",
        f"标称：{AS_WRITTEN}",
        "",
        "京东",
        *[AS_WRITTEN] * 3,
        AS_WRITTEN,
        "不合格",
        AMOUNT,
        GOOD[-1],
    ]
    file = upload("notice.xlsx", workbook([[TITLE], HEADER, cells]))
    answer = at_desk(cast.collector).post(reverse("signal-import"), {"channel": "b", "file": file})
    assert answer.status_code == 200
    finding, signal = Finding.objects.get(), RiskSignal.objects.get()
    assert {finding.product, finding.producer, finding.brand, finding.model, finding.batch} == {AS_WRITTEN}
    assert {signal.product, signal.enterprise, signal.brand, signal.model} == {AS_WRITTEN}
    assert finding.failing.replace("、", "，") == signal.hazard_item.replace("、", "，") == AMOUNT


@pytest.mark.parametrize("door", ["page", "program", "file"])
def test_c12_a_listing_keeps_what_was_written(cast, at_desk, now, door):
    scheme = given.empty_scheme(cast, now)
    cells = {
        **given.row(1, plan_item="Soft toy"),
        "shop": AS_WRITTEN,
        "brand": AS_WRITTEN,
        "enterprise": AS_WRITTEN,
    }
    cells |= {"product": AMOUNT, "model": AS_WRITTEN, "standard": AS_WRITTEN}
    if door == "page":
        answer = walks.post(at_desk, cast.organiser, scheme, "list", cells)
    elif door == "file":
        file = upload("offers.csv", text(list(cells), list(cells.values())).encode())
        answer = walks.post(at_desk, cast.organiser, scheme, "import", {"file": file})
    else:
        url = f"/api/v1/schemes/{scheme.number}/listings/"
        answer = issue(cast.organiser).post(url, {"listings": [cells]})
    assert answer.status_code in (200, 302)
    listing = Listing.objects.get()
    assert (listing.product, listing.model, listing.standard) == (AMOUNT, AS_WRITTEN, AS_WRITTEN)
    assert {each.objects.get().name for each in (Shop, Brand, Enterprise)} == {AS_WRITTEN}


def test_c12_no_form_changes_what_is_typed_into_it():
    """Every text that any form asks for comes out as it went in, or is refused. The name to log in by is no
    text but a key: it is compared, and nobody has one that is written otherwise."""
    asked = 0
    for shape in shapes():
        for name, field in shape.base_fields.items():  # type: ignore[attr-defined]
            plain = isinstance(field, forms.CharField) and not isinstance(field, UsernameField)
            if plain and (field.max_length or 500) > len(AS_WRITTEN):
                with suppress(ValidationError):
                    typed = field.clean(f" {AS_WRITTEN} ")
                    asked += isinstance(typed, str)
                    assert not isinstance(typed, str) or typed.strip() == AS_WRITTEN, (shape, name)
    assert asked > 100


# --- C10 ---------------------------------------------------------------------------------------------------

# Every date of every form and step is tried in tests/test_days.py; here are the doors of risk information.
NEVER = ("0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31")


@pytest.mark.parametrize("day", NEVER)
def test_c10_a_signal_collected_on_no_real_day_is_refused_on_the_page(cast, at_desk, day):
    form = {**SIGNAL, "category": cast.category}
    for field in ({"collected_at": f"{day}T00:00"}, {"reported_on": day}):
        answer = at_desk(cast.collector).post(reverse("signal-new"), form | field)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Enter a date from 2000-01-01 to 2100-12-31" in page or "couldn’t be interpreted" in page
    assert not RiskSignal.objects.exists()


@pytest.mark.parametrize("day", NEVER)
@pytest.mark.parametrize("offset", ["", "Z", "+14:00", "-12:00"])
def test_c10_a_program_is_refused_at_the_field(cast, day, offset):
    # The first minute of a day too early, the last of one too late: out of range wherever the clock stands.
    minute = "00:00:00" if day < NEVER[2] else "23:59:00"
    system = issue(cast.quality_officer)
    for field, said in (("collected_at", f"{day}T{minute}{offset}"), ("reported_on", day)):
        answer = system.post("/api/v1/signals/", risk(cast, **{field: said}))
        assert answer.status_code == 422 and list(answer.json()["errors"]) == [field]


@pytest.mark.parametrize("day", NEVER)
def test_c10_a_line_of_a_file_is_refused_with_its_reason(cast, at_desk, day):
    lists = text(["产品名称", "问题描述", "日期"], ["水壶", "起火", day]).encode()
    notice = workbook([[TITLE], [*HEADER, "抽样日期"], [*GOOD, day]])
    for channel, file in (("a", upload("list.csv", lists)), ("b", upload("notice.xlsx", notice))):
        answer = at_desk(cast.collector).post(reverse("signal-import"), {"channel": channel, "file": file})
        assert answer.status_code == 200 and day in answer.content.decode()
    assert not RiskSignal.objects.exists() and not Finding.objects.exists()


# --- C14 ---------------------------------------------------------------------------------------------------


def of_another_center(cast: Cast, now: datetime) -> Recipient:
    theirs = given.recipient(cast, now)
    Recipient.objects.filter(pk=theirs.pk).update(center=cast.other_center)
    return theirs


def order(cast: Cast, purchase: Purchase, **typed: str) -> dict[str, Any]:
    return walks.order(purchase, cast) | typed


OWN = ("Shop 1", "ｓｈｏｐ　１", "Shop 1:clerk", "Shop 1：店员", "S-OWN", "OPERATOR (ltd)")


@pytest.mark.parametrize(("field", "own"), [*(("account", own) for own in OWN), ("payment", OWN[-1])])
def test_c14_no_order_is_entered_in_the_shops_own_name(cast, at_desk, now, field, own):
    purchase = given.confirmed_purchase(cast, now)
    names = {"name": "Shop 1", "shop_id": "S-OWN", "operator": "Operator Ltd"}
    Shop.objects.filter(pk=purchase.shop_id).update(**names)
    answer = walks.post(at_desk, cast.buyer, purchase, "order", order(cast, purchase, **{field: own}))
    assert answer.status_code == 422 and "the shop&#39;s own" in answer.content.decode()
    purchase.refresh_from_db()
    assert (purchase.state, purchase.order_number) == ("assigned", "")


def test_c14_the_business_that_the_buyer_names_behind_the_shop_buys_nothing_from_it(cast, at_desk, now):
    purchase = given.confirmed_purchase(cast, now)
    typed = order(cast, purchase, operator="Behind It Co", account="behind it co")
    assert walks.post(at_desk, cast.buyer, purchase, "order", typed).status_code == 422


def test_c14_no_recipient_is_entered_with_an_order(cast, at_desk, now):
    purchase = given.confirmed_purchase(cast, now)
    theirs = of_another_center(cast, now)
    url = f"/api/v1/purchases/{purchase.number}/order/"
    assert issue(cast.buyer).post(url, {"recipient": theirs.pseudonym}).status_code == 404
    typed = order(cast, purchase, recipient=code_of(theirs))
    assert walks.post(at_desk, cast.buyer, purchase, "order", typed).status_code == 302
    purchase.refresh_from_db()
    assert purchase.recipient and purchase.recipient.center == cast.center


def test_c14_an_order_for_another_centers_recipient_is_refused(cast, at_desk, now):
    purchase = given.confirmed_purchase(cast, now)
    theirs = of_another_center(cast, now)
    Purchase.objects.filter(pk=purchase.pk).update(recipient=theirs)
    answer = walks.post(at_desk, cast.buyer, purchase, "order", order(cast, purchase))
    assert answer.status_code == 409 and "another center" in answer.content.decode()
