"""At which addresses is this stage?"""

from django.urls import URLPattern, path

from accounts.addresses import addressed
from documents.form_files.views import addresses
from inspection.views import qualifications
from inspection.views.results_file import RESULTS

addressed("qualification")
urlpatterns: list[URLPattern] = [
    path("qualifications/", qualifications.qualifications, name="qualifications"),
    path("qualifications/new/", qualifications.qualification, name="qualification-new"),
    path("qualifications/<qualification:pk>/", qualifications.qualification, name="qualification"),
    *addresses(RESULTS),
]
