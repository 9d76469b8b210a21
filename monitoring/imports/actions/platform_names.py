"""How else is a platform written, who said so and why, and which names does nobody know yet?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from catalogue.platforms import PlatformName, known_names
from monitoring.risks.models.signals import RiskSignal
from trail import verbs
from trail.models import write

COLLECTORS = gettext_lazy("Only those who collect risk information at a monitoring center keep these names.")
ADDED, REMOVED = "add a platform's name", "remove a platform's name"

verbs.register(ADDED, gettext_lazy("Add a platform's name"))
verbs.register(REMOVED, gettext_lazy("Remove a platform's name"))
# So far back unknown names are looked for, and so many are shown.
LOOKED_BACK, SHOWN = timedelta(days=365), 100


def keeps_names(viewer: Viewer) -> bool:
    """Whether somebody says how platforms are written: who takes in the lists in which they stand so."""
    return viewer.kind == Kind.CENTER and Role.COLLECTOR in viewer.roles


@transaction.atomic
@carries("6.1.2")
def add_name(
    *, written: str, organisation: Organisation | None, name: str, reason: str, by: Viewer, now: datetime
) -> PlatformName:
    """Say what a name means: a registered platform, or another by its usual name.

    A name that means a platform already is not turned to another. Raises Forbidden, Refused.
    """
    if not keeps_names(by):
        raise Forbidden(COLLECTORS)
    meant = organisation.name if organisation else name
    if not meant:
        raise Refused(_("Choose the registered platform, or write the name under which it is known."))
    if known := known_names().of(written):
        raise Refused(
            _("“%(written)s” already means %(platform)s.") % {"written": written, "platform": known}
        )
    made = PlatformName.objects.create(
        written=written, organisation=organisation, name="" if organisation else name
    )
    _tell(ADDED, made, meant, reason, by, now)
    return made


@transaction.atomic
@carries("6.1.2")
def remove_name(row: PlatformName, *, reason: str, by: Viewer, now: datetime) -> None:
    """Take back what somebody said that a name means. Raises Forbidden."""
    if not keeps_names(by):
        raise Forbidden(COLLECTORS)
    _tell(REMOVED, row, row.organisation.name if row.organisation else row.name, reason, by, now)
    row.delete()


def _tell(verb: str, row: PlatformName, meant: str, reason: str, by: Viewer, now: datetime) -> None:
    detail = {"written": row.written, "platform": meant, "reason": reason}
    write(verb, ("platformname", row.pk), actor=by.actor(Role.COLLECTOR), at=now, detail=detail)


def unknown(viewer: Viewer, now: datetime) -> list[tuple[str, int]]:
    """(name, in how many signals) of the platforms' names of the last year that mean none, the most first."""
    recent = RiskSignal.objects.visible_to(viewer).standing().filter(collected_at__gte=now - LOOKED_BACK)
    counted = (
        recent.exclude(platform="").values("platform").annotate(n=Count("pk")).order_by("-n", "platform")
    )
    names = known_names()
    found = ((row["platform"], row["n"]) for row in counted.iterator() if not names.of(row["platform"]))
    return [row for row, _place in zip(found, range(SHOWN), strict=False)]
