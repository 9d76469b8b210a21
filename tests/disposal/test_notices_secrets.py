"""Does a shop or enterprise ever learn who bought, for whom, when and under which order? (W-04)"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from disposal.models.notices import ResultNotice
from documents.models import Attachment
from documents.papers import PAPERS
from sampling.purchases.models.purchases import Purchase
from tests.conftest import NOW
from tests.disposal import given_notices as told
from tests.sampling import stated


def secrets(notice: ResultNotice) -> list[str]:
    """What a notice must not say of the purchase behind it."""
    purchase = Purchase.objects.get(pk=notice.report.sample.purchase_id)
    sample = notice.report.sample
    person = purchase.recipient
    assert person is not None
    return [
        stated.SECRET_NAME,
        stated.SECRET_PHONE,
        stated.SECRET_ADDRESS,
        stated.SECRET_ORDER,
        stated.SECRET_ACCOUNT,
        "wallet-88",
        "119.7",
        person.pseudonym,
        purchase.number,
        sample.number,
        purchase.scheme.number,
        notice.compilation.number,
    ]


@pytest.mark.parametrize("to", ["enterprise", "shop"])
def test_no_page_of_a_notice_tells_of_the_purchase(cast, at_desk, to):
    notice = told.answered(cast, NOW, to=to)
    told.deny(notice, cast, NOW, statement="counterfeit")
    client = at_desk(cast.respondent)
    with time_machine.travel(NOW, tick=False):
        pages = [
            notice.get_absolute_url(),
            notice.denials.get().get_absolute_url(),
            *(reverse(f"{kind}-list") for kind in ("resultnotice", "denial")),
            reverse("home"),
            reverse("notifications"),
        ]
        said = "".join(client.get(page).content.decode() for page in pages)
        said += Client().get(told.path(notice)).content.decode()
    assert notice.number in said
    assert not [secret for secret in secrets(notice) if secret in said]


@pytest.mark.parametrize("to", ["enterprise", "shop"])
def test_no_paper_of_a_notice_tells_of_the_purchase(cast, to):
    notice = told.answered(cast, NOW, to=to)
    paper = notice.paper()
    assert paper is not None
    said = json.dumps(paper.content, ensure_ascii=False)
    assert not [secret for secret in secrets(notice) if secret in said]
    assert "sampled_on" not in said and "ordered" not in said


def test_the_form_of_the_notice_has_no_room_for_a_purchase():
    fields = set(PAPERS["result_notice"].__dataclass_fields__)
    assert not fields & {"order", "buyer", "recipient", "address", "sampled_on", "sampled_by", "quantity"}


def test_neither_page_nor_paper_says_on_which_day_it_was_bought(cast, at_desk):
    notice = told.answered(cast, NOW)
    client = at_desk(cast.respondent)
    Purchase.objects.filter(pk=notice.report.sample.purchase_id).update(
        ordered_at=NOW - timedelta(days=77), paid_at=NOW - timedelta(days=77)
    )
    day = (NOW - timedelta(days=77)).date().isoformat()
    with time_machine.travel(NOW, tick=False):
        page = client.get(notice.get_absolute_url()).content.decode()
    paper = notice.paper()
    assert paper is not None and day not in page and day not in json.dumps(paper.content)


def test_the_files_of_the_purchase_stay_with_the_center(cast):
    notice = told.answered(cast, NOW)
    files = Attachment.objects.filter(record=notice.report.sample.purchase_id)
    assert files.exists() and not files.visible_to(cast.respondent).exists()
