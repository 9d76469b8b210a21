"""How is a file of any channel taken in, whole or not at all, and only once? (6.1.2)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, System, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Forbidden
from monitoring.actions import lists as of_lists
from monitoring.actions import notices as of_notices
from monitoring.actions.intake import Outcome, Source
from monitoring.flow.vocabulary import Channel
from monitoring.importers import lists, workbook
from monitoring.importers.channels import LAYOUTS, NOTICES, of_channel
from monitoring.importers.layouts import Layout
from trail.models import write


def channels_of(by: Viewer) -> tuple[Channel, ...]:
    """The channels over which this person imports: a center's officer all, a platform's its own."""
    if Role.COLLECTOR in by.roles:
        return tuple(Channel)
    return (Channel.PLATFORMS,) if Role.QUALITY_OFFICER in by.roles else ()


@carries("6.1.2", "6.1.2-a", "6.1.2-b", "6.1.2-c", "6.1.2-d", "6.1.2-e", "4.2.4-c")
def import_signals(
    file: bytes,
    filename: str,
    channel: str,
    *,
    by: Viewer | System,
    now: datetime,
    dry_run: bool = False,
    center: Organisation | None = None,
    year: int | None = None,
    sub_channel: str = "",
    layout: str = "",
    layouts: Sequence[Layout] = (),
) -> Outcome:
    """Take in a file of a channel in one transaction; a second time it adds nothing.

    channel: "a" to "e"; XLS, XLSX, CSV and, for lists, JSON. The signals belong to the center of the viewer;
    a platform, or the system, says to which `center` they go. layout: a name in importers.channels.LAYOUTS;
    "" lets the header tell; layouts: those to read by instead of the channel's own. sub_channel: the source,
    where the file does not tell it. year: of the samples of a notice that does not tell it. Raises
    importers.grids.Unreadable where the file as a whole cannot be read, Forbidden to whoever does not import
    over this channel.
    """
    if isinstance(by, Viewer) and channel not in channels_of(by):
        raise Forbidden(
            _("Only a center's risk information officer, or a platform for what it found itself, may import.")
        )
    own = by.organisation if isinstance(by, Viewer) and by.kind == Kind.CENTER else center
    if own is None:
        raise ValueError("say for which center the file is imported")
    sender = by.organisation if isinstance(by, Viewer) else own
    source = Source(filename, channel, sub_channel, sender, own, by, now)
    known = layouts or [one for one in of_channel(channel) if layout in ("", one.name)]
    others = [one for one in LAYOUTS if one.channel != channel]
    notice = channel == NOTICES and not layouts
    found = workbook.read(file, filename) if notice else lists.read(file, known, others)
    with transaction.atomic():
        # One import of a center at a time: two of the same file must not both count its lines as new.
        Organisation.objects.select_for_update().get(pk=own.pk)
        outcome = (
            of_notices.take_in(found, source, dry_run, year)
            if isinstance(found, workbook.Book)
            else of_lists.take_in(found, source, dry_run)
        )
        detail = {
            "file": filename,
            "channel": channel,
            "sha256": sha256(file).hexdigest(),
            "total": outcome.total,
            "findings": outcome.findings,
            "signals": outcome.signals,
            "refused": len(outcome.refused),
        }
        role = sorted({Role.COLLECTOR, Role.QUALITY_OFFICER} & by.roles)[0] if isinstance(by, Viewer) else ""
        write("import signals", ("organisation", sender.pk), actor=by.actor(role), at=now, detail=detail)
        if dry_run:
            transaction.set_rollback(True)
    return outcome
