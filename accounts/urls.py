"""At which addresses are accounts?"""

from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("organisation/", views.organisation, name="organisation"),
    path("password/", views.password, name="password"),
]
