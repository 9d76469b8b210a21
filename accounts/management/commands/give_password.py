"""How does somebody get in again whom no administrator can help? `manage give_password NAME`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Give somebody a new password, shown once and to be changed at the next log-in: the last "
        "administrator of an organisation, or who works for several. Everybody else asks their administrator."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the name with which they log in")

    def handle(self, *_args: Any, username: str, **_options: Any) -> None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(_("Nobody logs in as %(name)s.") % {"name": username})
        password = actions.help_in(user, timezone.now())
        self.stdout.write(
            _("%(person)s: new password, shown this once: %(password)s")
            % {"person": user.name, "password": password}
        )
        self.stdout.write(_("It is changed at the next log-in. All that was open under this name is closed."))
