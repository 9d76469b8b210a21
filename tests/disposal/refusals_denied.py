"""To which cases does each guard object that asks for the denials of their parties?"""

from __future__ import annotations

from casework.models import Record
from disposal.flow import again, denied, grounds
from disposal.models.cases import EnforcementCase
from tests.cast import Cast
from tests.disposal import given_denied, given_disowned
from tests.refusals import Refusal, refusals


def conforms_by_now(case: EnforcementCase, cast: Cast) -> None:
    Record.objects.filter(pk=case.report_id).update(outcome="conforming")


def no_shop(case: EnforcementCase, cast: Cast) -> None:
    EnforcementCase.objects.filter(pk=case.pk).update(shop=None)


CASE = "enforcementcase"
REFUSALS: list[Refusal] = [
    *refusals(
        CASE, "not_file decide serve_decision execute verify", grounds.no_denial_waits, given_denied.denied
    ),
    *refusals(
        CASE,
        "file give_notice decide serve_decision execute",
        grounds.the_product_is_the_partys,
        given_denied.upheld,
    ),
    *refusals(CASE, "give_notice decide", grounds.the_review_knows_the_denial, given_denied.rejected),
    Refusal(CASE, "refer_anew", again.a_report_still_fails, conforms_by_now, given_disowned.disowned),
    Refusal(CASE, "refer_anew", denied.somebody_else_may_answer, no_shop, given_disowned.disowned),
]
