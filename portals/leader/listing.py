"""Which records does a figure of the page count? The same rows, narrowed as its link says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.addresses import code
from accounts.models import Organisation, Region, Viewer
from casework.deadlines.chips import chip
from casework.deadlines.clocks import local_day
from casework.models import Record
from catalogue.series import later_names
from disposal.models.disposals import DisposalItem
from portals.dashboards.chart import Text
from portals.dashboards.rates import DRAWN_AT_RANDOM, way_of
from portals.leader import counted, money, regions
from portals.leader.counted import FIGURES
from portals.leader.forms import RANDOM
from portals.leader.months import Period
from portals.worklist import rows_of
from sampling.purchases.actions.budgets import Budget, budget_of_all

PAGE = 50
# What is listed beside the figures of a month: what is overdue now, and the plans whose money is told.
NOW = ("overdue", "plans")
# Signals have a page of figures of their own.
LISTED = frozenset({*FIGURES, *NOW} - {"signals"})


class Listed(NamedTuple):
    """A page of what is counted. narrowed: to what, in words. number: of all; older: the address of the next
    page, "" = there is none. now: whether it is as it stands now, and not of the days of a month. sums: the
    last line, over all rows and not only those of the page; {} = it has none."""

    title: Text
    narrowed: str
    rows: list[dict[str, Any]]
    number: int
    older: str
    now: bool
    sums: dict[str, Any]


def address(name: str, period: Period, **narrowed: str) -> str:
    """The list of a figure, as its link names it."""
    asked = {"month": period.name, **{key: value for key, value in narrowed.items() if value}}
    return f"{reverse('month-list', args=[name])}?{urlencode(asked)}"


def found(name: str, period: Period, viewer: Viewer, now: datetime, asked: Mapping[str, Any]) -> Any:
    """The rows of a figure. asked: of ListForm, cleaned. Raises ValueError where it names a region that is
    none of the viewer's."""
    if name == "plans":
        return (
            money.plans(viewer, period.now.last.year) if money.sees_money(viewer) else Record.objects.none()
        )
    if name == "overdue":
        # Figure 1 counts what is somebody's own as well, which not everybody may read.
        readable = Record.objects.visible_to(viewer).order_by().values("pk")
        late = counted.overdue(viewer, now).filter(pk__in=readable)
        late = late.filter(regions.filed_under(asked["region"], viewer)) if asked["region"] else late
        return late.filter(holder=asked["party"]) if asked["party"] else late
    one = FIGURES[name]
    rows = one.rows(viewer).filter(one.within(period.now))
    if name in ("tested", "failed"):
        return rows.filter(_narrowed(asked, viewer, now))
    return rows.distinct()


def _narrowed(asked: Mapping[str, Any], viewer: Viewer, now: datetime) -> Q:
    """The condition on reports: of a way, a class of products with what goes on under its name, a region."""
    fits = regions.of_tile(asked["region"], viewer) if asked["region"] else Q()
    if asked["way"]:
        fits &= DRAWN_AT_RANDOM if asked["way"] == RANDOM else ~DRAWN_AT_RANDOM
    if name := asked["category"]:
        older = [old for old, new in later_names(local_day(now)).items() if new == name]
        fits &= Q(category__name__in=[name, *older])
    return fits


def listed(name: str, period: Period, viewer: Viewer, now: datetime, asked: Mapping[str, Any]) -> Listed:
    """A page of the rows of a figure, newest first; what is overdue, the longest first."""
    rows, place = found(name, period, viewer, now, asked), asked["page"] or 1
    order = ("next_due_at", "pk") if name == "overdue" else ("-pk",)
    shown = list(rows.order_by(*order)[(place - 1) * PAGE : place * PAGE + 1])
    older = address(name, period, **_again(asked), page=str(place + 1)) if len(shown) > PAGE else ""
    lines = (
        _items(shown[:PAGE], viewer, now)
        if name == "delisted"
        else rows_of(_whole(shown[:PAGE]), viewer, now)
    )
    number, sums = rows.count(), {}
    if name == "plans" and shown:
        amounts = money.amounts([each.pk for each in shown[:PAGE]])
        for plan, line in zip(shown, lines, strict=False):
            line["budget"], line["spent"] = amounts[plan.pk]
        sums = _summed(budget_of_all(rows), number)
    return Listed(title_of(name), _said(asked), lines, number, older, name in NOW, sums)


def _summed(budget: Budget, number: int) -> dict[str, Any]:
    """The last line of the plans: their money together, as the card of money has it."""
    label = ngettext("%(n)d plan in all", "%(n)d plans together", number) % {"n": number}
    return {"what": label, "budget": budget.limit, "spent": budget.spent}


def _said(asked: Mapping[str, Any]) -> str:
    """To what a list is narrowed: a way of sampling, a class of products, a region, a party."""
    way = [way_of(asked["way"] == RANDOM)] if asked["way"] else []
    beside = dict(regions.BESIDE)
    region = Region.objects.filter(pk=asked["region"]).first() if asked["region"] else None
    party = Organisation.objects.filter(pk=asked["party"]).first() if asked["party"] else None
    named = [asked["category"], beside.get(asked["region"], region), party]
    return " · ".join(str(each) for each in [*way, *named] if each)


def title_of(name: str) -> Text:
    return (
        FIGURES[name].label if name in FIGURES else {"overdue": counted.OVERDUE, "plans": money.PLANS}[name]
    )


def _again(asked: Mapping[str, Any]) -> dict[str, str]:
    """What narrows the list, for the address of its next page."""
    party = {"party": code("organisation", asked["party"])} if asked["party"] else {}
    return {key: asked[key] for key in ("way", "category", "region") if asked[key]} | party


def _whole(found: list[Any]) -> list[Record]:
    """Records as a list shows them, with who has them."""
    pks = [each.pk for each in found]
    known = Record.objects.select_related("holder", "category", "platform").in_bulk(pks)
    return [known[pk] for pk in pks]


def _items(found: list[DisposalItem], viewer: Viewer, now: datetime) -> list[dict[str, Any]]:
    """Goods, each with the state and the clock of the disposal that it stands in."""
    prefetch_related_objects(found, "disposal__holder")
    return [
        {
            "what": {
                "text": item.product,
                "url": item.disposal.get_absolute_url(),
                "sub": " · ".join((item.disposal.number, item.shop, item.item_id)),
            },
            "state": {"text": item.disposal.get_state_display(), "sub": ""},
            "clock": chip(item.disposal.next_due_at, now, item.disposal.still_since),
        }
        for item in found
    ]
