"""Which editions of standards are new in the register, and what do they say of goods on sale? (6.1.2-e)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Organisation, System
from accounts.roles import Kind
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from catalogue.models import Category, Standard
from monitoring.risks.actions.matters import footprint
from monitoring.risks.actions.signals import READ, province_of
from monitoring.risks.flow.risk import SignalState
from monitoring.risks.models.signals import RiskSignal, next_signals
from monitoring.vocabulary import Channel, Degree, HazardType, Scope, SubChannel, Trigger
from trail.enumerations import enumerated
from trail.models import write

# An edition is news until it has been in force for so long.
NEWS = timedelta(days=180)
# What is assumed until somebody has read the standard.
ASSUMED = ["product", "hazard_item", "hazard_type", "scope", "degree", "trigger"]


@carries("6.1.2-e")
def look_for_editions(now: datetime) -> int:
    """Take each new edition down as risk information of each center, once; returns how many were."""
    today = local_day(now)
    new = Standard.objects.offered().filter(in_force_since__gt=today - NEWS).order_by("pk")
    editions = list(new.prefetch_related("replaces"))
    centers = Organisation.objects.filter(kind=Kind.CENTER, active=True, mandate__isnull=False)
    return sum(_taken_down(center, editions, now) for center in centers.distinct().order_by("pk"))


@transaction.atomic
def _taken_down(center: Organisation, editions: Iterable[Standard], now: datetime) -> int:
    Organisation.objects.select_for_update().get(pk=center.pk)  # one after the other
    marks = {fingerprint(edition): edition for edition in editions}
    known = RiskSignal.objects.filter(center=center, fingerprint__in=marks)
    left = {mark: marks[mark] for mark in marks.keys() - set(known.values_list("fingerprint", flat=True))}
    with override(settings.LANGUAGE_CODE):
        keys = next_signals(len(left))
        made = [
            _signal(center, edition, now, pk=pk, number=number, fingerprint=mark)
            for (pk, number), (mark, edition) in zip(keys, sorted(left.items()), strict=True)
        ]
    RiskSignal.objects.bulk_create(made)
    footprint(made)
    for signal in made:
        write(READ, ("signal", signal.pk), actor=System().actor(), at=now, clause="6.1.2-e")
    return len(made)


def fingerprint(edition: Standard) -> str:
    """By what it is known that an edition was taken down."""
    return sha256(f"standard {edition.number}".encode()).hexdigest()


def _signal(center: Organisation, edition: Standard, now: datetime, **keys: object) -> RiskSignal:
    older = list(edition.replaces.all())
    goods = _goods([edition, *older])
    said = {"day": edition.in_force_since, "older": enumerated(each.number for each in older)}
    return RiskSignal(
        **keys,
        state=SignalState.SUBMITTED,
        channel=Channel.STANDARDS,
        sub_channel=SubChannel.NEW_STANDARD,
        source_ref=edition.number,
        reported_on=local_day(now),
        collected_at=now,
        organisation=center,
        center=center,
        province=province_of(center),
        product=(enumerated(goods) or edition.title)[:200],
        category=goods[0] if len(goods) == 1 else None,
        hazard_item=_("Goods on sale may not meet the new edition."),
        hazard_type=HazardType.OTHER,
        scope=Scope.INDUSTRY,
        scope_text=(_("in force from %(day)s; replaces %(older)s") if older else _("in force from %(day)s"))
        % said,
        degree=Degree.MEDIUM,
        trigger=Trigger.COMMON_PROBLEM,
        standard_ref=str(edition)[:200],
        derived=ASSUMED,
    )


def _goods(editions: Iterable[Standard]) -> list[Category]:
    """The classes of products of which items are tested or judged by these editions."""
    named = Q(testitem__method__in=editions) | Q(testitem__requirement__in=editions)
    return list(Category.objects.offered().filter(named).distinct().order_by("code"))
