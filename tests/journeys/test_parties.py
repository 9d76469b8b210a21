"""What do those say whom a result concerns? An enterprise denies; a platform tells who its shop is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from accounts.roles import Role
from disposal.flow.letters import ANSWER
from disposal.flow.notices import COMMENT, DECIDE_DENIAL
from disposal.models.cases import EnforcementCase
from disposal.models.letters import Assistance
from disposal.models.notices import Denial
from tests.cast import Cast
from tests.disposal import given_letters
from tests.disposal import given_notices as told
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import Person, handed_over, picture

pytestmark = JOURNEY


def comes_by_its_link(person: Person, path: str) -> None:
    """Given the address in its letter, the enterprise opens it and presses the one button there."""
    person.goes(path)
    person.sends("main form .btn-primary")


@pytest.mark.clause("4.2.2-e", "W-12")
def test_an_enterprise_denies_through_its_link_and_the_case_turns_against_the_shop(
    cast: Cast, come: Come, now: datetime
) -> None:
    notice = told.prepared(cast, now)
    case = EnforcementCase.objects.get(report=notice.report)
    compiler, maker, officer = come(cast.compiler), come(cast.respondent), come(cast.county_officer)
    letter = {"channel": "letter", "address": "Eastgate, Quay 3", "days": 30}
    compiler.takes(notice, "send", without_photos="Nobody is at the desk today.", **letter)

    comes_by_its_link(maker, told.path(notice))
    maker.takes(notice, "acknowledge", reply="comments", signed_by="Lin", signed_as="head", accepts=True)
    # 15 days from Wed 25 November: Thu 10 December
    assert maker.reads_clock(notice, COMMENT).day == date(2026, 12, 10)
    denial = denies(maker, notice)
    purchase = notice.report.sample.purchase
    assert maker.reads_clock(notice, COMMENT).status == "still"
    assert not [secret for secret in (purchase.number, purchase.scheme.number) if secret in maker.reads()]

    handed_over(denial, Role.CASE_OFFICER, officer)
    officer.takes(denial, "ask", asked="The purchase book.")
    assert officer.reads_clock(denial, DECIDE_DENIAL).status == "still"
    maker.takes(denial, "supply", supplement="Here it is.", proof=picture(maker))
    officer.takes(denial, "uphold", reason="The seams differ.")

    case.refresh_from_db()
    notice.refresh_from_db()
    assert (case.enterprise, case.party_concerned) == (None, str(case.shop))
    handed_over(notice, Role.COMPILER, compiler)
    assert "The seams differ." in maker.reads_at(denial)


def denies(maker: Person, notice: Any) -> Denial:
    maker.takes(
        notice,
        "deny",
        statement="counterfeit",
        grounds="Our seams differ.",
        proof=picture(maker),
        signed_by="Lin",
        signed_as="head",
        phone="0571-88000000",
    )
    return Denial.objects.get(notice=notice)


@pytest.mark.clause("4.2.1-d", "6.4-3", "W-13")
def test_a_platform_tells_where_its_shop_is_and_the_case_goes_there(
    cast: Cast, come: Come, now: datetime
) -> None:
    case = given_letters.of_a_shop(cast, now)
    officer, platform, next_door = (
        come(cast.county_officer),
        come(cast.quality_officer),
        come(cast.other_county_officer),
    )
    letter = officer.begins(Assistance, case, request="The sales of this year.", contact_phone="0571-8")
    handed_over(letter, Role.QUALITY_OFFICER, platform)
    # 5 working days from Wed 25 November: Wed 2 December
    assert platform.reads_clock(letter, ANSWER).day == date(2026, 12, 2)
    platform.takes(letter, "receive")
    said = given_letters.answer(region=given_letters.MOOR)
    platform.takes(letter, "answer", **said, evidence=picture(platform))

    handed_over(letter, Role.CASE_OFFICER, officer)
    officer.takes(letter, "accept")
    assert not next_door.is_told()
    officer.takes(case, "transfer", jurisdiction="The platform says where the shop is.")
    handed_over(case, Role.CASE_OFFICER, next_door)
    assert (case.regulator, case.county_id) == (cast.other_county, given_letters.MOOR)
    assert "Toys of Eastmoor Ltd" in next_door.reads_at(letter)
