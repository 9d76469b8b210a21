"""Which files that came in, and which remembered headers, are there to be looked at?"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Viewer
from monitoring.actions import intakes
from monitoring.models import Intake, Mapping
from portals import founding
from tests.conftest import NOW

LIST = (
    "流水号,货品全称,买家诉求说明,归属类目\n1,电热水壶,壶体漏电,小家电\n2,充电宝,充电时起火,数码\n"
    "3,,无产品,数码\n"
)
HEADER = LIST.partition("\n")[0].split(",")
MEANING = dict(zip(HEADER, ("number", "product", "problem", "category"), strict=True))


def _collector() -> Viewer:
    return founding.province().people["collector"]


def _kept() -> Intake:
    file = SimpleUploadedFile("12315导出.csv", LIST.encode())
    return intakes.keep(file, by=_collector(), now=NOW, channel="a")


def unknown() -> list[Any]:
    """A file whose header nobody knows."""
    return [_kept().token]


def tried() -> list[Any]:
    """A file that was tried, with a line that is refused."""
    found = _kept()
    _say(found)
    intakes.begin(found, now=NOW, dry_run=True, at_once=True)
    return [found.token]


def remembered() -> list[Any]:
    """A header that a person has read."""
    _say(_kept())
    return [Mapping.objects.get(name="某市12315热线").token]


def _say(found: Intake) -> None:
    said: dict[str, Any] = {"layout": "complaints", "header": HEADER, "meaning": MEANING}
    intakes.say_columns(found, **said, name="某市12315热线", by=_collector(), now=NOW)
