"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from accounts.addresses import addressed
from inspection import views

addressed("qualification")
urlpatterns: list[URLPattern] = [
    *views.ENTRUSTMENTS.urls("entrustments"),
    *views.ABNORMALITIES.urls("abnormalities"),
    *views.REPORTS.urls("reports"),
    *views.CORRECTIONS.urls("corrections"),
    path("qualifications/", views.qualifications, name="qualifications"),
    path("qualifications/new/", views.qualification, name="qualification-new"),
    path("qualifications/<qualification:pk>/", views.qualification, name="qualification"),
]
