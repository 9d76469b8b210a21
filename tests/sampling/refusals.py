"""To which schemes, purchases, samples and settlements does each guard object?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from casework.actions import take
from casework.holds import hold
from monitoring.plans.models.plans import WorkPlan
from monitoring.vocabulary import LegalMode
from sampling.listings.models import OfferFile
from sampling.money import flow as settling
from sampling.money.models import Invoice, Settlement
from sampling.purchases.flow import proofs, purchases
from sampling.purchases.models.purchases import Purchase
from sampling.samples.flow import conditions
from sampling.samples.flow.samples import Part
from sampling.samples.models.samples import Sample
from sampling.schemes.flow import schemes
from sampling.schemes.models import Scheme
from sampling.selection.models.choices import Choosing
from sampling.selection.models.perusals import Perusal
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection.given import accepted, begun, drafted, received
from tests.inspection.walks import the_sample
from tests.monitoring.given import approved_plan
from tests.photos import photographed
from tests.refusals import Refusal, changed, refusals, rested_on
from tests.sampling import given, parcels, sealing
from tests.walks import Given


def being_read(scheme: Scheme, cast: Cast) -> None:
    Perusal.objects.create(scheme=scheme, step="submit", asked_by=cast.organiser.user, begun_at=NOW)


def coming_in(scheme: Scheme, cast: Cast) -> None:
    sent = {"file": "offers.csv", "name": "offers.csv", "size": 1, "sha256": "", "sent_at": NOW}
    OfferFile.objects.create(scheme=scheme, sent_by=cast.organiser.user, begun_at=NOW, **sent)


def being_chosen(scheme: Scheme, cast: Cast) -> None:
    Choosing.objects.create(scheme=scheme, asked_by=cast.organiser.user, begun_at=NOW, cause=1)


def plan_suspended(scheme: Scheme, cast: Cast) -> None:
    take("suspend", scheme.plan, by=cast.approver, now=NOW, note="The market is closed.")


@photographed
def of_a_plan_not_received(cast: Cast, now: datetime) -> Scheme:
    return Scheme(plan=approved_plan(cast, now))


def on_another_platform(scheme: Scheme, cast: Cast) -> None:
    """As where the plan was revised, and a platform of which products are listed left out."""
    scheme.plan.platforms.add(cast.other_platform)
    scheme.platforms.set([cast.other_platform])


def without_buyers(scheme: Scheme, cast: Cast) -> None:
    scheme.buyers.clear()


@photographed
def empty_and_settled(cast: Cast, now: datetime) -> Scheme:
    scheme = given.settled_scheme(cast, now)
    scheme.listings.all().delete()
    return scheme


def consent_withdrawn(purchase: Purchase, cast: Cast) -> None:
    """As while another parcel is on its way to the same person."""
    given.receiver(purchase).consents.update(withdrawn_at=NOW)


@photographed
def checked_without_proof(cast: Cast, now: datetime) -> Purchase:
    """No action leads there: the check begins with a photo or video of the unpacking."""
    purchase = given.delivered_purchase(cast, now)
    take("check", purchase, by=cast.verifier, now=now)
    return purchase


def with_a_sample(purchase: Purchase, cast: Cast) -> None:
    """No action leads there: samples come of a purchase that is accepted, which is not voided."""
    other = given.registered_sample(cast, NOW, rows=[given.row(5)])
    Sample.objects.filter(pk=other.pk).update(purchase=purchase)


@photographed
def of_a_purchase_not_accepted(cast: Cast, now: datetime) -> Sample:
    return Sample(purchase=given.checking_purchase(cast, now))


def the_test_of(sets: Callable[[Cast, datetime], tuple[Sample, Sample]]) -> Given:
    return lambda cast, now: sets(cast, now)[0]


def the_backup_of(sets: Callable[[Cast, datetime], tuple[Sample, Sample]]) -> Given:
    return lambda cast, now: sets(cast, now)[1]


def supervised(sample: Sample, cast: Cast) -> None:
    """Of a supervision check, in which nobody has entered until when it is kept."""
    WorkPlan.objects.filter(pk=sample.purchase.scheme.plan_id).update(legal_mode=LegalMode.SUPERVISION_CHECK)


def with_a_broken_seal(sample: Sample, cast: Cast) -> None:
    """Rejected in a supervision check because its seal was broken."""
    supervised(sample, cast)
    Sample.objects.filter(pk=sample.pk).update(seal_number="F-1", seal_intact=False)


def failed(sample: Sample, cast: Cast) -> None:
    """Failed in a supervision check: its maker may object."""
    supervised(sample, cast)
    sealing.found(sample, cast, "non_conforming")


def being_decided(sample: Sample, cast: Cast) -> None:
    hold(sample, conditions.DECISION, "Somebody decides what becomes of it.", NOW)


def laboratory_named(sample: Sample, cast: Cast) -> None:
    Sample.objects.filter(pk=sample.pk).update(laboratory=cast.other_laboratory)


def without_claims(settlement: Settlement, cast: Cast) -> None:
    settlement.claims.all().delete()


def without_invoices(settlement: Settlement, cast: Cast) -> None:
    Invoice.objects.filter(purchase__claims__settlement=settlement).delete()


NOBODY_OPENS = "The system registers the samples as it accepts their purchase: there is no form for it."
NAMED = "Only samples of the laboratory whose commission ends are released."
ASSERTED = "AssertionError"
FORM_OFFERS = (
    "The form offers only plans that are being carried out: what is typed in besides is refused there."
)

SCHEMES = [
    Refusal("scheme", "open", schemes.plan_executing, given=of_a_plan_not_received, why=FORM_OFFERS),
    *refusals("scheme", "confirm add", schemes.plan_executing, plan_suspended),
    *refusals("scheme", "submit choose confirm", schemes.within_scope, on_another_platform),
    *refusals("scheme", "unlist list import submit choose confirm", schemes.nothing_being_read, being_read),
    *refusals("scheme", "list submit", schemes.nothing_coming_in, coming_in),
    Refusal("scheme", "commit", schemes.has_listings, given=given.empty_scheme),
    Refusal("scheme", "commit", schemes.no_seed_yet, given=given.settled_scheme),
    Refusal("scheme", "submit", schemes.has_listings, given=empty_and_settled),
    Refusal("scheme", "submit", schemes.has_buyers, without_buyers),
    Refusal("scheme", "submit", schemes.seed_settled, given=given.draft_scheme),
    Refusal("scheme", "choose", schemes.nothing_being_chosen, being_chosen, behind="choosing_one"),
    Refusal("scheme", "ask", schemes.exceptions_found, given=given.selecting_scheme),
    Refusal("scheme", "complete", schemes.nothing_open, given=given.buying_scheme),
    rested_on("scheme", given.buying_scheme),
]
PURCHASES = [
    Refusal("purchase", "order", purchases.recipient_willing, consent_withdrawn),
    Refusal("purchase", "order", purchases.item_confirmed, given=given.assigned_purchase),
    Refusal("purchase", "receive_parcel", purchases.several_under_way, given=given.shipped_purchase),
    *refusals("purchase", "deliver", purchases.one_under_way, given=parcels.two_under_way),
    *refusals("purchase", "rest_missing", purchases.some_came, given=parcels.two_under_way),
    *refusals("purchase", "wrong_goods reject", proofs.unpacking_kept, given=checked_without_proof),
    Refusal("purchase", "accept", proofs.evidence_complete, given=checked_without_proof),
    Refusal("purchase", "arrive", purchases.on_the_way_back, changed(seller_received_on=NOW.date())),
    rested_on("purchase", given.planned_purchase, with_a_sample),
]
SAMPLES = [
    Refusal(
        "sample", "open", conditions.purchase_accepted, given=of_a_purchase_not_accepted, why=NOBODY_OPENS
    ),
    *refusals("sample", "seal witness", conditions.seal_open, given=the_test_of(sealing.sealed_sets)),
    Refusal("sample", "witness", conditions.seal_entered, given=the_test_of(sealing.stored_sets)),
    *refusals("sample", "set_aside send_out", conditions.for_backup, changed(role=Part.TEST)),
    *refusals("sample", "set_aside send_out", conditions.under_seal, changed(witnessed_at=None)),
    Refusal("sample", "discard", conditions.backup_or_returned, given=given.stored_sample),
    Refusal("sample", "discard", conditions.no_longer_needed, given=the_backup_of(sealing.stored_sets)),
    Refusal("sample", "confirm_discard", conditions.no_longer_needed, supervised),
    *refusals("sample", "dispose confirm_disposal", conditions.no_longer_needed, failed),
    *refusals("sample", "commission hand_over", conditions.for_testing, changed(role=Part.BACKUP)),
    Refusal("sample", "commission", conditions.without_laboratory, laboratory_named),
    Refusal("sample", "release", conditions.has_laboratory, changed(laboratory=None), why=NAMED),
    Refusal("sample", "hand_over", conditions.has_laboratory, given=given.stored_sample, behind=ASSERTED),
    Refusal("sample", "hand_over", conditions.all_sealed, supervised),
    Refusal("sample", "recall_to_store", conditions.seal_unbroken, with_a_broken_seal),
    *refusals("sample", "resample invalidate finish", conditions.nothing_awaited, being_decided),
    Refusal("sample", "finish", conditions.results_entered, given=the_sample(begun)),
    Refusal("sample", "begin", conditions.taken_on, given=the_sample(received)),
    Refusal("sample", "send_back", conditions.not_taken_on, given=the_sample(accepted)),
    Refusal("sample", "send_back", conditions.seal_unbroken, with_a_broken_seal, given=the_sample(received)),
    rested_on("sample", the_sample(drafted)),
]
SETTLEMENTS = [
    Refusal("settlement", "submit", settling.something_claimed, without_claims),
    *refusals("settlement", "submit check", settling.invoices_in, without_invoices),
]
REFUSALS = [*SCHEMES, *PURCHASES, *SAMPLES, *SETTLEMENTS]
