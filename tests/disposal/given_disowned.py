"""What do tests start from where a denial is upheld after its case is over?"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import System
from casework.models import Filed
from disposal.actions import anew, consequences, denials, procedure
from disposal.actions.consequences import disown
from disposal.models.cases import EnforcementCase
from disposal.models.notices import Denial
from tests.cast import Cast
from tests.disposal import given
from tests.disposal.given_denied import denied
from tests.photos import photographed

WHY = {"reason": "Another maker sewed the seams."}


@photographed
def verified(cast: Cast, now: datetime) -> EnforcementCase:
    """Not filed, reported and verified; the party denies only then that the goods are its own."""
    case = given.closed_unfiled(cast, now)
    procedure.report_case(case, by=cast.county_head, now=now, left_noticed=True)
    return verify(case, cast, now)


def verify(case: EnforcementCase, cast: Cast, now: datetime) -> EnforcementCase:
    consequences.verify_case(
        case, by=cast.compiler, now=now, checked_on=now.date(), note=given.VERIFIED["note"]
    )
    denied(case, cast)
    case.refresh_from_db()
    return case


def uphold(case: EnforcementCase, cast: Cast, now: datetime) -> EnforcementCase:
    denials.decide(denial_of(case), step="uphold", by=cast.county_third, now=now, **WHY)
    case.refresh_from_db()
    return case


@photographed
def disowned(cast: Cast, now: datetime) -> EnforcementCase:
    """The same, once the denial was upheld."""
    return uphold(verified(cast, now), cast, now)


@photographed
def punished(cast: Cast, now: datetime) -> EnforcementCase:
    """Decided upon with a penalty, and verified; the party denies only then."""
    return verify(given.reported(cast, now), cast, now)


@photographed
def after_a_penalty(cast: Cast, now: datetime) -> EnforcementCase:
    return uphold(punished(cast, now), cast, now)


def denial_of(case: Filed) -> Denial:
    """The denial of the party of a case."""
    assert isinstance(case, EnforcementCase)
    return case.denials().get()


def address(case: Filed, step: str) -> str:
    return reverse("enforcementcase-step", args=[case.number, step])


def against_the_shop(case: EnforcementCase, cast: Cast, now: datetime) -> EnforcementCase:
    """The case that the goods were referred anew by, though this one waits for that once more."""
    anew.refer_anew(case, by=cast.compiler, now=now, note="The shop alone sold these goods.")
    disown(case, System(), now)
    return EnforcementCase.objects.exclude(pk=case.pk).get(report=case.report_id)
