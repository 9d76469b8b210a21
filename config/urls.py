"""At which addresses is everything? One address a thing, whoever looks."""

from django.urls import URLPattern, URLResolver, include, path

STAGES = ("documents", "monitoring", "sampling", "inspection", "disposal", "sharing")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portals.urls")),
    path("", include("accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    *(path("", include(f"{stage}.urls")) for stage in STAGES),
]

handler400 = "portals.views.bad_request"
handler403 = "portals.views.forbidden"
handler404 = "portals.views.not_found"
handler500 = "portals.views.server_error"
