"""Are shops and enterprises told of a result, in time, and can they answer? (4.2.2-e)"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Organisation, Region
from accounts.roles import Kind, Role
from casework.actions import take
from casework.flow import Refused
from casework.models import Notification, Record
from disposal.actions import denials, notices
from disposal.models.compilations import Compilation
from disposal.models.notices import ResultNotice
from documents.drawn import day
from documents.models import Attachment, Document, Service
from monitoring.plans.models.plans import WorkPlan
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal import given_notices as told
from tests.documents.conftest import picture
from tests.inspection.given import GOOD, delivered
from tests.swept import swept

TODAY = NOW.date()


def page(client: Client, record: Record) -> str:
    return str(client.get(record.get_absolute_url()).content.decode())


def paper_of(notice: ResultNotice) -> Document:
    found = notice.paper()
    assert found is not None
    return found


@pytest.mark.clause("4.2.2-e")
def test_sending_the_compiled_report_prepares_notices_to_shop_and_producer(cast, at_desk, now):
    compilation = given.approved(cast, now)
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.compiler), compilation, "send", given.HASTY).status_code == 302
        shop, producer = ResultNotice.objects.order_by("id")
        assert (shop.shop is not None, producer.enterprise is not None) == (True, True)
        assert shop.title in at_desk(cast.compiler).get(reverse("home")).content.decode()
    assert {shop.state, producer.state} == {"prepared"} and shop.holder == cast.center


@pytest.mark.clause("4.2.2-e")
def test_a_conforming_result_is_told_to_the_shop_alone(cast, at_desk, now):
    report = given.located(delivered(cast, now, values=GOOD), enterprise=Region.objects.get(pk=given.COUNTY))
    given.sent(cast, now, reports=[report])
    notice = ResultNotice.objects.get()
    assert notice.shop and notice.failing == []
    assert "Items that failed" not in page(at_desk(cast.compiler), notice)


def test_a_notice_lies_where_its_addressee_is_with_the_regulator_of_that_place(cast, now):
    report = given.failed_report(
        cast,
        now,
        shop=Region.objects.get(pk="910102"),
        enterprise=Region.objects.get(pk=given.COUNTY),
    )
    given.sent(cast, now, reports=[report])
    shop, producer = ResultNotice.objects.order_by("id")
    assert (shop.regulator, shop.county_id) == (cast.other_county, "910102")
    assert (producer.regulator, producer.county_id) == (cast.county, given.COUNTY)


def test_an_addressee_of_unknown_place_is_the_business_of_who_set_the_task(cast, now):
    notice = told.prepared(cast, now, to="shop")
    assert (notice.regulator, notice.province_id) == (cast.province, cast.province.region_id)


@pytest.mark.clause("4.2.2-e")
def test_sending_issues_the_notice_with_its_receipt(cast, at_desk, now):
    notice = told.prepared(cast, now)
    with time_machine.travel(NOW, tick=False):
        form = {"channel": "platform", "days": 30, **given.HASTY}
        assert given.press(at_desk(cast.compiler), notice, "send", form).status_code == 302
    notice.refresh_from_db()
    content = paper_of(notice).content
    assert (content["addressee"], content["comment_days"]) == (notice.addressee.name, 15)
    assert [row["item"] for row in content["failing"]] == ["Lead"]
    assert content["objection_to"] == "" and content["regulator"] == cast.county.name
    assert (notice.state, notice.holder) == ("sent", cast.merchant)


def supervised(cast, now) -> ResultNotice:
    """A notice of a plan that was a supervision check when the result was passed on."""
    report = given.failed_report(cast, now)
    plan = report.sample.purchase.scheme.plan
    WorkPlan.objects.filter(pk=plan.pk).update(legal_mode="supervision_check")
    return told.sent(cast, now, reports=[report])


def test_the_notice_of_a_supervision_check_tells_of_the_right_to_object(cast, now):
    notice = supervised(cast, now)
    assert notice.supervision and paper_of(notice).content["objection_to"] == cast.province.name


@pytest.mark.parametrize("made", [told.sent, supervised])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_notice_says_that_silence_is_agreement(cast, now, made, language):
    paper = paper_of(made(cast, now))
    with override(language):
        text = (
            engines["jinja2"]
            .get_template("papers/result_notice.html")
            .render({"language": language, "day": day, "qr": lambda *_said: "", "paper": paper.content})
        )
    assert not re.search("stands as accepted|silence|视为|默认|无异议", text)
    assert ("If you object to the result" in text or "对检验结果有异议" in text) == (made is supervised)


def test_shop_and_enterprise_get_an_organisation_and_a_user_when_first_told(cast, now):
    given.sent(cast, now)
    for notice in ResultNotice.objects.order_by("id"):
        notices.send_notice(notice, channel="platform", **given.HASTY, by=cast.compiler, now=now)
        merchant = notice.merchant
        assert merchant is not None and merchant.kind == Kind.MERCHANT
        assert type(notice.addressee).objects.get(pk=notice.addressee.pk).organisation == merchant
        member = merchant.memberships.get()
        assert member.roles == [Role.RESPONDENT]
        assert not member.user.has_usable_password() and len(member.user.username) > 30
    assert Organisation.objects.filter(kind=Kind.MERCHANT).count() == 4


def test_who_is_told_a_second_time_answers_as_the_same_organisation(cast, now):
    first = told.sent(cast, now)
    told.answers_as(first.addressee, cast.merchant)
    second = told.prepared(cast, now)
    told.answers_as(second.addressee, cast.merchant)
    notices.send_notice(
        ResultNotice.objects.get(pk=second.pk), channel="platform", **given.HASTY, by=cast.compiler, now=now
    )
    assert ResultNotice.objects.filter(merchant=cast.merchant).count() == 2


def test_an_organisation_that_was_merged_is_answered_for_by_the_other(cast, now):
    Organisation.objects.filter(pk=cast.merchant.pk).update(merged_into=cast.other_merchant, active=False)
    assert told.sent(cast, now).merchant == cast.other_merchant


@pytest.mark.clause("4.2.2-e")
def test_the_clock_to_tell_runs_until_the_notice_is_served(cast, at_desk, now):
    notice = told.sent(cast, now)
    clock = notice.deadlines.get(term="DL-13")
    assert (clock.count, clock.unit, clock.met_at) == (5, "working", None)
    form = {
        "method": "post",
        "served_on": TODAY,
        "signed_by": "Lin",
        "relation": "self",
        "evidence": picture(),
    }
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.compiler), notice, "serve", form).status_code == 302
    notice.refresh_from_db()
    clock.refresh_from_db()
    assert (notice.state, clock.met_at) == ("served", NOW)
    service = Service.objects.get(document__paper="result_notice")
    assert (service.method, service.addressee, service.evidence is not None) == ("post", cast.merchant, True)


def test_who_was_told_too_late_is_known_to_the_compiler(cast, now):
    notice = told.sent(cast, now)
    Notification.objects.all().delete()
    swept(NOW + timedelta(days=30))
    told_of = Notification.objects.filter(record=notice.pk, event__clause="DL-13").values_list(
        "user", flat=True
    )
    assert set(told_of) == {cast.respondent.user.pk, cast.compiler.user.pk}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"evidence": ""}, "Attach the proof"),
        ({"served_on": TODAY + timedelta(days=1)}, "This lies in the future"),
        ({"served_on": TODAY - timedelta(days=1)}, "had not been issued yet"),
    ],
)
def test_a_service_is_refused_beside_the_field(cast, at_desk, now, changes, sentence):
    notice = told.sent(cast, now)
    form = {"method": "post", "served_on": TODAY, "evidence": picture(), **changes}
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.compiler), notice, "serve", form)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_confirming_receipt_is_electronic_service_and_starts_the_time_to_comment(cast, at_desk, now):
    notice = told.sent(cast, now)
    form = {"reply": "comments", "signed_by": "Lin", "signed_as": "head", "accepts": "on"}
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.respondent), notice, "acknowledge", form).status_code == 302
    notice.refresh_from_db()
    service = Service.objects.get(document__paper="result_notice")
    assert (service.method, service.served_on, service.signed_by) == ("electronic", TODAY, "Lin")
    assert Organisation.objects.get(pk=cast.merchant.pk).portal_service_since == TODAY
    clock = notice.deadlines.get(term="W-11")
    assert (notice.served_on, clock.count, clock.end) == (TODAY, 15, date(2026, 12, 10))


def test_service_here_is_accepted_expressly(cast, at_desk, now):
    notice = told.sent(cast, now)
    answer = given.press(
        at_desk(cast.respondent),
        notice,
        "acknowledge",
        {"reply": "agrees", "signed_by": "Lin", "signed_as": "head"},
    )
    assert answer.status_code == 422
    assert not Service.objects.filter(document__paper="result_notice").exists()


def test_who_agrees_on_the_receipt_has_answered(cast, now):
    notice = told.sent(cast, now)
    notices.acknowledge(notice, signed_by="Lin", reply="agrees", by=cast.respondent, now=now)
    assert (notice.state, notice.holder) == ("answered", cast.center)
    assert notice.deadlines.get(term="W-11").met_at == now


def test_a_shop_comments_with_files_and_the_center_reads_them(cast, at_desk, now):
    notice = told.served(cast, now, to="shop")
    form = {
        "comment": "We changed the thread.",
        "signed_by": "Lin",
        "signed_as": "head",
        "enclosed": [picture()],
    }
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.respondent), notice, "comment", form).status_code == 302
        assert "We changed the thread." in page(at_desk(cast.compiler), notice)
    files = Attachment.objects.filter(record=notice.pk, kind="comment")
    assert files.visible_to(cast.compiler).count() == files.visible_to(cast.respondent).count() == 1


def test_a_reply_on_paper_is_entered_with_its_scan(cast, at_desk, now):
    notice = told.served(cast, now)
    form = {"reply": "comments", "signed_by": "Lin", "scan": picture()}
    with time_machine.travel(NOW, tick=False):
        client = at_desk(cast.compiler)
        assert (
            "Enter what the comments say."
            in given.press(client, notice, "enter_reply", form).content.decode()
        )
        form |= {"comment": "The batch is sold out.", "scan": picture()}
        assert given.press(client, notice, "enter_reply", form).status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.comment) == ("answered", "The batch is sold out.")


def test_a_notice_is_not_closed_before_its_addressee_had_time_to_comment(cast, at_desk, now):
    notice = told.served(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.compiler), notice, "close")
    assert answer.status_code == 409 and "runs until 2026-12-10" in answer.content.decode()
    take("close", notice, by=cast.compiler, now=now + timedelta(days=16))
    assert notice.state == "closed"


def test_silence_and_agreement_close_a_notice_by_themselves_once(cast, now):
    # Who has once accepted service through the page is served there from then on.
    silent, agreed = told.served(cast, now), told.sent(cast, now)
    assert agreed.state == "served"
    notices.agree(agreed, signed_by="Lin", by=cast.respondent, now=now)
    talking = told.answered(cast, now)
    assert notices.close_silent(now + timedelta(days=14)) == 0
    assert notices.close_silent(now + timedelta(days=16)) == 2
    assert notices.close_silent(now + timedelta(days=16)) == 0
    states = [ResultNotice.objects.get(pk=each.pk).state for each in (silent, agreed, talking)]
    assert states == ["closed", "closed", "answered"]


@pytest.mark.parametrize(("posted", "state"), [("2026-12-10", "answered"), ("2026-12-11", "closed")])
def test_what_was_posted_in_time_is_not_late_though_the_notice_is_closed(cast, at_desk, now, posted, state):
    notice = told.served(cast, now)
    swept(now + timedelta(days=16))
    notices.close_silent(now + timedelta(days=16))
    form = {"reply": "comments", "comment": "Sold out.", "signed_by": "Lin", "posted_on": posted}
    with time_machine.travel(NOW + timedelta(days=19), tick=False):
        given.press(at_desk(cast.compiler), notice, "enter_reply", {**form, "scan": picture()})
    notice.refresh_from_db()
    clock = notice.deadlines.get(term="W-11")
    assert notice.state == state and clock.met_at is not None
    assert (clock.met_at < clock.due_at) == (state == "answered")
    assert (clock.breached_at is None) == (state == "answered")


def test_a_reply_cannot_have_been_posted_before_the_notice_came_or_tomorrow(cast, at_desk, now):
    notice = told.served(cast, now)
    form = {"reply": "agrees", "signed_by": "Lin"}
    with time_machine.travel(NOW, tick=False):
        for day in (NOW - timedelta(days=1), NOW + timedelta(days=1)):
            sent = {**form, "posted_on": day.date(), "scan": picture()}
            assert given.press(at_desk(cast.compiler), notice, "enter_reply", sent).status_code == 422


def test_a_notice_that_was_answered_takes_no_second_reply_by_post(cast, at_desk, now):
    notice = told.replied(cast, now)
    take("close", notice, by=cast.compiler, now=now)
    with pytest.raises(Refused, match="answered in time, and closed"):
        take("enter_reply", notice, by=cast.compiler, now=now)


def test_a_denial_that_was_decided_leaves_the_closing_to_a_person(cast, now):
    denial = told.filed(cast, now)
    denials.decide(denial, step="reject", reason="Alike.", by=cast.county_officer, now=now)
    assert notices.close_silent(now + timedelta(days=60)) == 0


def test_a_notice_that_was_not_issued_is_not_served(cast, now):
    notice = told.prepared(cast, now)
    with pytest.raises(Refused, match="no longer possible"):
        notices.serve_notice(
            notice, method="post", served_on=TODAY, evidence=picture(), by=cast.compiler, now=now
        )


@pytest.mark.parametrize(
    "stranger", ["other_respondent", "quality_officer", "tester", "other_compiler", "other_county_officer"]
)
def test_strangers_see_neither_notice_nor_paper(cast, at_desk, now, stranger):
    notice = told.answered(cast, now)
    client = at_desk(getattr(cast, stranger))
    assert client.get(notice.get_absolute_url()).status_code == 404
    assert not Document.objects.visible_to(getattr(cast, stranger)).filter(paper="result_notice").exists()


def test_the_compiled_report_lists_no_notice_twice(cast, now):
    notice = told.sent(cast, now)
    assert ResultNotice.objects.filter(compilation=notice.compilation).count() == 2
    assert Compilation.objects.get().notices.count() == 2


def test_the_page_asks_few_questions_of_the_database(cast, at_desk, now, django_assert_max_num_queries):
    notice = told.answered(cast, now)
    client = at_desk(cast.compiler)
    client.get(reverse("home"))
    with django_assert_max_num_queries(47):
        assert client.get(notice.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("to", "chosen"), [("enterprise", False), ("shop", True)])
def test_a_message_on_the_platform_is_proposed_for_a_shop_alone(cast, at_desk, now, to, chosen):
    notice = told.prepared(cast, now, to=to)
    form = at_desk(cast.compiler).get(reverse("resultnotice-step", args=[notice.number, "send"])).text
    (radio,) = re.findall(r'<input[^>]*value="platform"[^>]*>', form)
    assert ("checked" in radio) is chosen
