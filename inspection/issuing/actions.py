"""How does a signatory issue many reports at once, each as by itself? (6.3-6)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.memberships import viewer_of
from accounts.models import User, Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Forbidden, Refused
from casework.work import jobs
from inspection.issuing.models import Issuing, signed_by
from inspection.reports.actions.reports import publish
from inspection.reports.models.reports import Report

MOST = 500  # at once
NOT_THEIRS = gettext_lazy("Reports are issued by the signatory who signed them.")


def seen(reports: Iterable[Report]) -> str:
    """By what a list that was read is known: another report, or another conclusion, is another list."""
    told = "\n".join(f"{each.number} {each.conclusion}" for each in reports)
    return sha256(told.encode()).hexdigest()


@transaction.atomic
def begin(*, shown: str, by: Viewer, now: datetime) -> Issuing:
    """Issue what the signatory has signed, five hundred at once. shown: the list that they read, as `seen`.

    Raises Forbidden and Refused.
    """
    if Role.SIGNATORY not in by.roles:
        raise Forbidden(NOT_THEIRS)
    User.objects.select_for_update(no_key=True).get(pk=by.user.pk)
    if Issuing.objects.under_way().filter(asked_by=by.user).exists():
        raise Refused(_("Your reports are being issued already: wait until that is done, or stop it."))
    reports = list(signed_by(by)[:MOST])
    if not reports:
        raise Refused(_("There is nothing that you have signed and not issued."))
    if seen(reports) != shown:
        raise Refused(_("The list has changed since you read it: read it again."))
    asked = Issuing(organisation=by.organisation, asked_by=by.user, reports=[each.pk for each in reports])
    jobs.begin(asked, by=by, now=now)
    return asked


@jobs.does(Issuing)
@carries("6.3-6")
def go_on(asked: Issuing, say: jobs.Saying, now: datetime) -> bool:
    """Issue the next report, or note why it is not; returns whether more wait."""
    who = viewer_of(asked.asked_by, asked.organisation_id, local_day(now))
    if who is None or Role.SIGNATORY not in who.roles:
        raise Refused(NOT_THEIRS)
    say(asked.done, len(asked.reports))
    report = signed_by(who).filter(pk=asked.reports[asked.done]).first()
    if report:  # else it was issued, or given up, meanwhile
        try:
            with transaction.atomic():
                publish(report, by=who, now=now)
        except (Refused, Forbidden) as refused:
            told = {"number": report.number, "title": report.title, "why": str(refused)}
            asked.refused = [*asked.refused, told]
    asked.done += 1
    asked.save(update_fields=["done", "refused"])
    return asked.done < len(asked.reports)
