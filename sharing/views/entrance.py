"""Who comes in to shared information, and who shares?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.gate import member
from accounts.models import Viewer
from accounts.roles import Kind, Role


def shares(viewer: Viewer) -> bool:
    """Whether this person offers, asks and decides for the organisation."""
    return Role.SHARING_OFFICER in viewer.roles and viewer.kind != Kind.MERCHANT


sharer = member.to(
    lambda viewer: viewer.kind != Kind.MERCHANT,
    _("Shops and enterprises take no part in the sharing of information."),
)
officer = sharer.to(shares, _("Only an information sharing officer may do this."))
