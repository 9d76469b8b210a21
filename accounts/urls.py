"""At which addresses are accounts?"""

from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("organisation/", views.organisation, name="organisation"),
    path("password/", views.password, name="password"),
    path("preferences/", views.preferences, name="preferences"),
    path("people/", views.people, name="people"),
    path("new-person/", views.person_add, name="person-add"),
    path("people/<str:username>/", views.person, name="person"),
    path("people/<str:username>/password/", views.person_password, name="person-password"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/new/", views.token_new, name="token-new"),
    path("tokens/<str:program>/revoke/", views.token_revoke, name="token-revoke"),
    path("tokens/<str:program>/signing/", views.token_signing, name="token-signing"),
]
