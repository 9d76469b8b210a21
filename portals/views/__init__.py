"""Which pages are nobody's stage? Home, figures, faults, hand-over of work."""

from portals.views.absences import stand_in_end, stand_ins
from portals.views.dashboards import dashboard, dashboard_sheet
from portals.views.done import done
from portals.views.errors import bad_request, forbidden, not_found, server_error, stale
from portals.views.failures import failure_retry, failures
from portals.views.handover import handing_over
from portals.views.home import home, notifications, onward, read, style, unread_count
from portals.views.risk import ranking, ranking_sheet, risk_figures, risk_figures_sheet
from portals.views.scan import scan

__all__ = [
    "bad_request",
    "dashboard",
    "dashboard_sheet",
    "done",
    "failure_retry",
    "failures",
    "forbidden",
    "handing_over",
    "home",
    "not_found",
    "notifications",
    "onward",
    "ranking",
    "ranking_sheet",
    "read",
    "risk_figures",
    "risk_figures_sheet",
    "scan",
    "server_error",
    "stale",
    "stand_in_end",
    "stand_ins",
    "style",
    "unread_count",
]
