"""What can one try? `manage demo`: an invented province, its stories of the last weeks, and who logs in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation
from casework.deadlines.sweep import sweep
from demo import founding, invented, stories
from disposal.actions.links import address_of
from disposal.models.notices import NoticeLink
from documents.actions import SITE
from trail.enumerations import enumerated


class Command(BaseCommand):
    help = "Found the invented province, tell its stories, and print the log-ins. A second run adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", nargs="?", choices=("people", "stories"), help="this alone (both)")

    def handle(self, *args: Any, part: str | None = None, **options: Any) -> None:
        if part != "stories":
            self._people()
        if part != "people":
            self._stories()

    def _people(self) -> None:
        """Found the province, and say who logs in."""
        if not founding.founded():
            if Organisation.objects.exists():
                raise CommandError(
                    _("There are other organisations in this database: give the demo one of its own.")
                )
            founding.found()
        province = founding.province()
        stands = _("The invented province %(name)s: %(organisations)d organisations, %(people)d people.")
        known = {"organisations": len(invented.ORGANISATIONS), "people": len(invented.PEOPLE)}
        self.stdout.write(stands % {"name": invented.REGIONS[0][1], **known} + "\n")
        for line in _table(_rows(province)):
            self.stdout.write(line)
        self.stdout.write("\n" + _("Everybody's password: %(password)s") % {"password": invented.PASSWORD})
        self.stdout.write("\n" + _("For programs, at %(url)s:") % {"url": SITE + reverse("api-docs")})
        for line in _table(_programs(province)):
            self.stdout.write(line)

    def _stories(self) -> None:
        """Tell what has happened there."""
        now = timezone.now()
        told = len(stories.tell(founding.province(), now))
        sweep(now)
        said = ngettext("%(n)d story of its last weeks.", "%(n)d stories of its last weeks.", told)
        nothing = _("Its stories have been told already; nothing was added.")
        self.stdout.write("\n" + (said % {"n": told} if told else nothing))
        link = NoticeLink.objects.filter(revoked_at=None, notice__denials__isnull=False).first()
        if link and link.live(now):
            said = _("An enterprise that denies comes in by this link: %(link)s")
            self.stdout.write("\n" + said % {"link": address_of(link)})


def _rows(province: founding.Province) -> Iterator[tuple[str, ...]]:
    yield str(_("Log-in")), str(_("Name")), str(_("Organisation")), str(_("Roles"))
    for login, viewer in province.people.items():
        roles = sorted(str(role.label) for role in viewer.roles)
        yield login, str(viewer.user), str(viewer.organisation), enumerated(roles)


def _programs(province: founding.Province) -> Iterator[tuple[str, ...]]:
    yield str(_("Token")), str(_("Organisation")), str(_("Purpose"))
    for home, purpose, _roles, key in invented.TOKENS:
        yield key, str(province.organisations[home]), purpose


def _table(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """The rows as lines whose columns stand below each other on a screen."""
    filled = list(rows)
    widths = [max(map(_width, column)) for column in zip(*filled, strict=True)]
    for row in filled:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """Columns on a screen: a Chinese sign takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
