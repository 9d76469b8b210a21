"""Which other matters are about the same goods, and under way or done?"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from casework.flow import NOTHING, TAKEN_BACK
from casework.models import RecordQuerySet
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from inspection.models.reports import Report


def reports_of(record: PlatformDisposal | EnforcementCase) -> list[Report]:
    """The test reports that a matter rests on."""
    if isinstance(record, EnforcementCase):
        return [record.report]
    return [item.report for item in record.items.select_related("report")]


def others_alike(record: PlatformDisposal | EnforcementCase) -> list[Any]:
    """Those of the same kind on the same report, or on another one about goods of the same product ID; what
    was voided, lapsed or taken back deals with nothing."""
    return list(_about_its_goods(record, type(record)).exclude(pk=record.pk))


def matters_beside(record: PlatformDisposal | EnforcementCase) -> RecordQuerySet[Any]:
    """The same of the other kind: of a platform's disposal the regulators' cases, of a case the platforms'
    disposals."""
    return _about_its_goods(
        record, PlatformDisposal if isinstance(record, EnforcementCase) else EnforcementCase
    )


def _about_its_goods(
    record: PlatformDisposal | EnforcementCase, kind: type[PlatformDisposal | EnforcementCase]
) -> RecordQuerySet[Any]:
    reports = reports_of(record)
    way = "report" if kind is EnforcementCase else "items__report"
    goods = [(report.platform_id, report.item_id) for report in reports]
    same = Q(**{f"{way}__in": [report.pk for report in reports]})
    for platform, item in goods:
        same |= Q(**{f"{way}__platform": platform, f"{way}__item_id": item})
    found: RecordQuerySet[Any] = kind._default_manager.filter(same, center=record.center_id)
    return found.exclude(state__in=(*NOTHING, TAKEN_BACK)).distinct().order_by("pk")
