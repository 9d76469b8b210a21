"""What do tests of assistance letters and of jurisdiction start from?"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from accounts.models import Region
from catalogue.models import Shop
from disposal.actions import jurisdiction, letters
from disposal.models.cases import EnforcementCase
from disposal.models.letters import Assistance
from tests.cast import Cast, refuse_the_portal
from tests.disposal import given
from tests.photos import photographed

CODE = "91330100799655058B"
MOOR = "910102"
LETTER: dict[str, Any] = {
    "asked": ["identity", "address", "sales", "contact"],
    "request": "The sales of this year.",
    "legal_ground": "E-commerce Law art. 25",
    "contact": "Zhou",
    "contact_phone": "0571-8",
}


def answer(**changes: Any) -> dict[str, Any]:
    """Everything that the letter asks: the shop does its business in Eastmoor."""
    return {
        "operator": "Toys of Eastmoor Ltd",
        "credit_code": CODE,
        "natural_person": False,
        "region": Region.objects.get(pk=MOOR),
        "address": "Quay 4",
        "phone": "138-0000-1111",
        "sold": 320,
        "amount": "6400.00",
        "sold_from": date(2026, 1, 1),
        "sold_to": date(2026, 11, 20),
        "answered_by": "Li",
        **changes,
    }


@photographed
def letter(cast: Cast, now: datetime, case: EnforcementCase | None = None, **data: Any) -> Assistance:
    """A letter from a case of the county to the platform of its shop."""
    case = case or given.referred(cast, now)
    return letters.ask_platform(case=case, by=cast.county_officer, now=now, **{**LETTER, **data})


@photographed
def unserved(cast: Cast, now: datetime) -> Assistance:
    """The same, where the platform accepts no service through the portal."""
    refuse_the_portal(cast.platform)
    return letter(cast, now)


@photographed
def received(cast: Cast, now: datetime) -> Assistance:
    found = letter(cast, now)
    letters.receive_letter(found, by=cast.quality_officer, now=now)
    return found


@photographed
def answered(cast: Cast, now: datetime, case: EnforcementCase | None = None, **changes: Any) -> Assistance:
    found = letter(cast, now, case)
    letters.answer_letter(found, by=cast.quality_officer, now=now, **answer(**changes))
    return found


@photographed
def cannot(cast: Cast, now: datetime) -> Assistance:
    found = letter(cast, now)
    said = {"cannot_why": "The shop left three years ago.", "answered_by": "Li"}
    letters.cannot_answer(found, by=cast.quality_officer, now=now, **said)
    return found


@photographed
def closed(cast: Cast, now: datetime, case: EnforcementCase | None = None) -> Assistance:
    found = answered(cast, now, case)
    letters.accept_answer(found, by=cast.county_officer, now=now)
    return found


@photographed
def of_a_shop(cast: Cast, now: datetime) -> EnforcementCase:
    """A case of which only the shop is known, and the shop was thought to be in the county."""
    return given.referred(cast, now, reports=[given.failed_report(cast, now, shop=place("910101"))])


def place(code: str) -> Region:
    return Region.objects.get(pk=code)


def shop_of(case: EnforcementCase) -> Shop:
    """The shop the case is about, as it stands in the register."""
    assert case.shop_id is not None
    return Shop.objects.get(pk=case.shop_id)


def moved(case: EnforcementCase, code: str) -> EnforcementCase:
    """The case, after its shop was found to do its business elsewhere."""
    Shop.objects.filter(pk=shop_of(case).pk).update(place=place(code))
    return EnforcementCase.objects.get(pk=case.pk)


@photographed
def transferred(cast: Cast, now: datetime, case: EnforcementCase | None = None) -> EnforcementCase:
    """A case that the county passed on to the county beside it, where the shop does its business."""
    case = moved(case or given.case_at("receive", cast, now), MOOR)
    reason = "Place of the shop."
    jurisdiction.transfer(
        case, by=cast.county_officer, now=now, regulator=cast.other_county, jurisdiction=reason
    )
    return case


@photographed
def letter_unserved(cast: Cast, now: datetime) -> EnforcementCase:
    """The same, where the other county accepts no service through the portal."""
    refuse_the_portal(cast.other_county)
    return transferred(cast, now)


@photographed
def disputed(cast: Cast, now: datetime) -> EnforcementCase:
    """The county beside it disputes; the city above both is to decide."""
    case = transferred(cast, now)
    jurisdiction.dispute(case, by=cast.other_county_officer, now=now, dispute_reason="The shop moved back.")
    return case


@photographed
def assigned(cast: Cast, now: datetime) -> EnforcementCase:
    case = disputed(cast, now)
    reason = "Its store is there."
    jurisdiction.assign(
        case,
        by=cast.city_officer,
        now=now,
        regulator=cast.other_county,
        assignment_reason=reason,
        elsewhere=True,
    )
    return case


def chosen(page: str, name: str) -> tuple[str, list[str]]:
    """(what is chosen, what is offered) in the select of a page."""
    select = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    assert select is not None
    picked = re.search(r'value="([^"]*)" selected', select[0])
    return picked[1] if picked else "", re.findall(r'value="([^"]+)"', select[0])
