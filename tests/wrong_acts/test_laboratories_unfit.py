"""Does a laboratory take on what it may test no more, and can it let go of what it holds? (L8)"""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.urls import reverse

from inspection.commissions.models.commissions import Entrustment
from inspection.laboratories.models import Qualification
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.given_certificates import qualified
from tests.inspection.walks import REASON, accept_form, commission_form
from tests.sampling.walks import arrived


def run_out(cast):
    """A commission whose samples the laboratory has, and whose certificate ended yesterday."""
    entrustment = given.received(cast, NOW)
    Qualification.objects.update(valid_until=NOW.date() - timedelta(days=1))
    return entrustment, entrustment.live().get().sample


def test_l8_who_has_no_certificate_today_accepts_nothing(cast, post):
    entrustment, sample = run_out(cast)
    refused = post(cast.receiver, entrustment, "accept", accept_form(entrustment, cast))
    assert refused.status_code == 409 and "no CMA certificate that is valid" in refused.content.decode()
    assert "Send back untested" in refused.content.decode()
    early = post(cast.tester, sample, "begin")
    assert early.status_code == 409 and Sample.objects.get(pk=sample.pk).state == "at_lab"


def test_l8_what_it_had_received_goes_back_and_to_another_laboratory(cast, post, at_desk):
    entrustment, sample = run_out(cast)
    early = post(cast.receiver, entrustment, "decline", REASON)
    assert early.status_code == 409 and "send it back untested" in early.content.decode()
    assert post(cast.receiver, sample, "send_back", REASON).status_code == 302
    assert post(cast.receiver, entrustment, "decline", REASON).status_code == 302
    sample.refresh_from_db()
    assert post(cast.storekeeper, sample, "take_back", arrived(sample, cast)).status_code == 302
    sample.refresh_from_db()
    assert (sample.state, sample.laboratory) == ("stored", None)
    assert post(cast.storekeeper, sample, "hand_over").status_code == 409
    Qualification.objects.all().delete()
    qualified(cast, NOW, cast.other_laboratory)
    form = {**commission_form([sample], cast), "laboratory": cast.other_laboratory}
    form["named_because"] = "The laboratory of the plan may not test it any more."
    with time_machine.travel(NOW, tick=False):
        opened = at_desk(cast.organiser).post(reverse("entrustment-open"), form)
    assert opened.status_code == 302
    assert Entrustment.objects.latest("pk").laboratory == cast.other_laboratory


def test_a_sample_taken_back_before_the_laboratory_declined_waits_for_its_word(cast, post):
    entrustment, sample = run_out(cast)
    post(cast.receiver, sample, "send_back", REASON)
    sample.refresh_from_db()
    post(cast.storekeeper, sample, "take_back", arrived(sample, cast))
    sample.refresh_from_db()
    assert (sample.state, sample.laboratory) == ("stored", cast.laboratory)
    assert post(cast.receiver, entrustment, "decline", REASON).status_code == 302
    sample.refresh_from_db()
    assert (sample.state, sample.laboratory) == ("stored", None)


def test_what_was_accepted_is_not_sent_back_without_a_word_of_the_center(cast, post):
    sample = given.accepted(cast, NOW).live().get().sample
    refused = post(cast.receiver, sample, "send_back", REASON)
    assert refused.status_code == 409 and "report an abnormality" in refused.content.decode()


def test_who_has_an_interest_in_the_goods_does_not_take_them_on(cast, post, see):
    entrustment = given.received(cast, NOW)
    form = accept_form(entrustment, cast)
    silent = post(cast.receiver, entrustment, "accept", {**form, "no_interest": ""})
    assert silent.status_code == 422 and "no conflict of interests" in silent.content.decode()
    assert entrustment.state == "delivered"
    assert post(cast.receiver, entrustment, "accept", form).status_code == 302
    page = see(cast.organiser, entrustment.get_absolute_url()).content.decode()
    assert "declared free of interests" in page.lower()
