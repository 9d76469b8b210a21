"""Who comes to photos, to the redacted report, and to what grades a matter: on a page and as a program?"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.gate import linked, member, works_in
from accounts.models import Viewer
from accounts.roles import Kind
from casework.models import Record
from catalogue.models import TestItem
from catalogue.severities import as_graded
from disposal.actions import enclosures, grades, photos
from disposal.models.photos import PhotoDecision
from inspection.reports.models.reports import Report

of_released = linked.of(PhotoDecision.objects.visible_to, "token").by("GET")

of_photos = member.of(Report.objects.visible_to, "number").where(
    photos.may_prepare, _("Only those who prepare what is sent decide on the photos of a report.")
)


def _enclosed(viewer: Viewer) -> QuerySet[Record]:
    """What a redacted report went out with."""
    return Record.objects.visible_to(viewer).filter(kind__in=("platformdisposal", "resultnotice"))


sender = member.of(_enclosed, "kind", "number").where(
    lambda found, viewer: enclosures.may_renew(found.child(), viewer),
    _("Only the compiler of the center sends an amended report on."),
)

at_a_center = member.to(works_in(Kind.CENTER), _("This is for monitoring centers."))


def items(viewer: Viewer) -> QuerySet[Any]:
    """The test items, as the viewer's own center grades them."""
    return as_graded(TestItem.objects.select_related("category", "requirement"), viewer.organisation)


of_severity = at_a_center.of(items, "pk").to_post(
    lambda _item, viewer: grades.sets_severities(viewer), grades.CHAIRS
)
of_tables = member.to(grades.makes_tables, grades.LEADERS)
