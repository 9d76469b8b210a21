"""At which addresses do programs find what is no step and no list of records?"""

from django.urls import URLPattern, path

from sampling.deliveries.api import Claims, OneClaim
from sampling.evidence.api import Bag, Evidence, Files
from sampling.listings.api import Listings
from sampling.samples.api import Counts, OneCount

urlpatterns: list[URLPattern] = [
    path("schemes/<str:number>/listings/", Listings.as_view(), name="api-scheme-listings"),
    path("purchases/<str:number>/evidence/", Evidence.as_view(), name="api-purchase-evidence"),
    path("purchases/<str:number>/bag/", Bag.as_view(), name="api-purchase-bag"),
    path("purchases/<str:number>/files/", Files.as_view(), name="api-purchase-files"),
    path("refunds/", Claims.as_view(), name="api-claims"),
    path("refunds/<str:number>/", OneClaim.as_view(), name="api-claim"),
    path("stocktakings/", Counts.as_view(), name="api-stocktakings"),
    path("stocktakings/<str:token>/", OneCount.as_view(), name="api-stocktaking"),
]
