"""Which signals and cases may tell of one matter, and how are they brought together or kept apart? (6.1.2)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import By, System, Viewer
from accounts.roles import Role
from casework.actions import lock, take
from casework.flow import Forbidden, Refused
from monitoring.risks.flow.risk import RISK_CASE_FLOW, RiskCaseState, SignalState
from monitoring.risks.models.matters import Apart, meeting
from monitoring.risks.models.riskcases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.near import LIKE, Likeness, Report, compare, signatures, written
from trail import verbs
from trail.models import write

verbs.register("keep apart", gettext_lazy("Found to be another matter"))
verbs.register("move a signal", gettext_lazy("Move a signal"))

SHOWN = 10
# Of a case with more signals than these the first are compared: they tell of one matter already.
COMPARED = 50
# What of a signal is compared, in the order in which a report has it.
FACTS = ("product", "hazard_item", "injury", "model", "item_id", "platform", "brand", "enterprise")
# So many are signed at once.
TOGETHER = 5_000
COLUMNS = "center_id, signal_id, case_id, size, bands, bits"
WIDEST = 32_767  # of the column of sizes


class Print(NamedTuple):
    """What a signal or a case leaves. center, signal, case: primary keys, one of the last two None."""

    center: int
    signal: int | None
    case: int | None
    report: Report


def report(subject: RiskSignal | RiskCase) -> Report:
    """What of a signal or a case is compared."""
    if isinstance(subject, RiskCase):
        return Report(subject.product, subject.hazard_item)
    return Report(*(getattr(subject, name) for name in FACTS))


def footprint(subjects: Iterable[RiskSignal | RiskCase]) -> None:
    """Keep by what submitted signals and new cases are found, in one statement. Call it in the transaction
    that stores them; a draft leaves none."""
    found = []
    for subject in subjects:
        of_case = isinstance(subject, RiskCase)
        signal, case = (None, subject.pk) if of_case else (subject.pk, None)
        found.append(Print(subject.center_id or 0, signal, case, report(subject)))
    leave(found)


def leave(prints: Sequence[Print]) -> None:
    """Keep footprints, by COPY."""
    found = signatures([each.report for each in prints])
    text = StringIO()
    texts = zip(found.sizes.tolist(), found.bands.tolist(), written(found.bits), strict=True)
    for each, (size, bands, bits) in zip(prints, texts, strict=True):
        signal, case = (r"\N" if pk is None else pk for pk in (each.signal, each.case))
        met = ",".join(map(str, bands)) if size else ""
        text.write(f"{each.center}\t{signal}\t{case}\t{min(size, WIDEST)}\t{{{met}}}\t{bits}\n")
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY monitoring_footprint ({COLUMNS}) FROM STDIN", text)


@transaction.atomic
def catch_up(center: int, first: int, last: int) -> None:
    """Keep the footprints of the center's signals, from one primary key to another, that have none yet.

    Many are sorted into the index together: with the last that is kept, all those that were left waiting.
    """
    waiting = RiskSignal.objects.filter(center=center, pk__range=(first, last), footprint=None)
    rows = waiting.standing().order_by("pk").values_list("pk", *FACTS)
    prints = (Print(center, pk, None, Report(*facts)) for pk, *facts in rows.iterator(TOGETHER))
    first_of_all = list(islice(prints, 1))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL gin_pending_list_limit = '1GB'; SET LOCAL work_mem = '256MB'")
        while part := list(islice(prints, TOGETHER)):
            leave(part)
        cursor.execute("SET LOCAL gin_pending_list_limit TO DEFAULT")
        leave(first_of_all)
        cursor.execute("SET LOCAL work_mem TO DEFAULT")


@dataclass(frozen=True)
class Proposal:
    """What may be the same matter: a signal that waits, or a case. like: of the likest reports of both."""

    subject: RiskSignal | RiskCase
    like: Likeness

    @property
    def rank(self) -> tuple[bool, float, int]:
        """What nothing blocks first, then the likest, then the newest."""
        return bool(self.like.differ), -float(self.like.score), -self.subject.pk


def proposals(subject: RiskSignal | RiskCase, viewer: Viewer) -> list[Proposal]:
    """The signals that wait and the registered cases that may tell of the same matter, the likest first.

    A case is as like as the likest of its signals. What was found to be another matter is left out.
    """
    own = [one for one in (subject, *_of_case(subject, viewer)) if hasattr(one, "footprint")]
    apart = _apart(one.footprint.pk for one in own)
    met = {pk for _own, pk in meeting([one.footprint.pk for one in own])} - {pk for _own, pk in apart}
    ours = [report(one) for one in own]
    likest: dict[RiskSignal | RiskCase, Likeness] = {}
    for other in _left(met, viewer) if met else ():
        stands_for = _stands_for(other)
        if stands_for in (None, subject) or (subject.footprint.pk, stands_for.footprint.pk) in apart:
            continue
        like = max((compare(one, report(other)) for one in ours), key=_weight)
        known = likest.get(stands_for)
        if like.score >= LIKE and (known is None or _weight(like) > _weight(known)):
            likest[stands_for] = like
    found = [Proposal(stands_for, like) for stands_for, like in likest.items()]
    return sorted(found, key=lambda each: each.rank)[:SHOWN]


def _of_case(subject: RiskSignal | RiskCase, viewer: Viewer) -> Iterable[RiskSignal]:
    """The first signals of a case; none of a signal."""
    if isinstance(subject, RiskSignal):
        return ()
    signals = RiskSignal.objects.visible_to(viewer).filter(case=subject)
    return signals.select_related("footprint").order_by("pk")[:COMPARED]


def _weight(like: Likeness) -> tuple[bool, float]:
    return not like.differ, float(like.score)


def _left(footprints: set[int], viewer: Viewer) -> list[RiskSignal | RiskCase]:
    """The signals and cases that left these, as far as the viewer may see them."""
    signals = RiskSignal.objects.visible_to(viewer).standing().filter(footprint__in=footprints)
    cases = RiskCase.objects.visible_to(viewer).filter(footprint__in=footprints)
    return [
        *signals.select_related("footprint", "case__footprint").order_by("pk"),
        *cases.select_related("footprint").order_by("pk"),
    ]


def _stands_for(found: RiskSignal | RiskCase) -> RiskSignal | RiskCase | None:
    """What can be brought together: a signal that waits, or a registered case, also for one of its own."""
    case = found if isinstance(found, RiskCase) else found.case
    if case is None:
        return found
    return case if case.state == RiskCaseState.REGISTERED and hasattr(case, "footprint") else None


def _apart(footprints: Iterable[int]) -> set[tuple[int, int]]:
    """(one of these, what was found to be another matter)."""
    own = set(footprints)
    found = set(Apart.objects.filter(Q(one__in=own) | Q(other__in=own)).values_list("one", "other"))
    return {(one, other) for pair in found for one, other in (pair, pair[::-1]) if one in own}


@transaction.atomic
def keep_apart(
    one: RiskSignal | RiskCase, other: RiskSignal | RiskCase, *, by: Viewer, now: datetime
) -> None:
    """Say that two are two matters; they are not proposed to each other again."""
    if Role.COLLECTOR not in by.roles or {one.center_id, other.center_id} != {by.organisation.pk}:
        raise Forbidden(_("Only a risk information officer of the center may do this."))
    first, second = sorted((one.footprint, other.footprint), key=lambda each: each.pk)
    Apart.objects.get_or_create(one=first, other=second, defaults={"by": by.user, "at": now})
    for subject, another in ((one, other), (other, one)):
        kind = "record" if isinstance(subject, RiskCase) else "signal"
        detail = {"note": another.number}
        actor = by.actor(Role.COLLECTOR)
        write("keep apart", (kind, subject.pk), actor=actor, at=now, clause="6.1.2", detail=detail)


@RISK_CASE_FLOW.handles("merge")
@transaction.atomic
def merge(case: RiskCase, *, into: RiskCase, by: By, now: datetime, note: str = "") -> None:
    """Merge a registered case into another: its signals go over, and it waits to be taken out again."""
    if case.pk == into.pk:
        raise Refused(_("A case cannot be merged into itself."))
    lock(case, into)
    said = f"{into.number} {note}".strip()
    event = take("merge", case, by=by, now=now, note=said, merged_into=into)
    take("absorb", into, by=System(cause=event.pk), now=now, note=case.number)
    brought = list(RiskSignal.objects.filter(case=case).order_by("pk"))
    case.brought = [signal.pk for signal in brought]
    case.save(update_fields=["brought"])
    _carry(brought, into, by, now)


@RISK_CASE_FLOW.handles("unmerge")
@transaction.atomic
def unmerge(case: RiskCase, *, note: str, by: By, now: datetime) -> None:
    """Take a merged case out again, with exactly the signals that it went with, but for those voided since.

    Refused where one of them has gone into a third case meanwhile, or the other case has gone on.
    """
    case.refresh_from_db()
    into = case.merged_into
    if into is None:
        raise Refused(_("This case was not merged into another one."))
    lock(case, into)
    into.refresh_from_db()
    waiting = Q(case=into) | Q(case=None, state=SignalState.SUBMITTED)
    back = list(RiskSignal.objects.select_for_update().filter(waiting, pk__in=case.brought).order_by("pk"))
    void = RiskSignal.objects.filter(pk__in=case.brought, state=SignalState.VOIDED).count()
    if len(back) + void != len(case.brought):
        raise Refused(_("A signal of this case has gone into a third case: take it out there first."))
    event = take("unmerge", case, by=by, now=now, note=f"{into.number} {note}".strip(), merged_into=None)
    if into.state == RiskCaseState.REGISTERED:
        take("give_back", into, by=System(cause=event.pk), now=now, note=case.number)
    _carry(back, case, by, now)
    case.brought = []
    case.save(update_fields=["brought"])


def _carry(signals: Sequence[RiskSignal], into: RiskCase, by: By, now: datetime) -> None:
    """Attach signals to this case, wherever they were; each says so in its trail."""
    pks = [signal.pk for signal in signals]
    RiskSignal.objects.filter(pk__in=pks).update(state=SignalState.ATTACHED, case=into)
    actor = by.actor(Role.COLLECTOR)
    for signal in signals:
        moved = (str(signal.state), str(SignalState.ATTACHED))
        detail = {"case": into.number}
        write("move a signal", ("signal", signal.pk), actor=actor, at=now, moved=moved, detail=detail)
