"""Who lets a case end without having read what it is about, or while its denial is open? (4.2.1-d, 6.4-5)"""

from __future__ import annotations

import json

import pytest
import time_machine
from django.urls import reverse

from casework.actions import take
from disposal.kind import CASES
from disposal.models.cases import EnforcementCase
from disposal.models.notices import ResultNotice
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.given_denied import denied
from tests.disposal.given_letters import letter
from tests.disposal.walks import verify_case_form

LEFT = {"left_noticed": "on"}
WHY = "The shop says that nothing is left."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def form_of(client, case, step):
    return client.get(reverse("enforcementcase-step", args=[case.number, step])).text


def by_api(client, case, step, data):
    url = reverse(f"api-enforcementcase-{step}", args=[case.number])
    head = {"Idempotency-Key": "one"}
    return client.post(url, json.dumps(data), "application/json", headers=head).status_code


def uncontrolled(case):
    """Nothing was ordered, and nothing is under control."""
    left = {"control": "none", "under_control": False, "not_controlled_why": WHY}
    EnforcementCase.objects.filter(pk=case.pk).update(**left)
    return EnforcementCase.objects.get(pk=case.pk)


def failed(case):
    """What of its product failed, and by what."""
    row = case.report.failing[0]
    return row.name, row.value


def test_no_filing_is_not_approved_while_a_denial_is_open(cast, at_desk):
    case = given.not_file_proposed(cast, NOW)
    denial = denied(case, cast)
    head = at_desk(cast.county_head)
    refused = given.press(head, case, "not_file", LEFT)
    assert refused.status_code == 409 and f"({denial.number}): decide the denial first" in refused.text
    assert denial.get_absolute_url() in refused.text
    page = head.get(case.get_absolute_url()).text
    assert "Before this case ends:" in page and denial.get_absolute_url() in page
    assert by_api(head, case, "not_file", {"left_noticed": True}) == 409


def test_whoever_approves_that_no_case_is_filed_reads_what_it_is_about(cast, at_desk):
    case = given.case_at("evidence", cast, NOW)
    given.party_told(case, cast, NOW)
    open_letter = letter(cast, NOW, case)
    found = {**given.found_by_inspection(), **given.NO_FILING}
    take("propose_no_filing", case, by=cast.county_officer, now=NOW, **found)
    case = uncontrolled(case)
    page = form_of(at_desk(cast.county_head), case, "not_file")
    for shown in (*failed(case), case.not_filed_why, WHY, "No control needed", "Result notices and replies"):
        assert str(shown) in page, shown
    assert open_letter.get_absolute_url() in page and "has not been answered yet" in page


@pytest.mark.parametrize(
    ("made", "step", "who", "form"),
    [
        (given.not_file_proposed, "not_file", "county_head", {}),
        (given.closed_unfiled, "feed_back", "county_head", {}),
        (given.reported, "verify", "compiler", given.VERIFIED | {"checked_on": str(NOW.date())}),
    ],
)
def test_what_failed_is_not_left_without_control_by_a_button_alone(cast, at_desk, made, step, who, form):
    case = uncontrolled(made(cast, NOW))
    client = at_desk(getattr(cast, who))
    refused = given.press(client, case, step, form)
    assert refused.status_code == 422 and failed(case)[1] in refused.text and WHY in refused.text
    assert by_api(client, case, step, form) == 422
    assert given.press(client, case, step, form | LEFT).status_code == 302


def test_that_a_product_is_under_control_though_nothing_was_ordered_is_noticed(cast, at_desk):
    case = given.not_file_proposed(cast, NOW)
    EnforcementCase.objects.filter(pk=case.pk).update(control="none", under_control=True)
    head = at_desk(cast.county_head)
    refused = given.press(head, case, "not_file", {})
    assert refused.status_code == 422 and "nothing was ordered to control it" in refused.text
    assert given.press(head, case, "not_file", LEFT).status_code == 302


@pytest.mark.parametrize(("made", "step"), [(given.closed_unfiled, "feed_back"), (given.reported, "verify")])
def test_what_is_under_control_asks_for_no_tick(cast, at_desk, made, step):
    case = made(cast, NOW)
    who = at_desk(cast.county_head if step == "feed_back" else cast.compiler)
    assert "left_noticed" not in form_of(who, case, step)


@pytest.mark.parametrize(
    ("step", "who"), [("feed_back", "county_head"), ("return_report", "county_head"), ("verify", "compiler")]
)
def test_whoever_confirms_or_verifies_a_report_reads_what_it_is_about(cast, at_desk, step, who):
    case = given.reported(cast, NOW) if step == "verify" else given.closed_unfiled(cast, NOW)
    case = uncontrolled(case)
    denial = denied(case, cast)
    if step == "verify":
        take("reject", denial, by=cast.county_third, now=NOW, reason="The seams are its own.")
    page = form_of(at_desk(getattr(cast, who)), case, step)
    for shown in (*failed(case), WHY, case.account, "No control needed", denial.grounds):
        assert str(shown) in page, shown
    assert ("has not been decided yet" in page) == (step != "verify")


@pytest.mark.parametrize(
    ("made", "step"), [(given.not_file_proposed, "not_file"), (given.closed_unfiled, "feed_back")]
)
def test_whoever_ends_a_case_reads_that_its_party_has_not_been_told_of_the_result(cast, at_desk, made, step):
    case, head, said = made(cast, NOW), at_desk(cast.county_head), "has not been told of the result"
    notice = case.notices().get()
    unserved = {"state": "prepared", "served_on": None}
    ResultNotice.objects.filter(pk=notice.pk).update(**unserved)
    assert f"{said}: notice {notice.number} is not served yet" in form_of(head, case, step)
    ResultNotice.objects.filter(pk=notice.pk).update(state="voided")
    assert f"{said}: no notice to it stands" in form_of(head, case, step)
    ResultNotice.objects.filter(pk=notice.pk).update(state="served", served_on=NOW.date())
    assert said not in form_of(head, case, step)


def test_no_form_of_a_case_stands_alone(cast, at_desk):
    """What failed is read beside each, unless there is more to be read."""
    case = given.case_at("serve_decision", cast, NOW)
    alone = [
        step.name
        for step in CASES.model.flow
        if CASES.form(step) and step.sources and not CASES.beside.get(step.name, CASES.otherwise)
    ]
    assert not alone
    for shown in failed(case):
        assert str(shown) in form_of(at_desk(cast.county_officer), case, "execute")


def test_whoever_closes_a_case_reads_how_it_went(cast, at_desk):
    case = given.case_at("execute", cast, NOW)
    page = form_of(at_desk(cast.county_officer), case, "close")
    for shown in (*failed(case), case.decision_number, "How the case ends"):
        assert str(shown) in page, shown


def test_whoever_signs_a_filing_as_the_second_officer_reads_what_it_is_about(cast, at_desk):
    case = given.case_at("propose_filing", cast, NOW)
    denial = denied(case, cast)
    second = at_desk(cast.county_second)
    page = form_of(second, case, "sign_filing")
    for shown in (*failed(case), case.violation, case.evidence.get().file.name, denial.grounds):
        assert str(shown) in page, shown
    assert given.press(second, case, "sign_filing").status_code == 302


def test_nothing_is_verified_while_a_denial_is_open(cast, at_desk):
    case = given.reported(cast, NOW)
    denial = denied(case, cast)
    compiler = at_desk(cast.compiler)
    refused = given.press(compiler, case, "verify", verify_case_form(case, cast))
    assert refused.status_code == 409 and f"({denial.number}): decide the denial first" in refused.text
    assert "Before this case ends:" in compiler.get(case.get_absolute_url()).text


@pytest.mark.parametrize(
    ("before", "step"),
    [("receive", "inspect"), ("evidence", "propose_filing"), ("evidence", "propose_no_filing")],
)
def test_whoever_inspects_or_proposes_reads_what_failed_and_what_was_said(cast, at_desk, before, step):
    case = given.case_at(before, cast, NOW)
    denial = denied(case, cast)
    page = form_of(at_desk(cast.county_officer), case, step)
    for shown in (*failed(case), denial.grounds, "has not been decided yet", "Result notices and replies"):
        assert str(shown) in page, shown
