"""Who comes to the names of platforms as they are written?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.gate import member, works_in
from accounts.roles import Kind
from catalogue.platforms import PlatformName
from monitoring.imports.actions.platform_names import COLLECTORS, keeps_names

of_platform_names = member.to(works_in(Kind.CENTER), _("This is for monitoring centers.")).to_post(
    keeps_names, COLLECTORS
)


of_platform_name = member.to(keeps_names, COLLECTORS).of(
    lambda _viewer: PlatformName.objects.select_related("organisation"), "pk"
)
