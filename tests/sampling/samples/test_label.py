"""Does the label of a sample lead to it, is it of the right size, and does it tell nothing else?"""

from __future__ import annotations

import io
import re

import pytest
import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from pypdf import PdfReader

from sampling.samples.models.labels import LabelSheet
from sampling.tasks import print_labels
from tests.sampling import given, sealing, stated

POINTS_A_MILLIMETRE = 72 / 25.4
NUMBER = r"(-?[\d.]+)"


def asked(client, **said) -> LabelSheet:
    answer = client.post(reverse("labels-ask"), said)
    assert answer.status_code == 302, answer.content.decode()
    return LabelSheet.objects.get(token=answer["Location"].split("/")[2])


def printed(sheet: LabelSheet, client, now) -> PdfReader:
    print_labels(now, sheet.pk)
    answer = client.get(reverse("labels-file", args=[sheet.token]))
    return PdfReader(io.BytesIO(b"".join(answer.streaming_content)))


def dark(page) -> set[tuple[int, int]]:
    """The dark modules of the code on a page, by row and column, from the strokes it is drawn with."""
    drawn = (
        b"".join(form.get_object().get_data() for form in page["/Resources"].get("/XObject", {}).values())
        or page.get_contents().get_data()
    )
    strokes = re.findall(rf"{NUMBER} {NUMBER} m\s+{NUMBER} \2 l".encode(), drawn)
    return {(int(float(y)), x) for a, y, b in strokes for x in range(int(float(a)), int(float(b)))}


def test_a_label_bears_the_number_and_the_code_of_its_sample(
    cast, now, at_desk, monkeypatch: pytest.MonkeyPatch
):
    sample = given.handed_over_sample(cast, now)
    monkeypatch.setattr(
        "sampling.samples.views.labels.qr", lambda text, title: SafeString(f"<svg>{text}</svg>")
    )
    address = sample.get_absolute_url()
    for viewer in (cast.storekeeper, cast.receiver):
        page = at_desk(viewer).get(f"{address}label/").content.decode()
        label = page.partition('<article class="wj-label">')[2].partition("</article>")[0]
        assert f"<svg>{settings.SITE_URL}{address}</svg>" in label
        assert f"<b>{sample.number}</b>" in label
    assert f'href="{address}label/"' in at_desk(cast.storekeeper).get(address).content.decode()


def test_strangers_get_no_label(cast, now, at_desk):
    sample = given.stored_sample(cast, now)
    sheet = asked(at_desk(cast.storekeeper), number=sample.number)
    print_labels(now, sheet.pk)
    for viewer in (cast.receiver, cast.other_storekeeper):
        desk = at_desk(viewer)
        assert desk.get(f"{sample.get_absolute_url()}label/").status_code == 404
        assert desk.post(reverse("labels-ask"), {"number": sample.number}).status_code == 409
        for route in ("labels", "labels-file"):
            assert desk.get(reverse(route, args=[sheet.token])).status_code == 404


@pytest.mark.clause("6.2-7-a")
def test_labels_are_printed_a_page_each_of_60_by_40_mm(cast, now, at_desk):
    sets = sealing.sealed_sets(cast, now)
    desk = at_desk(cast.storekeeper)
    sheet = asked(desk, number=[sample.number for sample in sets])
    assert desk.get(reverse("labels-file", args=[sheet.token])).status_code == 404
    assert "hx-trigger" in desk.get(sheet.get_absolute_url()).content.decode()
    pages = printed(sheet, desk, now).pages
    assert "hx-trigger" not in desk.get(sheet.get_absolute_url()).content.decode().partition("<main")[2]
    assert len(pages) == 2
    for page in pages:
        size = [float(side) / POINTS_A_MILLIMETRE for side in (page.mediabox.width, page.mediabox.height)]
        assert size == pytest.approx([60, 40], abs=0.1)


def test_a_label_says_what_the_sample_is_and_nothing_of_the_purchase(cast, now, at_desk):
    test, backup = sealing.sealed_sets(cast, now)
    desk = at_desk(cast.storekeeper)
    sheet = asked(desk, scheme=test.purchase.scheme.number)
    first, second = (page.extract_text() for page in printed(sheet, desk, now).pages)
    for sample, text, mark in ((test, first, "TEST"), (backup, second, "BACKUP")):
        assert sample.number in text and sample.seal_number in text and mark in text
        assert sample.product.split()[0] in text
    purchase = test.purchase
    for secret in (purchase.number, purchase.shop.name, stated.SECRET_ORDER, str(purchase.recipient)):
        assert secret not in first + second


def test_the_code_of_a_printed_label_is_the_address_of_its_sample(cast, now, at_desk):
    sample, desk = given.stored_sample(cast, now), at_desk(cast.storekeeper)
    page = printed(asked(desk, number=sample.number), desk, now).pages[0]
    code = segno.make_qr(f"{settings.SITE_URL}{sample.get_absolute_url()}", error="m")
    meant = {(y, x) for y, line in enumerate(code.matrix) for x, module in enumerate(line) if module}
    assert dark(page) == meant


def test_no_labels_are_made_of_nothing_or_of_too_many(cast, now, at_desk, monkeypatch):
    sets = sealing.stored_sets(cast, now)
    monkeypatch.setattr("sampling.samples.actions.labels.MOST", 1)
    desk = at_desk(cast.storekeeper)
    for numbers in ([], [sample.number for sample in sets]):
        assert desk.post(reverse("labels-ask"), {"number": numbers}).status_code == 409
    assert not LabelSheet.objects.exists()


def test_labels_are_offered_in_the_list_and_on_the_page_of_the_scheme(cast, now, at_desk):
    sample = given.stored_sample(cast, now)
    desk, ask = at_desk(cast.storekeeper), reverse("labels-ask")
    assert f'formaction="{ask}"' in desk.get(reverse("sample-list")).content.decode()
    assert f'action="{ask}"' in desk.get(sample.purchase.scheme.get_absolute_url()).content.decode()
