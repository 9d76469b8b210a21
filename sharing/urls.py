"""At which addresses is this stage?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
