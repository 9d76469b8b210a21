"""Who comes in by a link, how far, and for how long? (1, 4.1, T-13)"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from casework.models import Notification, Outbox
from casework.pages.contents import trail
from disposal import tasks
from disposal.actions import denials, links, notices
from disposal.flow.notices import Channel
from disposal.models.notices import NoticeLink
from tests.conftest import NOW
from tests.desk import Desk
from tests.disposal import given
from tests.disposal import given_notices as told
from tests.disposal.walks_notices import silent
from trail.models import Event

GATEWAY = "https://sms.example/send"


def come_in(notice: Any) -> Client:
    """A browser that came by the newest link of a notice and pressed its button."""
    client = Desk()
    assert client.post(told.path(notice)).status_code == 302
    return client


def handled(client: Client, notice: Any, act: str, place: int = 1) -> Any:
    return client.post(reverse(f"resultnotice-link-{act}", args=[notice.number, place]))


def test_looking_at_a_link_tells_who_writes_and_logs_nobody_in(cast, now):
    notice = told.sent(cast, now)
    client = Client()
    with time_machine.travel(NOW, tick=False):
        answer = client.get(told.path(notice))
        page = answer.content.decode()
        assert cast.center.name in page and notice.addressee.name in page and notice.number in page
        assert notice.conclusion not in page and "Lead" not in page
        assert "sessionid" not in client.cookies
        assert client.get(notice.get_absolute_url()).status_code == 302
    assert answer["Cache-Control"] == "no-store" and answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_shop_that_comes_by_its_link_reads_and_answers_the_notice(cast, at_desk, now):
    notice = told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        client = come_in(notice)
        client.viewer = cast.respondent  # type: ignore[attr-defined]
        page = client.get(notice.get_absolute_url()).content.decode()
        assert notice.conclusion in page and "Confirm receipt" in page
        form = {"reply": "agrees", "signed_by": "Lin", "signed_as": "head", "accepts": "on"}
        assert given.press(client, notice, "acknowledge", form).status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.served_on) == ("answered", NOW.date())


def test_coming_in_is_told_in_the_trail_and_dated_once(cast, now):
    notice = told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        come_in(notice)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        come_in(notice)
    opened = Event.objects.of("record", notice.pk).filter(verb="open a link")
    assert opened.count() == 2 and {event.organisation_id for event in opened} == {cast.merchant.pk}
    assert told.link(notice).opened_at == NOW


def test_the_button_needs_its_token_against_forgery(cast, now):
    notice = told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        assert Client(enforce_csrf_checks=True).post(told.path(notice)).status_code == 403


def test_every_dead_link_gets_the_same_answer(cast, now):
    expired, revoked = silent(cast, now), told.sent(cast, now)
    links.revoke(told.link(revoked), by=cast.compiler, now=now)
    with time_machine.travel(NOW, tick=False):
        paths = [told.path(expired), told.path(revoked), reverse("merchant-link", args=["x" * 43])]
        answers = [call(path) for path in paths for call in (Client().get, Client().post)]
    bodies = set()
    for path, answer in zip([each for each in paths for _ in range(2)], answers, strict=True):
        body = answer.content.decode().replace(path, "")
        bodies.add(body.split('name="csrfmiddlewaretoken"')[0] + body.split("</header>")[1])
    assert {answer.status_code for answer in answers} == {404} and len(bodies) == 1


def test_a_visit_ends_after_two_hours(cast, now):
    notice = told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        client = come_in(notice)
        assert client.session.get_expiry_date() == NOW + timedelta(hours=2)
        assert client.get(notice.get_absolute_url()).status_code == 200
        kept = client.session.session_key
    with time_machine.travel(NOW + timedelta(hours=2, seconds=1), tick=False):
        cache.delete(f"{KEY_PREFIX}{kept}")  # Redis counts by a clock of its own
        assert client.get(notice.get_absolute_url()).status_code == 302


def test_a_visit_ends_with_its_link(cast, now):
    notice = silent(cast, now)
    NoticeLink.objects.update(expires_at=NOW + timedelta(minutes=5))
    with time_machine.travel(NOW, tick=False):
        assert come_in(notice).session.get_expiry_date() == NOW + timedelta(minutes=5)


@pytest.mark.clause("4.2.2-e")
def test_revoking_a_link_sends_out_who_came_by_it(cast, at_desk, now):
    notice = told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        visitor = come_in(notice)
        assert handled(at_desk(cast.compiler), notice, "revoke").status_code == 302
        assert visitor.get(notice.get_absolute_url()).status_code == 302
        again = handled(at_desk(cast.compiler), notice, "revoke")
    assert again.status_code == 409 and "has been revoked already" in again.content.decode()
    assert told.link(notice).revoked_at == NOW


def test_a_visitor_sees_the_own_notices_and_denials_and_nothing_else(cast, now):
    own, foreign = told.sent(cast, now), told.prepared(cast, now)
    told.answers_as(foreign.addressee, cast.other_merchant)
    with time_machine.travel(NOW, tick=False):
        client = come_in(own)
        assert client.get(foreign.get_absolute_url()).status_code == 404
        for upstream in (own.compilation, own.report, own.report.sample, own.report.sample.purchase):
            assert client.get(upstream.get_absolute_url()).status_code == 404
        listed = client.get(reverse("resultnotice-list")).content.decode()
    assert own.number in listed and foreign.number not in listed


def test_a_visitor_cannot_set_a_password_or_change_the_organisation(cast, now):
    notice = told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        client = come_in(notice)
        form = {
            "old_password": "",
            "new_password1": "wind-over-water-9",
            "new_password2": "wind-over-water-9",
        }
        client.post(reverse("password"), form)
        client.post(reverse("organisation"), {"organisation": cast.center})
        assert client.get(notice.get_absolute_url()).status_code == 200
        assert client.session["organisation"] == cast.merchant.pk
    cast.respondent.user.refresh_from_db()
    assert not cast.respondent.user.has_usable_password()


def test_only_a_digest_of_the_token_is_kept(cast, now):
    notice = told.sent(cast, now, channel="email", address="lin@toys.example")
    token = told.path(notice).split("/")[-2]
    link = told.link(notice)
    kept = json.dumps([str(value) for value in vars(link).values()])
    assert len(token) == 43 and token not in kept
    assert token not in json.dumps(list(Outbox.objects.values_list("payload", flat=True)))
    paper = notice.paper()
    assert paper is not None and token not in json.dumps(paper.content)


def test_a_link_made_under_another_key_can_be_used_and_not_shown(cast, at_desk, now, settings):
    notice = told.sent(cast, now)
    way = told.path(notice)
    settings.SECRET_KEY = "another"
    with time_machine.travel(NOW, tick=False):
        assert Client().get(way).status_code == 200
        refused = handled(at_desk(cast.compiler), notice, "show")
    assert refused.status_code == 409 and "can no longer be shown" in refused.content.decode()


@pytest.mark.clause("4.2.2-e")
def test_the_compiler_shows_a_link_with_the_words_for_the_platform(cast, at_desk, now):
    notice = told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = handled(at_desk(cast.compiler), notice, "show")
    page = answer.content.decode()
    assert told.path(notice) in page and "do not pass it on" in page
    assert answer["Cache-Control"] == "private, no-store"
    assert Event.objects.of("record", notice.pk).filter(verb="show a link").count() == 1


def test_of_a_link_that_goes_by_e_mail_the_page_does_not_say_to_copy_it(cast, at_desk, now):
    notice = told.sent(cast, now, channel="email", address="lin@toys.example")
    with time_machine.travel(NOW, tick=False):
        page = handled(at_desk(cast.compiler), notice, "show").content.decode()
    assert "The system will send this text to lin@toys.example (E-mail" in page
    assert "through the platform" not in page


def test_the_trail_names_the_paper_that_was_issued_and_served_to_who_may_see_it(cast, at_desk, now):
    notice = told.served(cast, now)
    paper = notice.paper()
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.respondent).get(notice.get_absolute_url()).content.decode()
    assert paper is not None
    assert f"Issue a paper: {paper}" in page and f"Serve a paper: {paper}" in page
    lines = [line.label for line in trail(notice, cast.other_compiler)]
    assert "Issue a paper" in lines and not [line for line in lines if str(paper) in line]


@pytest.mark.clause("4.2.2-e")
def test_a_letter_is_printed_with_address_and_qr_code(cast, at_desk, now):
    notice = told.sent(cast, now, channel="letter", address="Eastgate, Quay 3")
    with time_machine.travel(NOW, tick=False):
        page = handled(at_desk(cast.compiler), notice, "show").content.decode()
    assert "Eastgate, Quay 3" in page and "<svg" in page and told.path(notice) in page
    paper = notice.paper()
    assert paper is not None and paper.file_number in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("respondent", 404), ("leader", 403), ("county_officer", 403), ("other_compiler", 404), ("tester", 404)],
)
def test_nobody_but_the_compiler_handles_links(cast, at_desk, now, who, status):
    notice = told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        client = at_desk(getattr(cast, who))
        assert {handled(client, notice, act).status_code for act in ("show", "revoke")} == {status}
        again = reverse("resultnotice-link-new", args=[notice.number])
        assert client.post(again, {"channel": "platform", "days": 30}).status_code == status
        page = client.get(notice.get_absolute_url()).content.decode()
    assert "Links sent" not in page and told.link(notice).revoked_at is None


@pytest.mark.clause("4.2.2-e")
def test_another_link_is_sent_while_the_first_lives_on(cast, at_desk, now):
    notice = told.served(cast, now)
    first = told.path(notice)
    with time_machine.travel(NOW, tick=False):
        client = at_desk(cast.compiler)
        again = reverse("resultnotice-link-new", args=[notice.number])
        assert client.get(again).status_code == 200
        assert client.post(again, {"channel": "platform", "days": 16}).status_code == 302
        assert told.path(notice) != first
        assert [Client().get(way).status_code for way in (first, told.path(notice))] == [200, 200]
        assert handled(client, notice, "show", place=3).status_code == 404
    assert told.link(notice).expires_at == NOW + timedelta(days=16)


def test_a_link_sent_again_lasts_no_shorter_than_what_is_left_of_the_time_to_answer(cast, at_desk, now):
    notice = told.served(cast, now)
    again = reverse("resultnotice-link-new", args=[notice.number])
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        client = at_desk(cast.compiler)
        short = client.post(again, {"channel": "platform", "days": 5})
        enough = client.post(again, {"channel": "platform", "days": 6})
    assert short.status_code == 422 and "at least 6 days" in short.content.decode()
    assert enough.status_code == 302


def test_no_link_is_sent_to_a_notice_that_is_not_open(cast, at_desk, now):
    notice = told.prepared(cast, now)
    with time_machine.travel(NOW, tick=False):
        again = reverse("resultnotice-link-new", args=[notice.number])
        answer = at_desk(cast.compiler).post(again, {"channel": "platform", "days": 30})
    assert answer.status_code == 409 and not NoticeLink.objects.exists()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"channel": "email"}, "Enter where the link is to be sent."),
        ({"channel": "email", "address": "lin"}, "valid email address"),
        ({"channel": "letter"}, "Enter where the link is to be sent."),
        ({"channel": "platform", "days": 91}, "less than or equal to 90"),
        ({"channel": "sms", "address": "0571-88"}, "not one of the available choices"),
    ],
)
def test_a_sending_is_refused_beside_the_field(cast, at_desk, now, form, sentence):
    notice = told.prepared(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.compiler), notice, "send", {"days": 30, **given.HASTY, **form})
    assert answer.status_code == 422 and sentence in answer.content.decode()


@pytest.mark.clause("4.2.2-e")
def test_a_link_goes_out_by_e_mail(cast, at_desk, now):
    notice = told.prepared(cast, now)
    form = {"channel": "email", "address": "lin@toys.example", "days": 30, **given.HASTY}
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.compiler), notice, "send", form).status_code == 302
        row = Outbox.objects.get(task="disposal.deliver_link")
        assert tasks.deliver_task(row.pk) is True and tasks.deliver_task(row.pk) is False
    [message] = mail.outbox
    assert message.to == ["lin@toys.example"] and told.path(notice) in message.body
    assert told.link(notice).sent_at == NOW


def test_a_revoked_link_is_not_mailed(cast, now):
    notice = told.sent(cast, now, channel="email", address="lin@toys.example")
    links.revoke(told.link(notice), by=cast.compiler, now=now)
    tasks.deliver_link(now, link=told.link(notice).pk)
    assert not mail.outbox


def test_text_messages_are_offered_only_where_there_is_a_gateway(cast, now, settings, monkeypatch):
    assert Channel.SMS not in links.channels()
    settings.SMS_GATEWAY_URL = GATEWAY
    assert Channel.SMS in links.channels()
    notice = told.sent(cast, now, channel="sms", address="13800000001")
    asked: list[Any] = []

    class Answer:
        def __enter__(self) -> None: ...
        def __exit__(self, *error: object) -> None: ...

    def answer(request: Any, timeout: int) -> Answer:
        asked.append(request)
        return Answer()

    monkeypatch.setattr(tasks, "urlopen", answer)
    tasks.deliver_link(now, link=told.link(notice).pk)
    body = json.loads(asked[0].data)
    assert asked[0].full_url == GATEWAY and body["to"] == "13800000001"
    assert told.path(notice) in body["text"]


def test_news_of_a_denial_is_mailed_with_the_living_link(cast, now):
    notice = told.sent(cast, now, channel="email", address="lin@toys.example")
    Outbox.objects.all().delete()
    notices.acknowledge(notice, signed_by="Lin", reply="comments", by=cast.respondent, now=now)
    denial = told.deny(notice, cast, now)
    Outbox.objects.all().delete()
    Notification.objects.all().delete()
    denials.ask(denial, asked="The purchase book.", by=cast.county_officer, now=now)
    assert Outbox.objects.filter(task="disposal.deliver_link").count() == 1
    assert Notification.objects.filter(user=cast.compiler.user, record=notice.pk).exists()


def test_who_came_by_a_link_comes_in_by_another_one(cast, now):
    first, second = told.sent(cast, now), told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        client = come_in(first)
        assert client.post(told.path(second)).headers["Location"] == second.get_absolute_url()
