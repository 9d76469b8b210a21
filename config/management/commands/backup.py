"""How is an installation kept safe? `./run manage backup FOLDER` (docs/runbook.md)"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.flow import Refused
from config.backup.taking import back_up


class Command(BaseCommand):
    help = "Write the database and all files to a new folder, while people work; no key stands in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that is made")

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        if not settings.AS_OWNER:
            raise CommandError(_("Only the owner of the tables can do this: set DATABASE_OWNER_URL."))
        # SIGINT too: what a script starts in its background begins by ignoring it.
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.default_int_handler)
        try:
            manifest = back_up(folder.absolute(), now=timezone.now(), say=self.stdout.write)
        except Refused as why:
            raise CommandError(str(why)) from why
        except OSError as why:
            raise CommandError(
                _("The backup was broken off, and nothing is left of it: %(why)s") % {"why": why}
            ) from why
        except KeyboardInterrupt:
            raise CommandError(
                _("The backup was broken off, and nothing is left of it."), returncode=130
            ) from None
        if manifest.missing:
            names = ", ".join(manifest.missing[:10])
            self.stderr.write(
                _("%(count)s files that rows name were not there, so that the backup lacks them: %(names)s")
                % {"count": len(manifest.missing), "names": names}
            )
        said = {
            "folder": str(folder),
            "rows": str(sum(manifest.tables.values())),
            "tables": str(len(manifest.tables)),
            "files": str(len(manifest.files) - 1),
        }
        self.stdout.write(_("%(folder)s: %(rows)s rows of %(tables)s tables, %(files)s files.") % said)
        self.stdout.write(_("Keep this digest elsewhere: it alone shows that nobody altered the backup."))
        self.stdout.write(manifest.digest)
