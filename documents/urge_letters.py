"""By which letter is somebody urged who has let a clock run out? (催办函)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Organisation, Viewer
from casework.actions import take
from casework.deadlines.clocks import due_day
from casework.deadlines.urging import longest_over
from casework.flow import Refused
from casework.models import Filed
from casework.terms.table import TERMS
from documents.actions import issue

Whom = Callable[[Any], Organisation | str]


def holder(record: Filed) -> Organisation | str:
    """Who has the turn."""
    return record.holder or ""


def urge(whom: Whom = holder) -> Callable[..., None]:
    """What an urging step does: the letter, numbered and to be served, beside the notification.

    whom: the organisation that lets the clock run out, or the name of one outside the system.
    """

    @transaction.atomic
    def handler(record: Filed, *, step: str, note: str, by: Viewer, now: datetime) -> None:
        take(step, record, by=by, now=now, note=note)
        clock, silent = longest_over(record, now), whom(record)
        if clock is None:
            raise Refused(_("The letter cannot be written: it has nothing late to name."))
        with override(settings.LANGUAGE_CODE):
            issue(
                record,
                paper="urge_letter",
                title=_("Letter urging action"),
                content={
                    "addressee": silent.name if isinstance(silent, Organisation) else silent,
                    "record_number": record.number,
                    "subject": record.title,
                    "duty": str(TERMS[clock.term].label),
                    "due_on": due_day(clock.due_at),
                    "days_late": (timezone.localdate(now) - due_day(clock.due_at)).days,
                    "demand": note,
                    "office_address": by.organisation.address,
                    "office_phone": by.organisation.phone,
                    "contact": str(by.user),
                },
                by=by,
                now=now,
                office=by.organisation,
                addressee=silent if isinstance(silent, Organisation) else None,
                language=settings.LANGUAGE_CODE,
            )

    return handler
