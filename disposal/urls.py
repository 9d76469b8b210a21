"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from accounts.addresses import addressed
from disposal.views import compilations, enclosures, grades, notices, photos
from disposal.views.feedback_files import MEASURES, REPORT
from documents.form_files.views import addresses

addressed("test_item")
urlpatterns: list[URLPattern] = [
    path("result-notices/<str:number>/links/", notices.link_new, name="resultnotice-link-new"),
    path(
        "result-notices/<str:number>/links/<int:place>/show/",
        notices.link_show,
        name="resultnotice-link-show",
    ),
    path(
        "result-notices/<str:number>/links/<int:place>/revoke/",
        notices.link_revoke,
        name="resultnotice-link-revoke",
    ),
    path("to/<str:token>/", notices.merchant_link, name="merchant-link"),
    path("test-item-severities/", grades.severities, name="severities"),
    path("test-item-severities/<test_item:pk>/", grades.severity, name="severity"),
    path("grade-table/", grades.grade_table, name="grade-table"),
    path("grade-table/change/", grades.grade_table_change, name="grade-table-change"),
    path("report-photos/<str:number>/", photos.report_photos, name="report-photos"),
    path("report-photos/<str:number>/<str:token>/", photos.report_photo, name="report-photo"),
    path(
        "report-photos/<str:number>/<str:token>/picture/",
        photos.report_photo_picture,
        name="report-photo-picture",
    ),
    path("redacted-reports/<str:kind>/<str:number>/", enclosures.renew, name="redacted-renew"),
    path("photos/<str:token>/", photos.released_photo, name="released-photo"),
    path("received-reports/", compilations.received, name="received-reports"),
    *addresses(MEASURES),
    *addresses(REPORT),
]
