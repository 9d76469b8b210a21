"""Which papers does sampling issue, and what stands on them? (forms 4.3 to 4.6)

They are the center's, in the language of the office, and name neither account, address nor order number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import By, Organisation, Viewer
from casework.clauses import carries
from casework.models import Record
from casework.separation import who_took
from catalogue.models import by_standards
from documents.actions import issue
from documents.models import Document
from documents.papers import Form, Paper
from monitoring.plans.models.plans import WorkPlan
from sampling.schemes.models import Scheme
from trail.enumerations import enumerated


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
class SchemePaper(Paper, name="scheme", series="方"):
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
            "platforms": enumerated(scheme.sampled_on()),
            "areas": plan.areas,
            "price_range": plan.price_range,
            "way": str(plan.get_method_display()),
            "scope": scheme.scope,
            "method": scheme.method,
            "starts_on": scheme.starts_on,
            "ends_on": scheme.ends_on,
            "backup": scheme.keeps_backup,
            "budget": "" if plan.budget is None else str(plan.budget),
            "laboratories": enumerated(plan.laboratories.all()),
            "staffing": scheme.staffing,
            "buyers": enumerated(scheme.buyers.order_by("name", "pk")),
            "listings": scheme.listings.count(),
            "listings_digest": scheme.listings_digest,
            "seed_commitment": scheme.seed_commitment,
            "chosen_again": tuple(scheme.chosen_again()),
            "approved_by": who_took(scheme, "approve"),
        }
        title = _("Scheme for sampling online")
        return issued(scheme, "scheme", title, content, by, now, supersedes=older)


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
    for item in plan.products():
        tested, judged = by_standards(item.test_items.all())
        yield Planned(
            product=item.product,
            batches=item.batches,
            tested_for=enumerated(item.test_items.all()),
            test_standard=enumerated(tested),
            judgement_standard=enumerated(judged),
            grounds=item.grounds,
        )


def named(by: By) -> str:
    return str(by.user) if isinstance(by, Viewer) else _("The system")


def heading_of(record: Record, field: str) -> str:
    return str(record._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
