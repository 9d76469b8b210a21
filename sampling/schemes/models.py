"""What does a sampling scheme lay down, and what is on offer to choose from?"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind, Role
from casework.models import Filed, RecordQuerySet
from casework.models.facts import Fact, Particulars, Said, Sayings
from catalogue.models import Brand, Enterprise, Shop
from catalogue.yuan import yuan
from monitoring.plans.models.milestones import part_of_a_plan
from monitoring.plans.models.plans import PlanItem, WorkPlan
from monitoring.vocabulary import LegalMode
from sampling.schemes.flow.schemes import SCHEME_FLOW
from trail.days import Day, Moment
from trail.enumerations import enumerated
from trail.keys import to, to_maybe

# Whoever only buys sees what is assigned to them, and of no other purchase that there is one (6.2-5).
BESIDES_BUYING = frozenset({*Role} - {Role.BUYER})


class Scheme(Filed):
    """A center's scheme for sampling online: scope, method, period, and who does what (6.2-1).

    The seed that orders the choice is drawn before the listing is frozen: its SHA-256 is told to the
    regulator at once, the seed itself is sealed until the targets are confirmed; who has both can check.
    """

    flow = SCHEME_FLOW
    prefix = "SC"
    secrets = frozenset({"seed_sealed", "buyers", "note"})
    opens_from = {"workplan": ("executing",)}

    plan = to(WorkPlan, _("work plan"), back="schemes")
    regulator = to(Organisation, _("issued by"), limit_choices_to={"kind": Kind.REGULATOR})
    # Of older schemes none is named: theirs are all of the plan's.
    platforms = models.ManyToManyField(
        Organisation,
        related_name="+",
        blank=True,
        limit_choices_to={"kind": Kind.PLATFORM},
        verbose_name=_("platforms to sample on"),
    )
    scope = models.TextField(_("sampling scope"), help_text=_("Regions and prices to sample from."))
    method = models.TextField(_("method of sampling"))
    starts_on = Day(_("from"))
    ends_on = Day(_("until"))
    staffing = models.TextField(_("who does what"))
    buyers = models.ManyToManyField(User, related_name="+", verbose_name=_("buyers"))
    listings_digest = models.CharField(_("digest of the listings"), max_length=64, blank=True, editable=False)
    seed_commitment = models.CharField(_("digest of the seed"), max_length=64, blank=True, editable=False)
    seed_sealed = models.TextField(blank=True, editable=False)
    seed = models.CharField(_("seed"), max_length=64, blank=True, editable=False)
    selected_at = Moment(_("targets proposed"), null=True, editable=False)
    shortfall = models.JSONField(_("batches without a target"), default=dict, editable=False)

    says: ClassVar[Sayings] = {
        "legal_mode": Said(_("legal mode")),
        "platforms": Said(_("platforms to sample on")),
        "buyers": Said(_("Buyers")),
        "chosen_again": Said(_("chosen again"), each=True),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("sampling scheme")
        verbose_name_plural = _("sampling schemes")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="scheme_ends_after_start")
        ]

    @property
    def supervised(self) -> bool:
        """Whether samples are taken in a supervision check (SAMR Order 18), not for risk monitoring."""
        return bool(self.plan.legal_mode == LegalMode.SUPERVISION_CHECK)

    @property
    def keeps_backup(self) -> bool:
        """Whether a backup sample is kept of every purchase: always in a supervision check (O18-06)."""
        return self.supervised or self.plan.backup_required

    @property
    def mode(self) -> Fact:
        """The legal mode, as pages show it."""
        shown = self.plan.get_legal_mode_display()
        return self.said("legal_mode", shown, code=self.plan.legal_mode)

    def shows_targets(self, viewer: Viewer) -> bool:
        """Whether this viewer may know what is on offer and was chosen: the center, not who only buys."""
        return viewer.organisation.pk == self.center_id and bool(BESIDES_BUYING & viewer.roles)

    def particulars(self, viewer: Viewer) -> Particulars:
        """Everything but the people: who buys is the center's own business."""
        own = viewer.organisation.pk == self.center_id
        names = enumerated(self.buyers.all()) if own else ""
        people = [self.said("buyers", names), *self.facts("staffing")] if own else []
        return [
            (
                _("Scheme"),
                [
                    *self.facts("plan", "regulator"),
                    self.mode,
                    self.said("platforms", enumerated(self.sampled_on())),
                    *self.facts("scope", "method", "starts_on", "ends_on"),
                ],
            ),
            *([(_("Who does what"), people)] if people else []),
            (
                _("Choice"),
                [
                    *self.facts("listings_digest", "seed_commitment", "seed", "selected_at"),
                    *(self.said("chosen_again", line) for line in self.chosen_again()),
                ],
            ),
        ]

    def digest(self, say: Callable[[int], None] | None = None) -> str:
        """SHA-256 of what is on offer, line by line, as one canonical JSON array that is never held whole.

        say: told now and then how many lines have been read.
        """
        found, written = sha256(), json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        rows = self.listings.order_by("line").values_list(*FROZEN).iterator(TOGETHER)
        read = 0
        while part := [written(canonical(row)) for row in islice(rows, TOGETHER)]:
            found.update(f"{',' if read else '['}{','.join(part)}".encode())
            read += len(part)
            if say is not None:
                say(read)
        found.update(b"]" if read else b"[]")
        return found.hexdigest()

    def sampled_on(self) -> list[Organisation]:
        """The platforms on which it may sample: those that it names, as far as the plan does."""
        of_plan, own = list(self.plan.platforms.order_by("name")), list(self.platforms.order_by("name"))
        return [platform for platform in own if platform in of_plan] if own else of_plan

    def beyond_scope(self) -> str:
        """The platforms of which products are listed, and on which it does not sample, by name."""
        allowed = self.sampled_on()
        if not allowed and not self.plan.platforms.exists():
            return ""
        listed = self.listings.filter(platform=models.OuterRef("pk"))
        others = Organisation.objects.filter(kind=Kind.PLATFORM).exclude(pk__in=[one.pk for one in allowed])
        return enumerated(others.filter(models.Exists(listed)).order_by("name"))

    def result_seen(self) -> bool:
        """Whether a choice was made already, so that who chooses again knows what came of it."""
        return self.choosings.exclude(result={}).exists()

    def chosen_again(self) -> list[str]:
        """When, how, by whom and why its targets were chosen once more after a result was seen."""
        return [
            each.again()
            for each in self.choosings.exclude(reason="").select_related("asked_by").order_by("pk")
        ]

    def exceptions_missing(self) -> list[int]:
        """The lines of the latest choice that would fill its quota if they might repeat."""
        latest = self.choosings.exclude(finished_at=None).order_by("-pk").values_list("result", flat=True)[:1]
        return list(latest[0].get("exceptions", [])) if latest else []


@part_of_a_plan
def schemes_open(plan: Any) -> models.QuerySet[Scheme]:
    """The schemes of a plan that are not at their end."""
    found: models.QuerySet[Scheme] = Scheme.objects.filter(plan=plan).exclude(turn="")
    return found


TOGETHER = 5_000  # lines that are read at a time
# What stands in a listing's way, by the code that a choice notes (sampling.selection.solver.explain).
WHY = {
    "known": _("Sampled within the last six months."),
    "price": _("Without a price, it fits no budget."),
    "shop": _("Same shop or operator as line %(line)s."),
    "brand": _("Same brand as line %(line)s."),
    "enterprise": _("Same enterprise as line %(line)s."),
    "cap": _("A quota of the plan is used up."),
    "budget": _("The budget does not suffice."),
    "quota": _("The quota is used up."),
}
# What is frozen of a line.
FROZEN = (
    *("line", "plan_item__product", "platform__name", "shop__shop_id"),
    *("shop__name", "brand__name", "enterprise__name", "product", "model", "item_id", "url"),
    *("price", "price_to", "standard"),
)


def canonical(row: tuple[Any, ...]) -> list[str | int]:
    """A line as it was frozen, in words that stay what they are; a standard only where one is named.

    row: the values of FROZEN.
    """
    *words, price, price_to, standard = row
    return [*(word or "" for word in words), priced(price, price_to), *([standard] if standard else [])]


def priced(price: Decimal | None, price_to: Decimal | None) -> str:
    """A price, or a range of prices: "59.00-128.00"; "" where none is known."""
    if price is None:
        return ""
    return f"{price:.2f}" if price_to is None else f"{price:.2f}-{price_to:.2f}"


class Listing(models.Model):
    """A product on offer in a shop that a scheme may choose. Its line, not its id, stands in the draw."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="listings")
    line = models.PositiveIntegerField(_("line"), editable=False)
    plan_item = to(PlanItem, _("product of the plan"))
    platform = to(Organisation, _("platform"))
    shop = to(Shop, _("shop"))
    brand = to_maybe(Brand, _("brand"), blank=True)
    enterprise = to_maybe(Enterprise, _("enterprise"), blank=True)
    product = models.CharField(_("product"), max_length=200)
    model = models.CharField(_("model"), max_length=200, blank=True)
    standard = models.CharField(_("standard"), max_length=120, blank=True)
    item_id = models.CharField(_("product ID"), max_length=60)
    url = models.URLField(_("address on the web"), max_length=500, blank=True)
    price = models.DecimalField(
        _("price"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)], null=True, blank=True
    )
    # The upper end of a range of prices; None where there is one price.
    price_to = models.DecimalField(_("price up to"), max_digits=12, decimal_places=2, null=True, blank=True)
    sales = models.PositiveIntegerField(_("sold at least"), null=True, blank=True)
    chosen = models.BooleanField(_("chosen"), default=False, editable=False)
    weight = models.PositiveIntegerField(_("risk weight"), null=True, editable=False)
    reason = models.CharField(_("why not chosen"), max_length=300, blank=True, editable=False)
    asked = models.CharField(_("exception asked for"), max_length=300, blank=True, editable=False)
    exception = models.CharField(_("exception"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ("line",)
        indexes = [
            models.Index(fields=["item_id"], name="listing_item"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "line"], name="listing_line"),
            models.UniqueConstraint(fields=["scheme", "platform", "item_id"], name="listing_one"),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="listing_price"),
            models.CheckConstraint(condition=~Q(item_id=""), name="listing_item_id"),
        ]

    def __str__(self) -> str:
        return f"{self.line} · {self.product} · {self.shop}"

    def priced(self) -> str:
        """The price as it is shown."""
        return priced(self.price, self.price_to)

    def why(self) -> str:
        """Why it was left out, as sentences. reason holds codes: "known quota shop:17"; older rows, words."""
        codes = [code.partition(":") for code in self.reason.split()]
        if not all(code in WHY for code, _colon, _by in codes):
            return self.reason
        return " ".join(str(WHY[code]) % {"line": by} for code, _colon, by in codes)


class Overrun(models.Model):
    """More than the budget of a plan, allowed by the leader for a reason."""

    plan = to(WorkPlan, back="overruns")
    amount = yuan(_("above the budget, yuan"))
    reason = models.CharField(_("reason"), max_length=500)
    by = to(User)
    at = Moment(_("allowed"))

    class Meta:
        verbose_name = _("overrun")
        verbose_name_plural = _("overruns")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="overrun_amount")]
