"""On which paper is it stated that no sample could be had? (form 4.5)

未抽到样品情况说明表, 无法联系经营者清单 and 拒检认定表; each names a target that may be bought again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By
from casework.clauses import carries
from documents.models import Document
from documents.papers import Form, Paper
from sampling.purchases.flow.ends import Statement
from sampling.purchases.models.purchases import Purchase
from sampling.purchases.papers import Proof, offered, proofs
from sampling.schemes.papers import issued, moment, named, task


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
class NotFound(WithoutSample, name="not_found", series="未"):
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
class Unreachable(WithoutSample, name="unreachable", series="联"):
    """无法联系经营者清单."""

    template: ClassVar[str] = "papers/unreachable.html"

    attempts: tuple[Sought, ...]
    listed_by: str


@dataclass(frozen=True, kw_only=True)
class Refusal(WithoutSample, name="refusal", series="拒"):
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


class Stating(Protocol):
    """Issues the paper of an end."""

    def __call__(self, purchase: Purchase, *, by: By, now: datetime) -> Document: ...


@carries("6.2-2")
def not_found_paper(purchase: Purchase, *, by: By, now: datetime) -> Document:
    """未抽到样品情况说明表, when a purchase ends without a sample."""
    with override(settings.LANGUAGE_CODE):
        stated = purchase.ending
        content = {
            **_ended(purchase),
            "category": str(purchase.category),
            "licence": purchase.licence,
            "enterprise_address": purchase.enterprise.address if purchase.enterprise else "",
            "contact": stated.contact,
            "phone": stated.phone,
            "sold": str(stated.get_sold_display()),
            "goods_went": stated.goods_went,
            "outcome": purchase.get_state_display(),
            "sampled_by": named(by),
        }
        return issued(purchase, "not_found", _("Statement on a sample not obtained"), content, by, now)


@carries("6.2-2")
def unreachable_paper(purchase: Purchase, *, by: By, now: datetime) -> Document:
    """无法联系经营者清单, with each attempt: when, by which means, by whom."""
    with override(settings.LANGUAGE_CODE):
        sought = tuple(
            Sought(
                at=moment(tried.at),
                means=tried.get_means_display(),
                sought=tried.sought,
                made_by=tried.made_by,
                result=tried.result,
            )
            for tried in purchase.attempts.all()
        )
        content = {**_ended(purchase), "attempts": sought, "listed_by": named(by)}
        return issued(
            purchase, "unreachable", _("List of sellers who could not be reached"), content, by, now
        )


@carries("6.2-2")
def refusal_paper(purchase: Purchase, *, by: By, now: datetime) -> Document:
    """拒检认定表, with the samplers' and the witness's signature and the local authority's opinion."""
    with override(settings.LANGUAGE_CODE):
        stated = purchase.ending
        content = {
            **_ended(purchase),
            "set_by": purchase.scheme.regulator.name,
            **{name: getattr(stated, name) for name in ("responsible", "contact", "phone")},
            **{name: getattr(stated, name) for name in ("samplers", "witness", "opinion", "opinion_on")},
        }
        return issued(purchase, "refusal", _("Finding of a refusal"), content, by, now)


PAPERS: dict[str, Stating] = {
    Statement.NOT_FOUND: not_found_paper,
    Statement.UNREACHABLE: unreachable_paper,
    Statement.REFUSAL: refusal_paper,
}


def _ended(purchase: Purchase) -> dict[str, Any]:
    """What the three papers have in common."""
    listing = purchase.listing
    return {
        **task(purchase.scheme),
        **offered(purchase),
        "supervised": purchase.scheme.supervised,
        "product": listing.product,
        "brand": str(purchase.brand or ""),
        "model": listing.model,
        "enterprise": str(purchase.enterprise or ""),
        "cause": str(purchase.get_cause_display()),
        "happened": purchase.happened,
        "stamped": purchase.attachments.filter(kind="authority_opinion").exists(),
        "evidence": proofs(purchase),
    }
