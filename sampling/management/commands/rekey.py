"""How is an old key of FIELD_KEYS retired? ./run manage rekey wraps every data key under the newest one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sampling.recipients import personal
from sampling.schemes.actions.rekeying import rekey


class Command(BaseCommand):
    help = "Wrap the data keys of persons under the newest entry of FIELD_KEYS; older entries may go then."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            persons, schemes = rekey(timezone.now())
        except personal.Unreadable as error:
            raise CommandError(
                f"Put the older key back into FIELD_KEYS: {error} cannot be opened."
            ) from error
        self.stdout.write(f"{persons} persons and {schemes} schemes are under the newest key now.")
