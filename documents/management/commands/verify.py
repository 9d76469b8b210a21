"""Is a PDF a paper that was issued here? `manage verify FILE.pdf --json`: judged as on the public page."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.signed.answers import judged, plain


class Command(BaseCommand):
    help = (
        "Says whether a PDF is a paper that was issued here, who sealed it, and what differs. Ends with exit "
        "code 1 where it is not proved genuine."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="the answer as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as content:
                answer = judged(content)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        if options["json"]:
            self.stdout.write(json.dumps(plain(answer), ensure_ascii=False))
        else:
            self.stdout.write(str(answer.verdict.label))
            self.stdout.writelines(f"{each.name}: {each.holds}" for each in answer.signatures)
        if not answer.genuine:
            raise SystemExit(1)
