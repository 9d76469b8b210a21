"""Which lists came in to the invented center? One with lines sent back, one that asks what its columns hold,
and what other bodies published of their spot checks.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from demo.telling.narrator import Narrator
from monitoring.importers import handouts
from monitoring.imports.actions import imports, intakes, platforms
from monitoring.origins.models.intakes import Intake

FOLDER = Path(__file__).parent
# What the columns of the hotline's export hold, as the collector said.
HOTLINE = ("number", "reported_on", "product", "against", "problem", "kind")


def tell(narrator: Narrator) -> None:
    narrator.on(8)
    _published(narrator)
    narrator.on(4)
    _hotline(narrator)
    narrator.on(1)
    _kept(narrator, "city.csv", "望澜12345工单导出.csv")


def _kept(narrator: Narrator, file: str, name: str) -> Intake:
    """A list as such offices export it: in GBK."""
    content = (FOLDER / file).read_text(encoding="utf-8").encode("gb18030")
    return intakes.keep(ContentFile(content, name), channel="a", **narrator.by("collector"))


def _hotline(narrator: Narrator) -> None:
    """Nobody knew its header: the collector said what its columns hold, and it was taken in."""
    found = _kept(narrator, "hotline.csv", "省12315热线工单.csv")
    with (FOLDER / "hotline.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))
    intakes.say_columns(
        found,
        layout="complaints",
        header=header,
        meaning=dict(zip(header, HOTLINE, strict=True)),
        name="省12315热线",
        **narrator.by("collector"),
    )
    intakes.begin(found, by=found.viewer, now=narrator.days.next(), dry_run=False, at_once=True)


def _published(narrator: Narrator) -> None:
    """A workbook for each class of products that was checked elsewhere, of goods aimed at; and how its makers
    call a platform that is registered here."""
    said: dict[str, Any] = {"written": "拾光商城APP", "organisation": narrator.org("platform2"), "name": ""}
    platforms.add_name(**said, reason="外省通报的网售平台一栏这样写", **narrator.by("collector"))
    with (FOLDER / "notices.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    header, *lines = rows
    for title, found in groupby(lines, key=lambda line: line[0]):
        book = handouts.listed([[title], header[1:], *(line[1:] for line in found)])
        imports.import_signals(book, f"{title}.xlsx", "b", **narrator.by("collector"))
