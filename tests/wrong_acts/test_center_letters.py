"""What does a center do wrong that writes letters, and is it refused or shown to whoever answers for it?"""

from __future__ import annotations

import time_machine
from django.urls import reverse

from documents.models import Document
from monitoring.risks.models.signals import RiskSignal
from tests.conftest import NOW
from tests.disposal.given import press
from tests.monitoring import given, given_notices

GOODS = {"model": "T-1", "batch": "20260901", "producer": "Pine Creek Toy Works", "offered": "A · B · 77"}


def drafted(cast, now, *platforms: str):
    """A notice to the platform, of a case whose information tells of an offer on each of these."""
    notice = given_notices.notice_to("platform", sent=False)(cast, now)
    for platform in platforms:
        signal = given.submitted_signal(cast, now, source_ref=platform)
        offer = {"platform": platform, "shop": f"Shop of {platform}", "item_id": "77", "model": "T-1"}
        RiskSignal.objects.filter(pk=signal.pk).update(case=notice.riskcase, state="attached", **offer)
    return notice


def test_a_letter_of_a_risk_does_not_go_out_without_whom_to_ask(cast, at_desk, now):
    notice = drafted(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = press(at_desk(cast.collector), notice, "send_platform", {"text": "Look into it.", **GOODS})
    # Each is named in the summary and beside its field.
    assert answer.status_code == 422 and answer.content.decode().count("This field is required.") == 6
    assert not Document.objects.filter(record=notice.pk).exists()


def test_a_letter_of_a_risk_names_the_goods_and_the_office(cast, at_desk, now):
    notice = drafted(cast, now)
    form = {**given_notices.sending(notice, cast), **GOODS}
    with time_machine.travel(NOW, tick=False):
        assert press(at_desk(cast.collector), notice, "send_platform", form).status_code == 302
    said = Document.objects.get(record=notice.pk).content
    assert (said["model"], said["batch"], said["producer"]) == ("T-1", "20260901", "Pine Creek Toy Works")
    assert said["offered"] == ["A · B · 77"]
    assert (said["contact"], said["center_phone"], said["center_address"]) == tuple(
        given_notices.SENDER.values()
    )


def test_a_letter_to_a_platform_is_filled_in_with_no_other_platforms_offers(cast, at_desk, now):
    notice = drafted(cast, now, cast.platform.name, "Rival Market")
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.collector).get(f"{notice.get_absolute_url()}send_platform/").content.decode()
    assert f"Shop of {cast.platform.name} · 77" in page and "Rival Market" not in page


def test_a_letter_of_a_risk_does_not_keep_silent_about_where_the_goods_are_on_offer(
    cast, at_desk, program, now
):
    notice = drafted(cast, now, cast.platform.name)
    form = {**given_notices.sending(notice, cast), **GOODS, "offered": ""}
    with time_machine.travel(NOW, tick=False):
        by_page = press(at_desk(cast.collector), notice, "send_platform", form)
        url = reverse("api-notice-send_platform", args=[notice.number])
        by_program = program(cast.collector).post(url, form, format="json")
    for answer in (by_page, by_program):
        assert answer.status_code == 422 and "where it is on offer" in answer.content.decode()
    assert not Document.objects.filter(record=notice.pk).exists()


def test_a_letter_to_a_regulator_names_the_shop_also_where_the_platform_is_unknown(cast, at_desk, now):
    notice = given_notices.notice_to("regulator", sent=False)(cast, now)
    signal = given.submitted_signal(cast, now, source_ref="a call")
    offer = {"platform": "", "shop": "Corner Toys", "item_id": "77"}
    RiskSignal.objects.filter(pk=signal.pk).update(case=notice.riskcase, state="attached", **offer)
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.collector).get(f"{notice.get_absolute_url()}send_regulator/").content.decode()
    assert "Corner Toys · 77" in page
