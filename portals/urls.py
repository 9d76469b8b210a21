"""At which addresses are the portals?"""

from django.urls import path

from portals import views

urlpatterns = [
    path("", views.home, name="home"),
    path("style/", views.style, name="style"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read, name="notifications-read"),
]
