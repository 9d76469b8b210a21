"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from inspection import views
from inspection.views import storage

urlpatterns: list[URLPattern] = [
    *views.ENTRUSTMENTS.urls("entrustments"),
    *views.REPORTS.urls("reports"),
    *views.CORRECTIONS.urls("corrections"),
    path("qualifications/", views.qualifications, name="qualifications"),
    path("qualifications/new/", views.qualification, name="qualification-new"),
    path("qualifications/<int:pk>/", views.qualification, name="qualification"),
    path("storage/", storage.storage, name="storage"),
    path("storage/rules/new/", storage.add_rule, name="storage-rule-new"),
    path("storage/rules/<int:pk>/", storage.rule, name="storage-rule"),
    path("storage/places/new/", storage.change_place, name="storage-place-new"),
    path("storage/places/<int:pk>/", storage.place, name="storage-place"),
    path("storage/places/<int:pk>/change/", storage.change_place, name="storage-place-change"),
    path("storage/places/<int:pk>/reading/", storage.read_off, name="storage-reading"),
    path("storage/samples/<str:number>/", storage.put, name="storage-put"),
    path("storage/samples/<str:number>/out/", storage.take_out, name="storage-out"),
]
