"""Which papers follow a sample: sampling form, registration, hand-over, seal and disposal? (6.2-7, 6.3)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, Organisation
from casework.clauses import carries
from casework.separation import who_took
from documents.actions import issue
from documents.models import Document
from documents.papers import Form, Paper
from sampling.purchases.models.otherwise import changed, in_a_line
from sampling.purchases.models.purchases import CHECKS, Purchase
from sampling.purchases.papers import (
    Proof,
    Set,
    further_groups,
    offered,
    parcels_of,
    platform_facts,
    proofs,
    seen_facts,
)
from sampling.samples.flow.samples import Part, SampleState
from sampling.samples.models.samples import Sample
from sampling.schemes.papers import heading_of, issued, moment, named, task
from trail.enumerations import enumerated
from trail.models import Event


@dataclass(frozen=True, kw_only=True)
class Check(Form):
    """One point that was looked at on receipt, and whether it was in order."""

    point: str
    met: bool | None


@dataclass(frozen=True, kw_only=True)
class Registration(Paper, name="registration", series="登"):
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
class HandOver(Paper, name="hand_over", series="交"):
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
class DisposalRecord(Paper, name="disposal_record", series="处"):
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
class SealNotice(Paper, name="seal_notice", series="封"):
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


@carries("6.2-7-a", "O18-05", "O18-07")
def sampling_form(purchase: Purchase, *, by: By, now: datetime) -> Document:
    """网上采样单 once the samples are registered; 抽样单 of a supervision check once both sets are sealed."""
    sets = list(purchase.samples.exclude(state="voided").order_by("pk"))
    test = next(sample for sample in sets if not sample.is_backup)
    sealers = [str(person) for sample in sets for person in (sample.sealed_by, sample.witnessed_by) if person]
    with override(settings.LANGUAGE_CODE):
        content = {
            **task(purchase.scheme),
            **offered(purchase),
            **_goods(test, "producer", "producer_address", "labelled_standard", "declared"),
            "send_to": test.send_to,
            "send_by": test.send_by,
            "supervised": purchase.scheme.supervised,
            "licence": purchase.licence,
            "natural_person": purchase.natural_person,
            "shop_url": purchase.shop.url,
            "credit_code": purchase.shop.credit_code,
            **platform_facts(purchase.platform),
            **seen_facts(purchase),
            "packing_class": str(test.get_packing_class_display()),
            "way": str(purchase.scheme.plan.get_method_display()),
            "unit_price": str(purchase.unit_price),
            "amount": str(purchase.amount),
            "freight": str(purchase.freight),
            "ordered_at": moment(purchase.ordered_at),
            "paid_at": moment(purchase.paid_at),
            "delivered_at": moment(purchase.delivered_at),
            "recipient": str(purchase.recipient),
            **parcels_of(purchase),
            "further": tuple(further_groups(purchase)),
            "evidence": proofs(purchase),
            "sets": tuple(_set(sample) for sample in sets),
            "checked_by": who_took(purchase, "accept"),
            "signed": tuple(dict.fromkeys(sealers)) if purchase.scheme.supervised else (),
        }
        title = _("Sampling form") if purchase.scheme.supervised else _("Online sampling form")
        return issued(purchase, "sampling_form", title, content, by, now)


@carries("6.2-7-a")
def registration_paper(sample: Sample, *, by: By, now: datetime) -> Document:
    """样品登记表, when a sample is taken into the store."""
    purchase = sample.purchase
    sealers = filter(None, (sample.sealed_by, sample.witnessed_by))
    with override(settings.LANGUAGE_CODE):
        content = {
            **_goods(sample, "producer", "sampled_on", "location", "conditions", "send_to", "send_by"),
            "supervised": sample.supervised,
            "sample": sample.number,
            "sampling_form": _form_number(sample),
            "quantity": _quantity(sample),
            "part": str(sample.get_role_display()),
            "shop": purchase.shop.operator or purchase.shop.name,
            "shop_address": purchase.shop.url or purchase.listing.url,
            "entered_at": moment(now),
            "keeper": named(by),
            "seal": sample.seal_number,
            "sealed_by": enumerated(sealers),
            "checks": tuple(
                Check(point=heading_of(purchase, name), met=getattr(purchase, name)) for name in CHECKS
            ),
            "checked_by": who_took(purchase, "accept"),
            "concluded": _("Accepted, and taken into the store."),
            "changed": in_a_line(changed(purchase)),
        }
        return issued(sample, "registration", _("Registration of a sample"), content, by, now)


@carries("6.3-1", "O18-09")
def hand_over_paper(sample: Sample, *, by: By, now: datetime) -> Document:
    """样品移交确认单, when the laboratory has received or rejected the sample."""
    move = sample.moves.order_by("-id")[0]
    backup = sample.purchase.samples.filter(role=Part.BACKUP).exclude(state="voided").first()
    assert sample.laboratory is not None  # whoever looked at it
    taken = sample.state == SampleState.AT_LAB
    with override(settings.LANGUAGE_CODE):
        content = {
            **_goods(sample, "producer", "sampled_on", "appearance", "condition", "packing"),
            "supervised": sample.supervised,
            "addressee": sample.laboratory.name,
            "sample": sample.number,
            "sampling_form": _form_number(sample),
            "quantity": _quantity(sample),
            "backup": _quantity(backup) if backup else "",
            "seal": sample.seal_number or _("It bore no seal"),
            "checks": tuple(
                Check(point=heading_of(sample, name), met=getattr(sample, name)) for name in sample.points
            ),
            "taken": taken,
            "reason": "" if taken else sample.rejection,
            "handed_over_by": str(move.given_by or ""),
            "handed_over_at": moment(move.given_at),
            "received_by": named(by),
            "received_at": moment(now),
        }
        title = _("Confirmation of a sample's hand-over")
        return issued(sample, "hand_over", title, content, by, now, addressee=sample.laboratory)


@carries("O18-15")
def seal_notice(sample: Sample, *, by: By, now: datetime) -> Document:
    """封存和处置通知单, when a backup sample is put aside under seal."""
    with override(settings.LANGUAGE_CODE):
        content = {
            **_goods(sample, "kept_at", "conditions"),
            "supervised": sample.supervised,
            "sample": sample.number,
            "sampling_form": _form_number(sample),
            "set_by": sample.purchase.scheme.regulator.name,
            "part": str(sample.get_role_display()),
            "quantity": _quantity(sample),
            "seal": sample.seal_number,
            "sealed_at": moment(sample.sealed_at),
            "sealed_by": str(sample.sealed_by),
            "confirmed_by": str(sample.witnessed_by),
            "kept_by": named(by),
        }
        return issued(sample, "seal_notice", _("Notice of sealing and disposal"), content, by, now)


@carries("O18-15", "6.3-2")
def disposal_paper(sample: Sample, *, by: By, now: datetime, office: Organisation) -> Document:
    """样品处置记录, when a sample has been disposed of before a witness: a paper of whoever did it."""
    step = Event.objects.of("record", sample.pk).filter(verb__in=("dispose", "discard")).order_by("-id")[0]
    files = sample.attachments.filter(kind="disposal").order_by("pk").values_list("sha256", flat=True)
    with override(settings.LANGUAGE_CODE):
        content = {
            **_goods(sample),
            "supervised": sample.supervised,
            "sample": sample.number,
            "part": str(sample.get_role_display()),
            "quantity": _quantity(sample),
            "seal": sample.seal_number,
            "kept_until": sample.keep_until,
            "way": sample.get_disposal_display(),
            "reason": str(step.detail.get("note", "")),
            "disposed_by": who_took(sample, step.verb),
            "witnessed_by": named(by),
            "disposed_at": moment(now),
            "photos": tuple(Proof(shows=_("Photo of the disposal"), sha256=digest) for digest in files),
        }
        return issue(
            sample,
            paper="disposal_record",
            title=_("Record of the disposal of a sample"),
            content=content,
            by=by,
            now=now,
            office=office,
            language=settings.LANGUAGE_CODE,
        )


def _goods(sample: Sample, *more: str) -> dict[str, Any]:
    """What stands on the goods: their name, brand, model and batch, and more fields where they are named."""
    return {name: getattr(sample, name) for name in ("product", "brand", "model", "batch", *more)}


def _set(sample: Sample) -> Set:
    return Set(
        number=sample.number,
        part=str(sample.get_role_display()),
        quantity=_quantity(sample),
        seal=sample.seal_number,
        sealed_at=moment(sample.sealed_at),
        sealed_by=enumerated(filter(None, (sample.sealed_by, sample.witnessed_by))),
        kept_at=sample.kept_at or sample.location,
    )


def _form_number(sample: Sample) -> str:
    """The file number of the sampling form that belongs to a sample, "" where none was issued."""
    forms = Document.objects.filter(record=sample.purchase_id, paper="sampling_form").order_by("-pk")
    return forms.values_list("file_number", flat=True).first() or ""


def _quantity(sample: Sample) -> str:
    return f"{sample.quantity} {sample.unit}"
