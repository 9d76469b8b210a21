"""Who confirms a correction, and what have they held it against? (6.3-5, LB-08)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.actions import take
from casework.clauses import carries
from casework.flow import Refused
from inspection.corrections.models.corrections import Correction
from inspection.flow.corrections import CORRECTION_FLOW
from trail.models import Event


@CORRECTION_FLOW.handles("confirm")
@transaction.atomic
@carries("LB-06")
def confirm(correction: Correction, *, by: Viewer, now: datetime) -> None:
    """The inspector confirms."""
    take("confirm", correction, by=by, now=now, confirmed_by=by.user, confirmed_at=now)


@CORRECTION_FLOW.handles("review")
@transaction.atomic
@carries("LB-08")
def review(correction: Correction, *, held: bool = False, by: Viewer, now: datetime) -> None:
    """A reviewer confirms: whoever is printed as the reviewer of a report has seen this version of it."""
    note = held_against(correction, held)
    take("review", correction, by=by, now=now, note=note, reviewed_by=by.user, reviewed_at=now)
    tested_by_others(correction, by)


def tested_by_others(correction: Correction, by: Viewer) -> None:
    """Refuse who tested the sample, or stands in for them: they confirm as the tester alone (LB-08)."""
    people = {by.user.pk, *(absent.pk for those in by.standing_in.values() for absent in those)}
    tested = Event.objects.of("record", correction.report_id).filter(
        verb__in=("open", "enter", "record", "submit"), actor_kind="user", actor_id__in=people
    )
    if tested.exists():
        raise Refused(_("You, or who you stand in for, tested this sample: somebody else must confirm."))


def held_against(correction: Correction, held: bool) -> str:
    """Which verdicts turn, for the trail; Refused where whoever goes on has not held them against the raw
    records."""
    if not correction.turns:
        return ""
    what = {"what": correction.in_words()}
    if not held:
        raise Refused(_("Hold this against the raw records first: %(what)s") % what)
    return _("Held against the raw records: %(what)s") % what
