"""What do the papers of sampling say (6.2)?

None of them carries the address of a recipient, an account or an order number: those stay sealed in the
purchase, under whose number the papers are filed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from documents.papers.base import Form, Paper


@dataclass(frozen=True, kw_only=True)
class Proof(Form):
    """A file kept as evidence: what it shows, and the SHA-256 by which it can be known again."""

    shows: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Planned(Form):
    """A product of the plan: how many batches, tested for what, by which standards, on which grounds."""

    product: str
    batches: int
    tested_for: str
    test_standard: str
    judgement_standard: str
    grounds: str


@dataclass(frozen=True, kw_only=True)
class Scheme(Paper, name="scheme"):
    """网上采样工作方案 (form 4.3): scope, method, period, and who does what (6.2-1).

    It names the buyers, so it is the center's own. `listings` counts what is on offer, frozen under
    `listings_digest`; `seed_commitment` is the SHA-256 of the seed that orders the choice.
    `chosen_again`: when, how, by whom and why its targets were chosen anew after a result was seen.
    """

    template: ClassVar[str] = "papers/sampling_scheme.html"
    inward: ClassVar[bool] = True

    plan: str
    plan_number: str
    filing_number: str = ""
    legal_mode: str
    task_type: str
    task_source: str
    set_by: str
    products: tuple[Planned, ...]
    platforms: str = ""
    areas: str
    price_range: str
    way: str
    scope: str
    method: str
    starts_on: date
    ends_on: date
    backup: bool
    budget: str = ""
    laboratories: str = ""
    staffing: str
    buyers: str
    listings: int
    listings_digest: str
    seed_commitment: str
    chosen_again: tuple[str, ...] = ()
    approved_by: str


@dataclass(frozen=True, kw_only=True)
class Set(Form):
    """One set of a sample (检/备), with its seal where it has one."""

    number: str
    part: str
    quantity: str
    seal: str = ""
    sealed_at: str = ""
    sealed_by: str = ""
    kept_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Said(Form):
    """A field of a form by its name, with what is entered."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Group(Form):
    """Fields of a form under one heading."""

    heading: str
    rows: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class SamplingForm(Paper, name="sampling_form"):
    """网上采样单, in a supervision check 抽样单 (form 4.4); O18-05 to O18-07.

    `recipient` is a pseudonym; account, address and order are on file under `purchase`. `supervised`: the
    sets are sealed, and two persons sign. Instants are written out, in Shanghai's time.

    Only that of a supervision check goes to the shop (O18-07): by the times of order and payment a shop knows
    who bought, and in risk monitoring it must not (6.2).
    """

    template: ClassVar[str] = "papers/sampling_form.html"
    named: ClassVar[str] = "shop"

    @classmethod
    def goes_out(cls, document: Any) -> bool:
        return bool(document.content["supervised"])

    supervised: bool
    purchase: str
    plan: str
    filing_number: str = ""
    legal_mode: str
    task_type: str
    task_source: str
    # whom it was bought from
    shop: str
    shop_url: str = ""
    operator: str = ""
    credit_code: str = ""
    licence: str = ""
    natural_person: bool | None
    platform: str
    platform_address: str = ""
    platform_phone: str = ""
    platform_code: str = ""
    # whose goods, and which
    producer: str = ""
    producer_address: str = ""
    product: str
    brand: str = ""
    model: str = ""
    item_id: str
    url: str
    batch: str = ""
    labelled_standard: str
    declared: str
    packing_class: str
    way: str
    unit_price: str
    # how it was bought
    ordered_at: str
    paid_at: str
    amount: str
    freight: str
    recipient: str
    sent_from: str = ""
    delivered_at: str
    packing_state: str
    further: tuple[Group, ...] = ()
    evidence: tuple[Proof, ...]
    # what was taken
    sets: tuple[Set, ...]
    send_to: str = ""
    send_by: date | None = None
    checked_by: str
    signed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WithoutSample(Paper):
    """What the papers of an end without a sample have in common (form 4.5): why a purchase came to nothing.

    They name a target that may be bought again, so they are the center's own.
    """

    inward: ClassVar[bool] = True

    supervised: bool
    purchase: str
    plan: str
    filing_number: str = ""
    legal_mode: str
    task_type: str
    task_source: str
    product: str
    brand: str = ""
    model: str = ""
    item_id: str
    url: str
    shop: str
    operator: str = ""
    platform: str
    enterprise: str = ""
    cause: str
    happened: str
    stamped: bool
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, kw_only=True)
class NotFound(WithoutSample, name="not_found"):
    """未抽到样品情况说明表."""

    template: ClassVar[str] = "papers/not_found.html"

    category: str
    licence: str = ""
    enterprise_address: str = ""
    contact: str = ""
    phone: str = ""
    sold: str = ""
    goods_went: str = ""
    outcome: str
    sampled_by: str


@dataclass(frozen=True, kw_only=True)
class Sought(Form):
    """An attempt to reach a seller: when, by which means, where, by whom, and what came of it."""

    at: str
    means: str
    sought: str
    made_by: str
    result: str


@dataclass(frozen=True, kw_only=True)
class Unreachable(WithoutSample, name="unreachable"):
    """无法联系经营者清单."""

    template: ClassVar[str] = "papers/unreachable.html"

    attempts: tuple[Sought, ...]
    listed_by: str


@dataclass(frozen=True, kw_only=True)
class Refusal(WithoutSample, name="refusal"):
    """拒检认定表. `happened` is the course of the refusal; samplers and witness signed it on paper."""

    template: ClassVar[str] = "papers/refusal.html"

    set_by: str
    responsible: str = ""
    contact: str = ""
    phone: str = ""
    samplers: str
    witness: str
    opinion: str
    opinion_on: date


@dataclass(frozen=True, kw_only=True)
class Check(Form):
    """One point that was looked at on receipt, and whether it was in order."""

    point: str
    met: bool | None


@dataclass(frozen=True, kw_only=True)
class Registration(Paper, name="registration"):
    """样品登记表 (form 4.6): what was taken into the store, where it lies, who keeps it, what was checked.

    It names the shop, so it is the center's own. `checks` are those made on arrival, `concluded` what
    followed from them; `entered_at` is written out, in Shanghai's time.
    """

    template: ClassVar[str] = "papers/registration.html"
    inward: ClassVar[bool] = True

    supervised: bool
    sample: str
    sampling_form: str = ""
    sampled_on: date
    sampled_by: str
    product: str
    brand: str = ""
    model: str = ""
    batch: str = ""
    producer: str = ""
    quantity: str
    part: str
    shop: str
    shop_address: str
    entered_at: str
    location: str
    keeper: str
    conditions: str
    send_to: str = ""
    send_by: date | None = None
    seal: str = ""
    sealed_by: str = ""
    checks: tuple[Check, ...]
    checked_by: str
    concluded: str
    # What was bought otherwise than chosen; "" = nothing was.
    changed: str = ""


@dataclass(frozen=True, kw_only=True)
class HandOver(Paper, name="hand_over"):
    """样品移交确认单 (form 4.6): what the laboratory found, and whether it took the sample (6.3-1).

    `addressee` is the laboratory. The goods and nothing of the purchase.
    """

    template: ClassVar[str] = "papers/hand_over.html"

    supervised: bool
    addressee: str
    sample: str
    sampling_form: str = ""
    product: str
    brand: str = ""
    model: str = ""
    batch: str = ""
    producer: str = ""
    sampled_on: date
    quantity: str
    backup: str = ""
    seal: str = ""
    checks: tuple[Check, ...]
    appearance: str
    condition: str
    packing: str
    taken: bool
    reason: str = ""
    handed_over_by: str
    handed_over_at: str
    received_by: str
    received_at: str


@dataclass(frozen=True, kw_only=True)
class DisposalRecord(Paper, name="disposal_record"):
    """样品处置记录 (form 4.6, O18-15): how a sample was disposed of, by whom, and who was there."""

    template: ClassVar[str] = "papers/disposal_record.html"

    supervised: bool
    sample: str
    product: str
    brand: str = ""
    model: str = ""
    batch: str = ""
    part: str
    quantity: str
    seal: str = ""
    kept_until: date | None = None
    way: str
    reason: str = ""
    disposed_by: str
    witnessed_by: str
    disposed_at: str
    photos: tuple[Proof, ...]


@dataclass(frozen=True, kw_only=True)
class SealNotice(Paper, name="seal_notice"):
    """封存和处置通知单 (form 4.6, O18-15): where a sealed backup is kept, how, and for how long."""

    template: ClassVar[str] = "papers/seal_notice.html"

    supervised: bool
    sample: str
    sampling_form: str = ""
    set_by: str
    product: str
    brand: str = ""
    model: str = ""
    batch: str = ""
    part: str
    quantity: str
    seal: str
    sealed_at: str
    sealed_by: str
    confirmed_by: str
    kept_at: str
    conditions: str = ""
    kept_by: str
