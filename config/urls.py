"""At which addresses is everything? One address a thing, whoever looks; its twin under /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from casework.api.urls import twins

STAGES = ("documents", "monitoring", "sampling", "inspection", "disposal", "sharing")

pages: list[URLPattern | URLResolver] = [path("", include(f"{stage}.urls")) for stage in STAGES]
pages.append(path("", include("portals.plan_urls")))
described = SpectacularAPIView.as_view()
docs = SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api/docs.html")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portals.urls")),
    path("", include("accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    *pages,
    path("api/v1/", include("documents.api")),
    path("api/v1/", include("monitoring.api")),
    path("api/v1/", include("sampling.api")),
    path("api/v1/", include("disposal.api")),
    path("api/v1/", include(twins(pages))),
    path("api/schema/", described, name="api-schema"),
    path("api/docs/", docs, name="api-docs"),
]

handler400 = "portals.views.bad_request"
handler403 = "portals.views.forbidden"
handler404 = "portals.views.not_found"
handler500 = "portals.views.server_error"
