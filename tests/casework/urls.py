"""At which addresses do the engine's tests find their pages? All that there are, and three of their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from accounts.models import User
from casework.pages.desks import Desk
from casework.pages.views import addresses
from config import urls as config_urls
from inspection.commissions.models.commissions import Entrustment


def writes(request: HttpRequest) -> HttpResponse:
    User.objects.create(username=f"by {request.method}")
    return HttpResponse("written")


def reads(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(User.objects.count()))


urlpatterns = [
    *config_urls.urlpatterns,
    path("trial/writes", writes),
    path("trial/reads", reads),
    *addresses(Desk(Entrustment), "trial/commissions"),
]
handler400, handler403 = config_urls.handler400, config_urls.handler403
handler404, handler500 = config_urls.handler404, config_urls.handler500
