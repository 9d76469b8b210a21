"""Where and how are requests for sharing met?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind
from casework.pages.desks import Desk
from casework.pages.navigation import Section
from sharing.models.requests import ShareRequest
from sharing.views.requests import about_request

# Whoever works in the system asks others for what they have.
INSIDE = (Kind.REGULATOR, Kind.CENTER, Kind.LABORATORY, Kind.PLATFORM)

REQUESTS = Desk(
    ShareRequest,
    at="share-requests",
    order=200,
    label=_("Share requests"),
    menu=Section.SHARING.at(30, *INSIDE),
    about=about_request,
    template="sharing/sharerequest.html",
)
