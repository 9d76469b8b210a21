"""Who hears in time that a laboratory's certificate runs out? (4.2.2-c)

After its last day nothing is commissioned from the laboratory or signed by it: what is under way then stands
still. So it is told three times, and with it the centers whose samples it has or is to have.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import System
from accounts.roles import Role
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.work.notifications import Telling
from inspection.commissions.models.commissions import Entrustment
from inspection.laboratories.models import Qualification
from monitoring.plans.models.plans import WorkPlan
from trail import verbs
from trail.models import Event, write

RUNS_OUT = "a certificate runs out"
verbs.register(RUNS_OUT, gettext_lazy("A laboratory's certificate runs out"), notification=True)

# So many days before its last one, each once.
BEFORE = (7, 30, 90)


@carries("4.2.2-c")
def warn(now: datetime) -> int:
    """Tell of the certificates that run out within ninety, thirty or seven days, unless another of the
    laboratory goes on from there; returns of how many."""
    today = local_day(now)
    after = Qualification.objects.filter(
        laboratory=OuterRef("laboratory"), valid_until__gt=OuterRef("valid_until")
    )
    goes_on = Exists(after.filter(valid_from__lte=OuterRef("valid_until") + timedelta(days=1)))
    last = today + timedelta(days=max(BEFORE))
    ending = Qualification.objects.filter(~goes_on, valid_until__gte=today, valid_until__lte=last)
    return sum(_warned(one, today, now) for one in ending.select_related("laboratory").order_by("pk"))


@transaction.atomic
def _warned(qualification: Qualification, today: date, now: datetime) -> bool:
    until = qualification.valid_until
    days = min(each for each in BEFORE if (until - today).days <= each)
    subject, detail = ("qualification", qualification.pk), {"until": until.isoformat(), "days": days}
    told = Event.objects.of(*subject).filter(verb=RUNS_OUT, detail__until=detail["until"], detail__days=days)
    if told.exists():
        return False
    event = write(RUNS_OUT, subject, actor=System().actor(), at=now, clause="4.2.2-c", detail=detail)
    known = {"laboratory": qualification.laboratory, "number": qualification.cma_number, "day": until}
    title = _("%(laboratory)s: the certificate %(number)s is valid until %(day)s") % known
    telling = Telling(now)
    url = qualification.get_absolute_url()
    telling.tell_of(event, qualification.laboratory_id, Role.SIGNATORY, title, url)
    for center in _centers(qualification.laboratory_id):
        telling.tell_of(event, center, Role.ORGANISER, title, url)
    telling.send()
    return True


def _centers(laboratory: int) -> set[int]:
    """Those that have samples there, or a plan that names it."""
    commissions = Entrustment.objects.filter(laboratory=laboratory).exclude(turn="")
    plans = WorkPlan.objects.standing().filter(laboratories=laboratory).exclude(turn="")
    found = commissions.values_list("center").union(plans.values_list("center"))
    return {center for (center,) in found if center is not None}
