"""Who hears of what a shop or enterprise says to a result? The regulator that has a case about it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.roles import Role
from casework.actions import By
from casework.clauses import carries
from casework.notifications import Telling
from disposal.flow.notices import ResultNoticeState
from disposal.models import EnforcementCase, ResultNotice
from trail.models import write


@carries("O18-12")
def tell_cases(notice: ResultNotice, by: By, now: datetime, why: str = "") -> None:
    """How far the notice has come, and why, stands in each open case about the product, and its officer is
    told: the case may go on now, or has to wait."""
    telling = Telling(now)
    with override(settings.LANGUAGE_CODE):
        said = {"note": _how_far(notice, why), "record": notice.number}
    for case in EnforcementCase.objects.filter(report=notice.report_id).exclude(turn="").order_by("pk"):
        subject = ("record", case.pk)
        event = write("hear from a party", subject, actor=by.actor(), at=now, clause="O18-12", detail=said)
        telling.tell(case, event, case.regulator_id, Role.CASE_OFFICER)
    telling.send()


def _how_far(notice: ResultNotice, why: str) -> str:
    silent = notice.state == ResultNoticeState.CLOSED and not notice.reply
    said = _("said nothing in the time to comment") if silent else ""
    return " · ".join(filter(None, (notice.addressee.name, notice.how_far(), said, why)))
