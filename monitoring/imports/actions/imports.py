"""How is a file of any channel taken in, whole or not at all, and only once? (6.1.2)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, System, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Forbidden
from documents.incoming import streams
from documents.incoming.grids import Unknown
from documents.incoming.headers import Own
from monitoring.importers import list_reader, workbook
from monitoring.importers.channels import LAYOUTS, NOTICES, of_channel
from monitoring.importers.layouts import Layout
from monitoring.imports.actions import list_lines as of_lists
from monitoring.imports.actions import notice_lines as of_notices
from monitoring.imports.actions.rereadings import IMPORT
from monitoring.origins.actions import mappings
from monitoring.origins.actions.lines import Outcome, Source, Watch
from monitoring.origins.models.intakes import Intake, channels_of
from monitoring.origins.models.origins import SignalImport
from monitoring.risks.actions.signals import brought_under
from trail.models import write


@carries("6.1.2", "6.1.2-a", "6.1.2-b", "6.1.2-c", "6.1.2-d", "6.1.2-e", "4.2.4-c")
def import_signals(
    file: bytes | Path,
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
    own: Own | None = None,
    watch: Watch | None = None,
    intake: Intake | None = None,
) -> Outcome:
    """Take in a file of a channel in one transaction; a second time it adds nothing.

    channel: "a" to "e"; XLS, XLSX, CSV and, for lists, JSON. On the disk a list in CSV or XLSX may be of any
    length. The signals belong to the viewer's center; a platform, or the system, says to which `center` they
    go. layout: a name in importers.channels.LAYOUTS; "" lets the header tell. layouts: those to read by
    instead of the channel's own. own: what a person says that its columns hold; None: what is remembered of
    the source. sub_channel: the source, where the file does not tell it. year: of the samples of a notice
    that does not. watch: who follows it, and may stop it. intake: the file, where it is kept.
    Raises importers.grids.Unreadable where the file as a whole cannot be read, Forbidden to whoever does not
    import over this channel, and what watch raises.
    """
    if isinstance(by, Viewer) and channel not in channels_of(by):
        raise Forbidden(
            _("Only a center's risk information officer, or a platform for what it found itself, may import.")
        )
    mine = by.organisation if isinstance(by, Viewer) and by.kind == Kind.CENTER else center
    if mine is None:
        raise ValueError("say for which center the file is imported")
    sender = by.organisation if isinstance(by, Viewer) else mine
    user = by.user if isinstance(by, Viewer) else None
    origin = SignalImport(
        organisation=sender,
        center=mine,
        channel=channel,
        name=filename[:300],
        sha256=digest(file),
        intake=intake,
        by=user,
        at=now,
    )
    source = Source(filename, channel, sub_channel, sender, mine, by, now, origin.sha256, origin)
    known = [] if own else mappings.remembered(sender, channel)
    found = _found(file, source, layout, layouts, [own] if own else list(map(mappings.as_read, known)))
    with transaction.atomic():
        # One import of a center at a time: two of the same file must not both count its lines as new.
        Organisation.objects.select_for_update(no_key=True).get(pk=mine.pk)
        origin.save()
        outcome = (
            of_notices.take_in(found, source, dry_run, year)
            if isinstance(found, workbook.Book)
            else of_lists.take_in(found, source, dry_run, watch)
        )
        read_by = mappings.followed(known, (head.header for head in outcome.heads))
        if changed := mappings.unseen(read_by, user):
            raise Unknown(changed)
        said = (f"{one} · {one.made_by} · {local_day(one.made_at)}" for one in read_by)
        outcome = replace(outcome, read_by=tuple(said), origin="" if dry_run else origin.token)
        detail = {
            "file": filename,
            "channel": channel,
            "sha256": source.sha256,
            "total": outcome.total,
            "findings": outcome.findings,
            "signals": outcome.signals,
            "refused": outcome.refused_count,
            "corrected": outcome.corrected,
            "mappings": [one.fields for one in read_by],
        }
        role = sorted({Role.COLLECTOR, Role.QUALITY_OFFICER} & by.roles)[0] if isinstance(by, Viewer) else ""
        clause = brought_under(channel, sender.kind)
        subject = ("organisation", sender.pk)
        write(IMPORT, subject, actor=by.actor(role), at=now, clause=clause, detail=detail)
        if dry_run:
            transaction.set_rollback(True)
    return outcome


def _found(
    file: bytes | Path, source: Source, layout: str, layouts: Sequence[Layout], own: list[Own]
) -> workbook.Book | list_reader.Lists:
    """What the file holds; the lines of a long list are read when they are asked for."""
    channel = source.channel
    if channel == NOTICES and not layouts:
        return workbook.read(file, source.filename, own=own)
    known = layouts or [one for one in of_channel(channel) if layout in ("", one.name)]
    others = [one for one in LAYOUTS if one.channel != channel]
    if isinstance(file, Path) and streams.streams(file):
        return list_reader.stream(file, known, others, own)
    return list_reader.read(file.read_bytes() if isinstance(file, Path) else file, known, others, own)


def digest(file: bytes | Path) -> str:
    """SHA-256 of a file."""
    if isinstance(file, bytes):
        return sha256(file).hexdigest()
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
