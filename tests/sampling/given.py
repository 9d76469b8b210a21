"""What do tests of this stage and those downstream start from? Schemes, purchases, samples, by actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from accounts.models import System
from accounts.roles import Role
from casework.actions import take
from sampling.custody.actions import acceptance, custody
from sampling.custody.actions.samples import receive, reject_sample, store
from sampling.deliveries.actions import arrivals, ends, parcels, refunds
from sampling.listings.actions import listings
from sampling.purchases.actions import assigning, orders, targets
from sampling.purchases.flow.ends import END
from sampling.purchases.models.purchases import CHECKS, Purchase
from sampling.recipients import personal
from sampling.recipients.actions import consents, recipients
from sampling.recipients.models.recipients import Recipient, Scope
from sampling.samples.models.samples import RECEIPT, Sample
from sampling.schemes.actions import schemes, seeds
from sampling.schemes.models import Listing, Scheme
from sampling.selection.actions import choices
from tests.cast import Cast
from tests.monitoring.given import PRODUCTS, executing_plan
from tests.photos import photographed
from tests.sampling import stated
from tests.sampling.stated import goods as goods
from tests.sampling.stated import order_data as order_data
from tests.sampling.stated import parcel as parcel
from tests.sampling.stated import picture as picture
from tests.sampling.stated import row as row


def add_rows(scheme: Scheme, cast: Cast, now: datetime, rows: Sequence[dict[str, str]]) -> list[Listing]:
    offers, refused = listings.judge(scheme, list(enumerate(rows, start=2)))
    assert not refused, refused
    return list(listings.add_offers(scheme, offers=offers, by=cast.organiser, now=now))


@photographed
def empty_scheme(cast: Cast, now: datetime, **plan: Any) -> Scheme:
    """A draft without listings, of a plan with one product and one batch unless told otherwise."""
    made = executing_plan(cast, now, **plan)
    return schemes.open_scheme(
        plan=made,
        by=cast.organiser,
        now=now,
        title="Toys on First Platform",
        scope="First Platform, up to 200 yuan",
        method="targeted",
        starts_on=now.date(),
        ends_on=now.date() + timedelta(days=30),
        staffing="One buys, one checks.",
        buyers=[cast.buyer.user],
    )


@photographed
def draft_scheme(
    cast: Cast, now: datetime, rows: Sequence[dict[str, str]] | None = None, **plan: Any
) -> Scheme:
    """A draft with listings: three for each product of the plan unless rows are given."""
    scheme = empty_scheme(cast, now, **plan)
    if rows is None:
        products = plan.get("products", PRODUCTS)
        rows = [
            row(10 * place + number, plan_item=product)
            for place, product in enumerate(products)
            for number in (1, 2, 3)
        ]
    add_rows(scheme, cast, now, rows)
    return scheme


@photographed
def settled_scheme(cast: Cast, now: datetime, **more: Any) -> Scheme:
    """A draft with listings, whose seed is settled."""
    scheme = draft_scheme(cast, now, **more)
    seeds.commit(scheme, by=cast.organiser, now=now)
    return scheme


@photographed
def submitted_scheme(cast: Cast, now: datetime, **more: Any) -> Scheme:
    scheme = settled_scheme(cast, now, **more)
    schemes.submit(scheme, by=cast.organiser, now=now)
    return scheme


@photographed
def approved_scheme(cast: Cast, now: datetime, **more: Any) -> Scheme:
    scheme = submitted_scheme(cast, now, **more)
    schemes.approve(scheme, by=cast.leader, now=now)
    return scheme


@photographed
def selecting_scheme(cast: Cast, now: datetime, **more: Any) -> Scheme:
    scheme = approved_scheme(cast, now, **more)
    choices.choose(scheme, by=cast.organiser, now=now, at_once=True)
    return scheme


@photographed
def short_scheme(cast: Cast, now: datetime, **more: Any) -> Scheme:
    """Two batches are wanted, but both listings are of one shop: one target is proposed."""
    rows = [row(1), row(2, shop="Shop 1", shop_id="S-1")]
    return selecting_scheme(cast, now, rows=rows, batches=2, **more)


@photographed
def asking_scheme(cast: Cast, now: datetime, **more: Any) -> Scheme:
    """It is asked that the second listing may repeat the shop."""
    scheme = short_scheme(cast, now, **more)
    choices.ask(scheme, note="Both failed last year.", by=cast.organiser, now=now)
    return scheme


@photographed
def buying_scheme(cast: Cast, now: datetime, **more: Any) -> Scheme:
    """Its purchases are planned: one unless the plan has more batches or products."""
    scheme = selecting_scheme(cast, now, **more)
    targets.confirm(scheme, by=cast.organiser, now=now)
    return scheme


@photographed
def recipient(cast: Cast, now: datetime, **more: Any) -> Recipient:
    """A volunteer; a new person and address each time, but the first is the SECRET one."""
    number = Recipient.objects.count()
    person = {
        "name": stated.SECRET_NAME if not number else f"Person {number}",
        "phone": stated.SECRET_PHONE if not number else f"1380000{number:04}",
        "address": stated.SECRET_ADDRESS if not number else f"Lane 1, House {number}",
        "scopes": Scope.values,
        "given_at": now,
        **more,
    }
    return recipients.add_recipient(by=cast.address_keeper, now=now, **person)


def pieces_of(person: Recipient) -> list[bytes]:
    """All that lies sealed of somebody, as it lies there."""
    with personal.shown(person.pk):
        return [bytes(piece.content) for piece in person.sealed.all()]


@photographed
def planned_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    scheme = buying_scheme(cast, now, **more)
    return scheme.purchases.order_by("pk")[0]


@photographed
def assigned_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    return assigned(planned_purchase(cast, now, **more), cast, now)


def assigned(purchase: Purchase, cast: Cast, now: datetime) -> Purchase:
    consents.undertake(by=cast.buyer, now=now)
    recipient(cast, now)
    assigning.assign(purchase, by=cast.organiser, now=now, buyer=cast.buyer.user)
    return purchase


def confirmed(purchase: Purchase, cast: Cast, now: datetime, **more: Any) -> Purchase:
    orders.confirm_item(purchase, by=cast.buyer, now=now, **stated.item_data(purchase, **more))
    return purchase


@photographed
def confirmed_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    """Assigned, and its item confirmed: the order may be placed."""
    return confirmed(assigned_purchase(cast, now, **more), cast, now)


@photographed
def changed_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    """Another product stands at the address that was chosen."""
    changed = {"changes": ["product"], "model_seen": "M9", "differences": "It is another toy now."}
    return confirmed(assigned_purchase(cast, now, **more), cast, now, **changed)


def ordered(purchase: Purchase, cast: Cast, now: datetime, **more: Any) -> Purchase:
    if purchase.confirmed_at is None:
        confirmed(purchase, cast, now)
    data, operator = order_data(now), purchase.listing.shop.operator
    if operator:  # the order says what the page does
        data["entry"]["operator"] = operator
    orders.order(purchase, by=cast.buyer, now=now, **data | more)
    return purchase


@photographed
def ordered_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    return ordered(assigned_purchase(cast, now, **more), cast, now)


def shipped(purchase: Purchase, cast: Cast, now: datetime) -> Purchase:
    parcels.send_parcel(purchase, by=cast.buyer, now=now, **parcel(now))
    return purchase


@photographed
def shipped_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    return shipped(ordered_purchase(cast, now, **more), cast, now)


def delivered(purchase: Purchase, cast: Cast, now: datetime) -> Purchase:
    parcels.deliver(purchase, by=cast.buyer, now=now, **stated.arrival(now))
    return purchase


@photographed
def delivered_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    return delivered(shipped_purchase(cast, now, **more), cast, now)


@photographed
def checking_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    return checking(delivered_purchase(cast, now, **more), cast, now)


def checking(purchase: Purchase, cast: Cast, now: datetime) -> Purchase:
    proof = [picture(), stated.film()] if purchase.scheme.supervised else [picture()]
    arrivals.begin_check(purchase, by=cast.verifier, now=now, unpacking=proof)
    return purchase


@photographed
def accepted_purchase(cast: Cast, now: datetime, backup: int = 0, **more: Any) -> Purchase:
    return accepted(checking_purchase(cast, now, **more), cast, now, backup)


def accepted(purchase: Purchase, cast: Cast, now: datetime, backup: int = 0) -> Purchase:
    checks = dict.fromkeys(CHECKS, True)
    acceptance.accept(
        purchase,
        by=cast.verifier,
        now=now,
        checks=checks,
        goods=goods(purchase),
        entry=stated.goods_entry(),
        quantity=2,
        backup=backup,
    )
    return purchase


@photographed
def rejected_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    purchase = checking_purchase(cast, now, **more)
    checks = {**dict.fromkeys(CHECKS, True), "labels_complete": False}
    said: dict[str, Any] = {"defect": "No label", "way_back": "quality", "evidence": [picture()]}
    arrivals.reject(purchase, by=cast.verifier, now=now, checks=checks, **said)
    return purchase


@photographed
def returned_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    purchase = rejected_purchase(cast, now, **more)
    said: dict[str, Any] = {"return_carrier": "Express", "return_tracking": "T-2", "sent_back_on": now.date()}
    arrivals.send_back(purchase, by=cast.buyer, now=now, receipt=picture(), **said)
    return purchase


@photographed
def refunded_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    purchase = returned_purchase(cast, now, **more)
    came: dict[str, Any] = {"amount": purchase.amount, "refunded_on": now.date()}
    refunds.enter_refund(purchase, by=cast.buyer, now=now, **came)
    return purchase


def before(step: str) -> Any:
    """What a purchase has come to when one of its ends may be entered."""
    made = {"assigned": assigned_purchase, "ordered": ordered_purchase, "checking": checking_purchase}
    return made[END[step].sources[0]]


@photographed
def failed_purchase(cast: Cast, now: datetime, step: str = "not_found", **more: Any) -> Purchase:
    """Ended without a sample by one of the side ends."""
    return failed(before(step)(cast, now, **more), cast, now, step)


def failed(purchase: Purchase, cast: Cast, now: datetime, step: str = "not_found") -> Purchase:
    by = cast.verifier if END[step].by == Role.VERIFIER else cast.buyer
    ends.fail(purchase, by=by, now=now, step=step, **stated.ending(now, step))
    return purchase


def receiver(purchase: Purchase) -> Any:
    """Who is assigned to receive the parcel."""
    return purchase.recipient


@photographed
def registered_sample(cast: Cast, now: datetime, **more: Any) -> Sample:
    return accepted_purchase(cast, now, **more).samples.get(role="test")


@photographed
def stored_sample(cast: Cast, now: datetime, **more: Any) -> Sample:
    """In the center's store: what inspection starts from."""
    return stored(registered_sample(cast, now, **more), cast, now)


def stored(sample: Sample, cast: Cast, now: datetime) -> Sample:
    place: dict[str, Any] = {
        "location": "A-1",
        "conditions": "dry",
        "send_to": "the laboratory",
        "send_by": now.date(),
    }
    store(sample, by=cast.storekeeper, now=now, **place)
    return sample


@photographed
def stored_samples(cast: Cast, now: datetime, count: int = 2, **more: Any) -> list[Sample]:
    """Several samples of one plan, each of its own purchase, all in the store."""
    rows = [row(number) for number in range(1, count + 1)]
    scheme = buying_scheme(cast, now, rows=rows, batches=count, **more)
    samples = []
    for purchase in scheme.purchases.order_by("pk"):
        for go_on in (assigned, ordered, shipped, delivered, checking, accepted):
            go_on(purchase, cast, now)
        samples.append(stored(purchase.samples.get(role="test"), cast, now))
    return samples


@photographed
def commissioned_sample(cast: Cast, now: datetime, **more: Any) -> Sample:
    sample = stored_sample(cast, now, **more)
    take("commission", sample, by=System(), now=now, laboratory=cast.laboratory)
    return sample


@photographed
def handed_over_sample(cast: Cast, now: datetime, **more: Any) -> Sample:
    sample = commissioned_sample(cast, now, **more)
    custody.hand_over(sample, by=cast.storekeeper, now=now)
    return sample


NOTED = {"appearance": "clean", "condition": "sound", "packing": "sound"}


def receipt() -> dict[str, Any]:
    """The hand-over confirmation, all in order."""
    return {**dict.fromkeys(RECEIPT, True), **NOTED}


@photographed
def sample_at_lab(cast: Cast, now: datetime, **more: Any) -> Sample:
    sample = handed_over_sample(cast, now, **more)
    receive(sample, by=cast.receiver, now=now, **receipt())
    return sample


@photographed
def sample_rejected_by_lab(cast: Cast, now: datetime, **more: Any) -> Sample:
    sample = handed_over_sample(cast, now, **more)
    said = {**receipt(), "seal_intact": False, "rejection": "The seal is broken.", "photos": [picture()]}
    reject_sample(sample, by=cast.receiver, now=now, **said)
    return sample


@photographed
def sample_in_test(cast: Cast, now: datetime, **more: Any) -> Sample:
    sample = sample_at_lab(cast, now, **more)
    take("begin", sample, by=cast.tester, now=now)
    return sample


@photographed
def tested_sample(cast: Cast, now: datetime, **more: Any) -> Sample:
    sample = sample_in_test(cast, now, **more)
    take("finish", sample, by=cast.tester, now=now)
    return sample


@photographed
def retained_sample(cast: Cast, now: datetime, **more: Any) -> Sample:
    sample = tested_sample(cast, now, **more)
    take("retain", sample, by=cast.receiver, now=now)
    return sample
