"""How does a table become a drawing? Options of ECharts for the four shapes that the dashboards use.

Only data, and colours by the names of our tokens: fonts, axes and everything that is alike in all of them
is completed in static/charts.js.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from portals.dashboards.chart import Text

Option = dict[str, Any]
Values = Sequence[float | int | None]
FIRST, SECOND, LATE = "--chart-1", "--chart-2", "--red"
PALETTE = ("--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5")


@dataclass(frozen=True)
class Series:
    """Values in the order of the categories, under a name and in a colour."""

    name: Text
    values: Values
    color: str = FIRST


@dataclass(frozen=True)
class Dot:
    """A share in per cent with its interval. said: the same in words, for the tooltip."""

    row: int
    share: float
    low: float
    high: float
    said: str


def _axes(categories: Sequence[Any], across: bool, unit: Text = "") -> Option:
    """across: the categories stand below each other, and the values run to the right."""
    names = {"type": "category", "data": [str(category) for category in categories]}
    values: Option = {"type": "value", "minInterval": 1}
    if unit:
        values["axisLabel"] = {"formatter": f"{{value}} {unit}"}
    if across:
        return {"yAxis": {**names, "inverse": True}, "xAxis": values}
    return {"xAxis": names, "yAxis": values}


def bars(
    categories: Sequence[Any],
    *series: Series,
    across: bool = False,
    stacked: bool = True,
    unit: Text = "",
    labels: Sequence[str] = (),
) -> Option:
    """Bars; several series stand on each other, or side by side.

    labels: what stands at the end of each bar of a single series.
    """
    drawn: list[Option] = [
        {
            "type": "bar",
            "name": str(each.name),
            "data": list(each.values),
            "itemStyle": {"color": each.color},
            **({"stack": "all"} if stacked else {}),
        }
        for each in series
    ]
    if labels:
        drawn[0]["data"] = [
            {"value": value, "label": {"show": True, "position": "right", "formatter": label}}
            for value, label in zip(series[0].values, labels, strict=True)
        ]
    return {**_axes(categories, across, unit), "series": drawn, "tooltip": {"trigger": "axis"}}


def lines(categories: Sequence[Any], *series: Series, unit: Text = "") -> Option:
    """Lines with a point at each value; None leaves a gap."""
    drawn = [
        {
            "type": "line",
            "name": str(each.name),
            "data": list(each.values),
            "symbolSize": 7,
            "itemStyle": {"color": each.color},
            "lineStyle": {"width": 2, "type": "solid" if place == 0 else "dashed"},
        }
        for place, each in enumerate(series)
    ]
    return {**_axes(categories, across=False, unit=unit), "series": drawn, "tooltip": {"trigger": "axis"}}


def intervals(
    categories: Sequence[Any], *series: tuple[Text, str, str, Sequence[Dot]], told: bool = True
) -> Option:
    """Points with their intervals, one a row. series: (name, colour, symbol, points).

    told: whether their names are, in a legend.
    """
    drawn = [
        {
            "type": "scatter",
            "name": str(name),
            "symbol": symbol,
            "symbolSize": 11,
            "itemStyle": {"color": color, "opacity": 1},
            "data": [{"value": [dot.share, dot.row], "tooltip": {"formatter": dot.said}} for dot in dots],
            "markLine": {
                "silent": True,
                "symbol": "none",
                "lineStyle": {"color": color, "width": 3, "type": "solid", "opacity": 0.45},
                "data": [[{"coord": [dot.low, dot.row]}, {"coord": [dot.high, dot.row]}] for dot in dots],
            },
        }
        for name, color, symbol, dots in series
        if dots
    ]
    axes = _axes(categories, across=True, unit="%")
    widest = max((dot.high for _name, _color, _symbol, dots in series for dot in dots), default=100)
    axes["xAxis"] |= {"min": 0, "max": min(100, 20 * ceil(widest / 20)), "minInterval": 0}
    return {**axes, "series": drawn, "legend": {"show": told}, "tooltip": {"trigger": "item"}}
