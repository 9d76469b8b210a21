"""Which pages are nobody's stage? Home, what is due, figures, faults, hand-over of work, organisations."""

from portals.views.absences import stand_in_end, stand_ins
from portals.views.calendars import calendars, withdrawing
from portals.views.clocks import clock, deciding, more_time, standing_still, taking_back
from portals.views.dashboards import dashboard, dashboard_sheet
from portals.views.days import days
from portals.views.due import due
from portals.views.errors import bad_request, forbidden, not_found, server_error, stale
from portals.views.failures import failure_retry, failures
from portals.views.feed import due_feed, due_feed_file, due_feed_revoke
from portals.views.handover import handing_over
from portals.views.home import ORDER, home, notifications, read, style, unread_count
from portals.views.organisations import (
    closing,
    detail,
    merging,
    organisations,
    portal_service,
    renaming,
)
from portals.views.risk import ranking, ranking_sheet, risk_figures, risk_figures_sheet
from portals.views.scan import scan
from portals.views.terms import recount, recount_all, recount_term, term, terms
from portals.views.whatif import what_if

__all__ = [
    "ORDER",
    "bad_request",
    "calendars",
    "clock",
    "closing",
    "dashboard",
    "dashboard_sheet",
    "days",
    "deciding",
    "detail",
    "due",
    "due_feed",
    "due_feed_file",
    "due_feed_revoke",
    "failure_retry",
    "failures",
    "forbidden",
    "handing_over",
    "home",
    "merging",
    "more_time",
    "not_found",
    "notifications",
    "organisations",
    "portal_service",
    "ranking",
    "ranking_sheet",
    "read",
    "recount",
    "recount_all",
    "recount_term",
    "renaming",
    "risk_figures",
    "risk_figures_sheet",
    "scan",
    "server_error",
    "stale",
    "stand_in_end",
    "stand_ins",
    "standing_still",
    "style",
    "taking_back",
    "term",
    "terms",
    "unread_count",
    "what_if",
    "withdrawing",
]
