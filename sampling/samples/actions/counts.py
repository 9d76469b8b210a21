"""How is the center's store counted? By scanning in any order; another person closes the count. (W-02)"""

from __future__ import annotations

import re
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from sampling.samples.models.counts import Difference, Found, Scanned, Stocktaking
from sampling.samples.models.samples import Sample
from trail import verbs
from trail.models import write

verbs.register("close a stocktaking", gettext_lazy("Close a stocktaking"))
verbs.register("end a stocktaking", gettext_lazy("End a stocktaking"))
verbs.register("open a stocktaking", gettext_lazy("Open a stocktaking"))

COUNTERS = frozenset({Role.STOREKEEPER, Role.VERIFIER})
MOST = 1000  # codes at once


def counts_stock(viewer: Viewer) -> bool:
    """Whether this person counts the store of their center."""
    return viewer.kind == Kind.CENTER and bool(COUNTERS & viewer.roles)


def _counter(count: Stocktaking | None, by: Viewer) -> None:
    if not counts_stock(by) or (count is not None and count.center_id != by.organisation.pk):
        raise Forbidden(_("The store is counted by its storekeepers and verifiers."))


def _locked(count: Stocktaking) -> Stocktaking:
    return Stocktaking.objects.select_for_update().get(pk=count.pk)


@transaction.atomic
@carries("6.2-7-a")
def open_count(*, place: str, by: Viewer, now: datetime) -> Stocktaking:
    """Begin to count a place of the store; "" = all of it."""
    _counter(None, by)
    count = Stocktaking.objects.create(
        center=by.organisation, place=place.strip(), opened_by=by.user, opened_at=now
    )
    detail = {"place": count.place}
    write("open a stocktaking", ("stocktaking", count.pk), actor=by.actor(), at=now, detail=detail)
    return count


def codes_of(text: str) -> list[str]:
    """The codes in what was scanned, typed or pasted: the number within an address of ours, as it is else."""
    found = []
    for word in text.split():
        parts = [part for part in re.split(r"[/?#]", word) if part] if "://" in word else [word]
        numbers = [part.upper() for part in parts if part.upper().startswith(f"{Sample.prefix}-")]
        found.append((numbers or [word])[0][:200])
    return list(dict.fromkeys(found))


@transaction.atomic
def scan(count: Stocktaking, *, codes: str, by: Viewer, now: datetime) -> tuple[int, int]:
    """Note what was read, in any order; what was read before is not noted again.

    codes: one, or several with spaces or line ends between. Returns how many were new, and how many of them
    are of nothing that this center has.
    """
    _counter(count, by)
    if _locked(count).counted_at:
        raise Refused(_("The counting of this place has ended: open another stocktaking."))
    read = codes_of(codes)
    if not read:
        raise Refused(_("Scan or type a code."))
    if len(read) > MOST:
        raise Refused(_("At most %(most)d codes at once: send them in parts.") % {"most": MOST})
    own = Sample.objects.visible_to(by)
    known = dict(own.filter(number__in=read).values_list("number", "pk"))
    known |= dict(own.filter(seal_number__in=read).exclude(seal_number="").values_list("seal_number", "pk"))
    before = count.scanned.count()
    rows = [
        Scanned(stocktaking=count, code=code, sample_id=known.get(code), by=by.user, at=now) for code in read
    ]
    Scanned.objects.bulk_create(rows, ignore_conflicts=True)
    return count.scanned.count() - before, sum(code not in known for code in read)


DIFFERENCES = """
WITH due AS ({due}), seen AS (SELECT sample_id, code FROM sampling_scanned WHERE stocktaking_id = %s)
INSERT INTO sampling_difference (stocktaking_id, found, sample_id, code, explanation)
SELECT %s, 'missing', due.record_id, '', '' FROM due
WHERE NOT EXISTS (SELECT 1 FROM seen WHERE seen.sample_id = due.record_id)
UNION ALL
SELECT %s, CASE WHEN sample_id IS NULL THEN 'unknown' ELSE 'elsewhere' END, sample_id, code, '' FROM seen
WHERE sample_id IS NULL OR NOT EXISTS (SELECT 1 FROM due WHERE due.record_id = seen.sample_id)
"""


@transaction.atomic
def end_count(count: Stocktaking, *, by: Viewer, now: datetime) -> Stocktaking:
    """The counting has ended: what is missing, elsewhere or unknown is drawn up, in one statement."""
    _counter(count, by)
    count = _locked(count)
    if count.counted_at:
        raise Refused(_("The counting of this place has ended already."))
    due = count.due()
    query, values = due.values("record_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES.format(due=query), [*values, count.pk, count.pk, count.pk])
    count.counted_at, count.expected = now, due.count()
    count.present = count.expected - count.differences.filter(found=Found.MISSING).count()
    count.save(update_fields=["counted_at", "expected", "present"])
    detail = {"expected": count.expected, "present": count.present}
    write("end a stocktaking", ("stocktaking", count.pk), actor=by.actor(), at=now, detail=detail)
    return count


@transaction.atomic
def explain(
    count: Stocktaking, *, differences: list[int], explanation: str, by: Viewer, now: datetime
) -> int:
    """Say why these are not as the records have them. differences: primary keys. Returns how many."""
    _counter(count, by)
    if _locked(count).closed_at:
        raise Refused(_("This stocktaking is closed."))
    if not explanation:
        raise Refused(_("Say why they differ."))
    chosen = count.differences.filter(pk__in=differences)
    done = chosen.update(explanation=explanation, explained_by=by.user)
    if not done:
        raise Refused(_("Choose the differences first."))
    return done


@transaction.atomic
@carries("W-02")
def close_count(count: Stocktaking, *, by: Viewer, now: datetime) -> None:
    """Close a count whose differences are all explained: another person than who opened it."""
    _counter(count, by)
    count = _locked(count)
    if count.counted_at is None:
        raise Refused(_("The counting has not ended yet."))
    if count.closed_at:
        raise Refused(_("This stocktaking is closed."))
    if count.opened_by_id == by.user.pk:
        raise Refused(_("You opened it yourself: somebody else closes it."))
    if Difference.objects.filter(stocktaking=count, explanation="").exists():
        raise Refused(_("Some differences are not explained yet."))
    count.closed_by, count.closed_at = by.user, now
    count.save(update_fields=["closed_by", "closed_at"])
    write("close a stocktaking", ("stocktaking", count.pk), actor=by.actor(), at=now)
