"""Which other matters are about the same goods, and under way or done?"""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from casework.flow import NOTHING, TAKEN_BACK
from casework.models import RecordQuerySet
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import DisposalItem, PlatformDisposal
from inspection.reports.models.reports import Report


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
    about = _about([report.pk for report in reports_of(record)])
    if kind is EnforcementCase:
        same = Q(report__in=about)
    else:
        same = Q(pk__in=DisposalItem.objects.filter(report__in=about).values("disposal"))
    found: RecordQuerySet[Any] = kind._default_manager.filter(same, center=record.center_id)
    return found.exclude(state__in=(*NOTHING, TAKEN_BACK)).order_by("pk")


def _about(reports: list[int]) -> list[int]:
    """These reports, and all others about goods of the same product ID on the same platform. They are asked
    for first: of all in one statement PostgreSQL would look through everything that is within reach."""
    goods = Report.objects.filter(pk__in=reports)
    same = Report.objects.filter(item_id=OuterRef("item_id"), platform=OuterRef("platform"))
    found = goods.annotate(same=ArraySubquery(same.values("pk"))).values_list("same", flat=True)
    return sorted({*reports, *chain.from_iterable(found)})
