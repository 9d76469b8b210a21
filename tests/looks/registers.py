"""Which pages of the registers are there to be looked at?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import Level, Membership, Organisation, Viewer
from accounts.roles import Kind, Role
from catalogue.models import Standard
from inspection.instruments.models import Instrument
from inspection.laboratories.models import Qualification
from registers.entries.actions import entry_files
from registers.entries.models import RegisterFile
from registers.entries.register import REGISTERS, Register
from registers.goods import STANDARDS
from tests.conftest import NOW
from tests.jobs import worked


def _city() -> list[Any]:
    return [Organisation.objects.filter(level=Level.CITY).latest("pk").pk]


def _center() -> list[Any]:
    return [Organisation.objects.filter(kind=Kind.CENTER).earliest("pk").pk]


def _newest(register: Register) -> Callable[[], list[Any]]:
    return lambda: [register.entries().latest("pk").pk]


def _certificate() -> list[Any]:
    return [Qualification.objects.latest("pk").pk]


def _instrument() -> list[Any]:
    return [Instrument.objects.latest("pk").pk]


def _suspended() -> list[Any]:
    Organisation.objects.filter(pk__in=_city()).update(suspended_on=NOW.date())
    return _city()


def _ended(register: Register) -> Callable[[], list[Any]]:
    """An entry that has ended: an older one, the newest is changed on other pages."""

    def ended() -> list[Any]:
        entry = register.entries().order_by("pk")[0]
        register.model._default_manager.filter(pk=entry.pk).update(**{entry.ends: NOW.date()})
        return [entry.pk]

    return ended


def _sheet() -> list[Any]:
    """A file of standards that was tried; one of its lines is refused."""
    found = RegisterFile.objects.last()
    if found is None:
        place = Membership.objects.get(user__username="organiser")
        organiser = Viewer(place.user, place.organisation, frozenset({Role.ORGANISER}))
        standard = Standard.objects.order_by("pk").last()
        assert standard is not None
        lines = f"标准编号,标准名称\nGB 1-2020,标准\nGB 2-2020,\n{standard.number},新名称\n"
        content = ContentFile(lines.encode(), name="标准.csv")
        said = {"source": "国家标准公告", "reason": "2026 年清单"}
        found = entry_files.keep(STANDARDS, file=content, **said, empties=False, by=organiser, now=NOW)
        worked(RegisterFile)
    return [found.token]


ADMIN = "provinceadmin"
OF_THE_REGISTERS: dict[str, tuple[str, Callable[[], list[Any]]]] = {
    "organisations": (ADMIN, list),
    "organisation-detail": (ADMIN, _city),
    "organisation-rename": (ADMIN, _city),
    "organisation-open": (ADMIN, list),
    **{
        f"organisation-{action}": (ADMIN, _city)
        for action in ("administrator", "change", "move", "suspend", "close")
    },
    "organisation-mandate": (ADMIN, _center),
    "organisation-resume": (ADMIN, _suspended),
    "checklist": (ADMIN, list),
    **{
        f"{register.name}{action}": ("organiser", named)
        for register in REGISTERS.values()
        for action, named in (
            ("", list),
            ("-new", list),
            ("-files", list),
            *((f"-{action}", _newest(register)) for action in ("one", "change", "end")),
            ("-resume", _ended(register)),
        )
    },
    "qualification-form-annex": ("organiser", _certificate),
    "instruments": ("tester", list),
    "instrument-new": ("tester", list),
    **{
        f"instrument{action}": ("tester", _instrument)
        for action in ("", "-change", "-calibrate", "-withdraw", "-end")
    },
    "register-file": ("organiser", _sheet),
    "register-file-discard": ("organiser", _sheet),
}
