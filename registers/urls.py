"""At which addresses are the registers?"""

from django.urls import include, path

urlpatterns = [
    path("", include("registers.organisations.urls")),
]
