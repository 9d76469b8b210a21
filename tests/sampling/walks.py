"""Each edge of the flows of this stage, walked by HTTP by the person whose step it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Viewer
from casework.models import Filed
from sampling.deliveries.actions.arrivals import void_purchase
from sampling.purchases.flow.ends import ENDS
from sampling.purchases.models.purchases import CHECKS, Purchase
from sampling.recipients.actions.consents import undertake
from sampling.samples.models.moves import LOOKED_AT
from sampling.schemes.models import Scheme
from tests.cast import Cast
from tests.conftest import NOW
from tests.sampling import given, parcels, sealing, stated
from tests.sampling import handing as custody
from tests.sampling.accounting import settlement_in
from tests.sampling.looking import LOOKING
from tests.sampling.looking import item as item
from tests.walks import Walk

MINUTE = "%Y-%m-%dT%H:%M"
TODAY = NOW.date().isoformat()
THIS_MINUTE = timezone.localtime(NOW).strftime(MINUTE)
Data = Callable[[Any, Cast], dict[str, Any]]


def post(
    at_desk: Callable[[Viewer], Client], viewer: Viewer, record: Filed, step: str, data: dict[str, Any]
) -> Any:
    """What a person gets who sends the form of a step."""
    return at_desk(viewer).post(reverse(f"{record.kind}-step", args=[record.number, step]), data)


def said(note: str = "For a reason.") -> Data:
    return lambda record, cast: {"note": note}


def scheme_data(scheme: Scheme | None, cast: Cast) -> dict[str, Any]:
    return {
        "title": "Another title",
        "platforms": [cast.platform],
        "scope": "the platform",
        "method": "targeted",
        "starts_on": TODAY,
        "ends_on": TODAY,
        "staffing": "two people",
        "buyers": [cast.buyer.user],
    }


def listing_data(scheme: Scheme, cast: Cast) -> dict[str, Any]:
    return given.row(9, plan_item="Soft toy")


def table(scheme: Scheme, cast: Cast) -> dict[str, Any]:
    rows = [given.row(7), given.row(8)]
    lines = [",".join(rows[0]), *(",".join(cells.values()) for cells in rows)]
    return {"file": SimpleUploadedFile("offers.csv", "\n".join(lines).encode(), "text/csv")}


def first_listing(scheme: Scheme, cast: Cast) -> dict[str, Any]:
    return {"listings": "1"}


def best(scheme: Scheme, cast: Cast) -> dict[str, Any]:
    return {"mode": "optimal", **({"reason": "A wrong budget."} if scheme.result_seen() else {})}


# Targets are proposed when those of a short listing are asked for.
CHOSEN: tuple[str, Callable[[Any], Filed]] = ("choose", lambda scheme: scheme)


def allowed(scheme: Scheme, cast: Cast) -> dict[str, Any]:
    return {"listing": scheme.listings.filter(chosen=False)[0].line, "exception": "Follow-up of a failure."}


def added(scheme: Scheme, cast: Cast) -> dict[str, Any]:
    return {"listing": scheme.listings.filter(purchases=None)[0]}


def scheme_with_room(cast: Cast, now: datetime) -> Scheme:
    """Its one purchase was voided: the quota has room again."""
    purchase = given.planned_purchase(cast, now)
    void_purchase(purchase, note="Planned in error.", by=cast.leader, now=now)
    return Scheme.objects.get(pk=purchase.scheme_id)


def people(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    undertake(by=cast.buyer, now=NOW)
    given.recipient(cast, NOW)
    return {"buyer": cast.buyer.user}


def order(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    times = {"ordered_at": THIS_MINUTE, "paid_at": THIS_MINUTE}
    data = given.order_data(NOW)
    entry = data.pop("entry")
    return {**data, **entry, "natural_person": "no", **times}


def parcel(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return {**given.parcel(NOW), "shipped_on": TODAY}


def second_parcel(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return {**given.parcel(NOW, "T-2"), "shipped_on": TODAY, "contents": "The rest", "pieces": 1}


def arrival(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return {**stated.arrival(NOW), "delivered_at": THIS_MINUTE}


def first_arrival(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return {**arrival(purchase, cast), "parcel": purchase.parcels.all()[0]}


def ending(purchase: Purchase, cast: Cast, step: str) -> dict[str, Any]:
    """The form of an end, as it is posted."""
    data = stated.ending(NOW, step)
    for place, tried in enumerate(data.pop("attempts", [])):
        data |= {f"attempt{place}_{name}": value for name, value in {**tried, "at": THIS_MINUTE}.items()}
    return data


def failure(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return ending(purchase, cast, "not_found")


def unpacking(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return {"unpacking": [given.picture(), stated.film()]}


def acceptance(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    goods = {**given.goods(purchase), **stated.goods_entry()}
    return {**dict.fromkeys(CHECKS, "yes"), **goods, "quantity": 2, "backup": 1}


def rejection(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    answers = {**dict.fromkeys(CHECKS, "yes"), "labels_complete": "no"}
    return {**answers, "defect": "No label", "way_back": "quality", "evidence": [given.picture()]}


def way_back(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    said = {"return_carrier": "Express", "return_tracking": "T-2", "sent_back_on": TODAY}
    return {**said, "receipt": given.picture()}


def seller_receipt(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return {"seller_received_on": TODAY, "proof": given.picture()}


def refund(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return {"amount": "119.70", "refunded_on": TODAY, "proof": given.picture()}


def part(purchase: Purchase, cast: Cast) -> dict[str, Any]:
    return {**refund(purchase, cast), "amount": "19.70"}


def instead(record: Any, cast: Cast) -> dict[str, Any]:
    purchase = record if isinstance(record, Purchase) else record.purchase
    return {"listing": purchase.listing, "note": "Bought again."}


def place(sample: Any, cast: Cast) -> dict[str, Any]:
    return {"location": "A-1", "conditions": "dry", "send_to": "the laboratory", "send_by": TODAY}


def seal(sample: Any, cast: Cast) -> dict[str, Any]:
    return {"seal_number": "F-2026-0001", "front": given.picture(), "back": given.picture()}


def seal_walks() -> list[Walk]:
    return [
        Walk("sample", "seal", "stored", "storekeeper", given.stored_sample, seal),
        Walk("sample", "witness", "stored", "verifier", sealing.half_sealed),
        Walk(
            "sample",
            "set_aside",
            "stored",
            "storekeeper",
            sealing.set_to_put_aside,
            lambda sample, cast: {"kept_at": "Cold room 2"},
        ),
        Walk(
            "sample",
            "settle",
            "sealed",
            "organiser",
            sealing.tested_backup,
            lambda sample, cast: {"objection_ended_on": TODAY},
        ),
        Walk("sample", "discard", "stored", "storekeeper", sealing.stored_backup, disposal),
        Walk("sample", "discard", "sealed", "storekeeper", sealing.free_backup, disposal),
    ]


def disposal(sample: Any, cast: Cast) -> dict[str, Any]:
    return {"disposal": "destroyed", "note": "Its time is over."}


def witnessed(sample: Any, cast: Cast) -> dict[str, Any]:
    return {"photos": [given.picture()], "note": ""}


def another_place(sample: Any, cast: Cast) -> dict[str, Any]:
    return {"to_place": "B-7"}


def arrived(sample: Any, cast: Cast) -> dict[str, Any]:
    return {**dict.fromkeys(LOOKED_AT, "yes"), "location": "B-7"}


def second_lab(sample: Any, cast: Cast) -> dict[str, Any]:
    return {"laboratory": cast.other_laboratory}


def custody_walks() -> list[Walk]:
    return [
        Walk("sample", "shift", "stored", "storekeeper", given.stored_sample, another_place),
        Walk("sample", "shift", "sealed", "storekeeper", sealing.sealed_backup, another_place),
        Walk("sample", "take_in", "shifting", "verifier", custody.shifted_sample, arrived),
        Walk("sample", "turn_back", "shifting", "verifier", custody.shifted_sample, said()),
        Walk("sample", "send_out", "sealed", "storekeeper", sealing.tested_backup, second_lab),
        Walk("sample", "take_back", "coming_back", "storekeeper", custody.sample_coming_back, arrived),
        Walk("sample", "take_over", "going_back", "storekeeper", custody.sample_going_back, arrived),
        Walk("sample", "discard", "returned", "storekeeper", custody.returned_sample, disposal),
        Walk("sample", "confirm_discard", "discarding", "verifier", custody.discarding_sample, witnessed),
        Walk("sample", "keep", "discarding", "storekeeper", custody.discarding_sample),
        Walk("sample", "confirm_disposal", "disposing", "tester", custody.disposing_sample, witnessed),
        Walk("sample", "spare", "disposing", "receiver", custody.disposing_sample),
    ]


def receipt(sample: Any, cast: Cast) -> dict[str, Any]:
    return {**given.NOTED, **dict.fromkeys(sample.points, "yes")}


def lab_rejection(sample: Any, cast: Cast) -> dict[str, Any]:
    proof = {"rejection": "The seal is broken.", "photos": [given.picture()]}
    return {**receipt(sample, cast), "seal_intact": "no", **proof}


def voided_by_the_leader(kind: str, source: str, record: Callable[[Cast, datetime], Filed]) -> Walk:
    return Walk(kind, "void", source, "leader", record, said())


def ended(step: str) -> Callable[[Cast, datetime], Filed]:
    return partial(given.failed_purchase, step=step)


def scheme_walks() -> list[Walk]:
    withdrawn = {
        "draft": given.draft_scheme,
        "submitted": given.submitted_scheme,
        "approved": given.approved_scheme,
        "selecting": given.selecting_scheme,
        "asking": given.asking_scheme,
    }
    return [
        Walk("scheme", "edit", "draft", "organiser", given.draft_scheme, scheme_data),
        Walk("scheme", "list", "draft", "organiser", given.draft_scheme, listing_data),
        Walk("scheme", "import", "draft", "organiser", given.draft_scheme, table),
        Walk("scheme", "unlist", "draft", "organiser", given.draft_scheme, first_listing),
        Walk("scheme", "commit", "draft", "organiser", given.draft_scheme),
        Walk("scheme", "submit", "draft", "organiser", given.settled_scheme),
        Walk("scheme", "approve", "submitted", "leader", given.submitted_scheme),
        Walk("scheme", "return", "submitted", "leader", given.submitted_scheme, said()),
        Walk("scheme", "choose", "approved", "organiser", given.approved_scheme, best, target="selecting"),
        Walk("scheme", "choose", "selecting", "organiser", given.selecting_scheme, best, target="selecting"),
        Walk("scheme", "select", "approved", "organiser", given.approved_scheme, best, cause=CHOSEN),
        Walk("scheme", "ask", "selecting", "organiser", given.short_scheme, said()),
        Walk("scheme", "grant", "asking", "leader", given.asking_scheme, target="selecting"),
        Walk("scheme", "deny", "asking", "leader", given.asking_scheme, said()),
        Walk("scheme", "confirm", "selecting", "organiser", given.selecting_scheme),
        Walk("scheme", "allow", "buying", "leader", given.buying_scheme, allowed),
        Walk("scheme", "add", "buying", "organiser", scheme_with_room, added),
        Walk("scheme", "complete", "buying", "organiser", scheme_with_room),
        *(Walk("scheme", "withdraw", state, "organiser", made, said()) for state, made in withdrawn.items()),
        voided_by_the_leader("scheme", "draft", given.draft_scheme),
    ]


def plan_being_bought(cast: Cast, now: datetime) -> Filed:
    return given.checking_purchase(cast, now).scheme.plan


def purchase_being_checked(plan: Any) -> Filed:
    return Purchase.objects.get(scheme__plan=plan)


def bought(state: str) -> Callable[[Cast, datetime], Filed]:
    made: Callable[[Cast, datetime], Filed] = getattr(given, f"{state}_purchase")
    return made


def end_walks() -> list[Walk]:
    """Each end without a sample, from each state in which it can come."""
    return [
        Walk("purchase", end.step, source, str(end.by), bought(source), partial(ending, step=end.step))
        for end in ENDS
        for source in end.sources
    ]


def ended_walks() -> list[Walk]:
    """What follows an end: goods that came go back first."""
    back = (("send_back", "buyer", way_back), ("refund", "buyer", refund), ("write_off", "leader", said()))
    return [
        Walk("purchase", step, end.state, who, ended(end.step), data)
        for end in ENDS
        for step, who, data in (back if end.goods_came else [("replace", "organiser", instead)])
    ]


def purchase_walks() -> list[Walk]:
    return [
        Walk("purchase", "assign", "planned", "organiser", given.planned_purchase, people),
        Walk("purchase", "reassign", "assigned", "organiser", given.assigned_purchase, people),
        Walk("purchase", "reassign", "changed", "organiser", given.changed_purchase, people),
        *LOOKING,
        Walk("purchase", "order", "assigned", "buyer", given.confirmed_purchase, order),
        Walk("purchase", "ship", "ordered", "buyer", given.ordered_purchase, parcel),
        Walk("purchase", "add_parcel", "shipped", "buyer", given.shipped_purchase, second_parcel),
        Walk("purchase", "receive_parcel", "shipped", "buyer", parcels.two_under_way, first_arrival),
        Walk("purchase", "rest_missing", "shipped", "buyer", parcels.one_of_two_came, said()),
        Walk("purchase", "deliver", "shipped", "buyer", given.shipped_purchase, arrival),
        *end_walks(),
        Walk("purchase", "check", "delivered", "verifier", given.delivered_purchase, unpacking),
        Walk("purchase", "accept", "checking", "verifier", given.checking_purchase, acceptance),
        Walk("purchase", "reject", "checking", "verifier", given.checking_purchase, rejection),
        Walk("purchase", "send_back", "rejected_return", "buyer", given.rejected_purchase, way_back),
        Walk("purchase", "arrive", "returned", "buyer", given.returned_purchase, seller_receipt),
        Walk("purchase", "refund", "returned", "buyer", given.returned_purchase, refund),
        Walk("purchase", "enter_part", "returned", "buyer", given.returned_purchase, part),
        Walk("purchase", "write_off", "returned", "leader", given.returned_purchase, said()),
        Walk("purchase", "replace", "returned", "organiser", given.returned_purchase, instead),
        Walk("purchase", "replace", "refunded", "organiser", given.refunded_purchase, instead),
        *ended_walks(),
        voided_by_the_leader("purchase", "planned", given.planned_purchase),
    ]


def sample_walks() -> list[Walk]:
    lab = {"at_lab": given.sample_at_lab, "in_test": given.sample_in_test, "tested": given.tested_sample}
    lost = {"rejected_by_lab": given.sample_rejected_by_lab, **lab}
    return [
        Walk("sample", "store", "registered", "storekeeper", given.registered_sample, place),
        Walk("sample", "hand_over", "stored", "storekeeper", given.commissioned_sample),
        Walk("sample", "receive", "handed_over", "receiver", given.handed_over_sample, receipt),
        Walk("sample", "reject", "handed_over", "receiver", given.handed_over_sample, lab_rejection),
        Walk("sample", "recall_to_store", "rejected_by_lab", "organiser", lost["rejected_by_lab"], said()),
        *(Walk("sample", "resample", state, "organiser", made, instead) for state, made in lost.items()),
        *(Walk("sample", "invalidate", state, "organiser", made, said()) for state, made in lab.items()),
        Walk("sample", "begin", "at_lab", "tester", given.sample_at_lab),
        Walk("sample", "finish", "in_test", "tester", given.sample_in_test),
        Walk("sample", "retain", "tested", "receiver", given.tested_sample),
        Walk("sample", "dispose", "retained", "receiver", given.retained_sample, disposal),
        Walk("sample", "give_back", "retained", "receiver", given.retained_sample, said()),
        voided_by_the_leader("sample", "registered", given.registered_sample),
    ]


def settlement_walks() -> list[Walk]:
    drafted, claimed, checked = (settlement_in(state) for state in ("draft", "submitted", "checked"))
    return [
        Walk("settlement", "gather", "draft", "buyer", drafted),
        Walk("settlement", "submit", "draft", "buyer", drafted),
        Walk("settlement", "check", "submitted", "organiser", claimed),
        Walk("settlement", "return", "submitted", "organiser", claimed, said()),
        Walk("settlement", "return", "checked", "leader", checked, said()),
        Walk("settlement", "approve", "checked", "leader", checked),
        voided_by_the_leader("settlement", "draft", drafted),
    ]


# The plan is told how far it has come when a sample is accepted.
CAUSE = ("accept", purchase_being_checked)
TALLY = Walk("workplan", "tally", "executing", "verifier", plan_being_bought, acceptance, cause=CAUSE)
WALKS: list[Walk] = [
    TALLY,
    *scheme_walks(),
    *purchase_walks(),
    *sample_walks(),
    *seal_walks(),
    *custody_walks(),
    *settlement_walks(),
]
