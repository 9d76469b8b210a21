"""What is different between two versions of a plan, and what becomes of one that is submitted or returned?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import By
from casework.actions import lock, take
from casework.clauses import carries
from casework.flow import Refused
from monitoring.plans.flow import WORK_PLAN_FLOW
from monitoring.plans.models.plans import WorkPlan
from monitoring.plans.models.versions import (
    MODELS,
    Content,
    PlanVersion,
    Remark,
    content_of,
    departures,
    digest_of,
    items_tested,
    label_of,
    shown,
    subjects,
)
from trail.enumerations import enumerated
from trail.models import Event

ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"


@dataclass(frozen=True)
class Line:
    """One field in both versions, as it is read; mark: added, removed, changed or same."""

    label: str
    older: str
    newer: str
    mark: str


@dataclass(frozen=True)
class Part:
    """What belongs together: the plan's own fields, one product, one quota. mark: of the part as a whole."""

    title: str
    mark: str
    lines: tuple[Line, ...]


def compare(older: Content, newer: Content) -> list[Part]:
    """Two versions side by side. Products are the same by category and name, quotas by what they are of; of
    several alike the first is compared with the first."""
    parts = [_part("facts", _("Plan"), older["facts"], newer["facts"])]
    parts += _rows("products", older, newer, ("category", "product"))
    return parts + _rows("quotas", older, newer, ("platform", "item", "price_from", "price_below"))


def _rows(section: str, older: Content, newer: Content, by: Sequence[str]) -> list[Part]:
    before, after = _keyed(older[section], by), _keyed(newer[section], by)
    return [
        _part(section, _title(section, row), before.get(key), after.get(key))
        for key, row in {**before, **after}.items()
    ]


def _keyed(rows: Sequence[dict[str, Any]], by: Sequence[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    met: Counter[tuple[Any, ...]] = Counter()
    found = {}
    for row in rows:
        key = tuple(row[name] for name in by)
        met[key] += 1
        found[*key, met[key]] = row
    return found


def _title(section: str, row: dict[str, Any]) -> str:
    if section == "products":
        return _("Product: %(product)s") % {"product": row["product"]}
    band = "–".join((row["price_from"], row["price_below"])).strip("–")
    return _("Quota: %(of)s") % {"of": " · ".join(filter(None, (row["platform"], row["item"], band)))}


def _part(section: str, title: str, older: dict[str, Any] | None, newer: dict[str, Any] | None) -> Part:
    model, names = MODELS[section]
    lines = []
    for name in names:
        before, after = (older or {}).get(name, ""), (newer or {}).get(name, "")
        if not before and not after:
            continue
        mark = SAME if before == after else CHANGED
        if mark == CHANGED and not (before and after):
            mark = ADDED if after else REMOVED
        said = (shown(model, name, before), shown(model, name, after))
        lines.append(Line(label_of(model, name), *said, mark))
    if older is None or newer is None:
        whole = ADDED if older is None else REMOVED
    else:
        whole = SAME if all(line.mark == SAME for line in lines) else CHANGED
    return Part(title, whole, tuple(lines))


@WORK_PLAN_FLOW.handles("submit")
@carries("4.2.1-b")
@transaction.atomic
def submit_plan(plan: WorkPlan, *, by: By, now: datetime) -> PlanVersion:
    """Submit a plan: what it says is kept as a version, and its digest is written into the trail."""
    lock(plan)
    plan.refresh_from_db()
    content = content_of(plan)
    before = plan.versions.filter(version=plan.version).count()
    take("submit", plan, by=by, now=now, digest=digest_of(content))
    return PlanVersion.objects.create(
        plan=plan,
        version=plan.version,
        submission=before + 1,
        content=content,
        digest=plan.digest,
        submitted_at=now,
    )


@WORK_PLAN_FLOW.handles("return")
@transaction.atomic
def return_plan(
    plan: WorkPlan, *, note: str, by: By, now: datetime, remarks: Sequence[dict[str, str]] = ()
) -> None:
    """Return a plan to its planner. remarks: each about (a key of `subjects`, or "") and text; they stand
    with the version that went back."""
    lock(plan)
    take("return", plan, by=by, now=now, note=note)
    kept = newest_version(plan)
    if remarks and kept is None:
        raise Refused(_("No version of this plan is on file to remark on."))
    if kept is not None:
        known = {"", *subjects(kept.content)}
        Remark.objects.bulk_create(
            Remark(version=kept, about=row["about"] if row["about"] in known else "", text=row["text"])
            for row in remarks
        )


def newest_version(plan: WorkPlan) -> PlanVersion | None:
    """The version that was submitted last."""
    return plan.versions.last()


def open_remarks(plan: WorkPlan) -> list[Remark]:
    """The remarks with which a draft last came back."""
    kept = newest_version(plan)
    if kept is None or plan.state != "draft" or kept.approved_at:
        return []
    return list(kept.remarks.select_related("version"))


def altered(plan: WorkPlan) -> str:
    """That a plan says something else by now than when it was submitted; "" where it says the same."""
    kept = newest_version(plan)
    if departed := departures(plan, items_tested(plan.products()), approved=False):
        said = _(
            "Since the plan was submitted the register judges otherwise: %(items)s. The approver returns it, "
            "and it is submitted again."
        )
        return said % {"items": enumerated(departed)}
    if kept is not None and kept.digest == digest_of(content_of(plan)):
        return ""
    return _("The plan no longer says what was submitted: return it, and let it be submitted again.")


def returned_before(plan: WorkPlan) -> str:
    """That a submitted plan was returned before, why, and whether it says anything else now; "" if it was
    not."""
    kept = plan.versions.filter(version=plan.version).order_by("-submission").values_list("digest", flat=True)
    match list(kept[:2]):
        case [now, before] if now == before:
            said = _("This plan was returned (“%(why)s”) and submitted again without a word being changed.")
        case [_now, _before]:
            said = _("This plan was returned (“%(why)s”) and changed since.")
        case _:
            return ""
    returned = Event.objects.of("record", plan.pk).filter(verb="return").first()
    return said % {"why": returned.detail.get("note", "") if returned else ""}


def as_it_stands(missing: str) -> str:
    """That a submitted plan cannot be approved, and who does what about it; "" where it can be."""
    if not missing:
        return ""
    said = _("This plan cannot be approved, and the approver returns it to its planner: %(why)s")
    return said % {"why": missing}


def approved_unchanged(plan: WorkPlan, now: datetime) -> str:
    """Mark the version submitted last as approved, and give its digest. Refused where the plan says something
    else by now than it did then."""
    if said := altered(plan):
        raise Refused(said)
    kept = newest_version(plan)
    assert kept is not None
    kept.approved_at = now
    kept.save(update_fields=["approved_at"])
    return kept.digest
