"""How does an empty installation become a province? `manage found FILE`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.flow import Refused
from documents.incoming.grids import Unreadable
from registers.founding import actions, founding_file
from registers.founding.forms import FoundingForm


class Command(BaseCommand):
    help = (
        "Found a province by a file (TOML or XLSX): its divisions, bureau, monitoring center and first "
        "administrator. What stands already is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the founding file; docs/founding.toml is an example")
        parser.add_argument("--blank", action="store_true", help="write an empty workbook there instead")

    def handle(self, *_args: Any, file: Path, blank: bool, **_options: Any) -> None:
        if blank and file.exists():
            raise CommandError(_("%(name)s is there already: name a file that is not.") % {"name": file})
        if blank:
            founding_file.write_workbook(file)
            self.stdout.write(_("Fill in %(name)s, then found the province by it.") % {"name": file})
            return
        founded = self._found(file)
        for line in founded.made:
            self.stdout.write(f"+ {line}")
        for line in founded.stood:
            self.stdout.write("= " + _("%(what)s stands already") % {"what": line})
        if founded.password:
            self.stdout.write(
                _("First password, shown this once: %(password)s") % {"password": founded.password}
            )
            self.stdout.write(_("Log in at %(site)s: the page leads on.") % {"site": settings.SITE_URL})

    def _found(self, file: Path) -> actions.Founded:
        try:
            form = FoundingForm(founding_file.said(file))
            if not form.is_valid():
                raise CommandError("\n".join(form.faults()))
            return actions.found(**form.cleaned_data, now=timezone.now())
        except (Unreadable, Refused) as why:
            raise CommandError(str(why)) from why
