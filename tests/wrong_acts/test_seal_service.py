"""Does a seal service that errs put anything but the office's own seal on a report?"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from functools import partial
from io import BytesIO
from json import dumps
from time import monotonic

import pytest
import time_machine
from django.urls import reverse

from casework.flow import Forbidden
from documents.signed import service as service_of_seals
from documents.signed.answers import Verdict, judged
from documents.signed.models import SignedCopy
from inspection.issuing.sealing.actions import sealings
from inspection.issuing.sealing.models import Sealing
from tests.conftest import NOW
from tests.inspection import given
from tests.jobs import worked
from tests.seal_service import TOKEN, running, signed
from tests.sealers import aside, to_be_sealed

pytestmark = pytest.mark.django_db(databases=["default", "log"])


@pytest.fixture
def service(settings):
    with running() as found:
        settings.SEAL_SERVICE, settings.SEAL_SERVICE_TOKEN = found.url, TOKEN
        yield found


@pytest.fixture
def paper(cast):
    return to_be_sealed(given.issued(cast, NOW), NOW)


def asks(at_desk, who):
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(who).post(reverse("sealing-begin"))
        worked(Sealing)
    return answer


def test_the_service_is_sent_a_digest_and_nothing_of_what_the_paper_says(cast, at_desk, service, paper):
    asks(at_desk, cast.signatory)
    said = str(service.asked)
    assert [each["hand"] for each in service.asked] == ["signatory", "seal"]
    assert paper.file_number in said and paper.office.name in said
    assert all(str(paper.content[name]) not in said for name in ("product", "item_id", "shop", "conclusion"))


def test_what_it_seals_is_kept_and_genuine(cast, at_desk, service, paper):
    answer = asks(at_desk, cast.signatory)
    found = Sealing.objects.get()
    assert answer.status_code == 302 and answer.url == found.get_absolute_url()
    assert (found.done, found.refused, found.failure) == (1, [], "")
    with SignedCopy.objects.get(document=paper).file.open("rb") as file:
        pdf = file.read()
    verdict = judged(BytesIO(pdf))
    assert verdict.verdict == Verdict.SEALED
    assert [each.holds for each in verdict.signatures] == [True]


def test_signatory_and_seal_are_two_signatures_of_which_both_hold(cast, at_desk, service, paper):
    service.people.add(paper.content["signatory"])
    asks(at_desk, cast.signatory)
    copy = SignedCopy.objects.get(document=paper)
    names = [each["name"] for each in copy.signatures]
    assert [paper.content["signatory"] in names[0], paper.office.name in names[1]] == [True, True]
    with copy.file.open("rb") as file:
        assert [each.holds for each in judged(BytesIO(file.read())).signatures] == [True, True]


def test_it_seals_where_an_event_loop_is_running(cast, service, paper):
    assert paper.office.name  # asked of the database before the loop runs

    async def sealed():
        return service_of_seals.sealed(paper)

    file = aside(partial(asyncio.run, sealed()))
    assert [each.holds for each in judged(BytesIO(file)).signatures] == [True]


def test_anothers_seal_is_refused_like_one_that_is_returned(cast, at_desk, service, paper):
    service.seals[paper.office.name] = "望澜市某某检测有限公司"
    asks(at_desk, cast.signatory)
    [refused] = Sealing.objects.get().refused
    assert refused["number"] == paper.file_number and "is neither" in refused["why"]
    assert not SignedCopy.objects.exists()


def test_a_signature_of_another_digest_is_refused(cast, at_desk, service, paper):
    cms = b64encode(signed(paper.office.name, "00" * 32)).decode()
    service.answers = (200, dumps({"cms": cms}).encode())
    asks(at_desk, cast.signatory)
    assert Sealing.objects.get().refused and not SignedCopy.objects.exists()


def test_what_it_declines_is_told_and_the_others_are_sealed(cast, at_desk, service, paper):
    service.declines[paper.file_number] = "The seal is suspended."
    asks(at_desk, cast.signatory)
    found = Sealing.objects.get()
    page = at_desk(cast.signatory).get(found.get_absolute_url()).text
    assert found.refused == [{"number": paper.file_number, "why": "The seal is suspended."}]
    assert "The seal is suspended." in page and "0 of 1 are sealed" in page


@pytest.mark.parametrize(
    "answer",
    [
        (500, b""),
        (500, b'{"cms": "AAAA"}'),
        (302, b""),
        (200, b"{}"),
        (200, b'{"cms": "!"}'),
        (200, b"[]"),
        (200, b"x" * 70_000),
        (409, b""),
    ],
)
def test_no_answer_is_no_seal_and_ends_it_with_a_sentence(cast, at_desk, service, paper, answer):
    service.answers = answer
    asks(at_desk, cast.signatory)
    found = Sealing.objects.get()
    assert found.finished_at and "gives no answer" in found.failure and found.done == 0
    assert not SignedCopy.objects.exists()


def test_a_service_whose_answer_drips_does_not_hold_the_worker(cast, at_desk, service, paper, settings):
    settings.SEAL_SERVICE_SECONDS, service.drips = 1, 0.4
    service.answers = (200, b'{"cms": "' + b"A" * 600)
    begun = monotonic()
    asks(at_desk, cast.signatory)
    assert "gives no answer" in Sealing.objects.get().failure and monotonic() - begun < 60


def test_a_signature_that_has_no_room_is_no_answer(cast, at_desk, service, paper):
    service.answers = (200, dumps({"cms": b64encode(b"0" * 30_000).decode()}).encode())
    asks(at_desk, cast.signatory)
    found = Sealing.objects.get()
    assert found.failure and not SignedCopy.objects.exists()


def test_bytes_that_are_no_signature_are_refused(cast, at_desk, service, paper):
    service.answers = (200, b'{"cms": "AAAA"}')
    asks(at_desk, cast.signatory)
    found = Sealing.objects.get()
    assert (found.failure or found.refused) and not SignedCopy.objects.exists()


@pytest.mark.parametrize("who", ["tester", "reviewer", "compiler", "leader"])
def test_nobody_but_a_signatory_has_reports_sealed(cast, at_desk, service, paper, who):
    assert asks(at_desk, getattr(cast, who)).status_code == 403
    assert not service.asked


def test_the_action_itself_lets_nobody_else_begin(cast, service, paper):
    with pytest.raises(Forbidden):
        sealings.begin(by=cast.tester, now=NOW)


def test_another_laboratory_seals_its_own_alone(cast, at_desk, service, paper):
    assert asks(at_desk, cast.other_signatory).status_code == 409
    assert not service.asked and not Sealing.objects.exists()


def test_whoever_left_meanwhile_seals_nothing(cast, at_desk, service, paper):
    with time_machine.travel(NOW, tick=False):
        at_desk(cast.signatory).post(reverse("sealing-begin"))
    cast.signatory.user.memberships.update(left_on=NOW.date())
    worked(Sealing)
    assert Sealing.objects.get().failure and not SignedCopy.objects.exists()


def test_without_a_service_nothing_is_offered_and_nothing_done(cast, at_desk, paper):
    page = at_desk(cast.signatory).get(reverse("unsealed-reports")).text
    assert reverse("sealing-begin") not in page
    assert asks(at_desk, cast.signatory).status_code == 409
