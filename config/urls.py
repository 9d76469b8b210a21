"""At which addresses is everything? One address a thing, whoever looks; its twin under /api/v1/."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularSwaggerSplitView

from accounts.gate import anybody
from casework.api import schemas
from casework.api.urls import twins
from casework.pages.desks import DESKS
from casework.pages.views import addresses
from config.backup import restoring  # noqa: F401  its verb is read on pages
from config.described import described
from trail.reading import read

STAGES = ("documents", *settings.STAGES)

# What a step does and asks for, and where a kind is met, is registered where it is written: all of that is
# read before any address.
for stage in ("registers", *STAGES, "portals"):
    read(stage, "actions", "forms", "kind")
pages: list[URLPattern | URLResolver] = [
    path("", include(f"{stage}.urls")) for stage in ("portals", "registers", *STAGES)
]
pages += [url for desk in DESKS for url in addresses(desk)]
language = anybody("whoever reads the log-in page chooses its language").by_link().by("POST")
told = anybody("how the API is written is no secret: who writes a program has no account yet").by("GET")
docs = told(SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api/docs.html"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("config.operation.urls")),
    path("", include("accounts.urls")),
    path("i18n/setlang/", language(set_language), name="set_language"),
    *pages,
    path("", include("portals.old_urls")),
    path("api/v1/", include("documents.api")),
    path("api/v1/", include("registers.api")),
    path("api/v1/", include("monitoring.api")),
    path("api/v1/", include("sampling.api")),
    path("api/v1/", include("disposal.api")),
    path("api/v1/", include(twins(pages))),
    path("api/v1/schemas/", told(schemas.index), name="api-object-schemas"),
    path("api/v1/schemas/<str:kind>.json", told(schemas.one), name="api-object-schema"),
    path("api/schema/", told(described), name="api-schema"),
    path("api/docs/", docs, name="api-docs"),
]

handler400 = "portals.views.bad_request"
handler403 = "portals.views.forbidden"
handler404 = "portals.views.not_found"
handler500 = "portals.views.server_error"
