"""What do the reports of a batch come to, item by item, and beside the batches before it? (6.3-7)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import override

from catalogue.intervals import newcombe, per_cent, wilson
from catalogue.verdicts import Verdict
from inspection.commissions.models.commissions import Entrustment
from inspection.flow.reports import ISSUED
from inspection.judgement.by_figures import ItemVerdict
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result

FAILING = Q(verdict=ItemVerdict.NON_CONFORMING)
JUDGED = Q(verdict__in=(ItemVerdict.CONFORMING, ItemVerdict.NON_CONFORMING))


def counted(entrustment: Entrustment) -> dict[str, Any]:
    """The figures of a batch as its reports have them now.

    samples: how many were given, reported, failing, in_part, and lost on the way. items: of each item tested,
    failing and open (neither), in the order of their names; `low` and `high` bound the share that fails, in
    per cent (95 %, Wilson), None where none was judged; `before` and `failing_before` are those of the same
    item in earlier batches of this laboratory for this center; `less` and `more` bound the difference to
    them, in points, None where there were none. failures: every result that fails, with its sample.
    """
    given = list(entrustment.entrusted.values_list("report", flat=True))
    reports = Report.objects.filter(pk__in=[key for key in given if key], state__in=ISSUED)
    verdicts = list(reports.values_list("outcome", flat=True))
    with override(settings.LANGUAGE_CODE):
        return {
            "samples": {
                "given": len(given),
                "reported": len(verdicts),
                "failing": verdicts.count(Verdict.NON_CONFORMING),
                "in_part": verdicts.count(Verdict.IN_PART),
                "lost": len(given) - len(verdicts),
            },
            "items": list(_items(reports.values("pk"), entrustment)),
            "failures": list(_failures(reports.values("pk"))),
        }


def _items(reports: Any, entrustment: Entrustment) -> Iterable[dict[str, Any]]:
    results = Result.objects.filter(report__in=reports)
    earlier = Result.objects.filter(
        item__in=results.values("item"),
        report__state__in=ISSUED,
        report__laboratory=entrustment.laboratory_id,
        report__center=entrustment.center_id,
        report__pk__lt=entrustment.entrusted.order_by("report").values("report")[:1],
    )
    tallies = {
        "judged": Count("pk", filter=JUDGED),
        "failing": Count("pk", filter=FAILING),
        "open": Count("pk", filter=~JUDGED),
    }
    before: Any = {row["item"]: row for row in earlier.order_by().values("item").annotate(**tallies)}
    rows: Any = results.order_by("name").values("item", "name").annotate(**tallies)
    for row in rows:
        yield _item(row, before.get(row["item"], {"judged": 0, "failing": 0}))


def _item(row: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    failing, judged = row["failing"], row["judged"]
    low, high = map(per_cent, wilson(failing, judged)) if judged else (None, None)
    less, more = None, None
    if judged and before["judged"]:
        less, more = map(per_cent, newcombe(failing, judged, before["failing"], before["judged"]))
    return {
        "item": row["name"],
        "judged": judged,
        "failing": failing,
        "open": row["open"],
        "low": low,
        "high": high,
        "before": before["judged"],
        "failing_before": before["failing"],
        "less": less,
        "more": more,
    }


def _failures(reports: Any) -> Iterable[dict[str, str]]:
    failing = Result.objects.filter(FAILING, report__in=reports).select_related("report__sample")
    for result in failing.order_by("name", "report__sample__number"):
        yield {
            "item": result.name,
            "sample": result.report.sample.number,
            "product": result.report.product,
            "report": result.report.number,
            "value": " ".join(filter(None, (result.reported, result.unit))),
            "limit": result.held_against,
        }
