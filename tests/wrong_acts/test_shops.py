"""What is done wrong to shops and enterprises, or by them, and is it refused or shown?"""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from catalogue.models import Shop
from disposal.actions import notices
from disposal.actions.links import respondent
from disposal.models.notices import Denial, ResultNotice
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal import given_notices as told
from tests.documents.conftest import picture

DENIAL = {
    "statement": "not_made",
    "grounds": "Our seams differ.",
    "phone": "0571-88",
    "signed_by": "Lin",
    "signed_as": "head",
}
RECEIPT = {"signed_by": "Lin", "signed_as": "head", "reply": "agrees", "accepts": "on"}


def said(answer) -> str:
    return str(answer.content.decode())


def test_p6_a_center_in_haste_cannot_send_a_link_that_ends_before_the_time_to_answer(cast, at_desk, now):
    first, again = told.prepared(cast, now), told.sent(cast, now)
    form = {"channel": "platform", "days": 1}
    with time_machine.travel(NOW, tick=False):
        client = at_desk(cast.compiler)
        answers = [
            given.press(client, first, "send", form),
            client.post(reverse("resultnotice-link-new", args=[again.number]), form),
        ]
    for answer in answers:
        assert answer.status_code == 422 and "has that long to answer" in said(answer)
    assert not first.links.exists() and again.links.count() == 1


def test_p6_a_link_outlives_its_days_where_the_notice_was_served_late(cast, at_desk, now):
    notice = told.sent(cast, now)
    served, last = NOW + timedelta(days=29), NOW + timedelta(days=44)
    way = told.path(notice)
    with time_machine.travel(served, tick=False):
        form = given.service_form() | {"served_on": served.date()}
        assert given.press(at_desk(cast.compiler), notice, "serve", form).status_code == 302
    with time_machine.travel(last, tick=False):
        assert Client().get(way).status_code == 200
    with time_machine.travel(last + timedelta(days=1), tick=False):
        assert Client().get(way).status_code == 404


def test_whoever_denies_is_asked_for_no_word_on_the_result_first(cast, now):
    notice = told.sent(cast, now)
    visitor = Client()
    with time_machine.travel(NOW, tick=False):
        visitor.post(told.path(notice))
        page = said(visitor.get(notice.get_absolute_url()))
        assert reverse("resultnotice-step", args=[notice.number, "deny"]) in page
        answer = given.press(visitor, notice, "deny", DENIAL | {"proof": [picture()]})
    assert answer.status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.reply, notice.served_on) == ("denied", "", NOW.date())
    paper = notice.paper()
    assert paper is not None and paper.services.get().signed_by == "Lin"
    assert Denial.objects.get().deadlines.running().get().term == "W-12"


def test_p5_a_revoked_link_opens_nothing_and_ends_the_visit_it_began(cast, at_desk, now):
    notice = told.sent(cast, now)
    visitor = Client()
    with time_machine.travel(NOW, tick=False):
        visitor.post(told.path(notice))
        assert visitor.get(notice.get_absolute_url()).status_code == 200
        revoke = reverse("resultnotice-link-revoke", args=[notice.number, 1])
        assert at_desk(cast.compiler).post(revoke).status_code == 302
        assert visitor.get(notice.get_absolute_url()).headers["Location"].startswith("/login/")
        assert {
            Client().get(told.path(notice)).status_code,
            Client().post(told.path(notice)).status_code,
        } == {404}


def test_p5_who_comes_by_a_link_leaves_no_address_behind(cast, at_desk, now):
    """Else its holder would be written to when the link is revoked; one left earlier is forgotten with it."""
    notice = told.sent(cast, now)
    user = respondent(notice.merchant)
    User.objects.filter(username=user.username).update(email="left@earlier.example")
    visitor = Client()
    with time_machine.travel(NOW, tick=False):
        visitor.post(told.path(notice))
        choice = {"email": "attacker@evil.example", "mailing": "at once", "language": "zh-hans"}
        assert visitor.post(reverse("preferences"), choice).status_code == 404
        assert reverse("preferences") not in said(visitor.get("/notifications/"))
        at_desk(cast.compiler).post(reverse("resultnotice-link-revoke", args=[notice.number, 1]))
    user.refresh_from_db()
    assert user.email == ""


def test_p5_whoever_is_logged_in_as_staff_does_not_come_in_as_the_shop(cast, at_desk, now):
    notice = told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        client = at_desk(cast.compiler)
        refused = client.post(told.path(notice))
        mine = client.get(notice.compilation.get_absolute_url())
    sentence = f"You are logged in as {cast.compiler.user} of {cast.center}: this link is for the addressee"
    assert refused.status_code == 403 and sentence in said(refused) and mine.status_code == 200
    assert not notice.links.filter(opened_at__isnull=False).exists()


def shown_and_answered(notice, at_desk, compiler):
    """The compiler looks at the link in clear, goes through it in another browser, and has no comments."""
    show = reverse("resultnotice-link-show", args=[notice.number, 1])
    assert at_desk(compiler).post(show).status_code == 200
    visitor = Client()
    visitor.post(told.path(notice))
    assert given.press(visitor, notice, "acknowledge", RECEIPT).status_code == 302
    return visitor


def test_p5_a_compiler_who_answers_in_the_shops_place_stands_beside_the_answer(cast, at_desk, now):
    notice = told.sent(cast, now, channel="letter", address="Quay 3")
    with time_machine.travel(NOW, tick=False):
        visitor = shown_and_answered(notice, at_desk, cast.compiler)
        case = notice.report.cases.get()
        seen = f"{cast.compiler.user} ({cast.center}), 2026-11-25 10:00, link by: Printed letter"
        for reader in (cast.leader, cast.county_head):
            for record in (notice, case):
                assert seen in said(at_desk(reader).get(record.get_absolute_url()))
        assert str(cast.compiler.user) not in said(visitor.get(notice.get_absolute_url()))


def test_p5_a_look_after_the_answer_casts_no_doubt_on_it(cast, at_desk, now):
    notice = told.sent(cast, now)
    visitor = Client()
    with time_machine.travel(NOW, tick=False):
        visitor.post(told.path(notice))
        assert given.press(visitor, notice, "acknowledge", RECEIPT).status_code == 302
        at_desk(cast.compiler).post(reverse("resultnotice-link-show", args=[notice.number, 1]))
        page = said(at_desk(cast.county_head).get(notice.get_absolute_url()))
    assert "link of the answer in clear" not in page and "No comments on the result" in page


def test_notice_and_redacted_report_name_one_addressee_whatever_licence_the_shop_shows(cast, at_desk, now):
    notice = told.prepared(cast, now, to="shop")
    assert notice.shop is not None
    Shop.objects.filter(pk=notice.shop.pk).update(operator="Pine Creek Toy Works", organisation=None)
    with time_machine.travel(NOW, tick=False):
        form = {"channel": "platform", "days": 30, **given.HASTY}
        assert given.press(at_desk(cast.compiler), notice, "send", form).status_code == 302
    papers = notice.documents.filter(paper__in=("result_notice", "redacted_report"))
    assert {paper.content["addressee"] for paper in papers} == {notice.shop.name} and papers.count() == 2


def test_p5_the_link_of_one_party_shows_nothing_of_another(cast, now):
    theirs = told.sent(cast, now)
    other = ResultNotice.objects.exclude(pk=theirs.pk).get(compilation=theirs.compilation)
    notices.send_notice(other, channel="platform", address="", **given.HASTY, by=cast.compiler, now=now)
    visitor = Client()
    with time_machine.travel(NOW, tick=False):
        visitor.post(told.path(theirs))
        assert visitor.get(other.get_absolute_url()).status_code == 404
        assert other.number not in said(visitor.get(reverse("resultnotice-list")))


def test_the_name_of_a_shop_is_not_cut_off_where_parties_are_named(cast, at_desk, now):
    notice = told.prepared(cast, now, to="shop")
    long = "Eastgate Quality Toys and Household Goods Flagship Shop"
    assert notice.shop is not None
    Shop.objects.filter(pk=notice.shop.pk).update(name=long, operator="", organisation=None)
    notice.refresh_from_db()
    with time_machine.travel(NOW, tick=False):
        form = {"channel": "platform", "days": 30, **given.HASTY}
        assert given.press(at_desk(cast.compiler), notice, "send", form).status_code == 302
    notice.refresh_from_db()
    assert str(notice.merchant) == long


def test_who_signed_that_it_has_comments_does_not_sign_that_it_has_none(cast, at_desk, now):
    notice = told.served(cast, now)
    with time_machine.travel(NOW, tick=False):
        shop = at_desk(cast.respondent)
        assert "enter them with “Comment”" in said(shop.get(notice.get_absolute_url()))
        refused = given.press(shop, notice, "agree", {"signed_by": "Lin", "signed_as": "head"})
    assert refused.status_code == 409 and "you have comments" in said(refused)


def test_who_has_no_comments_reads_that_it_may_still_deny(cast, at_desk, now):
    notice, may = told.unanswered(cast, now), "you may still deny, with proof"
    notices.agree(notice, signed_by="Lin", by=cast.respondent, now=now)
    with time_machine.travel(NOW, tick=False):
        shop, center = at_desk(cast.respondent), at_desk(cast.compiler)
        pages = [said(client.get(notice.get_absolute_url())) for client in (shop, center)]
    assert [may in page for page in pages] == [True, False]


def test_who_denied_takes_the_denial_back_and_voids_nothing(cast, at_desk, now):
    denial = told.filed(cast, now)
    with time_machine.travel(NOW, tick=False):
        shop = at_desk(cast.respondent)
        page = said(shop.get(denial.get_absolute_url()))
        assert "Take the denial back" in page and ">Void<" not in page
        form = {"note": "It is ours after all.", "signed_by": "Lin", "signed_as": "head"}
        assert given.press(shop, denial, "withdraw", form).status_code == 302
        assert "Taken back, not confirmed yet" in said(shop.get(denial.get_absolute_url()))
