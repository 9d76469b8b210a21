"""Who comes to what is on offer, to recipients, money, the store and what proves a purchase?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from sampling.deliveries.actions import arrivals
from sampling.deliveries.models.refunds import RefundDue
from sampling.listings.models import OfferFile
from sampling.samples.actions import counts, storage
from sampling.samples.models.labels import LabelSheet
from sampling.selection.models.perusals import Perusal
from tests.cast import Cast
from tests.inspection.given import place
from tests.monitoring.given import executing_plan
from tests.sampling import accounting, given, sealing
from tests.walls import CENTER, KNOWING, LABORATORY, PROVINCE, STAFFED, Found, Wall

MONEY = {"organiser", "leader", "buyer"}
COUNTERS = {"storekeeper", "verifier"}
KEEPER = {"address_keeper"}
KEEPING = {"receiver", "storekeeper"}
LEADING = {"leader"}
LEADING_OR_DOING = {"buyer", "verifier", "organiser", "leader"}


def on_offer(cast: Cast, now: datetime) -> Found:
    scheme = given.draft_scheme(cast, now)
    return Found((scheme.number,), scheme)


def on_offer_csv(cast: Cast, now: datetime) -> Found:
    scheme = given.draft_scheme(cast, now)
    return Found((scheme.number, "csv"), scheme)


def offer_file(cast: Cast, now: datetime) -> Found:
    scheme = given.empty_scheme(cast, now)
    kept: Any = OfferFile(
        scheme=scheme, name="a.csv", size=9, sha256="0" * 64, sent_by=cast.organiser.user, sent_at=now
    )
    kept.file.save("a.csv", ContentFile("平台,店铺\nA,B\n".encode()), save=False)
    kept.returned.save("refused.csv", ContentFile(b"A,B\n"), save=False)
    kept.save()
    return Found((scheme.number, kept.token))


def bundle(cast: Cast, now: datetime) -> Found:
    """Of the center, and of the province that issued the plan."""
    return Found((given.buying_scheme(cast, now).number,))


def choice(cast: Cast, now: datetime) -> Found:
    scheme = given.selecting_scheme(cast, now)
    return Found((scheme.number, scheme.choosings.get().token))


def perusal(cast: Cast, now: datetime) -> Found:
    scheme = given.settled_scheme(cast, now)
    kept = Perusal.objects.create(scheme=scheme, step="submit", asked_by=cast.organiser.user, begun_at=now)
    return Found((scheme.number, kept.token))


def confirmed(cast: Cast, now: datetime) -> Found:
    purchase = given.confirmed_purchase(cast, now)
    return Found((purchase.number,), purchase)


def ordered(cast: Cast, now: datetime) -> Found:
    purchase = given.ordered_purchase(cast, now)
    return Found((purchase.number,), purchase)


def unproved(cast: Cast, now: datetime) -> Found:
    """Delivered, and nobody has photographed the unpacking."""
    purchase = given.delivered_purchase(cast, now, legal_mode="supervision_check")
    arrivals.begin_check(purchase, by=cast.verifier, now=now, unpacking=[given.picture()])
    return Found((purchase.number,), purchase)


def proved(cast: Cast, now: datetime) -> Found:
    purchase = given.accepted_purchase(cast, now)
    return Found((purchase.number,), purchase)


def advance(cast: Cast, now: datetime) -> Found:
    """The organiser says that the buyer was given 500 yuan."""
    return Found((accounting.entered(cast, now, given.buying_scheme(cast, now)).token,))


def plan(cast: Cast, now: datetime) -> Found:
    found = executing_plan(cast, now)
    return Found((found.number,), found)


def labels(cast: Cast, now: datetime) -> Found:
    kept: Any = LabelSheet(organisation=cast.center, asked_by=cast.storekeeper.user, asked_at=now)
    kept.pdf.save("labels.pdf", ContentFile(b"%PDF-1.7\n"))
    return Found((kept.token,))


def stored(cast: Cast, now: datetime) -> Found:
    sample = given.stored_sample(cast, now)
    return Found((sample.number,), sample)


def sealed(cast: Cast, now: datetime) -> Found:
    sample = sealing.half_sealed(cast, now)
    return Found((sample.number,), sample)


def count(cast: Cast, now: datetime) -> Found:
    return Found((counts.open_count(place="A-", by=cast.storekeeper, now=now).token,))


def claim(cast: Cast, now: datetime) -> Found:
    purchase = given.returned_purchase(cast, now)
    assert RefundDue.objects.filter(purchase=purchase).exists()
    return Found((purchase.number,))


def recipient(cast: Cast, now: datetime) -> Found:
    return Found((given.recipient(cast, now).pseudonym,))


def rule(cast: Cast, now: datetime) -> Found:
    """The laboratory's."""
    said: dict[str, Any] = {"title": "Storage", "version": "1", "in_force_since": now.date()}
    kept = storage.add_rule(file=given.picture(), by=cast.receiver, now=now, **said)
    return Found((kept.pk,))


def cold_room(cast: Cast, now: datetime) -> Found:
    """The laboratory's."""
    return Found((place(cast, now).pk,))


def at_the_laboratory(cast: Cast, now: datetime) -> Found:
    sample = given.sample_at_lab(cast, now)
    return Found((sample.number,), sample)


WALLS = [
    Wall("listings", STAFFED, on_offer, may=KNOWING),
    Wall("listing-sheet", STAFFED, on_offer_csv, may=KNOWING),
    Wall("api-scheme-listings", STAFFED, on_offer, may={"organiser"}, method="POST"),
    Wall("offer-file", STAFFED, offer_file, KNOWING, posts={"organiser"}),
    Wall("offer-discard", STAFFED, offer_file, KNOWING, {"organiser"}),
    Wall("offer-columns", STAFFED, offer_file, KNOWING, {"organiser"}),
    Wall("offer-refused", STAFFED, offer_file, KNOWING),
    Wall("choice-bundle", STAFFED, bundle, CENTER | PROVINCE),
    Wall("choosing", STAFFED, choice, KNOWING, posts={"organiser"}),
    Wall("perusal", STAFFED, perusal, KNOWING, posts={"organiser"}),
    Wall("api-offer-file", STAFFED, offer_file, KNOWING, posts={"organiser"}),
    Wall("api-choosing", STAFFED, choice, KNOWING, posts={"organiser"}),
    Wall("api-perusal", STAFFED, perusal, KNOWING, posts={"organiser"}),
    Wall("purchase-reveal", STAFFED, confirmed, may={"buyer", *KEEPER}, method="POST"),
    Wall("purchase-evidence", STAFFED, unproved, may={"verifier"}),
    Wall("purchase-bag", STAFFED, proved, may=LEADING_OR_DOING, method="POST"),
    Wall("purchase-files", STAFFED, proved, may=LEADING_OR_DOING, method="POST"),
    Wall("api-purchase-evidence", STAFFED, unproved, may=CENTER, posts={"verifier"}),
    Wall("api-purchase-bag", STAFFED, proved, may=LEADING_OR_DOING),
    Wall("api-purchase-files", STAFFED, proved, may=LEADING_OR_DOING),
    Wall("purchase-invoice", STAFFED, ordered, may={"buyer", "organiser"}),
    Wall("money", MONEY),
    Wall("money-sheet", MONEY, names=("csv",)),
    Wall("money-give", {"organiser"}),
    Wall("money-back", {"buyer"}),
    Wall("advance-confirm", MONEY, advance, may={"buyer"}),
    Wall("advance-deny", MONEY, advance, may={"buyer"}),
    Wall("advance-withdraw", MONEY, advance, may={"organiser"}, method="POST"),
    Wall("workplan-overrun", STAFFED, plan, may=LEADING),
    Wall("purchases-assign", {"organiser"}, method="POST"),
    Wall("labels-ask", STAFFED, method="POST"),
    Wall("labels", STAFFED, labels, CENTER),
    Wall("labels-file", STAFFED, labels, CENTER),
    Wall("sample-label", STAFFED, stored),
    Wall("sample-seals", STAFFED, sealed),
    Wall("stocktakings", COUNTERS),
    Wall("stocktaking", COUNTERS, count),
    Wall("stocktaking-end", COUNTERS, count, method="POST"),
    Wall("stocktaking-explain", COUNTERS, count, method="POST"),
    Wall("stocktaking-close", COUNTERS, count, method="POST"),
    Wall("claims", MONEY),
    Wall("claims-sheet", MONEY, names=("csv",)),
    Wall("claim", MONEY, claim),
    Wall("api-claims", MONEY),
    Wall("api-claim", MONEY, claim),
    Wall("api-stocktakings", COUNTERS),
    Wall("api-stocktaking", COUNTERS, count),
    Wall("claim-enter", MONEY, claim, may={"buyer"}),
    Wall("claim-write-off", LEADING, claim),
    Wall("recipients", KEEPER),
    Wall("recipient-add", KEEPER),
    Wall("recipient-reads", KEEPER),
    Wall("declarations", KEEPER),
    Wall("declaration-new", KEEPER),
    Wall("recipient", KEEPER, recipient),
    Wall("recipient-consent", KEEPER, recipient),
    Wall("recipient-identifier", KEEPER, recipient),
    Wall("recipient-retire", KEEPER, recipient, method="POST"),
    Wall("recipient-withdraw", KEEPER, recipient, method="POST"),
    Wall("recipient-reveal", KEEPER, recipient, method="POST"),
    Wall("recipient-erase", KEEPER, recipient),
    Wall("storage", CENTER | LABORATORY),
    Wall("storage-rule-new", KEEPING),
    Wall("storage-place-new", KEEPING),
    Wall("storage-rule", CENTER | LABORATORY, rule, LABORATORY),
    Wall("storage-place", CENTER | LABORATORY, cold_room, LABORATORY),
    Wall("storage-place-change", KEEPING, cold_room, {"receiver"}),
    Wall("storage-reading", KEEPING, cold_room, {"receiver"}),
    Wall("storage-put", KEEPING, at_the_laboratory),
    Wall("storage-out", KEEPING, at_the_laboratory),
    Wall("leaks", {"leader", *KEEPER}),
    Wall("leak-rest", {"leader", *KEEPER}, recipient, method="POST"),
    Wall("undertaking", {"buyer"}),
]
