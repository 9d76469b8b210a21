"""At which addresses are the portals?"""

from django.urls import path

from accounts.addresses import addressed
from portals import views

addressed("clock", "recount", "calendar", "failure", "organisation", "stand_in")
urlpatterns = [
    path("", views.home, name="home"),
    path("style/", views.style, name="style"),
    path("due/", views.due, name="due"),
    path("due/feed/", views.due_feed, name="due-feed"),
    path("due/feed/revoke/", views.due_feed_revoke, name="due-feed-revoke"),
    path("due/feed/<str:token>.ics", views.due_feed_file, name="due-feed-file"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/<str:name>.csv", views.dashboard_sheet, name="dashboard-sheet"),
    path("ranking/", views.ranking, name="ranking"),
    path("ranking.csv", views.ranking_sheet, name="ranking-sheet"),
    path("risk-figures/", views.risk_figures, name="risk-figures"),
    path("risk-figures/<str:name>.csv", views.risk_figures_sheet, name="risk-figures-sheet"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read, name="notifications-read"),
    path("notifications/count.json", views.unread_count, name="notifications-count"),
    path("calendar/<int:year>.json", views.days, name="calendar"),
    path("clocks/<clock:pk>/", views.clock, name="clock"),
    path("clocks/<clock:pk>/still/", views.standing_still, name="clock-still"),
    path("clocks/<clock:pk>/more/", views.more_time, name="clock-more"),
    path("clocks/<clock:pk>/withdraw/", views.taking_back, name="clock-withdraw"),
    path("clocks/<clock:pk>/decide/", views.deciding, name="clock-decide"),
    path("stand-ins/", views.stand_ins, name="stand-ins"),
    path("stand-ins/<stand_in:pk>/end/", views.stand_in_end, name="stand-in-end"),
    path("terms/", views.terms, name="terms"),
    path("terms/<str:code>/", views.term, name="term"),
    path("terms/<str:code>/recount/", views.recount_term, name="term-recount"),
    path("recounts/<recount:pk>/", views.recount, name="recount"),
    path("calendars/", views.calendars, name="calendars"),
    path("calendars/recount/", views.recount_all, name="calendar-recount"),
    path("calendars/<calendar:pk>/withdraw/", views.withdrawing, name="calendar-withdraw"),
    path("what-if/", views.what_if, name="what-if"),
    path("scan/", views.scan, name="scan"),
    path("hand-over/", views.handing_over, name="hand-over"),
    path("close-of-business/", views.closing, name="close-of-business"),
    path("portal-service/", views.portal_service, name="portal-service"),
    path("failures/", views.failures, name="failures"),
    path("failures/<failure:pk>/retry/", views.failure_retry, name="failure-retry"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<organisation:pk>/", views.detail, name="organisation-detail"),
    path("organisations/<organisation:pk>/rename/", views.renaming, name="organisation-rename"),
    path("organisations/<organisation:pk>/merge/", views.merging, name="organisation-merge"),
]
