"""When is a center told of a grave finding, and when is it taken back? (W-26)"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import System, Viewer
from accounts.roles import Role
from casework.actions import open_record, take
from casework.clauses import carries
from casework.flow import NOTHING
from casework.work.notifications import tell
from inspection.alerts.models import GraveFinding, grave
from inspection.flow.alerts import ALERT_FLOW, AlertState
from inspection.judgement.by_figures import ItemVerdict
from inspection.reports.actions.testing import WATCHING
from inspection.reports.models.reports import Report
from trail.enumerations import enumerated
from trail.models import Event


@carries("W-26", "6.3-7")
def look_at(report: Report, event: Event, now: datetime) -> None:
    """Tell the center of what fails gravely and was not told, and take back what fails no more.

    event: by which the results of the report changed. What a person voided is not told again as long as the
    very same stands there.
    """
    system, standing = System(cause=event.pk), report.grave_findings.exclude(state__in=NOTHING)
    for alert in standing.order_by("pk"):
        if not alert.results.filter(verdict=ItemVerdict.NON_CONFORMING).exists():
            passed_on = alert.state == AlertState.PASSED_ON
            lapse = take("lapse", alert, by=system, now=now, note=_instead(alert))
            if passed_on:
                _tell_the_department(alert, lapse)
    voided = report.grave_findings.filter(state=AlertState.VOIDED).values_list("found", flat=True)
    silenced = {line for found in voided for line in found.splitlines()}
    with override(settings.LANGUAGE_CODE):
        failing = {
            result: result.failed_by() for result in grave(report).exclude(grave_findings__in=standing)
        }
    new = {result: line for result, line in failing.items() if line not in silenced}
    if not new:
        return
    place = ("title", "center", "province", "city", "county", "category", "platform")
    copied = {name: getattr(report, name) for name in (*place, "regulator", "laboratory", "sample")}
    open_record(
        GraveFinding,
        by=system,
        now=now,
        report=report,
        found="\n".join(new.values()),
        results=list(new),
        **copied,
    )


def _instead(alert: GraveFinding) -> str:
    """What stands now where it failed; who put it there and why, where that was asked."""
    with override(settings.LANGUAGE_CODE):
        stands = enumerated(
            row.taken_back.splitlines()[-1] if row.taken_back else f"{row.name}: {row.stands()}"
            for row in alert.results.all()
        )
        return _("The laboratory has entered something else: %(stands)s") % {"stands": stands}


def _tell_the_department(alert: GraveFinding, event: Event) -> None:
    """Whoever planned the goods, at the department to which it is or was passed on."""
    assert alert.regulator_id is not None  # the step is refused without
    tell(alert, event, alert.regulator_id, Role.PLANNER)


@ALERT_FLOW.handles("pass_on")
@transaction.atomic
@carries("W-26")
def pass_on(alert: GraveFinding, *, asked: str, by: Viewer, now: datetime) -> None:
    """Tell whoever planned the goods, at the department that set the task."""
    _tell_the_department(alert, take("pass_on", alert, by=by, now=now, asked=asked))


WATCHING.append(look_at)
