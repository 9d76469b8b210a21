"""At which addresses are the portals?"""

from django.urls import include, path

from accounts.addresses import addressed
from portals import backfill, views  # noqa: F401  its verb is read on pages
from portals.leader import views as leader
from portals.matters.views import matter_page

addressed("failure", "stand_in")
urlpatterns = [
    path("", views.home, name="home"),
    path("next/", views.onward, name="home-next"),
    path("done/", views.done, name="done"),
    path("matters/<str:number>/", matter_page, name="matter"),
    path("month/", leader.month, name="month"),
    path("month.csv", leader.month_sheet, name="month-sheet"),
    path("month/<str:name>/", leader.month_list, name="month-list"),
    path("style/", views.style, name="style"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/<str:name>.csv", views.dashboard_sheet, name="dashboard-sheet"),
    path("ranking/", views.ranking, name="ranking"),
    path("ranking.csv", views.ranking_sheet, name="ranking-sheet"),
    path("risk-figures/", views.risk_figures, name="risk-figures"),
    path("risk-figures/<str:name>.csv", views.risk_figures_sheet, name="risk-figures-sheet"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read, name="notifications-read"),
    path("notifications/count.json", views.unread_count, name="notifications-count"),
    path("stand-ins/", views.stand_ins, name="stand-ins"),
    path("stand-ins/<stand_in:pk>/end/", views.stand_in_end, name="stand-in-end"),
    path("", include("portals.deadlines.urls")),
    path("scan/", views.scan, name="scan"),
    path("hand-over/", views.handing_over, name="hand-over"),
    path("failures/", views.failures, name="failures"),
    path("failures/<failure:pk>/retry/", views.failure_retry, name="failure-retry"),
]
