"""How does a long file of listings come in? A worker takes it in, a line at a time, and can be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Organisation, Viewer
from casework.actions import check, lock, take
from casework.flow import Refused
from casework.pages.sheets import as_csv
from casework.work import charge, jobs
from documents import actions as documents
from documents import quotas
from documents.discards import unless_discarded
from documents.disk import on_disk
from documents.incoming.grids import Unreadable
from documents.incoming.headers import outline
from documents.incoming.streams import LOOK, height, table
from monitoring.origins.actions import mappings
from monitoring.plans.models.plans import PlanItem
from sampling.listings.actions.listings import Judge, Offer, Shelf
from sampling.listings.headings import CALLED, MANDATORY
from sampling.listings.models import OfferFile, OfferMapping
from sampling.listings.offer_columns import SEEN, headed, proposed
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Scheme

# A file of so many bytes is taken in at once; so many lines are listed at a time.
AT_ONCE = 200_000
TOGETHER = 2_000


@quotas.counted
def sent_in(organisation: Organisation, since: datetime) -> QuerySet[OfferFile]:
    """The files of listings that a center's people sent in."""
    return OfferFile.objects.filter(scheme__center=organisation, sent_at__gte=since, discarded_at=None)


@SCHEME_FLOW.handles("import")
def keep(scheme: Scheme, *, file: File[bytes], by: Viewer, now: datetime) -> OfferFile:
    """Keep a file, and take it in where its heading says what its columns hold.

    Else a person says so first (`say`), as where a colleague changed how that heading is read. Refused where
    it cannot be read, the scheme is no draft, or the center sent in too much.
    """
    check(scheme.flow["import"], scheme, by, now)
    with transaction.atomic():
        kept = documents.keep(OfferFile(scheme=scheme, sent_by=by.user, sent_at=now), file, by=by, now=now)
        try:
            rows = first_rows(kept)
        except Unreadable as unreadable:
            raise Refused(str(unreadable)) from unreadable
        if not rows:
            raise Refused(_("The file holds no row."))
        known = of_header(kept, rows[0]).same().standing().first()
        kept.headed = known is not None or headed(rows)
        kept.columns = known.columns if known else proposed(rows, kept.headed)
        kept.save(update_fields=["headed", "columns"])
    told = kept.headed and not lacking(kept.columns) and _placed(kept)
    if told and not (known and known.unseen(by.user)):
        begin(kept, by=by, now=now)
    return kept


def _placed(kept: OfferFile) -> bool:
    """Whether each line says, or the scheme does, on which platform and for which product it is."""
    scheme = kept.scheme
    on = "platform" in kept.columns or len(scheme.sampled_on()) == 1
    return on and ("plan_item" in kept.columns or scheme.plan.items.count() == 1)


def first_rows(kept: OfferFile) -> list[list[str]]:
    """The first rows of a file; raises Unreadable."""
    with on_disk(kept.file) as path:
        return list(islice(table(path, LOOK), SEEN))


def of_header(kept: OfferFile, header: Sequence[str]) -> OfferMapping:
    """What may be remembered of a header for the center of a file."""
    return OfferMapping(organisation=kept.scheme.center, header=list(header), outline=outline(header))


def lacking(columns: Sequence[str]) -> str:
    """What is said where no column holds what each line must say; "" where all is held."""
    left = [str(CALLED[name]) for name in MANDATORY if name not in columns]
    if not left:
        return ""
    return _("These are mandatory, and no column holds them: %(fields)s.") % {"fields": "、".join(left)}


@transaction.atomic
def say(
    kept: OfferFile,
    *,
    columns: Sequence[str],
    headed: bool,
    platform: Organisation | None,
    plan_item: PlanItem | None,
    name: str,
    by: Viewer,
    now: datetime,
) -> None:
    """Note what the columns of a file hold, and for which platform and product it is; under a name it is
    remembered for the next file of this header.

    Raises Forbidden where somebody else is in charge of it, Refused where a mandatory column is not read.
    """
    charge.owned(kept, by)
    if left := lacking(columns):
        raise Refused(left)
    kept.columns, kept.headed, kept.platform, kept.plan_item = list(columns), headed, platform, plan_item
    kept.save(update_fields=["columns", "headed", "platform", "plan_item"])
    if name and headed:
        said = of_header(kept, first_rows(kept)[0])
        said.name, said.columns = name, kept.columns
        mappings.remember(said, by=by, now=now)


def begin(kept: OfferFile, *, by: Viewer, now: datetime, at_once: bool | None = None) -> None:
    """Let a worker take a file in; a short one is taken in here. One at a time for a scheme.

    Raises Forbidden where somebody else is in charge of it, Refused where none of its lines could be listed.
    """
    if at_once is None:
        at_once = kept.size <= AT_ONCE
    with transaction.atomic():
        lock(kept.scheme)
        found: OfferFile = charge.locked(kept)
        charge.owned(found, by)
        unless_discarded(found)
        if found.under_way or not found.open:
            return
        if left := lacking(found.columns):
            raise Refused(left)
        if kept.scheme.files.under_way().exists():
            raise Refused(_("A file of listings is being taken in: wait for it, or stop it."))
        found.refused, found.returned = 0, ""  # of an earlier reading, of which nothing was listed
        jobs.begin(found, by=by, now=now, at_once=at_once)
    if at_once:
        jobs.here(found, now)
    kept.refresh_from_db()


@jobs.does(OfferFile)
def take_in(found: OfferFile, say: jobs.Saying, now: datetime) -> None:
    """List the good lines of a kept file; the others are kept with their reasons."""
    try:
        with on_disk(found.file) as path:
            _take_in(found, path, say, now)
    except Unreadable as unreadable:
        raise Refused(str(unreadable)) from unreadable
    # Not who is in charge: a colleague may have taken it over meanwhile.
    found.save(update_fields=["good", "refused", "returned"])


def _take_in(found: OfferFile, path: Path, say: jobs.Saying, now: datetime) -> None:
    scheme = found.scheme
    lock(scheme)
    total = height(path)
    judge, shelf = Judge(scheme, found.platform, found.plan_item), Shelf(scheme)
    first, read = shelf.line + 1, 0
    returned: list[list[str]] = []
    rows = table(path)
    if found.headed:
        returned.append([*next(rows, []), _("Reason")])
    while part := list(islice(rows, TOGETHER)):
        good = []
        for row in part:
            judged = judge.offer(_named(found.columns, row))
            if isinstance(judged, Offer):
                good.append(judged)
            else:
                returned.append([*row, " ".join(judged)])
                found.refused += 1
        shelf.put(good)
        read += len(part)
        say(read, total)
    found.good = shelf.line - first + 1
    if found.refused:
        found.returned.save("", ContentFile(as_csv(returned)), save=False)
    if found.good:
        said: dict[str, Any] = {"first": first, "last": shelf.line, "refused": found.refused}
        note = _("Lines %(first)d to %(last)d; %(refused)d refused") % said
        take("import", scheme, by=found.viewer, now=now, note=note)


def _named(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(columns, row, strict=False) if name}
