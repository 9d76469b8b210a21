"""Does risk information come in over each of the five channels, by form and by file? (6.1.2, 4.2.4 c)"""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import System
from casework.flow import Forbidden
from catalogue.models import Finding
from monitoring.imports.actions.imports import import_signals
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.list_samples import (
    CHECKS,
    FILES,
    HEADLINES,
    PLATFORM_COMPLAINTS,
    RECALLS,
    STANDARDS,
    upload,
)
from tests.monitoring.notice_samples import text, workbook
from tests.monitoring.risks.test_outcomes import SIGNAL
from trail.models import Event

pytestmark = pytest.mark.django_db
SOURCES = {
    "a": "web_mailbox",
    "b": "national_sampling",
    "c": "platform_complaints",
    "d": "social_media",
    "e": "new_standard",
}


def load(at_desk, viewer, channel, name="", content=b"", **more):
    known = FILES[channel]
    file = upload(name or known[0], content or known[1])
    answer = at_desk(viewer).post(reverse("signal-import"), {"channel": channel, "file": file, **more})
    return answer.status_code, answer.content.decode()


def by_form(cast, at_desk, channel):
    form = {**SIGNAL, "channel": channel, "sub_channel": SOURCES[channel], "reported_on": "2026-11-20"}
    form |= {"category": cast.category, "standard_ref": "GB 6675"}
    assert at_desk(cast.collector).post(reverse("signal-new"), form).status_code == 302
    signal = RiskSignal.objects.get()
    assert (signal.channel, signal.sub_channel) == (channel, SOURCES[channel])
    assert str(signal.reported_on) == "2026-11-20"


def by_file(cast, at_desk, channel):
    status, page = load(at_desk, cast.collector, channel)
    product, source, ref = FILES[channel][2]
    signal = RiskSignal.objects.get(channel=channel, product=product, source_ref=ref)
    assert (status, signal.sub_channel, signal.state) == (200, source, "submitted")
    assert signal.number in page and signal.center == cast.center
    shown = at_desk(cast.collector).get(signal.get_absolute_url()).content.decode()
    assert "(derived)" in shown
    again = load(at_desk, cast.collector, channel, name="again" + FILES[channel][0][-5:])[1]
    assert "Already known" in again and RiskSignal.objects.filter(channel=channel).count() == 1


@pytest.mark.clause("6.1.2-a")
def test_a_complaint_is_taken_down_and_the_export_of_a_hotline_is_loaded_once(cast, at_desk):
    by_form(cast, at_desk, "a")
    RiskSignal.objects.all().delete()
    by_file(cast, at_desk, "a")


@pytest.mark.clause("6.1.2-b")
def test_what_a_regulator_found_is_taken_down_and_its_notice_is_loaded_once(cast, at_desk):
    by_form(cast, at_desk, "b")
    RiskSignal.objects.all().delete()
    by_file(cast, at_desk, "b")


@pytest.mark.clause("6.1.2-c")
def test_what_a_platform_found_is_taken_down_and_its_list_is_loaded_once(cast, at_desk):
    by_form(cast, at_desk, "c")
    RiskSignal.objects.all().delete()
    by_file(cast, at_desk, "c")


@pytest.mark.clause("6.1.2-d")
def test_what_the_media_say_is_taken_down_and_their_headlines_are_loaded_once(cast, at_desk):
    by_form(cast, at_desk, "d")
    RiskSignal.objects.all().delete()
    by_file(cast, at_desk, "d")


@pytest.mark.clause("6.1.2-e")
def test_what_standards_say_is_taken_down_and_a_foreign_bodys_recalls_are_loaded_once(cast, at_desk):
    by_form(cast, at_desk, "e")
    RiskSignal.objects.all().delete()
    by_file(cast, at_desk, "e")


@pytest.mark.clause("4.2.4-c")
def test_a_platform_loads_its_own_lists_for_the_center_it_names(cast, at_desk):
    book = workbook(CHECKS, PLATFORM_COMPLAINTS)
    file = upload("own.xlsx", book)
    data = {"file": file, "center": cast.center, "channel": "a"}
    page = at_desk(cast.quality_officer).post(reverse("signal-import"), data).content.decode()
    found = set(RiskSignal.objects.values_list("product", "channel", "platform", "organisation", "center"))
    home = (str(cast.platform), cast.platform.pk, cast.center.pk)
    assert found == {("毛绒玩具", "c", *home), ("充电宝", "c", *home)} and "Without a fault" in page
    assert at_desk(cast.other_quality_officer).get(reverse("signals")).content.decode().count("RS-") == 0
    assert "毛绒玩具" in at_desk(cast.collector).get(reverse("signals")).content.decode()


def test_a_platform_loads_no_other_channel_and_no_other_platforms_goods(cast, now):
    header, line = [*CHECKS[0], "平台"], [*CHECKS[1], "别家平台"]
    options = {"by": cast.quality_officer, "now": now, "center": cast.center}
    with pytest.raises(Forbidden):
        import_signals(FILES["d"][1], "x.csv", "d", **options)
    outcome = import_signals(workbook([header, line]), "x.xlsx", "c", **options)
    assert "another platform" in outcome.refused[0].reason and not RiskSignal.objects.exists()


def test_what_a_platform_says_of_its_own_goods_is_no_finding(cast, now):
    outcome = import_signals(workbook(CHECKS), "x.xlsx", "c", by=cast.collector, now=now)
    assert (outcome.total, outcome.signals, outcome.passed) == (2, 1, 1) and not Finding.objects.exists()


def test_a_source_of_another_channel_is_refused_beside_its_field(cast, at_desk):
    form = {**SIGNAL, "channel": "a", "sub_channel": "main_media", "category": cast.category}
    answer = at_desk(cast.collector).post(reverse("signal-new"), form)
    assert answer.status_code == 422 and "not one of that channel" in answer.content.decode()
    assert load(at_desk, cast.collector, "a", sub_channel="main_media")[0] == 422


def test_a_platforms_form_offers_only_its_own_sources(cast, at_desk):
    page = at_desk(cast.quality_officer).get(reverse("signal-new")).content.decode()
    assert "platform_complaints" in page and "main_media" not in page


@pytest.mark.parametrize("channel", "acde")
def test_a_trial_says_what_would_come_in_and_stores_nothing(channel, cast, at_desk):
    status, page = load(at_desk, cast.collector, channel, dry_run="on")
    assert status == 200 and "would be new" in page and FILES[channel][2][0] in page
    assert not RiskSignal.objects.exists() and not Event.objects.filter(verb="import signals").exists()


def test_a_list_of_another_channel_is_recognised_and_refused(cast, at_desk):
    status, page = load(at_desk, cast.collector, "a", content=FILES["e"][1], name="x.json")
    assert status == 422 and "Recalls of US products and vehicles" in page


def test_recall_notices_name_the_enterprise_and_leave_the_product_to_the_notice(cast, now):
    import_signals(RECALLS.encode(), "recalls.txt", "d", by=cast.collector, now=now)
    signal = RiskSignal.objects.get(enterprise="甲童车有限公司")
    assert signal.product == "见召回公告" and {"product", "hazard_item"} <= set(signal.derived)


def test_a_new_standard_is_a_risk_of_its_industry_from_the_day_it_is_in_force(cast, now):
    import_signals(workbook(STANDARDS), "标准.xlsx", "e", by=cast.collector, now=now)
    signal = RiskSignal.objects.get()
    assert (signal.product, signal.scope, signal.sub_channel) == ("儿童推车", "industry", "new_standard")
    assert "GB 99999-2026" in signal.standard_ref and "2027-04-01" in signal.scope_text


def test_the_person_who_loads_may_say_the_source_where_the_file_does_not(cast, now):
    options = {"by": cast.collector, "now": now, "sub_channel": "social_media"}
    import_signals(text(*HEADLINES).encode(), "x.csv", "d", **options)
    assert set(RiskSignal.objects.values_list("sub_channel", flat=True)) == {"social_media"}


def test_the_system_loads_lists_for_a_named_center(cast, now):
    import_signals(FILES["d"][1], "x.csv", "d", by=System(), now=now, center=cast.center)
    assert RiskSignal.objects.get().collector is None


def test_a_date_ahead_and_a_text_too_long_are_refused_not_cut(cast, now):
    ahead = [*CHECKS[1]]
    ahead[1] = "2026-11-26"
    long = [*CHECKS[1]]
    long[2] = "长" * 201
    outcome = import_signals(workbook([CHECKS[0], ahead, long]), "x.xlsx", "c", by=cast.collector, now=now)
    assert ["ahead" in outcome.refused[0].reason, "longer than 200" in outcome.refused[1].reason] == [
        True
    ] * 2
