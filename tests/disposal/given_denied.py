"""What do tests start from where the party of a case denies that the product is its own?"""

from __future__ import annotations

from casework.actions import take
from disposal.models.cases import EnforcementCase
from disposal.models.notices import Denial, ResultNotice
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given, given_notices


def denied(case: EnforcementCase, cast: Cast) -> Denial:
    """The party says that the product is not its own; its regulator has not decided yet."""
    given.party_told(case, cast, NOW)
    notice = case.notices().get()
    given_notices.answers_as(notice.addressee, cast.merchant)
    ResultNotice.objects.filter(pk=notice.pk).update(merchant=cast.merchant)
    return given_notices.deny(ResultNotice.objects.get(pk=notice.pk), cast, NOW)


def upheld(case: EnforcementCase, cast: Cast) -> None:
    """The denial was right."""
    denial = denied(case, cast)
    take("uphold", denial, by=cast.county_third, now=NOW, reason="The seams differ.")


def rejected(case: EnforcementCase, cast: Cast) -> None:
    """The denial was not right."""
    take("reject", denied(case, cast), by=cast.county_third, now=NOW, reason="The seams are its own.")
