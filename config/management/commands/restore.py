"""How is an installation brought back? `./run manage restore FOLDER` (docs/runbook.md)"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.flow import Refused
from config.backup.manifest import Manifest, verified
from config.backup.restoring import restore


class Command(BaseCommand):
    help = "Verify a backup and restore it into an empty database and empty folders; others are refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the backup")
        parser.add_argument("--check", action="store_true", help="only verify it")
        parser.add_argument("--expect", default="", metavar="DIGEST", help="as it was shown when it was made")

    def handle(self, *_args: Any, folder: Path, check: bool, expect: str, **_options: Any) -> None:
        # SIGINT too: what a script starts in its background begins by ignoring it.
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.default_int_handler)
        try:
            if check:
                self._tell(verified(folder, expected=expect, say=self.stdout.write))
                return
            if not settings.AS_OWNER:
                raise CommandError(_("Only the owner of the tables can do this: set DATABASE_OWNER_URL."))
            restored = restore(folder, expected=expect, now=timezone.now(), say=self.stdout.write)
        except (Refused, OSError) as why:
            raise CommandError(str(why)) from why
        except KeyboardInterrupt:
            raise CommandError(
                _("The restore was broken off: drop the database, and begin anew."), returncode=130
            ) from None
        self._tell(restored.manifest)
        if restored.migrated:
            self.stdout.write(
                _("The backup was older than this software: %(count)s migrations were applied.")
                % {"count": len(restored.migrated)}
            )
        self.stdout.write(
            _("Restored. The rows of every table were counted, and the trail says so in its line %(line)s.")
            % {"line": restored.event.pk}
        )

    def _tell(self, manifest: Manifest) -> None:
        said = {"made_at": manifest.made_at, "files": len(manifest.files), "digest": manifest.digest}
        self.stdout.write(
            _("Verified: made at %(made_at)s, %(files)s files, all keys are here. Digest: %(digest)s") % said
        )
        if manifest.missing:
            self.stderr.write(
                _("%(count)s files were missing already when it was made.") % {"count": len(manifest.missing)}
            )
