"""Which papers does sampling issue, and what stands on them? (forms 4.3 to 4.6)

They are the center's, in the language of the office, and name neither account, address nor order number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, Organisation, User, Viewer
from casework.clauses import carries
from casework.models import Record, facts
from documents.actions import issue
from documents.models import Document
from documents.papers.sampling import Check, Group, Planned, Proof, Said, Set
from monitoring.models import WorkPlan
from sampling.flow.proofs import SHOWS
from sampling.flow.samples import Part, SampleState
from sampling.models.otherwise import changed, in_a_line
from sampling.models.purchases import CHECKS, SHEET, Purchase
from sampling.models.samples import Sample
from sampling.models.schemes import Scheme
from trail.models import Event


@carries("6.2-1")
def scheme_paper(scheme: Scheme, *, by: By, now: datetime, older: Document | None = None) -> Document:
    """网上采样工作方案, on approval; anew where its targets were chosen again, in place of the older one."""
    plan = scheme.plan
    with override(settings.LANGUAGE_CODE):
        content = {
            **task(scheme),
            "plan_number": plan.number,
            "set_by": scheme.regulator.name,
            "products": tuple(_planned(plan)),
            "platforms": _listed(scheme.sampled_on()),
            "areas": plan.areas,
            "price_range": plan.price_range,
            "way": str(plan.get_method_display()),
            "scope": scheme.scope,
            "method": scheme.method,
            "starts_on": scheme.starts_on,
            "ends_on": scheme.ends_on,
            "backup": scheme.keeps_backup,
            "budget": "" if plan.budget is None else str(plan.budget),
            "laboratories": _listed(plan.laboratories.all()),
            "staffing": scheme.staffing,
            "buyers": _listed(scheme.buyers.order_by("name", "pk")),
            "listings": scheme.listings.count(),
            "listings_digest": scheme.listings_digest,
            "seed_commitment": scheme.seed_commitment,
            "chosen_again": tuple(scheme.chosen_again()),
            "approved_by": _who(scheme, "approve"),
        }
        title = _("Scheme for sampling online")
        return issued(scheme, "scheme", title, content, by, now, supersedes=older)


@carries("6.2-7-a", "O18-05", "O18-07")
def sampling_form(purchase: Purchase, *, by: By, now: datetime) -> Document:
    """网上采样单 once the samples are registered; 抽样单 of a supervision check once both sets are sealed."""
    sets = list(purchase.samples.exclude(state="voided").order_by("pk"))
    test = next(sample for sample in sets if not sample.is_backup)
    checker = _who(purchase, "accept")
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
            **_platform(purchase.platform),
            "packing_class": str(test.get_packing_class_display()),
            "way": str(purchase.scheme.plan.get_method_display()),
            "unit_price": str(purchase.unit_price),
            "amount": str(purchase.amount),
            "freight": str(purchase.freight),
            "ordered_at": moment(purchase.ordered_at),
            "paid_at": moment(purchase.paid_at),
            "delivered_at": moment(purchase.delivered_at),
            "recipient": str(purchase.recipient),
            **_parcels(purchase),
            "further": tuple(_further(purchase)),
            "evidence": proofs(purchase),
            "sets": tuple(_set(sample) for sample in sets),
            "checked_by": checker,
            "signed": tuple(dict.fromkeys(sealers)) if purchase.scheme.supervised else (checker,),
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
            "sampled_by": _who(purchase, "accept"),
            "quantity": _quantity(sample),
            "part": str(sample.get_role_display()),
            "shop": purchase.shop.operator or purchase.shop.name,
            "shop_address": purchase.shop.url or purchase.listing.url,
            "entered_at": moment(now),
            "keeper": named(by),
            "seal": sample.seal_number,
            "sealed_by": _listed(sealers),
            "checks": tuple(
                Check(point=_heading(purchase, name), met=getattr(purchase, name)) for name in CHECKS
            ),
            "checked_by": _who(purchase, "accept"),
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
                Check(point=_heading(sample, name), met=getattr(sample, name)) for name in sample.points
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
            "disposed_by": _who(sample, step.verb),
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


def issued(
    record: Record,
    paper: str,
    title: str,
    content: dict[str, Any],
    by: By,
    now: datetime,
    addressee: Organisation | None = None,
    supersedes: Document | None = None,
) -> Document:
    assert record.center is not None  # every record of this stage is a center's
    return issue(
        record,
        paper=paper,
        title=title,
        content=content,
        by=by,
        now=now,
        office=record.center,
        addressee=addressee,
        supersedes=supersedes,
        language=settings.LANGUAGE_CODE,
    )


def task(scheme: Scheme) -> dict[str, Any]:
    """Under which plan and law it is done."""
    plan = scheme.plan
    return {
        "plan": plan.title,
        "filing_number": plan.record_no,
        "legal_mode": str(plan.get_legal_mode_display()),
        "task_type": str(plan.get_task_type_display()),
        "task_source": plan.task_source,
    }


def _planned(plan: WorkPlan) -> Iterable[Planned]:
    rows = plan.items.select_related("test_standard", "judgement_standard").prefetch_related("test_items")
    for item in rows:
        yield Planned(
            product=item.product,
            batches=item.batches,
            tested_for=_listed(item.test_items.all()),
            test_standard=str(item.test_standard),
            judgement_standard=str(item.judgement_standard),
            grounds=item.grounds,
        )


def offered(purchase: Purchase) -> dict[str, Any]:
    """Where it was on offer."""
    return {
        "purchase": purchase.number,
        "shop": purchase.shop.name,
        "operator": purchase.shop.operator,
        "platform": purchase.listing.platform.name,
        "item_id": purchase.listing.item_id,
        "url": purchase.listing.url,
    }


def _parcels(purchase: Purchase) -> dict[str, str]:
    """Whence the parcels came and how they looked."""
    came = [parcel for parcel in purchase.parcels.all() if parcel.delivered_at]
    return {
        "sent_from": _listed(dict.fromkeys(parcel.sent_from for parcel in came if parcel.sent_from)),
        "packing_state": _listed(dict.fromkeys(parcel.packing_state for parcel in came)),
    }


def _further(purchase: Purchase) -> Iterable[Group]:
    """What the form says besides, group by group."""
    entry = getattr(purchase, "entry", None)
    if entry is None:
        return
    for heading, names in SHEET:
        rows = tuple(Said(name=str(name), value=_shown(value)) for name, value in facts(entry, *names))
        if rows:
            yield Group(heading=str(heading), rows=rows)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def _platform(platform: Organisation | None) -> dict[str, str]:
    if platform is None:
        return {}
    return {
        "platform_address": platform.address,
        "platform_phone": platform.phone,
        "platform_code": platform.credit_code,
    }


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
        sealed_by=_listed(filter(None, (sample.sealed_by, sample.witnessed_by))),
        kept_at=sample.kept_at or sample.location,
    )


def proofs(purchase: Purchase) -> tuple[Proof, ...]:
    """The files that prove the purchase, oldest first."""
    files = purchase.attachments.filter(kind__in=SHOWS).order_by("pk").values_list("kind", "sha256")
    return tuple(Proof(shows=str(SHOWS[kind]), sha256=digest) for kind, digest in files)


def _form_number(sample: Sample) -> str:
    """The file number of the sampling form that belongs to a sample, "" where none was issued."""
    forms = Document.objects.filter(record=sample.purchase_id, paper="sampling_form").order_by("-pk")
    return forms.values_list("file_number", flat=True).first() or ""


def _who(record: Record, verb: str) -> str:
    """Who took a step last, by the trail."""
    took = Event.objects.of("record", record.pk).filter(verb=verb, actor_kind="user").order_by("-id")[0]
    return str(User.objects.get(pk=took.actor_id))


def named(by: By) -> str:
    return str(by.user) if isinstance(by, Viewer) else _("The system")


def _heading(record: Record, field: str) -> str:
    return str(record._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def _quantity(sample: Sample) -> str:
    return f"{sample.quantity} {sample.unit}"


def moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _listed(rows: Iterable[object]) -> str:
    return ", ".join(str(row) for row in rows)
