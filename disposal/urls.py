"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from disposal import views

urlpatterns: list[URLPattern] = [
    *views.COMPILATIONS.urls("compilations"),
    *views.DISPOSALS.urls("disposals"),
    *views.CASES.urls("enforcement-cases"),
    *views.NATIONAL_REPORTS.urls("national-reports"),
    path("received-reports/", views.received, name="received-reports"),
]
