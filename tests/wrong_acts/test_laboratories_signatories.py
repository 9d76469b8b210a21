"""Does anybody sign for a laboratory whom its certificate does not name for it? (L8, LB-12)"""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Membership, Organisation
from catalogue.models import Category
from inspection.laboratories.models import AuthorisedSignatory, Qualification
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.test_qualifications import LIST, NEW, certificate
from tests.inspection.walks import HELD
from tests.wrong_acts.test_laboratories import stand_in
from trail.models import Event

TODAY = NOW.date()
REFUSED = "does not name you as an authorised signatory for Lead, Small parts"
NOBODY = "Nobody of First Laboratory may sign a report on Lead, Small parts"
ENTERS = "the sampling and testing organiser of the monitoring center enters on its certificate"


def said(answer) -> str:
    return html.unescape(answer.text)


def colleague(cast: Cast) -> Any:
    """A second signatory of the laboratory, whom its certificate does not name."""
    return given.colleague("Second signatory", cast.laboratory, "signatory")


def another_field() -> Category:
    return Category.objects.create(code="08", name="Textiles")


@pytest.mark.clause("LB-12")
def test_l8_a_signatory_whom_the_certificate_does_not_name_signs_nothing(cast, post, see):
    report, unnamed = given.reviewed(cast, NOW), colleague(cast)
    answer = post(unnamed, report, "sign")
    assert answer.status_code == 409 and REFUSED in said(answer)
    assert "Who may sign: Signatory." in said(answer)
    assert (report.state, report.signatory) == ("reviewed", None)
    assert REFUSED in said(see(unnamed, report.get_absolute_url()))


@pytest.mark.clause("LB-12")
def test_l8_a_signatory_whose_field_is_another_signs_nothing(cast, post):
    report, other = given.reviewed(cast, NOW), colleague(cast)
    given.names(Qualification.objects.get(), other.user, another_field())
    assert post(other, report, "sign").status_code == 409 and report.state == "reviewed"
    given.may_sign(cast, other)
    assert post(other, report, "sign").status_code == 302 and report.signatory == other.user


@pytest.mark.clause("LB-12")
def test_l8_whose_field_covers_some_items_alone_does_not_sign_the_report(cast, post):
    report, other = given.reviewed(cast, NOW), colleague(cast)
    below = Category.objects.create(code="0501", name="Soft toys", parent=cast.category)
    given.names(Qualification.objects.get(), other.user, below)
    lead = report.results.get(name="Lead").item
    lead.category = below
    lead.save(update_fields=["category"])
    answer = post(other, report, "sign")
    assert answer.status_code == 409 and "signatory for Small parts. Who" in said(answer)


@pytest.mark.clause("LB-12")
@pytest.mark.parametrize(
    "days", [{"valid_until": TODAY - timedelta(days=1)}, {"valid_from": TODAY + timedelta(days=1)}]
)
def test_l8_nobody_signs_before_or_after_their_days(cast, post, days):
    report = given.reviewed(cast, NOW)
    AuthorisedSignatory.objects.update(**days)
    answer = post(cast.signatory, report, "sign")
    assert answer.status_code == 409 and NOBODY in said(answer) and ENTERS in said(answer)
    AuthorisedSignatory.objects.update(valid_from=TODAY, valid_until=TODAY)
    assert post(cast.signatory, report, "sign").status_code == 302


@pytest.mark.clause("LB-01", "LB-12")
def test_l8_nobody_signs_by_a_certificate_that_has_ended(cast, post, see):
    report = given.reviewed(cast, NOW)
    correction = given.seconded(cast, NOW, given.issued(cast, NOW))
    Qualification.objects.update(valid_until=TODAY - timedelta(days=1))
    for record, step, form in ((report, "sign", {}), (correction, "pass_on", HELD)):
        answer = post(cast.signatory, record, step, form)
        assert answer.status_code == 409 and "no CMA certificate that is valid on" in said(answer)
    assert (report.state, correction.state) == ("reviewed", "reviewed")
    page = said(see(cast.tester, report.get_absolute_url()))
    assert "Who may sign" in page and "no CMA certificate that is valid on" in page


@pytest.mark.clause("LB-12")
def test_l8_by_a_certificate_that_names_nobody_nobody_signs_and_nothing_is_commissioned(cast, post):
    report, draft = given.reviewed(cast, NOW), given.drafted(cast, NOW)
    AuthorisedSignatory.objects.all().delete()
    for viewer, record, step in ((cast.signatory, report, "sign"), (cast.organiser, draft, "send")):
        answer = post(viewer, record, step)
        assert answer.status_code == 409 and NOBODY in said(answer) and ENTERS in said(answer)
    assert (report.state, draft.state) == ("reviewed", "draft")


@pytest.mark.clause("LB-12")
def test_l8_of_two_who_each_sign_a_part_nobody_signs_the_whole(cast, post):
    report, other = given.reviewed(cast, NOW), colleague(cast)
    lead = report.results.get(name="Lead").item
    lead.category = another_field()
    lead.save(update_fields=["category"])
    certificate = Qualification.objects.get()
    certificate.scope.create(category=lead.category)
    given.names(certificate, other.user, lead.category)
    for viewer in (cast.signatory, other):
        answer = post(viewer, report, "sign")
        assert answer.status_code == 409 and NOBODY in said(answer)


def test_who_is_suspended_signs_what_is_open_and_gets_nothing_new(cast, post):
    report, draft = given.reviewed(cast, NOW), given.drafted(cast, NOW)
    Organisation.objects.filter(pk=cast.laboratory.pk).update(suspended_on=TODAY)
    assert post(cast.organiser, draft, "send").status_code == 409
    assert post(cast.signatory, report, "sign").status_code == 302 and report.state == "signed"


@pytest.mark.clause("LB-12")
def test_l8_who_has_left_signs_for_nobody(cast, see):
    report = given.reviewed(cast, NOW)
    Membership.objects.filter(user=cast.signatory.user).update(left_on=TODAY)
    page = said(see(cast.tester, report.get_absolute_url()))
    assert NOBODY in page and ENTERS in page


@pytest.mark.clause("LB-12", "W-07")
def test_l8_a_field_is_not_lent_with_the_chair(cast, post):
    report = given.reviewed(cast, NOW)
    stand_in(cast.signatory, cast.receiver)
    answer = post(cast.receiver, report, "sign")
    assert answer.status_code == 409 and REFUSED in said(answer)
    given.may_sign(cast, cast.receiver)
    assert post(cast.receiver, report, "sign").status_code == 302


@pytest.mark.clause("LB-12", "6.3-5")
@pytest.mark.parametrize(("made", "step"), [(given.submitted, "approve"), (given.issued, "pass_on")])
def test_l8_nor_does_one_without_the_field_approve_a_correction(cast, post, made, step):
    correction, unnamed = given.seconded(cast, NOW, made(cast, NOW)), colleague(cast)
    answer = post(unnamed, correction, step, HELD)
    assert answer.status_code == 409 and REFUSED in said(answer)
    assert (correction.state, correction.approved_by) == ("reviewed", None)
    given.may_sign(cast, unnamed)
    assert post(unnamed, correction, step, HELD).status_code == 302


def test_l8_the_page_says_before_whether_one_may(cast, see):
    report, unnamed = given.begun(cast, NOW), colleague(cast)
    page = {
        viewer.user.username: said(see(viewer, report.get_absolute_url()))
        for viewer in (cast.signatory, unnamed, cast.tester)
    }
    assert "You may sign this report" in page["signatory"]
    assert REFUSED in page["Second signatory"]
    assert "Who may sign: Signatory." in page["tester"]


def kept(cast: Cast) -> list[tuple[str, str]]:
    found = AuthorisedSignatory.objects.order_by("pk").values_list("person__username", "category__code")
    return list(found)


def names(viewer, category: Category, place: int = 0, **days: Any) -> dict[str, Any]:
    """A row of the form of a certificate."""
    member = Membership.objects.get(user=viewer.user)
    row = {"member": member, "category": category, **days}
    return {f"signatory{place}_{name}": value for name, value in row.items()}


@pytest.mark.clause("LB-12")
def test_the_organiser_names_who_signs_by_a_certificate_and_for_what(cast, at_desk):
    other, textiles = colleague(cast), another_field()
    rows = names(cast.signatory, cast.category) | names(other, textiles, 1, valid_until="2027-03-31")
    answer = at_desk(cast.organiser).post(NEW, {**certificate(cast), **rows})
    assert answer.status_code == 302, said(answer)
    assert kept(cast) == [("signatory", cast.category.code), ("Second signatory", "08")]
    page = at_desk(cast.planner).get(LIST).text
    assert "Signatory" in page and "Textiles (– 2027-03-31)" in page
    told = Event.objects.of("qualification", Qualification.objects.get().pk)[0].detail["signatories"]
    assert told.endswith("Textiles (– 2027-03-31)")


def test_who_signs_is_changed_on_the_same_page_and_ends_with_a_day(cast, at_desk):
    found = given.qualified(cast, NOW)
    desk, url = at_desk(cast.organiser), reverse("qualification-change", args=[found.pk])
    Membership.objects.filter(user=cast.signatory.user).update(left_on=TODAY)
    assert 'name="signatory0_member"' in desk.get(url).text
    row = names(cast.signatory, cast.category, valid_until=TODAY.isoformat())
    assert desk.post(url, {**certificate(cast), **row}).status_code == 302
    assert AuthorisedSignatory.objects.get().valid_until == TODAY


def test_a_certificate_that_names_nobody_is_marked(cast, at_desk):
    given.qualified(cast, NOW)
    AuthorisedSignatory.objects.all().delete()
    assert "names nobody: no report can be signed by it" in at_desk(cast.organiser).get(LIST).text


@pytest.mark.parametrize("way", ["new", "change"])
def test_l8_the_organiser_names_no_signatory_of_another_laboratory(cast, at_desk, way):
    url = NEW if way == "new" else reverse("qualification-change", args=[given.qualified(cast, NOW).pk])
    before = kept(cast)
    rows = names(cast.other_signatory, cast.category)
    answer = at_desk(cast.organiser).post(url, {**certificate(cast), **rows})
    assert answer.status_code == 422 and "no authorised signatory of the laboratory" in said(answer)
    assert kept(cast) == before


def test_l8_nor_somebody_who_has_not_the_role(cast, at_desk):
    rows = names(cast.reviewer, cast.category)
    answer = at_desk(cast.organiser).post(NEW, {**certificate(cast), **rows})
    assert answer.status_code == 422 and "gives them this role first" in said(answer)
    assert not Qualification.objects.exists()


def test_l8_nor_a_field_that_ends_before_it_begins_or_no_field(cast, at_desk):
    for wrong in ({"valid_from": "2027-02-01", "valid_until": "2027-01-31"}, {"category": ""}):
        rows = names(cast.signatory, cast.category) | {f"signatory0_{k}": v for k, v in wrong.items()}
        assert at_desk(cast.organiser).post(NEW, {**certificate(cast), **rows}).status_code == 422
    assert not Qualification.objects.exists()


@pytest.mark.parametrize("name", ["signatory", "laboratory_administrator", "tester", "other_signatory"])
def test_l8_a_laboratory_enters_neither_its_certificate_nor_who_signs(cast, at_desk, name):
    found = given.qualified(cast, NOW)
    given.names(found, colleague(cast).user, cast.category)
    before, viewer = kept(cast), getattr(cast, name)
    form = {**certificate(cast), **names(cast.signatory, cast.category)}
    for url in (NEW, reverse("qualification-change", args=[found.pk])):
        assert at_desk(viewer).get(url).status_code == 403
        assert at_desk(viewer).post(url, form).status_code == 403
    assert kept(cast) == before and Qualification.objects.count() == 1


def test_another_laboratory_and_a_platform_read_no_names(cast, at_desk):
    given.qualified(cast, NOW)
    for viewer, reads in ((cast.tester, True), (cast.other_tester, False), (cast.quality_officer, False)):
        with time_machine.travel(NOW, tick=False):
            assert ("Signatory: " in at_desk(viewer).get(LIST).text) == reads
