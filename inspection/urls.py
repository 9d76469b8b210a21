"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from inspection import views

urlpatterns: list[URLPattern] = [
    *views.ENTRUSTMENTS.urls("entrustments"),
    *views.ABNORMALITIES.urls("abnormalities"),
    *views.REPORTS.urls("reports"),
    *views.CORRECTIONS.urls("corrections"),
    path("qualifications/", views.qualifications, name="qualifications"),
    path("qualifications/new/", views.qualification, name="qualification-new"),
    path("qualifications/<int:pk>/", views.qualification, name="qualification"),
]
