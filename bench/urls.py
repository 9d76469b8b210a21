"""At which addresses are ours and the peer? The product's own, and Django's admin."""

from django.urls import path

from bench.peers import SITE
from config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("admin/", SITE.urls), *urlpatterns]
