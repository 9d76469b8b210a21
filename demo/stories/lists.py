"""Which lists came in to the invented center? One with lines sent back, one that asks what its columns hold,
and what other bodies published of their spot checks.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from demo.telling.teller import Teller
from monitoring.importers import handouts
from monitoring.imports.actions import imports, intakes, platform_names
from monitoring.origins.models.intakes import Intake

FOLDER = Path(__file__).parent
# What the columns of the hotline's export hold, as the collector said.
HOTLINE = ("number", "reported_on", "product", "against", "problem", "kind")


def tell(teller: Teller) -> None:
    teller.on(8)
    _published(teller)
    teller.on(4)
    _hotline(teller)
    teller.on(1)
    _kept(teller, "city.csv", "望澜12345工单导出.csv")


def _kept(teller: Teller, file: str, name: str) -> Intake:
    """A list as such offices export it: in GBK."""
    content = (FOLDER / file).read_text(encoding="utf-8").encode("gb18030")
    return intakes.keep(ContentFile(content, name), channel="a", **teller.by("collector"))


def _hotline(teller: Teller) -> None:
    """Nobody knew its header: the collector said what its columns hold, and it was taken in."""
    found = _kept(teller, "hotline.csv", "省12315热线工单.csv")
    with (FOLDER / "hotline.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))
    intakes.say_columns(
        found,
        layout="complaints",
        header=header,
        meaning=dict(zip(header, HOTLINE, strict=True)),
        name="省12315热线",
        **teller.by("collector"),
    )
    intakes.begin(found, by=found.viewer, now=teller.days.next(), dry_run=False, at_once=True)


def _published(teller: Teller) -> None:
    """A workbook for each class of products that was checked elsewhere, of goods aimed at; and how its makers
    call a platform that is registered here."""
    said: dict[str, Any] = {"written": "拾光商城APP", "organisation": teller.org("platform2"), "name": ""}
    platform_names.add_name(**said, reason="外省通报的网售平台一栏这样写", **teller.by("collector"))
    with (FOLDER / "notices.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    header, *lines = rows
    for title, found in groupby(lines, key=lambda line: line[0]):
        book = handouts.listed([[title], header[1:], *(line[1:] for line in found)])
        imports.import_signals(book, f"{title}.xlsx", "b", **teller.by("collector"))
