"""May what is planned and commissioned still be tested, by whom and by which standards? (4.2.2-c, 6.3-4)"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Kind
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from catalogue.in_force import withdrawn
from inspection.commissions.models.commissions import Entrustment
from inspection.commissions.models.testing_grounds import otherwise_planned
from inspection.laboratories.models import FEW, beyond
from monitoring.plans.models.plans import WorkPlan
from trail.enumerations import enumerated


@carries("4.2.2-c")
def nobody_tests(plan: WorkPlan, viewer: Viewer) -> Iterator[str]:
    """Each product that none of the plan's laboratories may test and sign for once the plan has begun: told
    while it is drafted and approved, not when the goods are bought."""
    if viewer.kind not in (Kind.REGULATOR, Kind.CENTER):
        return
    products = list(plan.products())
    goods = [list(product.test_items.all()) for product in products]
    on = max(plan.starts_on, local_day(timezone.now()))
    laboratories = list(plan.laboratories.order_by("pk"))
    lacking = beyond(laboratories, goods, on)
    for place, product in enumerate(products):
        wanting = {laboratory: rows[place] for laboratory, rows in zip(laboratories, lacking, strict=True)}
        if goods[place] and all(wanting.values()):
            told = [
                _("%(laboratory)s: not %(items)s") % {"laboratory": each, "items": enumerated(items, FEW)}
                for each, items in wanting.items()
            ]
            yield _(
                "No laboratory of this plan may test %(product)s and sign the report (%(why)s): name "
                "another, or have the monitoring center's organiser enter its certificate and signatories."
            ) % {"product": product.product, "why": _("; ").join(told)}


@carries("6.3-4")
def outlived(entrustment: Entrustment, viewer: Viewer) -> Iterator[str]:
    """Which items of a commission rest on what has ended since, or are judged otherwise than was approved."""
    items = list(entrustment.items.select_related("method", "requirement"))
    if said := withdrawn(items):
        yield said
    yield from otherwise_planned((each.sample for each in entrustment.live().filter(report=None)), items)
