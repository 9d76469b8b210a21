"""How does a long file come in? Kept with its digest, taken in by a worker, whole or not at all. (6.1.2)"""

from __future__ import annotations

from collections.abc import Mapping as Meaning
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.flow import Forbidden, Refused
from casework.work import charge, jobs
from documents import actions as documents
from documents import quotas
from documents.discards import unless_discarded
from documents.disk import on_disk
from documents.incoming.grids import Unreadable
from documents.incoming.headers import Own, outline
from monitoring.importers.handouts import Returning
from monitoring.importers.proposals import look
from monitoring.importers.workbook import Skipped
from monitoring.imports.actions.imports import import_signals
from monitoring.origins.actions import mappings
from monitoring.origins.actions.lines import Head, Outcome, Refusal, Taken, Watch
from monitoring.origins.models.intakes import Intake, Mapping, channels_of
from trail import verbs

# How many of the refused lines the page lists.
LISTED = 200
TAKEN_IN, TRIED = "take a file in", "try a file out"

verbs.register(TAKEN_IN, gettext_lazy("The file was taken in"))
verbs.register(TRIED, gettext_lazy("Tried out: nothing was stored"))


@quotas.counted
def sent_in(organisation: Organisation, since: datetime) -> QuerySet[Intake]:
    """The files that an organisation sent in."""
    return Intake.objects.filter(organisation=organisation, sent_at__gte=since, discarded_at=None)


@transaction.atomic
def keep(
    file: File[bytes],
    *,
    by: Viewer,
    now: datetime,
    channel: str,
    center: Organisation | None = None,
    sub_channel: str = "",
    year: int | None = None,
    dry_run: bool = False,
    looked_into: bool = False,
) -> Intake:
    """Keep a file that is not taken in at once. looked_into: whether its first lines must be readable, as
    somebody will say what its columns hold.

    Raises Forbidden as `import_signals` does, Refused where the organisation sent in too much, Unreadable.
    """
    if channel not in channels_of(by):
        raise Forbidden(_("This step is not yours to take."))
    kept = Intake(
        organisation=by.organisation,
        center=by.organisation if by.kind == Kind.CENTER or center is None else center,
        channel=channel,
        sub_channel=sub_channel,
        year=year,
        dry_run=dry_run,
        sent_by=by.user,
        sent_at=now,
    )
    documents.keep(kept, file, by=by, now=now)
    if looked_into:
        with on_disk(kept.file) as path:
            if not any(grid.cells for grid in look(path, channel)):
                raise Unreadable(_("No sheet of this file can be read."))
    return kept


def begin(intake: Intake, *, by: Viewer, now: datetime, dry_run: bool, at_once: bool = False) -> None:
    """Let a worker take the file in, or take it in here; what is under way or in already stays as it is.

    Raises Forbidden where somebody else sent it in, Refused where it was discarded.
    """
    with transaction.atomic():
        found: Intake = charge.locked(intake)
        charge.owned(found, by)
        unless_discarded(found)
        if found.under_way or not found.open:
            return
        found.dry_run, found.result = dry_run, {}
        jobs.begin(found, by=by, now=now, at_once=at_once)
    if at_once:
        jobs.here(found, now)


class Followed(Watch):
    """Tells the page how far it is, and hears from there whether it is to stop; keeps the refused lines."""

    keeps = LISTED

    def __init__(self, say: jobs.Saying) -> None:
        self.say, self.returning = say, Returning()
        self.height: int | None = None

    def begins(self, height: int | None) -> None:
        self.height = height
        self.reached(0)

    def reached(self, lines: int) -> None:
        self.say(lines, self.height)

    def refused(self, head: Head, line: Refusal) -> None:
        self.returning.add(head.sheet, head.header, line.reason, line.cells)


@jobs.does(Intake)
def take_in(asked: Intake, say: jobs.Saying, now: datetime) -> None:
    """Take a kept file in, and keep what came of it; unreadable at any line, nothing of it is taken in."""
    watch = Followed(say)
    try:
        with on_disk(asked.file) as path:
            outcome = import_signals(
                path,
                asked.name,
                asked.channel,
                by=asked.viewer,
                now=now,
                own=own_of(asked),
                watch=watch,
                intake=asked,
                **asked.about(),
            )
    except Unreadable as unreadable:
        raise Refused(str(unreadable)) from unreadable
    asked.result = _told(outcome)
    if watch.returning.lines:
        asked.returned.save("", ContentFile(watch.returning.content()), save=False)
    asked.save(update_fields=["result", "returned"])
    charge.tell(TRIED if asked.dry_run else TAKEN_IN, asked, asked.viewer, now)


def _told(outcome: Outcome) -> dict[str, Any]:
    """What came of it as JSON: all but the cells of what was refused, which are in its workbook."""
    bare = [replace(line, cells=()) for line in outcome.refused]
    return asdict(replace(outcome, refused=tuple(bare), heads=()))


def outcome_of(intake: Intake) -> Outcome:
    """What came of a file that is done."""
    told = dict(intake.result)
    for name, shape in (("refused", Refusal), ("taken", Taken), ("skipped", Skipped), ("declined", Taken)):
        told[name] = tuple(shape(**one) for one in told.get(name, ()))
    return Outcome(**told)


def own_of(intake: Intake) -> Own | None:
    """What a person said that the columns of the file hold; None where nobody was asked."""
    if not intake.layout:
        return None
    fields = intake.fields
    return Own(intake.layout, fields["outline"], fields["columns"], product=fields.get("product", ""))


@transaction.atomic
def say_columns(
    intake: Intake,
    *,
    layout: str,
    header: list[str],
    meaning: Meaning[str, str],
    name: str,
    by: Viewer,
    now: datetime,
    product: str = "",
    year: int | None = None,
) -> None:
    """Note what the columns of a file hold; under a name it is remembered for its source.

    product, year: of all the lines of this one file, where no column says it.
    """
    charge.owned(intake, by)
    intake.layout = layout
    intake.fields = {"outline": outline(header), "columns": dict(meaning), "product": product}
    intake.year = year or intake.year
    intake.save(update_fields=["layout", "fields", "year"])
    if name:
        said = {"channel": intake.channel, "layout": layout, "header": header, "fields": dict(meaning)}
        mappings.remember(Mapping(name=name, **said), by=by, now=now)
