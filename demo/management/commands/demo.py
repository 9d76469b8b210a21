"""What can one try? `manage demo`: an invented province, its stories of the last weeks, and who logs in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand, CommandError
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

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if not founding.founded():
            if Organisation.objects.exists():
                raise CommandError(
                    _("There are other organisations in this database: give the demo one of its own.")
                )
            founding.found()
        province = founding.province()
        told = stories.tell(province, now)
        sweep(now)
        self.stdout.write(self._founded(len(told)) + "\n")
        for line in _table(_rows(province)):
            self.stdout.write(line)
        self.stdout.write("\n" + _("Everybody's password: %(password)s") % {"password": invented.PASSWORD})
        self.stdout.write("\n" + _("For programs, at %(url)s:") % {"url": SITE + reverse("api-docs")})
        for line in _table(_programs(province)):
            self.stdout.write(line)
        link = NoticeLink.objects.filter(revoked_at=None, notice__denials__isnull=False).first()
        if link and link.live(now):
            said = _("An enterprise that denies comes in by this link: %(link)s")
            self.stdout.write("\n" + said % {"link": address_of(link)})

    def _founded(self, told: int) -> str:
        if not told:
            return _("The invented province stands already; nothing was added.")
        return ngettext(
            "The invented province %(name)s stands: %(organisations)d organisations, %(people)d people, "
            "%(n)d story.",
            "The invented province %(name)s stands: %(organisations)d organisations, %(people)d people, "
            "%(n)d stories.",
            told,
        ) % {
            "name": invented.REGIONS[0][1],
            "organisations": len(invented.ORGANISATIONS),
            "people": len(invented.PEOPLE),
            "n": told,
        }


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
