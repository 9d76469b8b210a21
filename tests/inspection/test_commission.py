"""Is a qualified laboratory commissioned, and told what it needs, and nobody else?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from accounts.roles import Kind
from casework.actions import take
from casework.models import Deadline, Notification, Record
from inspection.commissions.actions import commissions
from inspection.commissions.models.commissions import Entrustment
from sampling.custody.actions.custody import hand_over
from sampling.custody.actions.samples import receive
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import REASON, accept_form, commission_form
from tests.sampling import given as sampling
from tests.sampling import stated

NEW = reverse("entrustment-open")


@pytest.fixture
def open_with(at_desk, cast):
    """Post a commission of a stored sample, with changes; the answer."""

    def do(viewer=cast.organiser, **changes):
        given.qualified(cast, NOW)
        sample = Sample.objects.filter(state="stored").first() or sampling.stored_sample(cast, NOW)
        form = {**commission_form([sample], cast), **changes}
        with time_machine.travel(NOW, tick=False):
            return at_desk(viewer).post(
                NEW, {name: value for name, value in form.items() if value is not None}
            )

    return do


def test_a_commission_starts_from_what_the_plan_lays_down(cast, see):
    given.qualified(cast, NOW)
    sample = sampling.stored_sample(cast, NOW)
    page = see(cast.organiser, f"{NEW}?sample={sample.number}").content.decode()
    assert re.search(r'name="samples" value="\w+"[^>]* checked', page)
    parts, lead = given.items(cast)
    assert re.search(rf'name="items" value="{code_of(parts)}"[^>]* checked', page)
    assert not re.search(rf'name="items" value="{code_of(lead)}"[^>]* checked', page)
    assert "GB 6675-2014 Toy safety" in page
    assert '<option value="">Drawn by lot</option>' in page


def faults(answer) -> set[str]:
    """The fields beside which the page shows an error."""
    return set(re.findall(r'id="id_(\w+)_error"', answer.content.decode()))


@pytest.mark.clause("4.2.2-c")
def test_a_qualified_laboratory_is_commissioned(cast, open_with):
    assert open_with().status_code == 302
    entrustment = Entrustment.objects.get()
    assert (entrustment.state, entrustment.laboratory, entrustment.center) == (
        "draft",
        cast.laboratory,
        cast.center,
    )
    assert entrustment.regulator == cast.province
    assert entrustment.holder == cast.center


MANDATORY = [
    *("samples", "items", "obtained", "grade", "lot_size", "test_grounds", "judgement_grounds"),
    *("client_address", "client_postcode", "client_contact", "client_phone", "due_on", "confidentiality"),
    *("subcontracting", "copies", "sending", "afterwards"),
]


@pytest.mark.parametrize("name", MANDATORY)
def test_a_commission_without_a_mandatory_field_is_refused(open_with, name):
    answer = open_with(**{name: None})
    assert answer.status_code == 422
    assert name in faults(answer)
    assert not Entrustment.objects.exists()


@pytest.mark.parametrize("changes", [{"due_on": "2026-11-24"}, {"fee": "-1"}, {"copies": "0"}])
def test_a_commission_with_an_impossible_value_is_refused(open_with, changes):
    answer = open_with(**changes)
    assert answer.status_code == 422
    assert set(changes) == faults(answer)


@pytest.mark.clause("LB-01")
def test_a_laboratory_is_not_commissioned_beyond_its_scope(cast, open_with):
    given.qualified(cast, NOW).scope.update(item=given.items(cast)[0])
    answer = open_with()
    assert answer.status_code == 422
    assert "does not cover Lead" in answer.content.decode()


def test_a_laboratory_without_certificate_is_not_offered(cast, open_with):
    answer = open_with(laboratory=cast.other_laboratory)
    assert "laboratory" in faults(answer)


def test_a_sample_under_another_commission_is_not_offered(cast, open_with):
    assert open_with().status_code == 302
    answer = open_with(samples=[Entrustment.objects.get().entrusted.get().sample])
    assert "samples" in faults(answer)


def test_only_the_centers_organiser_commissions(cast, open_with):
    assert open_with(cast.tester).status_code == 403
    assert open_with(cast.other_organiser).status_code == 422
    assert not Entrustment.objects.exists()


@pytest.mark.clause("LB-01")
def test_a_certificate_that_ran_out_meanwhile_stops_the_sending(cast, post):
    entrustment = given.drafted(cast, NOW)
    certificate = given.qualified(cast, NOW)
    certificate.valid_until = NOW.date() - timedelta(days=1)
    certificate.save()
    answer = post(cast.organiser, entrustment, "send")
    assert (answer.status_code, entrustment.state) == (409, "draft")


def test_the_laboratory_learns_of_a_commission_when_it_is_sent(cast, post, see):
    entrustment = given.drafted(cast, NOW)
    assert see(cast.receiver, entrustment.get_absolute_url()).status_code == 404
    post(cast.organiser, entrustment, "send")
    assert see(cast.receiver, entrustment.get_absolute_url()).status_code == 200
    assert (entrustment.turn, entrustment.holder) == ("receiver", cast.laboratory)
    assert Notification.objects.filter(user=cast.receiver.user, record_id=entrustment.pk).exists()
    sample = Sample.objects.get()
    assert (sample.laboratory, sample.shown_laboratory) == (cast.laboratory, cast.laboratory)


@pytest.mark.clause("6.3-1")
def test_samples_are_checked_before_a_commission_is_accepted(cast, post):
    entrustment = given.sent(cast, NOW)
    assert post(cast.receiver, entrustment, "accept", accept_form(entrustment, cast)).status_code == 409
    sample = entrustment.entrusted.get().sample
    hand_over(sample, by=cast.storekeeper, now=NOW)
    receive(sample, by=cast.receiver, now=NOW, **sampling.receipt())
    form = accept_form(entrustment, cast)
    assert (
        post(cast.receiver, entrustment, "accept", {**form, **dict.fromkeys(list(form)[:2], "")}).status_code
        == 422
    )
    assert post(cast.receiver, entrustment, "accept", form).status_code == 302
    checked = entrustment.entrusted.get()
    assert (checked.condition, checked.checked_by) == ("packing whole", cast.receiver.user)


@pytest.mark.parametrize(("number", "said"), [("", "It bore no seal"), ("F-1", "intact")])
def test_nobody_finds_a_seal_whole_that_was_never_put_on(cast, post, see, number, said):
    entrustment = given.received(cast, NOW)
    [entrusted] = entrustment.live()
    Sample.objects.filter(pk=entrusted.sample_id).update(seal_number=number)
    asked = see(cast.receiver, entrustment.get_absolute_url() + "accept/").content.decode()
    assert (f'name="seal_{code_of(entrusted)}"' in asked) == bool(number)
    assert post(cast.receiver, entrustment, "accept", accept_form(entrustment, cast)).status_code == 302
    assert entrustment.live().get().seal == said


def test_the_clock_of_the_laboratory_runs_twenty_working_days(cast, post):
    entrustment = given.received(cast, NOW)
    post(cast.receiver, entrustment, "accept", accept_form(entrustment, cast))
    clock = Deadline.objects.get(record_id=entrustment.pk, term="DL-06")
    assert (clock.term, clock.count, clock.unit, clock.started_at) == ("DL-06", 20, "working", NOW)


@pytest.mark.clause("4.2.3-a")
def test_a_declined_sample_goes_to_another_laboratory(cast, post, see):
    entrustment = given.sent(cast, NOW)
    assert post(cast.receiver, entrustment, "decline", REASON).status_code == 302
    sample = Sample.objects.get()
    assert (sample.state, sample.laboratory, sample.shown_laboratory) == ("stored", None, None)
    assert see(cast.receiver, sample.get_absolute_url()).status_code == 404
    given.qualified(cast, NOW, cast.other_laboratory)
    sample.purchase.scheme.plan.laboratories.add(cast.other_laboratory)
    again = commissions.commission(
        samples=[sample],
        laboratory=cast.other_laboratory,
        items=given.items(cast),
        by=cast.organiser,
        now=NOW,
        **given.terms(NOW),
    )
    assert post(cast.organiser, again, "send").status_code == 302


def test_a_commission_is_not_declined_with_a_sample_on_the_bench(cast, post):
    entrustment = given.received(cast, NOW)
    answer = post(cast.receiver, entrustment, "decline", REASON)
    assert (answer.status_code, entrustment.state) == (409, "delivered")


def test_a_sample_found_invalid_no_longer_holds_the_others_up(cast, post):
    one, two = sampling.stored_samples(cast, NOW)
    entrustment = given.received(cast, NOW, samples=[one, two])
    take("invalidate", one, by=cast.organiser, now=NOW, note="Why.")
    assert post(cast.receiver, entrustment, "accept", accept_form(entrustment, cast)).status_code == 302
    commissions.start(entrustment, by=cast.tester, now=NOW)
    report = given.issued(cast, NOW, entrustment=entrustment)
    assert report.sample == two
    entrustment.refresh_from_db()
    assert entrustment.state == "analysing"


def test_a_commission_of_two_samples_ends_with_the_second_report(cast):
    entrustment = given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW))
    for state in ("in_progress", "analysing"):
        given.issued(cast, NOW, entrustment=entrustment)
        entrustment.refresh_from_db()
        assert entrustment.state == state


@pytest.mark.parametrize("state", ["drafted", "sent", "accepted", "in_progress"])
def test_a_voided_commission_lets_go_of_its_sample(cast, post, state):
    entrustment = getattr(given, state)(cast, NOW)
    assert post(cast.leader, entrustment, "void", REASON).status_code == 302
    sample = Sample.objects.get()
    assert sample.state == ("stored" if state in ("drafted", "sent") else "invalid")
    assert not sample.entrusted.filter(released=False).exists()
    assert entrustment.turn == ""


def test_a_commission_under_which_a_report_was_issued_is_not_voided(cast, post):
    entrustment = given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW))
    report = given.delivered(cast, NOW, entrustment=entrustment)
    Record.objects.filter(pk=report.pk).update(turn="")
    entrustment.refresh_from_db()
    answer = post(cast.leader, entrustment, "void", REASON)
    assert (answer.status_code, entrustment.state) == (409, "in_progress")


def test_a_sample_on_its_way_keeps_a_commission_from_being_voided(cast, post):
    entrustment = given.sent(cast, NOW)
    hand_over(Sample.objects.get(), by=cast.storekeeper, now=NOW)
    assert post(cast.leader, entrustment, "void", REASON).status_code == 409


def test_strangers_find_nothing(cast, see):
    report = given.issued(cast, NOW)
    entrustment = report.entrustment
    strangers = [cast.other_tester, cast.other_organiser, cast.quality_officer, cast.other_quality_officer]
    for viewer in [*strangers, cast.other_county_officer, cast.other_planner]:
        for record in (report, entrustment):
            assert see(viewer, record.get_absolute_url()).status_code == 404
            listed = see(viewer, reverse(f"{record.kind}-list"))
            assert record.number not in listed.content.decode()


@pytest.mark.parametrize("name", ["organiser", "tester", "planner"])
def test_the_parties_see_report_and_commission(cast, see, name):
    report = given.issued(cast, NOW, values=given.BAD)
    viewer = getattr(cast, name)
    assert "91" in see(viewer, report.get_absolute_url()).content.decode()
    assert see(viewer, report.entrustment.get_absolute_url()).status_code == 200


def test_a_laboratory_learns_nothing_of_the_order(cast, see):
    report = given.issued(cast, NOW)
    purchase = report.sample.purchase
    secrets = [
        stated.SECRET_ORDER,
        stated.SECRET_ACCOUNT,
        stated.SECRET_NAME,
        purchase.number,
        "119.70",
    ]
    assert cast.tester.kind == Kind.LABORATORY
    for record in (report, report.entrustment, report.sample):
        page = see(cast.tester, record.get_absolute_url()).content.decode()
        assert [secret for secret in secrets if secret in page] == []
        assert str(cast.buyer.user) not in page
