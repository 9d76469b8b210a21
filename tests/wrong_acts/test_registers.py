"""What does somebody try at the registers who means ill, or is in a hurry?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.roles import Kind, Role
from casework.models import Record
from catalogue.models import Standard, TestItem
from registers.entries.models import RegisterFile
from tests.cast import Cast, person
from tests.inspection import given
from tests.jobs import worked
from tests.registers import test_entries, test_files
from tests.registers.test_organisations_entered import at, entered
from trail.models import Event


@pytest.fixture
def keeper(cast: Cast, at_desk: Any) -> Any:
    return at_desk(cast.regulator_administrator)


def test_a_province_enters_no_regulator_of_another_nor_a_second_one_of_its_own(
    cast: Cast, keeper: Any
) -> None:
    """A regulator sees all that lies in its region: whoever could enter one would see it too."""
    there = Organisation.objects.count()
    for where in (cast.other_province.region_id, cast.province.region_id, cast.city.region_id):
        answer = entered(keeper, kind=Kind.REGULATOR, region=where, credit_code="", name="Mine")
        assert answer.status_code == 422
    assert Organisation.objects.count() == there and not User.objects.filter(username="third_admin")


def test_a_province_gives_no_center_a_mandate_in_another(cast: Cast, keeper: Any) -> None:
    assert entered(keeper, kind=Kind.CENTER, region=cast.other_province.region_id).status_code == 422


def test_nobody_enters_a_shop_here_which_a_notice_enters(cast: Cast, keeper: Any) -> None:
    assert entered(keeper, kind=Kind.MERCHANT, region=cast.province.region_id).status_code == 422


def test_a_bureau_names_nobody_its_own_man_in_an_organisation_that_has_an_administrator(
    cast: Cast, keeper: Any
) -> None:
    """Its administrator could make themselves the signatory of a laboratory."""
    asked = {"username": "mole", "person": "Mole", "email": ""}
    answer = keeper.post(at(cast.laboratory, "administrator"), asked)
    assert answer.status_code == 422 and "ask them" in answer.content.decode()
    assert not User.objects.filter(username="mole")


def test_a_laboratory_in_whose_hands_a_matter_is_cannot_be_closed_over_it(
    cast: Cast, keeper: Any, now: Any
) -> None:
    given.sent(cast, now)
    assert Record.objects.filter(holder=cast.laboratory).exclude(turn="")
    answer = keeper.post(at(cast.laboratory, "close"), {"reason": "We like it no longer."})
    assert answer.status_code == 409
    assert Organisation.objects.get(pk=cast.laboratory.pk).active


def test_a_commission_drafted_before_goes_to_no_suspended_laboratory(
    cast: Cast, keeper: Any, at_desk: Any, now: Any
) -> None:
    drafted = given.drafted(cast, now)
    keeper.post(at(cast.laboratory, "suspend"), {"reason": "Certificate withdrawn."})
    answer = at_desk(cast.organiser).post(f"{drafted.get_absolute_url()}send/")
    assert answer.status_code == 409 and "is suspended" in answer.content.decode()


@pytest.mark.parametrize("action", ["suspend", "close"])
def test_nobody_ends_their_own_organisation(cast: Cast, keeper: Any, action: str) -> None:
    assert keeper.post(at(cast.province, action), {"reason": "Tired of it all."}).status_code == 409
    assert Organisation.objects.get(pk=cast.province.pk) in Organisation.objects.offered()


@pytest.mark.parametrize("reason", ["", "无", "ok", "......"])
def test_without_a_reason_that_says_something_nothing_is_suspended(
    cast: Cast, keeper: Any, reason: str
) -> None:
    assert keeper.post(at(cast.laboratory, "suspend"), {"reason": reason}).status_code == 422
    assert not Event.objects.filter(verb="suspend an organisation")


def test_a_keeper_of_another_province_finds_no_entry(cast: Cast, at_desk: Any) -> None:
    west = person("west_keeper", cast.other_province, Role.ADMINISTRATOR)
    for action in ("detail", "change", "suspend", "resume", "close", "administrator"):
        assert at_desk(west).get(at(cast.laboratory, action)).status_code == 404


def test_a_suspended_laboratory_is_entered_anew_under_no_other_spelling(cast: Cast, keeper: Any) -> None:
    """Else what it did before would no longer stand beside its name."""
    keeper.post(at(cast.laboratory, "suspend"), {"reason": "Certificate withdrawn."})
    answer = entered(keeper, name="ＦＩＲＳＴ laboratory", region=cast.province.region_id, credit_code="")
    assert answer.status_code == 422 and "take it up again" in answer.content.decode()


def test_whoever_is_closed_out_acts_no_more_by_an_old_session_or_a_token(
    cast: Cast, keeper: Any, at_desk: Any
) -> None:
    desk = at_desk(cast.tester)
    assert desk.get("/").status_code == 200
    keeper.post(at(cast.laboratory, "close"), {"reason": "Dissolved by law."})
    assert desk.get("/").status_code == 403


def test_no_bureau_takes_an_organisation_over_by_closing_it_and_taking_it_up_again(
    cast: Cast, keeper: Any
) -> None:
    for action in ("close", "resume"):
        keeper.post(at(cast.laboratory, action), {"reason": "For the good of all."})
    answer = keeper.post(
        at(cast.laboratory, "administrator"), {"username": "mole", "person": "Mole", "email": ""}
    )
    assert answer.status_code == 422 and not User.objects.filter(username="mole")


def test_the_password_of_a_first_administrator_stands_nowhere_but_on_the_answer(
    cast: Cast, keeper: Any
) -> None:
    page = entered(keeper, region=cast.province.region_id)
    assert "no-store" in page["Cache-Control"]
    password = page.content.decode().split("third_admin")[1].split("<dd")[1].split(">")[1].split("<")[0]
    assert password and not any(password in str(event.detail) for event in Event.objects.all())
    assert password not in keeper.get(reverse("organisations")).content.decode()


def _standard(desk: Any, number: str = "GB 1-2020") -> Standard:
    said = {"number": number, "title": "Toys", "in_force_since": "", "scope": "", "source": "Notice 5"}
    assert desk.post(reverse("standards-new"), said).status_code == 302
    return Standard.objects.get(number=number)


@pytest.mark.parametrize(
    "who", ["tester", "quality_officer", "buyer", "leader", "approver", "regulator_administrator"]
)
def test_nobody_but_its_keepers_alters_what_is_judged_by(cast: Cast, at_desk: Any, who: str) -> None:
    """A laboratory that could raise a limit would never find anything."""
    item = TestItem.objects.create(
        category=cast.category,
        name="Lead",
        method=cast.standard,
        requirement=cast.standard,
        limit_text="≤ 90",
    )
    change = reverse("test-items-change", args=[item.pk])
    desk = at_desk(getattr(cast, who))
    assert (desk.get(change).status_code, desk.post(change, {}).status_code) == (403, 403)
    assert desk.get(reverse("test-items-one", args=[item.pk])).status_code == 200


def test_a_report_is_judged_by_the_limit_of_its_day_whatever_the_register_says_now(
    cast: Cast, at_desk: Any, now: Any
) -> None:
    report = given.begun(cast, now)
    result = report.results.exclude(limit_text="").first()
    assert result is not None
    desk, page = at_desk(cast.organiser), reverse("test-items-change", args=[result.item_id])
    sent = test_entries.shown(desk, result.item, limit_text="≤ 9999", source="None", reason="It suits us so.")
    assert desk.post(page, sent).status_code == 302
    before = result.limit_text
    result.refresh_from_db()
    assert result.limit_text == before and result.item.limit_text == "≤ 9999"
    history = desk.get(reverse("test-items-one", args=[result.item_id])).content.decode()
    assert f"{before} → ≤ 9999" in history and "It suits us so." in history


def test_two_who_change_one_entry_do_not_overwrite_each_other(cast: Cast, at_desk: Any) -> None:
    desk = at_desk(cast.organiser)
    standard = _standard(desk)
    page = reverse("standards-change", args=[standard.pk])
    mine, yours = (
        test_entries.shown(desk, standard, title=title, source="Notice 6", reason="It was mistyped.")
        for title in ("Mine", "Yours")
    )
    assert desk.post(page, mine).status_code == 302
    assert desk.post(page, yours).status_code == 409
    standard.refresh_from_db()
    assert standard.title == "Mine"


@pytest.mark.parametrize(
    "changed", [{"source": ""}, {"reason": "无"}, {"limit_text": "多多益善 3"}, {"plausible_high": "1"}]
)
def test_no_limit_changes_without_source_and_reason_nor_to_what_nobody_can_read(
    cast: Cast, at_desk: Any, changed: dict[str, str]
) -> None:
    item = TestItem.objects.create(
        category=cast.category,
        name="Lead",
        method=cast.standard,
        requirement=cast.standard,
        limit_text="≤ 90",
    )
    desk = at_desk(cast.organiser)
    sent = {"limit_text": "≤ 91", "plausible_low": "2", "source": "Notice 5", "reason": "It was mistyped."}
    answer = desk.post(
        reverse("test-items-change", args=[item.pk]), test_entries.shown(desk, item, **{**sent, **changed})
    )
    item.refresh_from_db()
    assert answer.status_code == 422 and item.limit_text == "≤ 90"


def test_a_file_is_taken_in_by_nobody_who_only_sees_it_nor_untried(cast: Cast, at_desk: Any) -> None:
    desk = at_desk(cast.organiser)
    file = test_files.sent(desk, "number,title,colour\nGB 1-2020,One,red\n")
    assert desk.post(file.get_absolute_url(), {"begin": ""}).status_code == 409
    desk.post(reverse("register-file-columns", args=[file.token]))
    worked(RegisterFile)
    colleague = person("second_organiser", cast.center, Role.ORGANISER)
    assert at_desk(colleague).post(file.get_absolute_url(), {"begin": ""}).status_code == 403
    assert at_desk(cast.leader).get(file.get_absolute_url()).status_code == 403
    assert not Standard.objects.filter(number="GB 1-2020")


def test_a_cell_that_is_a_formula_leaves_as_text(cast: Cast, at_desk: Any) -> None:
    desk = at_desk(cast.organiser)
    _standard(desk, "=cmd|' /C calc'!A0")
    answer = desk.get(reverse("standards-sheet", args=["csv"]))
    assert "'=cmd" in b"".join(answer.streaming_content).decode()


def test_what_a_colleague_changed_after_a_file_was_tried_is_not_overwritten_by_it(
    cast: Cast, at_desk: Any
) -> None:
    """Somebody tries a file in the morning, and takes it in at night without another look."""
    desk = at_desk(cast.organiser)
    standard = _standard(desk)
    file = test_files.sent(desk, f"number,title\n{standard.number},From the file\nGB 2-2020,New\n")
    change = reverse("standards-change", args=[standard.pk])
    sent = test_entries.shown(desk, standard, title="A colleague's", source="Notice 6", reason="Mistyped.")
    assert desk.post(change, sent).status_code == 302
    desk.post(file.get_absolute_url(), {"begin": ""})
    worked(RegisterFile)
    standard.refresh_from_db()
    assert standard.title == "A colleague's" and not Standard.objects.filter(number="GB 2-2020")
    assert "has changed since this file was tried" in desk.get(file.get_absolute_url()).content.decode()
