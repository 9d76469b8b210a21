"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from accounts.addresses import addressed
from disposal import views

addressed("test_item")
urlpatterns: list[URLPattern] = [
    *views.COMPILATIONS.urls("compilations"),
    *views.DISPOSALS.urls("disposals"),
    *views.CASES.urls("enforcement-cases"),
    *views.LETTERS.urls("assistance-letters"),
    *views.NATIONAL_REPORTS.urls("national-reports"),
    path("result-notices/<str:number>/links/", views.link_new, name="resultnotice-link-new"),
    path(
        "result-notices/<str:number>/links/<int:place>/show/",
        views.link_show,
        name="resultnotice-link-show",
    ),
    path(
        "result-notices/<str:number>/links/<int:place>/revoke/",
        views.link_revoke,
        name="resultnotice-link-revoke",
    ),
    *views.RESULT_NOTICES.urls("result-notices"),
    *views.DENIALS.urls("denials"),
    path("to/<str:token>/", views.merchant_link, name="merchant-link"),
    path("test-item-severities/", views.severities, name="severities"),
    path("test-item-severities/<test_item:pk>/", views.severity, name="severity"),
    path("grade-table/", views.grade_table, name="grade-table"),
    path("grade-table/change/", views.grade_table_change, name="grade-table-change"),
    path("report-photos/<str:number>/", views.report_photos, name="report-photos"),
    path("report-photos/<str:number>/<str:token>/", views.report_photo, name="report-photo"),
    path(
        "report-photos/<str:number>/<str:token>/picture/",
        views.report_photo_picture,
        name="report-photo-picture",
    ),
    path("redacted-reports/<str:kind>/<str:number>/", views.renew, name="redacted-renew"),
    path("photos/<str:token>/", views.released_photo, name="released-photo"),
    path("received-reports/", views.received, name="received-reports"),
]
