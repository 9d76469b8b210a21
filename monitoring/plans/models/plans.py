"""What is to be sampled, by whom, on which grounds, and how far has it come?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.models import Filed, RecordQuerySet
from casework.models.facts import Facts, Particulars, Said, Sayings
from catalogue.in_force import ended, withdrawn
from catalogue.models import Category, TestItem
from catalogue.monitoring_rules import Basis, MonitoringRules
from monitoring.plans.flow import WORK_PLAN_FLOW, WorkPlanState
from monitoring.plans.models import milestones
from monitoring.plans.models.brought import OF_FIGURES, Figures
from monitoring.risks.flow.risk import RiskCaseState
from monitoring.risks.models.riskcases import RiskCase, regulator_party
from monitoring.vocabulary import Judgement, LegalMode, OverBudget, SamplingMethod, TaskType
from trail.days import Day
from trail.enumerations import enumerated
from trail.keys import to, to_maybe
from trail.models import Event

Band = tuple[Decimal | None, Decimal | None]
ANY_PRICE: Band = (None, None)


class WorkPlanQuerySet(RecordQuerySet["WorkPlan"]):
    def standing(self) -> Self:
        """Neither voided nor withdrawn."""
        return self.exclude(state__in=(WorkPlanState.VOIDED, WorkPlanState.WITHDRAWN))


class WorkPlan(Filed):
    """What a regulator has sampled: products, batches, items, standards and grounds (4.2.1, form 4.3)."""

    flow = WORK_PLAN_FLOW
    prefix = "WP"
    opens_from = {"riskcase": ("to_sample",)}
    # The center that is to carry it out learns of it when it is approved, and follows its revisions.
    unsent = (WorkPlanState.DRAFT, WorkPlanState.SUBMITTED)
    writers = frozenset({Kind.REGULATOR})
    out_once = "versions__approved_at"

    regulator = regulator_party(_("issued by"))
    issuing_department = models.CharField(_("issuing division"), max_length=100, default="")
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    # SHA-256 of what was last submitted, as PlanVersion has it.
    digest = models.CharField(_("digest"), max_length=64, blank=True, editable=False)
    record_no = models.CharField(_("filing number"), max_length=60, blank=True)
    legal_mode = models.CharField(_("legal mode"), max_length=20, choices=LegalMode)
    task_source = models.CharField(_("source of the task"), max_length=200)
    task_type = models.CharField(_("type of task"), max_length=12, choices=TaskType)
    cases = models.ManyToManyField(RiskCase, blank=True, related_name="plans", verbose_name=_("risk cases"))
    platforms = models.ManyToManyField(
        Organisation,
        related_name="+",
        limit_choices_to={"kind": Kind.PLATFORM},
        verbose_name=_("platforms to sample on"),
    )
    areas = models.CharField(_("regions to sample"), max_length=200)
    price_range = models.CharField(_("price range"), max_length=100)
    method = models.CharField(_("way of sampling"), max_length=12, choices=SamplingMethod)
    starts_on = Day(_("from"))
    ends_on = Day(_("until"))
    staffing = models.TextField(_("who does what"))
    budget = models.DecimalField(
        _("budget for purchases"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    over_budget = models.CharField(
        _("where a purchase would exceed the budget"),
        max_length=10,
        choices=OverBudget,
        default=OverBudget.REFUSE,
    )
    laboratories = models.ManyToManyField(
        Organisation,
        related_name="+",
        limit_choices_to={"kind": Kind.LABORATORY},
        verbose_name=_("laboratories"),
    )
    backup_required = models.BooleanField(_("a backup sample is required"), default=False)
    # {item's primary key: {"accepted": samples, "not_found": documented failures}}; written by the schemes.
    fulfilment = models.JSONField(default=dict, editable=False)
    shortfall = models.TextField(_("what was not fulfilled, and why"), blank=True)
    judgement = models.CharField(_("judgement"), max_length=10, choices=Judgement, blank=True)
    evaluation = models.TextField(_("evaluation"), blank=True)
    # What was counted at the evaluation: results.Figures.
    figures = models.JSONField(default=dict, editable=False)

    says: ClassVar[Sayings] = {
        "platforms": Said(_("Platforms to sample on")),
        "laboratories": Said(_("Laboratories")),
        **OF_FIGURES,
    }

    objects: ClassVar = models.Manager.from_queryset(WorkPlanQuerySet)()

    class Meta:
        verbose_name = _("work plan")
        verbose_name_plural = _("work plans")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_ends_after_start"),
            models.CheckConstraint(condition=Q(budget__isnull=True) | Q(budget__gte=0), name="plan_budget"),
        ]

    def particulars(self, viewer: Viewer) -> Particulars:
        many: Facts = [
            self.said("platforms", enumerated(self.platforms.all())),
            self.said("laboratories", enumerated(self.laboratories.all())),
        ]
        task = self.facts(
            *("record_no", "version", "digest", "legal_mode", "regulator", "issuing_department", "center"),
            *("task_source", "task_type"),
        )
        scope = self.facts("areas", "price_range", "method", "starts_on", "ends_on", "backup_required")
        means = self.facts("staffing", "budget", "over_budget")
        result = self.facts("shortfall", "judgement", "evaluation")
        if self.figures:
            result += Figures(**self.figures).told()
        shown: Particulars = [
            (_("Task"), task),
            (_("Scope"), many[:1] + scope),
            (_("Means"), means + many[1:]),
        ]
        return [*shown, (_("Result"), result)] if result else shown

    def products(self) -> QuerySet[PlanItem]:
        """Its products, with what they are tested for and by which standards, at once."""
        tested = Prefetch("test_items", TestItem.objects.select_related("method", "requirement"))
        return self.items.select_related("category", "rules").prefetch_related(tested, "rules__items")

    @property
    def holds_up_a_risk(self) -> bool:
        """Whether a risk waits until this plan is handed in for the first time; what was returned, or is
        revised, has days of its own."""
        return self.pk is not None and self.cases.exists() and not self.versions.exists()

    @property
    def cases_wait_since(self) -> datetime | None:
        """The moment since which the first of its risk cases has waited to be sampled; None without any."""
        pks = list(self.cases.values_list("pk", flat=True))
        came = Event.objects.filter(
            subject_kind="record", subject_id__in=pks, moved_to=RiskCaseState.TO_SAMPLE
        )
        last = came.order_by("subject_id", "-pk").distinct("subject_id").values_list("at", flat=True)
        return min(last, default=None)

    def unless_complete(self) -> str:
        """Why the plan cannot be carried out as it stands, "" if it can."""
        items = list(self.products())
        if not items:
            return gettext("The plan names no product: add at least one.")
        if bare := [item.product for item in items if not item.test_items.all()]:
            return gettext("No test item is named for: %(products)s.") % {"products": enumerated(bare)}
        if short := [item.product for item in items if item.fewer() and not item.why_fewer]:
            unsaid = gettext("Say why fewer items are tested than the monitoring rules name: %(products)s.")
            return unsaid % {"products": enumerated(short)}
        if dead := self.outlived(items):
            return dead
        if self.legal_mode != LegalMode.SUPERVISION_CHECK:
            return ""
        if not self.backup_required:
            return gettext("A supervision check needs backup samples: let the plan require them.")
        bare = [item.product for item in items if not item.backup_quantity]
        if bare:
            said = {"products": enumerated(bare)}
            return gettext("No quantity of the backup sample is named for: %(products)s.") % said
        return ""

    def outlived(self, items: Iterable[PlanItem]) -> str:
        """What its products name and has ended in the registers, "" where all of it stands."""
        tested = [each for item in items for each in item.test_items.all()]
        named = [entry for item in items for entry in (item.category, item.rules) if entry is not None]
        return withdrawn(tested) or ended([*tested, *named])

    def bands(self) -> list[Band]:
        """The price bands that its quotas speak of, cheapest first: [from, below), in yuan. They do not
        overlap."""
        found = {quota.band for quota in self.quotas.all() if quota.band != ANY_PRICE}
        return sorted(found, key=lambda band: band[0] or Decimal(0))

    def still_open(self) -> str:
        """What of its work is not at its end, by number; "" where nothing is."""
        return milestones.still_open(self)

    def unmet(self) -> list[tuple[PlanItem, int]]:
        """The items of which fewer batches were reported on than planned, each with how many were."""
        found = milestones.lots(self)
        reported = [(item, found.get(item.pk, milestones.Lots()).reported) for item in self.items.all()]
        return [(item, number) for item, number in reported if number < item.batches]


class PlanItem(models.Model):
    """A product of a plan: how many batches, tested for what, on which grounds.

    The standards are those of its items, each of which has its own (4.2.1-c).
    """

    plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    category = to(Category, _("product category"))
    product = models.CharField(_("product"), max_length=120)
    rules = to_maybe(MonitoringRules, _("monitoring rules"))
    batches = models.PositiveIntegerField(_("batches"), validators=[MinValueValidator(1)])
    test_items = models.ManyToManyField(TestItem, related_name="+", verbose_name=_("test items"))
    # What was said of the items of its rules that are not tested.
    why_fewer = models.CharField(
        _("why items of the rules are left out"), max_length=300, blank=True, default=""
    )
    basis = models.CharField(_("judged by"), max_length=10, choices=Basis, default=Basis.RULES)
    grounds = models.CharField(_("grounds of judgement"), max_length=400)
    test_quantity = models.PositiveIntegerField(
        _("quantity of the test sample"), default=1, validators=[MinValueValidator(1)]
    )
    backup_quantity = models.PositiveIntegerField(_("quantity of the backup sample"), default=0)
    unit = models.CharField(_("unit"), max_length=20, default="")
    unit_price = models.DecimalField(
        _("expected unit price, yuan"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        verbose_name = _("product of the plan")
        verbose_name_plural = _("products of the plan")
        ordering = ("position", "id")
        constraints = [
            models.CheckConstraint(condition=Q(batches__gt=0), name="plan_item_batches"),
            models.CheckConstraint(condition=Q(test_quantity__gt=0), name="plan_item_test_quantity"),
        ]

    def __str__(self) -> str:
        return self.product

    def fewer(self) -> list[TestItem]:
        """What its rules name and it is not tested for."""
        return self.rules.beyond(self.test_items.all()) if self.rules else []

    def by_what(self) -> list[tuple[str, str]]:
        """(what it is, by which rules and law it is judged); its items say by which standards."""
        told = [
            (_("Monitoring rules"), str(self.rules or "")),
            (_("Grounds of judgement"), f"{self.get_basis_display()} · {self.grounds}"),
        ]
        return [(str(label), text) for label, text in told if text]

    @property
    def quantity(self) -> int:
        """What is bought of a batch, in its unit: the test and the backup sample."""
        return self.test_quantity + self.backup_quantity

    @property
    def done(self) -> int:
        """Batches accepted or documented as not to be had, as the schemes reported."""
        counts: dict[str, int] = self.plan.fulfilment.get(str(self.pk), {}) if self.pk else {}
        return sum(counts.values())


class Quota(models.Model):
    """At most so many batches of a platform, a product of the plan, a price band, or where several are
    named of what belongs to all of them. What is not named is not limited."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, related_name="quotas")
    platform = to_maybe(Organisation, _("platform"), limit_choices_to={"kind": Kind.PLATFORM})
    item = models.ForeignKey(
        PlanItem,
        null=True,
        on_delete=models.CASCADE,
        related_name="quotas",
        verbose_name=_("product of the plan"),
    )
    price_from = models.DecimalField(_("price from, yuan"), max_digits=12, decimal_places=2, null=True)
    price_below = models.DecimalField(_("price below, yuan"), max_digits=12, decimal_places=2, null=True)
    most = models.PositiveIntegerField(_("at most, batches"))

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "platform", "item", "price_from", "price_below"],
                name="quota_one",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(platform=None, item=None, price_from=None, price_below=None), name="quota_of"
            ),
            models.CheckConstraint(
                condition=Q(price_from=None)
                | Q(price_from__gte=0) & (Q(price_below=None) | Q(price_below__gt=F("price_from"))),
                name="quota_band",
            ),
            models.CheckConstraint(
                condition=Q(price_below=None) | Q(price_below__gt=0), name="quota_band_ends"
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (str(self.platform or ""), str(self.item or ""), self.priced())))

    @property
    def band(self) -> Band:
        return (self.price_from, self.price_below)

    def priced(self) -> str:
        """The price band in words, "" where any price counts."""
        return priced(self.band)

    def counts(self, platform: int, item: int, price: Decimal | None) -> bool:
        """Whether a listing takes of this quota. platform, item: primary keys. price: in yuan; one that is
        not known belongs to no band."""
        if self.platform_id not in (None, platform) or self.item_id not in (None, item):
            return False
        return self.band == ANY_PRICE or holds(self.band, price)


def holds(band: Band, price: Decimal | None) -> bool:
    """Whether a price lies in a band; one that is not known lies in none."""
    low, high = band
    return price is not None and (low is None or low <= price) and (high is None or price < high)


def priced(band: Band) -> str:
    """A price band in words, "" for any price."""
    low, high = band
    if low is None and high is None:
        return ""
    if low is None:
        return gettext("below %(high)s yuan") % {"high": f"{high:.2f}"}
    if high is None:
        return gettext("from %(low)s yuan") % {"low": f"{low:.2f}"}
    return gettext("%(low)s to below %(high)s yuan") % {"low": f"{low:.2f}", "high": f"{high:.2f}"}
