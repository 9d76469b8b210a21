"""How is it shown what a batch comes to?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.models import Record
from casework.models.facts import Facts
from casework.pages.beside import Card, Table
from inspection.batches.analyses.batch_figures import counted
from inspection.commissions.models.commissions import Entrustment
from trail.enumerations import enumerated


def before_it_is_analysed(entrustment: Entrustment, viewer: Viewer) -> list[Card]:
    """The figures that the analysis will state."""
    return figure_cards(counted(entrustment))


def analysed(entrustment: Entrustment, viewer: Viewer) -> dict[str, Any]:
    """The analysis that stands, for whoever may know of the commission."""
    standing = entrustment.analyses.select_related("document", "submitted_by").last()
    if standing is None:
        return {"analysis": None}
    return {"analysis": standing, "analysis_cards": figure_cards(standing.figures)}


def changed_since(entrustment: Entrustment, viewer: Viewer) -> Iterator[str]:
    """Which reports say something else than when they were analysed."""
    standing = entrustment.analyses.last()
    if standing and (newer := standing.newer()):
        known = {"reports": enumerated(newer)}
        yield _("Since the analysis these reports have a new version: %(reports)s.") % known


def figure_cards(figures: dict[str, Any]) -> list[Card]:
    """The samples, the items with their intervals beside earlier batches, and what fails."""
    found = [
        Card(
            _("What the reports come to"),
            groups=[("", _samples(figures["samples"]))],
            table=Table(_("Items of the batch"), _item_columns(), [_item(row) for row in figures["items"]]),
        )
    ]
    if figures["failures"]:
        table = Table(
            _("Results that fail"), _failure_columns(), [_failure(row) for row in figures["failures"]]
        )
        found.append(Card(_("Results that fail"), table=table))
    return found


def _samples(samples: dict[str, int]) -> Facts:
    said: Facts = [
        (_("Samples given"), str(samples["given"])),
        (_("Reported"), str(samples["reported"])),
        (_("Of these non-conforming"), str(samples["failing"])),
    ]
    if samples["in_part"]:
        said.append((_("Conforming as far as tested"), str(samples["in_part"])))
    if samples["lost"]:
        said.append((_("Without a report"), str(samples["lost"])))
    return said


def _item_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Test item"), "key": "item"},
        {"label": _("Judged"), "key": "judged", "kind": "number"},
        {"label": _("Failing"), "key": "failing", "kind": "number"},
        {"label": _("Not judged"), "key": "open", "kind": "number"},
        {"label": _("Share that fails, with its interval"), "key": "share", "kind": "interval"},
        {"label": _("Before: failing / judged"), "key": "before"},
        {"label": _("Beside them"), "key": "apart"},
    ]


def _item(row: dict[str, Any]) -> dict[str, Any]:
    share = row["judged"] and round(100 * row["failing"] / row["judged"], 1)
    return row | {
        "share": {"share": share, "low": row["low"], "high": row["high"]} if row["judged"] else None,
        "before": f"{row['failing_before']} / {row['before']}" if row["before"] else "",
        "apart": beside(row),
    }


def beside(row: dict[str, Any]) -> str:
    """What the interval of the difference to earlier batches lets one say."""
    if row["less"] is None:
        return _("Nothing to compare with")
    known = {"less": f"{row['less']:+.1f}", "more": f"{row['more']:+.1f}"}
    if row["less"] > 0:
        return _("More often than before (%(less)s to %(more)s points)") % known
    if row["more"] < 0:
        return _("Less often than before (%(less)s to %(more)s points)") % known
    return _("No difference shown (%(less)s to %(more)s points)") % known


def _failure_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Test item"), "key": "item"},
        {"label": _("Sample"), "key": "sample", "kind": "pair"},
        {"label": _("Measured value"), "key": "value"},
        {"label": _("Limits"), "key": "limit"},
        {"label": _("Test report"), "key": "report", "kind": "link"},
    ]


def _failure(row: dict[str, str]) -> dict[str, Any]:
    report = Record(kind="report", number=row["report"])
    return row | {
        "sample": {"text": row["product"], "sub": row["sample"]},
        "report": {"text": report.number, "url": report.get_absolute_url()},
    }
