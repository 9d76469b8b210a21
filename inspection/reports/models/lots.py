"""Where does each lot of a plan stand? In one place, so that the counts are disjoint and add up."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from casework.flow import VOIDED
from casework.models import Filed
from catalogue.models import Verdict
from inspection.flow.reports import ISSUED
from inspection.reports.models.reports import Report
from monitoring.plans.models.milestones import Lots, counts_lots, part_of_a_plan
from sampling.purchases.flow.ends import SIDE_ENDS
from sampling.purchases.flow.purchases import LOOKING, PurchaseState
from sampling.purchases.models.purchases import Purchase
from sampling.samples.flow.samples import Part, SampleState
from sampling.samples.models.samples import Sample
from sampling.schemes.flow.schemes import GIVEN_UP

GONE = (SampleState.INVALID, SampleState.VOIDED)
# Of these nothing can be tested: the goods never came, or are not kept.
WITHOUT_GOODS = (
    *SIDE_ENDS,
    PurchaseState.REPLACED,
    PurchaseState.REJECTED_RETURN,
    PurchaseState.RETURNED,
    PurchaseState.REFUNDED,
)
IN_STORE = (
    SampleState.REGISTERED,
    SampleState.STORED,
    SampleState.SHIFTING,
    SampleState.HANDED_OVER,
    SampleState.REJECTED_BY_LAB,
    SampleState.COMING_BACK,
)


class Stand(TextChoices):
    """Where a lot stands: at exactly one of these."""

    TO_BUY = "to_buy", _("To be bought")
    COMING = "coming", _("Bought, not accepted yet")
    IN_STORE = "in_store", _("Accepted, not at the laboratory")
    AT_LAB = "at_lab", _("At the laboratory")
    REPORTED = "reported", _("Reported")
    ENDED = "ended", _("Ended without a report")


def reports_of(plan: Any) -> QuerySet[Report]:
    """The issued reports on the test samples that stand, of the plan with this key."""
    issued = Report.objects.filter(sample__purchase__scheme__plan=plan, state__in=ISSUED)
    standing = issued.exclude(sample__state=VOIDED).exclude(sample__purchase__scheme__state__in=GIVEN_UP)
    return standing.filter(sample__role=Part.TEST)


def _issued(**on: OuterRef) -> QuerySet[Report]:
    return Report.objects.filter(state__in=ISSUED, sample__role=Part.TEST, **on).exclude(sample__state=VOIDED)


def standing(plan: Filed) -> QuerySet[Purchase]:
    """The lots of a plan, each with `stand` and whether its product `failed`; one that a substitute takes the
    place of is none."""
    of_it = Q(purchase=OuterRef("pk"), role=Part.TEST)
    tests = Sample.objects.filter(of_it).exclude(state__in=GONE)
    reports = _issued(sample__purchase=OuterRef("pk"))
    accepted = Q(state=PurchaseState.ACCEPTED)
    # In order: the first that holds.
    stand = Case(
        When(Exists(reports), then=Value(Stand.REPORTED)),
        When(accepted & Exists(tests.filter(state__in=IN_STORE)), then=Value(Stand.IN_STORE)),
        When(accepted & Exists(tests.exclude(turn="")), then=Value(Stand.AT_LAB)),
        When(accepted | Q(state__in=WITHOUT_GOODS), then=Value(Stand.ENDED)),
        When(state__in=(PurchaseState.PLANNED, *LOOKING), then=Value(Stand.TO_BUY)),
        default=Value(Stand.COMING),
        output_field=CharField(),
    )
    lots = Purchase.objects.filter(scheme__plan=plan.pk).exclude(scheme__state__in=GIVEN_UP)
    substitutes = Purchase.objects.filter(replaces=OuterRef("pk")).exclude(state=VOIDED)
    left = lots.exclude(state=VOIDED).exclude(Exists(substitutes) & ~Exists(reports)).order_by()
    failed = Exists(reports.filter(outcome=Verdict.NON_CONFORMING))
    found: QuerySet[Purchase] = left.annotate(stand=stand, failed=failed)
    return found


def counted(plan: Filed, *by: str) -> list[dict[str, Any]]:
    """How many lots stand where, and how many failed, by these fields of the purchase too."""
    rows = standing(plan).values(*by, "stand").annotate(n=Count("pk"), bad=Count("pk", filter=Q(failed=True)))
    return list(rows)


@counts_lots
def by_product(plan: Filed) -> dict[int, Lots]:
    """The lots of each product that were reported, and that ended without a report."""
    found: dict[int, dict[str, int]] = {}
    for row in counted(plan, "plan_item"):
        found.setdefault(row["plan_item"], {})[row["stand"]] = row["n"]
    return {
        item: Lots(stands.get(Stand.REPORTED, 0), stands.get(Stand.ENDED, 0))
        for item, stands in found.items()
    }


@part_of_a_plan
def samples_open(plan: Any) -> QuerySet[Sample]:
    """The test samples of a plan on which no report has been issued yet."""
    tests = Sample.objects.filter(purchase__scheme__plan=plan, role=Part.TEST).exclude(state__in=GONE)
    live = tests.exclude(turn="").exclude(purchase__scheme__state__in=GIVEN_UP)
    found: QuerySet[Sample] = live.exclude(Exists(_issued(sample=OuterRef("pk"))))
    return found
