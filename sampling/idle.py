"""When is nothing to be done with schemes and samples? (casework.idle)"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import Viewer
from casework.deadlines.clocks import local_day
from casework.models import Hold
from catalogue.models import Finding, Verdict
from monitoring.vocabulary import LegalMode
from sampling.listings.models import OfferFile
from sampling.purchases.models.purchases import Purchase
from sampling.samples.flow.conditions import DECISION
from sampling.samples.flow.samples import SAMPLE_FLOW, Part
from sampling.samples.models.samples import UNTESTED, Sample
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.selection.models.choices import Choosing
from sampling.selection.models.perusals import Perusal

SUPERVISED = Q(purchase__scheme__plan__legal_mode=LegalMode.SUPERVISION_CHECK)


@SCHEME_FLOW.idles("draft")
def a_list_comes_in(now: datetime, viewer: Viewer) -> Q:
    """A worker takes a file of listings in, or reads the listing to its end."""
    files = OfferFile.objects.filter(scheme=OuterRef("pk")).under_way()
    return Q(Exists(files)) | _is_read()


@SCHEME_FLOW.idles("approved")
def it_is_chosen_from(now: datetime, viewer: Viewer) -> Q:
    """A worker chooses, or reads the listing to its end."""
    choosing = Choosing.objects.filter(scheme=OuterRef("pk")).under_way()
    return Q(Exists(choosing)) | _is_read()


@SCHEME_FLOW.idles("selecting")
def the_listing_is_read(now: datetime, viewer: Viewer) -> Q:
    """Before that is done nothing is confirmed or chosen anew."""
    return _is_read()


def _is_read() -> Q:
    return Q(Exists(Perusal.objects.filter(scheme=OuterRef("pk")).under_way()))


@SCHEME_FLOW.idles("buying")
def something_is_being_bought(now: datetime, viewer: Viewer) -> Q:
    """A purchase is under way, or something is still owed of one; or something holds the scheme up."""
    held = Hold.objects.standing(local_day(now)).filter(record=OuterRef("pk"))
    return Q(Exists(Purchase.objects.filter(scheme=OuterRef("pk")).exclude(turn=""))) | Q(Exists(held))


@SAMPLE_FLOW.idles("stored")
def no_laboratory_is_commissioned(now: datetime, viewer: Viewer) -> Q:
    """The organiser commissions one; a backup is sealed meanwhile."""
    return Q(role=Part.TEST, laboratory=None)


def awaited(now: datetime) -> Q:
    """Somebody is to decide first what becomes of it (6.3-3)."""
    deciding = Hold.objects.standing(local_day(now)).filter(code=DECISION)
    return Q(Exists(deciding.filter(record=OuterRef("pk"))))


@SAMPLE_FLOW.idles("rejected_by_lab")
def its_fate_is_not_decided(now: datetime, viewer: Viewer) -> Q:
    """An abnormality of it is not decided on."""
    return awaited(now)


@SAMPLE_FLOW.idles("retained", "disposing", "discarding")
def it_is_still_needed(now: datetime, viewer: Viewer) -> Q:
    """Somebody may still ask for a second test (O18-15): Sample.still_needed as a condition."""
    day = local_day(now)
    sets = Sample.objects.filter(purchase=OuterRef("purchase")).exclude(state__in=("invalid", "voided"))
    backups = sets.filter(role=Part.BACKUP)
    tests = sets.filter(role=Part.TEST)
    kept_for_another = Q(role=Part.BACKUP) & Q(Exists(tests.filter(state__in=UNTESTED)))
    failed = Finding.everything.filter(sample=OuterRef("number"), verdict=Verdict.NON_CONFORMING)
    may_be_objected_to = SUPERVISED & Q(Exists(tests)) & (Q(role=Part.BACKUP) | Q(Exists(failed)))
    undated = Q(Exists(backups.filter(keep_until=None))) | (~Q(Exists(backups)) & Q(keep_until=None))
    not_over = Q(Exists(backups.filter(keep_until__gte=day))) | (~Q(Exists(backups)) & Q(keep_until__gte=day))
    return kept_for_another | (may_be_objected_to & (undated | not_over))
