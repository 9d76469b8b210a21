"""Can a signatory in a hurry issue what they have not read, or somebody else issue it for them? (6.3-6)"""

from __future__ import annotations

import re

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from casework.flow import Forbidden
from casework.tasks import job_task
from documents.models import Document
from inspection.issuing import actions
from inspection.issuing.models import Issuing
from inspection.reports.models.reports import Report
from tests.cast import PASSWORD, person
from tests.conftest import NOW
from tests.inspection import given
from tests.jobs import promised, worked
from tests.sampling import given as sampling
from trail.models import Event

pytestmark = pytest.mark.django_db(databases=["default", "log"])
PAGE = reverse("signed-reports")


@pytest.fixture
def reports(cast):
    """Two reports that the signatory has signed."""
    entrustment = given.in_progress(cast, NOW, samples=sampling.stored_samples(cast, NOW, 2))
    return [given.signed(cast, NOW, entrustment=entrustment) for _each in range(2)]


@pytest.fixture
def desk(at_desk, cast):
    """The signatory, who has a password."""
    cast.signatory.user.set_password(PASSWORD)
    cast.signatory.user.save()
    return at_desk(cast.signatory)


def shown(client):
    with time_machine.travel(NOW, tick=False):
        page = client.get(PAGE).text
    return re.findall(r'name="shown" value="(\w+)"', page)[0], page


def asks(client, list_seen, password=PASSWORD):
    with time_machine.travel(NOW, tick=False):
        return client.post(PAGE, {"shown": list_seen, "own_password": password})


def work():
    with time_machine.travel(NOW, tick=False):
        worked(Issuing)
    return Issuing.objects.get()


def states(reports):
    return [Report.objects.get(pk=each.pk).state for each in reports]


def test_each_is_issued_as_by_itself(cast, desk, reports):
    answer = asks(desk, shown(desk)[0])
    found = work()
    assert (answer.status_code, answer.url) == (302, found.get_absolute_url())
    assert (found.done, found.refused, states(reports)) == (2, [], ["issued", "issued"])
    assert Document.objects.filter(paper="test_report").count() == 2
    told = Event.objects.filter(verb="issue", subject_id__in=[each.pk for each in reports])
    assert {(each.actor_id, each.role) for each in told} == {(cast.signatory.user.pk, Role.SIGNATORY)}


def test_nobody_issues_without_the_password_at_a_session_that_was_left_open(desk, reports):
    assert asks(desk, shown(desk)[0], "guessed").status_code == 422
    assert not Issuing.objects.exists() and states(reports) == ["signed", "signed"]


def test_what_a_colleague_signed_is_not_issued_unread(cast, desk, at_desk, reports):
    other = person("Other Signatory", cast.laboratory, Role.SIGNATORY)
    _list, page = shown(desk)
    assert reports[0].number in page
    assert reports[0].number not in at_desk(other).get(PAGE).text
    assert asks(at_desk(other), "0" * 64).status_code in (409, 422) and not Issuing.objects.exists()


def test_a_list_that_has_changed_is_read_again(cast, desk, reports):
    read, _page = shown(desk)
    Report.objects.filter(pk=reports[0].pk).update(conclusion="Another conclusion.")
    assert asks(desk, read).status_code == 409
    assert not Issuing.objects.exists()


@pytest.mark.parametrize("who", ["tester", "reviewer", "receiver", "compiler", "leader"])
def test_nobody_but_a_signatory_comes_here(cast, at_desk, reports, who):
    assert asks(at_desk(getattr(cast, who)), "").status_code == 403
    with pytest.raises(Forbidden):
        actions.begin(shown=actions.seen(reports), by=getattr(cast, who), now=NOW)


def test_one_that_may_not_go_out_is_told_and_the_others_go_out(cast, desk, reports):
    given.proposed(cast, NOW, reports[0])
    asks(desk, shown(desk)[0])
    found = work()
    assert [each["number"] for each in found.refused] == [reports[0].number]
    assert states(reports) == ["signed", "issued"]


def test_whoever_left_meanwhile_issues_nothing(cast, desk, reports):
    asks(desk, shown(desk)[0])
    cast.signatory.user.memberships.update(left_on=NOW.date())
    assert work().failure and states(reports) == ["signed", "signed"]


def test_it_is_stopped_and_what_is_issued_stays(desk, reports):
    asks(desk, shown(desk)[0])
    found = Issuing.objects.get()
    with time_machine.travel(NOW, tick=False):
        assert job_task(promised(Issuing).get().pk)
        assert desk.post(found.get_absolute_url()).status_code == 302
        worked(Issuing)
    assert states(reports) == ["issued", "signed"]
    assert Issuing.objects.get().cancelled_at


def test_who_has_no_password_issues_what_they_read_all_the_same(cast, at_desk, reports):
    cast.signatory.user.set_unusable_password()
    cast.signatory.user.save()
    client = at_desk(cast.signatory)
    assert asks(client, "0" * 64).status_code == 409
    assert asks(client, shown(client)[0]).status_code == 302


def test_two_presses_are_one_issue(desk, reports):
    read, _page = shown(desk)
    assert asks(desk, read).status_code == 302
    assert asks(desk, read).status_code == 409
    assert Issuing.objects.count() == 1
