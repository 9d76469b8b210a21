"""At which addresses are papers and files?"""

from django.urls import URLPattern, path

from documents import views
from documents.views import resumed

urlpatterns: list[URLPattern] = [
    path("papers/<str:token>/", views.document, name="document"),
    path("papers/<str:token>/service/", views.service, name="document-service"),
    path("files/<str:token>/", views.attachment, name="attachment"),
    path("uploads/", resumed.begin, name="uploads"),
    path("uploads/<str:token>/", resumed.chunk, name="upload"),
    path("verify/<str:token>/", views.verify, name="verify"),
]
