"""At which addresses are papers and files?"""

from django.urls import URLPattern, path

from documents import views
from documents.views import presented, resumed, returned

urlpatterns: list[URLPattern] = [
    path("papers/<str:token>/", views.document, name="document"),
    path("papers/<str:token>/service/", views.service, name="document-service"),
    path("files/<str:token>/", views.attachment, name="attachment"),
    path("uploads/", resumed.begin, name="uploads"),
    path("uploads/<str:token>/", resumed.chunk, name="upload"),
    path("papers/<str:token>/sealed/", returned.returned, name="document-sealed"),
    path("verify/", presented.verify_number, name="verify-number"),
    path("verify/file/", presented.verify_file, name="verify-file"),
    path("verify/<str:token>/", presented.verify, name="verify"),
]
