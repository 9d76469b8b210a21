"""When is nothing to be done with commissions, samples under test and reports? (casework.idle)"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import Viewer
from accounts.roles import Role
from inspection.commissions.models.abnormalities import undecided
from inspection.commissions.models.commissions import EntrustedSample
from inspection.corrections.models.corrections import Correction
from inspection.flow.commissions import AT_THE_LABORATORY, ENTRUSTMENT_FLOW
from inspection.flow.reports import REPORT_FLOW
from inspection.judgement.by_figures import ItemVerdict
from inspection.reports.models.tested_items import Result
from sampling.idle import awaited, no_laboratory_is_commissioned
from sampling.samples.flow.samples import SAMPLE_FLOW

GONE = ("invalid", "voided")


@ENTRUSTMENT_FLOW.idles("delivered")
def a_sample_is_not_received(now: datetime, viewer: Viewer) -> Q:
    """Each is received by itself first (6.3-1)."""
    kept = EntrustedSample.objects.filter(entrustment=OuterRef("pk"), released=False)
    live = kept.exclude(sample__state__in=GONE)
    return Q(Exists(live.exclude(sample__state__in=AT_THE_LABORATORY))) | ~Q(Exists(live))


@ENTRUSTMENT_FLOW.idles("in_progress")
def each_sample_has_its_report(now: datetime, viewer: Viewer) -> Q:
    """The commission goes on with its reports."""
    kept = EntrustedSample.objects.filter(entrustment=OuterRef("pk"), released=False)
    return ~Q(Exists(kept.filter(report=None)))


@ENTRUSTMENT_FLOW.idles("suspended")
def an_abnormality_is_decided_on(now: datetime, viewer: Viewer) -> Q:
    """The commission goes on with that."""
    return Q()


@SAMPLE_FLOW.comes_to(Role.ORGANISER, "stored")
def it_is_to_be_commissioned(now: datetime, viewer: Viewer) -> Q:
    """It stands in no commission, not even in a draft."""
    asked = EntrustedSample.objects.filter(sample=OuterRef("pk"), released=False)
    return no_laboratory_is_commissioned(now, viewer) & ~Q(Exists(asked))


@SAMPLE_FLOW.idles("in_test")
def its_results_are_not_entered(now: datetime, viewer: Viewer) -> Q:
    """Its report carries it on, or the decision on an abnormality of it."""
    asked = EntrustedSample.objects.filter(sample=OuterRef("pk"), released=False)
    mine = Result.objects.filter(report__entrusted__sample=OuterRef("pk"), report__entrusted__released=False)
    left_out = undecided().model.objects.filter(
        entrusted__report=OuterRef("report"), left_out=OuterRef("item"), decision="in_part"
    )
    alone = mine.filter(verdict=ItemVerdict.NOT_TESTED).exclude(Exists(left_out))
    unentered = Q(Exists(mine.filter(verdict=""))) | Q(Exists(alone))
    return awaited(now) | Q(Exists(asked.filter(report=None))) | unentered


def _held_up() -> Q:
    """An abnormality of its sample is not decided on (6.3-3)."""
    return Q(Exists(undecided().filter(entrusted__report=OuterRef("pk"))))


@REPORT_FLOW.idles("entering")
def its_sample_is_held_up(now: datetime, viewer: Viewer) -> Q:
    """An abnormality of its sample is not decided on."""
    return _held_up()


@REPORT_FLOW.idles("submitted", "reviewed", "signed")
def something_of_it_is_not_decided(now: datetime, viewer: Viewer) -> Q:
    """Neither an abnormality of its sample, nor a correction of it."""
    return _held_up() | Q(Exists(Correction.objects.filter(report=OuterRef("pk")).exclude(turn="")))
