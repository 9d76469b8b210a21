"""On which grounds is tested and judged, and do these hold? (6.3-4)"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.translation import gettext

from casework.clauses import carries
from casework.flow import Refused
from catalogue.models import Standard, TestItem
from catalogue.monitoring_rules import MonitoringRules
from inspection.flow.vocabulary import GroundOfTesting
from monitoring.plans.models.plans import PlanItem, WorkPlan
from monitoring.plans.models.versions import departures, otherwise
from registers.entries.departures import ever_changed
from sampling.purchases.models.purchases import Purchase
from sampling.samples.models.samples import Sample

# How the number of a standard begins, and what kind of standard it is then (标准化法, art. 2).
NUMBERS = (
    (re.compile(r"GB\b|GB/|GBZ"), GroundOfTesting.NATIONAL),
    (re.compile(r"DB\s?\d\d"), GroundOfTesting.LOCAL),
    (re.compile(r"(?!GB|DB)[A-Z]{2}(/[TZ])?\s\d"), GroundOfTesting.INDUSTRY),
)


def ground_of(standard: Standard) -> str:
    """Which kind of ground a standard is, by its number; "" for one of a group, an enterprise or abroad."""
    return next((str(kind) for number, kind in NUMBERS if number.match(standard.number)), "")


def grounds_of(items: Iterable[TestItem]) -> list[str]:
    """The kinds of standards by which these items are tested."""
    return sorted({kind for item in items if (kind := ground_of(item.method))})


@carries("6.3-4", "6.3-6")
def rules_for(samples: Iterable[Sample]) -> MonitoringRules | None:
    """The monitoring rules by which the plans of these samples have them judged; None where they name none.

    Raises Refused where some are to be judged by other rules than the rest.
    """
    of_plans = Purchase.objects.filter(pk__in={sample.purchase_id for sample in samples})
    named = set(of_plans.order_by().values_list("plan_item__rules", flat=True).distinct())
    if len(named) > 1:
        said = gettext("These samples are judged by different monitoring rules: commission them apart.")
        raise Refused(said)
    return MonitoringRules.objects.filter(pk__in=named - {None}).first()


@carries("4.2.2-c")
def left_out(samples: Iterable[Sample], items: Collection[TestItem]) -> list[TestItem]:
    """What the approved plans have these samples tested for, and is not among the items."""
    return list(planned_for(samples).exclude(pk__in={item.pk for item in items}))


def planned_for(samples: Iterable[Sample]) -> QuerySet[TestItem]:
    """What the plans have these samples tested for."""
    lots = Purchase.objects.filter(samples__in=samples)
    named = PlanItem.objects.filter(pk__in=lots.values("plan_item")).values("test_items")
    return TestItem.objects.filter(pk__in=named)


@carries("4.2.1-a", "6.3-4")
def otherwise_planned(samples: Iterable[Sample], items: Collection[TestItem]) -> list[str]:
    """Which of these items, where the plans of the samples name them, are judged by another limit or standard
    than was approved, and what to do; [] where none is."""
    chosen = list(samples)
    changed = ever_changed(items) if chosen else []  # hardly ever any: the rest need not be asked
    if not changed:
        return []
    planned = set(planned_for(chosen).values_list("pk", flat=True))
    meant = [item for item in changed if item.pk in planned]
    lots = Purchase.objects.filter(samples__in=chosen)
    plans = WorkPlan.objects.filter(items__in=lots.values("plan_item")).distinct().order_by("pk")
    found = (otherwise(departures(plan, meant)) for plan in plans)
    return list(dict.fromkeys(filter(None, found)))


@carries("6.3-4")
def ill_founded(
    items: Collection[TestItem],
    *,
    testing: Collection[str],
    judgement: Collection[str],
    texts: Iterable[str],
    on: date,
) -> list[str]:
    """Why nothing may be tested or judged on these grounds on a day; [] when it may.

    testing, judgement: the kinds of grounds named. texts: the grounds as they were typed; a standard named
    there must be in force as those of the items must.
    """
    found = []
    if not testing:
        found.append(gettext("Say on which kinds of grounds is tested."))
    if not judgement:
        found.append(gettext("Say on which kinds of grounds is judged."))
    standards = {standard for item in items for standard in (item.method, item.requirement)}
    standards |= _named(" ".join(texts), on)
    for standard in sorted(standards, key=lambda each: each.number):
        known = {"standard": standard.number}
        if standard.withdrawn_on and standard.withdrawn_on <= on:
            known["day"] = standard.withdrawn_on.isoformat()
            found.append(gettext("%(standard)s was withdrawn on %(day)s: name one in force.") % known)
        elif standard.in_force_since and standard.in_force_since > on:
            known["day"] = standard.in_force_since.isoformat()
            found.append(gettext("%(standard)s is in force from %(day)s only: name one in force.") % known)
    for kind in sorted(set(grounds_of(items)) - set(testing)) if testing else ():
        known = {"kind": str(GroundOfTesting(kind).label)}
        found.append(
            gettext("An item is tested by this kind of ground, but it is not named: %(kind)s.") % known
        )
    return found


def _named(text: str, on: date) -> set[Standard]:
    """The standards not in force on a day whose numbers stand in a text."""
    dead = Standard.objects.filter(Q(withdrawn_on__lte=on) | Q(in_force_since__gt=on))
    typed = Value(text, output_field=CharField())
    return set(dead.annotate(typed=typed).filter(typed__contains=F("number")))
