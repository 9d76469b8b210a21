"""At which addresses is this stage?"""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.addresses import addressed
from sharing import forms
from sharing.views import lookups, query, requests, resources, safeguards

LIVE = {"form": forms.LiveForm, "heading": _("Offer live information")}
TABLE = {"form": forms.TableForm, "heading": _("Offer a table")}

addressed("safeguard")
urlpatterns: list[URLPattern] = [
    path("query/", query.query, name="query"),
    path("resources/", resources.resources, name="resources"),
    path("resources/live/", resources.offer, LIVE, name="resource-live"),
    path("resources/table/", resources.offer, TABLE, name="resource-table"),
    path("resources/<str:number>/", resources.resource, name="resource"),
    path("resources/<str:number>/change/", resources.change, name="resource-change"),
    path("resources/<str:number>/supply/", resources.supply, name="resource-supply"),
    path("resources/<str:number>/accept/", resources.accept, name="resource-accept"),
    path("resources/<str:number>/withdraw/", resources.withdraw, name="resource-withdraw"),
    path("resources/<str:number>/ask/", requests.ask, name="resource-ask"),
    path("resources/<str:number>/data/", lookups.opened, name="resource-data"),
    path("resources/<str:number>/data.<str:ending>", lookups.opened_file, name="resource-download"),
    path("resources/<str:number>/tables/<int:version>/", resources.file, name="resource-file"),
    path("share-requests/<str:number>/data/", lookups.granted, name="shared-data"),
    path("share-requests/<str:number>/data.<str:ending>", lookups.granted_file, name="shared-download"),
    path("sharing-figures/", resources.times, name="sharing-figures"),
    path("safeguards/", safeguards.safeguards, name="safeguards"),
    path("safeguards/new/", safeguards.publish, name="safeguard-new"),
    path("safeguards/<safeguard:pk>/confirm/", safeguards.confirm, name="safeguard-confirm"),
    path("safeguards/<safeguard:pk>/acknowledge/", safeguards.acknowledge, name="safeguard-acknowledge"),
]
