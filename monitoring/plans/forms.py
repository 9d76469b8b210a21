"""What does a plan state before it can be approved, and what is said at its end? (form 4.3)"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.pages.forms import OpinionForm, QuestionForm, StepForm, may_hand_in
from casework.pages.rows import MOST, Rows
from catalogue.models import Category, TestItem
from monitoring.plans.actions.feasible import contradictions
from monitoring.plans.actions.plans import short_of
from monitoring.plans.actions.versions import open_remarks
from monitoring.plans.flow import WORK_PLAN_FLOW
from monitoring.plans.models.plans import WorkPlan
from monitoring.plans.models.versions import Remark, content_of, subjects
from monitoring.plans.product_rows import BY_RULES, ItemRow, by_rules, judge_item, yuan
from monitoring.risks.flow.risk import RiskCaseState
from monitoring.risks.models.riskcases import RiskCase
from monitoring.vocabulary import Judgement, LegalMode, SamplingMethod, TaskType
from registers.offered_items import show
from registers.offered_rules import tell
from trail.enumerations import enumerated
from trail.reasons import ReasonField

WHOLE = re.compile(r"[0-9]{1,6}")


class QuotaRow(forms.Form):
    """At most so many batches of what is named here."""

    platform = OneOf(
        Organisation.objects.offered().filter(kind=Kind.PLATFORM), label=_("Platform"), required=False
    )
    product = forms.CharField(
        label=_("Product"),
        max_length=120,
        required=False,
        help_text=_("As it is called above; empty for any product."),
    )
    price_from = yuan(label=_("Price from, yuan"), required=False)
    price_below = yuan(label=_("Price below, yuan"), required=False)
    most = forms.IntegerField(label=_("At most, batches"), min_value=0, max_value=100_000)


def judge_quota(row: dict[str, Any]) -> dict[str, str]:
    """A quota is of something, and its band ends above its beginning."""
    low, high = row["price_from"], row["price_below"]
    if not (row["platform"] or row["product"] or low is not None or high is not None):
        return {"platform": gettext("Say what the quota is of: a platform, a product or a price band.")}
    if high is not None and high <= (low or 0):
        return {"price_below": gettext("The band ends where it begins, or before: change one of the prices.")}
    return {}


def asked_of_plan(asked: QueryDict) -> dict[str, Any]:
    """What an address fills into the form of a new plan: `item` (batches, a space, a product category or
    product) and `platform` (its name), each as often as needed, and `price_range`."""
    said = [text.partition(" ") for text in asked.getlist("item")[:MOST]]
    items = [(batches, name.strip()[:120]) for batches, _gap, name in said if WHOLE.fullmatch(batches)]
    named = Category.objects.filter(name__in=[name for _batches, name in items])
    categories = dict(named.values_list("name", "pk")) if items else {}
    filled: dict[str, Any] = {
        "rows": [
            {"category": categories.get(name), "product": name, "batches": batches}
            for batches, name in items
            if name
        ]
    }
    if names := asked.getlist("platform")[:MOST]:
        platforms = Organisation.objects.filter(
            Q(name__in=names) | Q(short_name__in=names), kind=Kind.PLATFORM, active=True
        )
        filled["platforms"] = list(platforms.values_list("pk", flat=True))
    if prices := asked.get("price_range", ""):
        filled["price_range"] = prices[:100]
    return filled


@WORK_PLAN_FLOW.asks("open", "edit")
class PlanForm(StepForm):
    """A work plan, opened or edited."""

    cases = SeveralOf(RiskCase.objects.none(), label=_("Risk cases"), required=False)
    center = OneOf(Organisation.objects.none(), label=_("Monitoring center"))
    products = Rows(
        "item",
        _("Product %(n)d"),
        ItemRow,
        spare=3,
        judge=judge_item,
        fill=by_rules,
        filled=BY_RULES,
        unless=_("mandatory without monitoring rules"),
    )
    quotas = Rows("quota", _("Quota %(n)d"), QuotaRow, spare=2, least=0, judge=judge_quota)

    class Meta:
        model = WorkPlan
        fields = (
            "title",
            "record_no",
            "legal_mode",
            "issuing_department",
            "task_source",
            "task_type",
            "center",
            "cases",
            "starts_on",
            "ends_on",
            "platforms",
            "areas",
            "price_range",
            "method",
            "backup_required",
            "staffing",
            "laboratories",
            "budget",
            "over_budget",
        )
        field_classes = {"platforms": SeveralOf, "laboratories": SeveralOf}
        widgets = {"staffing": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.viewer.organisation
        plan = self.instance if self.instance.pk else None
        waiting = Q(state=RiskCaseState.TO_SAMPLE, regulator=own)
        inside = Q(pk__in=plan.cases.values("pk")) if plan else Q(pk__in=[])
        cases = RiskCase.objects.visible_to(self.viewer).filter(waiting | inside)
        self.fields["cases"].queryset = cases.order_by("-pk")  # type: ignore[attr-defined]
        self.fields["center"].queryset = centers_for(own)  # type: ignore[attr-defined]
        named = list(self.fields)
        filled = self.initial.get("rows", []) or [
            {name: getattr(item, name) for name in ItemRow.base_fields if name != "test_items"}
            | {"test_items": list(item.test_items.all())}
            for item in (plan.items.prefetch_related("test_items") if plan else ())
        ]
        asked = self.initial.get("riskcase")
        if case := cases.filter(pk=asked).first() if asked else None:
            self.initial.update(_for_a_case(case, self.viewer, self.now))
            filled = [_sampled(case)]
        self.groups = [
            (_("Task"), named[: named.index("platforms")]),
            *self._products(filled),
            (_("Scope"), named[named.index("platforms") : named.index("staffing")]),
            *self.quotas.lay(self, limits_of(plan) if plan else ()),
            (_("Means"), named[named.index("staffing") :]),
        ]
        if plan:
            self._show(open_remarks(plan))
        may_hand_in(self)

    def _products(self, filled: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
        """The groups of the products; each shows the test items of its own category, and what its rules lay
        down."""
        groups = self.products.lay(self, filled)
        for place in range(len(groups)):
            show(self, self.products.key(place, "test_items"), self.products.key(place, "category"))
            tell(self, self.products.key(place, "rules"))
        return groups

    def _show(self, remarks: list[Remark]) -> None:
        """Put each remark of a returned plan beside the field that it is about."""
        for remark in remarks:
            kind, _colon, place = remark.about.partition(":")
            name = self.products.key(int(place) - 1, "product") if place else kind
            if field := self.fields.get(name):
                said = gettext("Remark on return: %(text)s") % {"text": remark.text}
                field.help_text = " ".join(filter(None, (str(field.help_text), said)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The plan ends before it starts: change one of the two days."))
        data["rows"] = self.products.read(self)
        self._fits_the_law(data)
        data["quotas"] = self._limits(self.quotas.read(self), data["rows"])
        if not self.errors:
            for said in contradictions(data["quotas"], data["rows"], list(data["platforms"])):
                self.add_error(None, said)
        return data

    def _fits_the_law(self, data: dict[str, Any]) -> None:
        """What Order 18 asks of a supervision check, that the type of the task says the same, and that buyers
        read one thing of backup samples."""
        checked = data.get("legal_mode") == LegalMode.SUPERVISION_CHECK
        required = self._asked_for_backup(data)
        other = TaskType.MONITORING if checked else TaskType.SPOT_CHECK
        if data.get("task_type") == other:
            self.add_error("task_type", _("Legal mode and type of task contradict each other: change one."))
        if checked and not required:
            self.add_error("backup_required", _("A supervision check needs backup samples."))
        bare = [row["product"] for row in data["rows"] if row["backup_quantity"] == 0]
        kept = [row["product"] for row in data["rows"] if row["backup_quantity"]]
        if (checked or required) and bare:
            said = gettext("No quantity of the backup sample is named for: %(products)s.")
            self.add_error(None, said % {"products": enumerated(bare)})
        elif kept and not checked and not required:
            said = gettext(
                "Backup samples are to be bought of %(products)s: let the plan require them, or write 0."
            )
            self.add_error("backup_required", said % {"products": enumerated(kept)})

    def _asked_for_backup(self, data: dict[str, Any]) -> bool:
        """Whether backup samples are to be bought: what the rules of a product ask for need not be ticked."""
        by_rules = any(row["rules"] and row["rules"].backup_quantity for row in data["rows"])
        asked_for = bool(data.get("backup_required")) or by_rules
        data["backup_required"] = asked_for
        return asked_for

    def _limits(self, quotas: list[dict[str, Any]], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The quotas, each with the place of its product instead of the product's name."""
        places: dict[str | None, list[int]] = {}
        for place, row in enumerate(rows):
            places.setdefault(row["product"], []).append(place)
        found = []
        for quota in quotas:
            product = quota.pop("product")
            named = places.get(product, [])
            if product and len(named) != 1:
                said = (
                    _("Two products of the plan are called %(product)s: give them different names.")
                    if named
                    else _("A quota names %(product)s, which is no product of the plan.")
                )
                self.add_error(None, said % {"product": product})
            found.append({**quota, "item": named[0] if product and named else None})
        return found


def _for_a_case(case: RiskCase, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """What a plan that begins with a case will probably say of its task."""
    centers = list(centers_for(viewer.organisation)[:2])
    return {
        "center": centers[0].pk if len(centers) == 1 else None,
        "method": SamplingMethod.TARGETED,
        "starts_on": local_day(now),
        "cases": [case.pk],
        "title": gettext("%(product)s: monitoring of its risks") % {"product": case.product[:100]},
        "legal_mode": LegalMode.RISK_MONITORING,
        "task_type": TaskType.MONITORING,
        "platforms": [case.platform_id] if case.platform_id else [],
    }


def _sampled(case: RiskCase) -> dict[str, Any]:
    """A case that is to be sampled becomes a product of the plan, tested for what is hazardous in it."""
    items = TestItem.objects.filter(category=case.category_id, name=case.hazard_item, ended_on=None)
    return {"product": case.product[:120], "category": case.category_id, "test_items": list(items)}


def limits_of(plan: WorkPlan) -> list[dict[str, Any]]:
    """A plan's quotas as the rows of its form."""
    return [
        {**{name: getattr(quota, name) for name in QuotaRow.base_fields if name != "product"}}
        | {"product": str(quota.item or "")}
        for quota in plan.quotas.select_related("platform", "item")
    ]


def centers_for(regulator: Organisation) -> Any:
    """The centers that work for a regulator's region, or for a region above it."""
    centers = Organisation.objects.offered().filter(kind=Kind.CENTER)
    if regulator.region is None:
        return centers
    regions = [regulator.region]
    while regions[-1].parent is not None:
        regions.append(regions[-1].parent)
    return centers.filter(Q(region__in=regions) | Q(mandate__in=regions)).distinct()


class RemarkRow(forms.Form):
    """What is remarked, and on what."""

    about = forms.ChoiceField(label=_("About"), choices=[("", _("The plan as a whole"))], required=False)
    text = forms.CharField(label=_("Remark"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


@WORK_PLAN_FLOW.asks("return")
class ReturnForm(QuestionForm):
    """Why a plan goes back, and remarks on what exactly."""

    note = ReasonField(label=_("Reason"), max_length=500)
    remarks = Rows("remark", _("Remark %(n)d"), RemarkRow, spare=3, least=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = [(pgettext_lazy("plan", "Return"), ["note"]), *self.remarks.lay(self)]
        plan: WorkPlan = self.record
        about = [("", _("The plan as a whole")), *subjects(content_of(plan)).items()]
        for name, field in self.fields.items():
            if name.endswith("_about"):
                field.choices = about  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["remarks"] = self.remarks.read(self)
        return data


WORK_PLAN_FLOW.asks("approve")(OpinionForm)


@WORK_PLAN_FLOW.asks("complete")
class CompleteForm(QuestionForm):
    """Why fewer batches were tested than planned, if so."""

    shortfall = ReasonField(
        label=_("What was not fulfilled, and why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.record and (short := short_of(self.record)):
            told = gettext("Fewer batches were tested and reported than planned; say why: %(items)s.")
            self.fields["shortfall"].help_text = told % {"items": enumerated(short)}


@WORK_PLAN_FLOW.asks("evaluate")
class EvaluateForm(StepForm):
    """What the campaign brought."""

    judgement = forms.ChoiceField(label=_("Judgement"), choices=Judgement, widget=forms.RadioSelect)
    evaluation = forms.CharField(label=_("Evaluation"), widget=forms.Textarea(attrs={"rows": 5}))

    class Meta:
        model = WorkPlan
        fields = ("judgement", "evaluation")
