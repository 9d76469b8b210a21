"""Of which finding does a follow-up tell the outcome? Matched where one alone fits, else a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from catalogue.models import Finding, Verdict
from catalogue.names import folded, key
from monitoring.followups.models import FollowUp, FollowUpState
from monitoring.importers import followups
from monitoring.origins.actions.lines import BATCH, Source, place, too_long
from trail import verbs
from trail.models import write

verbs.register("keep a follow-up apart", gettext_lazy("Keep a follow-up apart"))
verbs.register("match a follow-up", gettext_lazy("Match a follow-up"))

# What a line states becomes these columns; nothing is cut off to make it fit.
STATED = (
    *("product", "producer", "brand", "model", "batch", "report", "notice", "failing"),
    *("rectification", "recheck", "penalty", "remark"),
)
# How many findings a person is offered.
OFFERED = 20


@carries("6.1.2-b")
def take_in(lines: Sequence[followups.FollowUp], source: Source) -> list[FollowUp]:
    """The lines that are not there yet, each matched to its finding or waiting. Call it in a transaction."""
    known = set(
        FollowUp.objects.filter(
            center=source.center, fingerprint__in=[line.fingerprint for line in lines]
        ).values_list("fingerprint", flat=True)
    )
    new = list({line.fingerprint: line for line in lines if line.fingerprint not in known}.values())
    failed = _failed(new, local_day(source.now))
    made = []
    for line in new:
        fits = [finding for finding in failed[key(line.producer)[:200]] if told_of(line, finding)]
        found = fits[0] if len(fits) == 1 else None
        made.append(
            FollowUp(
                center=source.center,
                state=FollowUpState.MATCHED if found else FollowUpState.WAITING,
                finding=found,
                year=line.year,
                source=place(source.filename, line.sheet, line.number, 200),
                taken_at=source.now,
                fingerprint=line.fingerprint,
                title=line.title[:200],
                **{name: getattr(line, name) for name in STATED},
            )
        )
    FollowUp.objects.bulk_create(made, batch_size=BATCH)
    for one in made:
        if one.finding_id:
            detail = {"finding": one.finding_id, "outcome": one.outcome}
            subject = ("organisation", source.sender.pk)
            write("match a follow-up", subject, actor=source.by.actor(), at=source.now, detail=detail)
    return made


def unfit(line: followups.FollowUp) -> str:
    """Why a line is not taken whose text does not fit, "" where all is well."""
    return too_long(FollowUp, {name: getattr(line, name) for name in STATED})


def _failed(lines: Iterable[followups.FollowUp], today: date) -> dict[str, list[Finding]]:
    """The findings that failed by the key of their producer, of those that the lines name."""
    keys = {key(line.producer)[:200] for line in lines if line.producer}
    found: dict[str, list[Finding]] = defaultdict(list)
    failed = Finding.objects.filter(producer_key__in=keys, verdict=Verdict.NON_CONFORMING, on__lte=today)
    for finding in failed.order_by("-on", "-pk"):
        found[finding.producer_key].append(finding)
    return found


def told_of(line: followups.FollowUp, finding: Finding) -> bool:
    """Whether a line may tell of this finding: the same product of the same producer, nothing against it.

    A list of a year tells of what was sampled in it or in the year before.
    """
    if not line.producer or key(line.product) != key(finding.product):
        return False
    if line.year and not line.year - 1 <= finding.on.year <= line.year:
        return False
    pairs = ((line.brand, finding.brand), (line.model, finding.model), (line.batch, finding.batch))
    return all(folded(one) == folded(other) for one, other in pairs if one and other)


def offered(one: FollowUp) -> list[Finding]:
    """The findings of which it may tell the outcome: of its producer, or of its product, that failed."""
    failed = Finding.objects.filter(verdict=Verdict.NON_CONFORMING).order_by("-on", "-pk")
    of_producer = failed.filter(producer_key=key(one.producer)[:200]) if one.producer else failed.none()
    return [*of_producer[:OFFERED]] or [*failed.filter(product=one.product)[:OFFERED]]


@transaction.atomic
def decide(one: FollowUp, finding: Finding | None, reason: str, *, by: Viewer, now: datetime) -> None:
    """A person says of which finding it is the outcome, or that it stays apart (None), with the reason."""
    found = FollowUp.objects.select_for_update().get(pk=one.pk)
    if found.state != FollowUpState.WAITING:
        raise Refused(_("Somebody has decided this already."))
    if finding is None and not reason:
        raise Refused(_("Say why it is kept apart."))
    found.state = FollowUpState.MATCHED if finding else FollowUpState.APART
    found.finding, found.reason, found.decided_by, found.decided_at = finding, reason, by.user, now
    found.save()
    verb = "match a follow-up" if finding else "keep a follow-up apart"
    detail = {"finding": finding.pk if finding else None, "product": found.product, "reason": reason}
    write(verb, ("organisation", by.organisation.pk), actor=by.actor(), at=now, detail=detail)
