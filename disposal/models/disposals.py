"""What was a platform told of its products, what did it do about them, and is that enough?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import LAPSED, VOIDED, Flow
from casework.models import Filed, RecordQuerySet
from casework.models.facts import Particulars
from catalogue.models import Verdict, part_of
from disposal.flow.consequences import PLATFORM_DISPOSAL_FLOW
from disposal.flow.reaching import HANDLE
from disposal.flow.vocabulary import OFF_SALE, WEIGHTS, CarriedOutBy, MatterGrade, Measure
from disposal.models.compilations import Compilation, regulator_party
from disposal.models.sale import OF_SALE, verification
from documents.models import Attachment
from inspection.corrections.models.rested_on import changing, now_conforming
from inspection.reports.models.reports import Report
from trail.days import Day, Moment
from trail.enumerations import enumerated
from trail.keys import to
from trail.models import Event


class PlatformDisposal(Filed):
    """What one platform is to do about the non-conforming products sold on it (6.4-2, form 4.11)."""

    flow: ClassVar[Flow] = PLATFORM_DISPOSAL_FLOW
    prefix, graded, says = "PD", "level", OF_SALE
    distinguished_by = ("items__item_id",)
    closed_to = frozenset({Role.BUYER})
    known_by = ("items__item_id", "items__shop__icontains")

    compilation = to(Compilation, _("compiled report"), back="disposals")
    regulator = regulator_party(_("regulator"))
    level = models.CharField(_("grade"), max_length=10, choices=MatterGrade, blank=True, editable=False)
    delivered_on = Day(_("delivered on"), null=True, editable=False)
    received_at = Moment(_("receipt confirmed by the platform"), null=True, editable=False)
    reopened_at = Moment(_("returned to the platform"), null=True, editable=False)
    returned_on = Day(_("return delivered on"), null=True, editable=False)
    handled_on = Day(_("handling finished on"), null=True)
    below_reason = models.TextField(
        _("why less was done than proposed"),
        blank=True,
        help_text=_("Needed where a product's measures stay below the least one proposed for it."),
    )
    pieces = models.PositiveIntegerField(_("pieces concerned"), null=True, blank=True)
    orders = models.PositiveIntegerField(_("orders concerned"), null=True, blank=True)
    refunded = models.PositiveIntegerField(_("orders refunded"), null=True, blank=True)
    consumers_told = models.PositiveIntegerField(_("consumers informed"), null=True, blank=True)
    same_products = models.TextField(_("search for the same product in other shops"), blank=True)
    opinion = models.TextField(_("the platform's opinion"), blank=True)
    contact = models.CharField(_("contact person"), max_length=60, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    fed_back_on = Day(_("reported on"), null=True, editable=False)
    end_delivered_on = Day(_("end delivered on"), null=True, editable=False)
    lifted_on = Day(_("measures lifted on"), null=True)
    checked_on = Day(_("checked on"), null=True)
    unreachable = models.BooleanField(_("the product can no longer be reached"), default=False)
    not_relisted = models.BooleanField(_("the product has not been listed again"), default=False)
    check_account = models.TextField(_("how it was checked"), blank=True)

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("platform disposal")
        verbose_name_plural = _("platform disposals")
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_on=None) | Q(unreachable=F("not_relisted")), name="disposal_checked"
            )
        ]

    @property
    def ground_is_gone(self) -> bool:
        """Whether no test report under it says any more that a product does not conform."""
        return not any(item.stands for item in self.items.select_related("report"))

    def stands(self, paper: str) -> bool:
        """The letter that ends it holds when nothing else does."""
        return super().stands(paper) or (paper == "end_letter" and self.state == LAPSED)

    def since(self) -> date | None:
        """The day on which the platform got the matter, or got it back."""
        return local_day(self.reopened_at) if self.reopened_at else self.delivered_on

    def standing_measures(self) -> models.QuerySet[MeasureTaken]:
        """The measures that were not struck as entered by mistake."""
        return self.measures.filter(struck_at=None)

    @property
    def is_measured(self) -> bool:
        """Whether the platform did anything that still stands."""
        return self.standing_measures().exists()

    def new_measures(self) -> models.QuerySet[MeasureTaken]:
        """Those of them entered since the matter came, or came back."""
        return self.standing_measures().filter(at__gte=self.reopened_at or self.opened_at)

    def short(self) -> list[DisposalItem]:
        """The products that still fail and whose measures stay below the least one proposed."""
        items = self.items.select_related("report").prefetch_related("measures")
        return [item for item in items if item.stands and not item.enough()]

    def short_of(self, term: str) -> str:
        """The time to handle is not kept in full by a measure below the least one asked for."""
        handles = term in {each.code for each in HANDLE}
        return self._held_of_less() if handles and self.short() else ""

    def _held_of_less(self) -> str:
        """That less was done, and whether the leader holds that to be enough: of what was reported last."""
        told = Event.objects.of("record", self.pk).filter(
            verb__in=("feed_back", "accept_less", "refuse_less")
        )
        last = told.first()
        if last is None or last.verb == "feed_back":
            return gettext("less than the least measure, to be decided")
        if last.verb == "refuse_less":
            return gettext("less than the least measure, not accepted by the leader")
        return gettext("less than the least measure, accepted by the leader")

    def shortfall(self, report: int | None = None) -> list[tuple[str, str]]:
        """(product, what was asked of it and what was done instead) of those on which less was done; of one
        report, or of all."""
        if self.handled_on is None:
            return []
        none = pgettext("measures taken", "none")
        said = gettext("at least: %(least)s; done: %(done)s; the platform's reason: %(reason)s")
        return [
            (
                str(item),
                said
                % {
                    "least": item.get_least_display(),
                    "done": enumerated(item.standing()) or none,
                    "reason": self.below_reason,
                },
            )
            for item in self.short()
            if report in (None, item.report_id)
        ]

    def to_lift(self) -> list[DisposalItem]:
        """The products that fail no more, and on which a measure still stands."""
        items = self.items.select_related("report").prefetch_related("measures")
        return [item for item in items if not item.stands and item.standing()]

    @carries("4.2.4-a")
    def last_done_on(self) -> date | None:
        """The day of the last measure; None where there is none."""
        found: date | None = self.standing_measures().aggregate(last=models.Max("done_on"))["last"]
        return found

    def unless_finished(self, handled_on: date | None, below_reason: str, today: date) -> dict[str, str]:
        """Why the handling cannot be called finished: {field: sentence}."""
        found = {}
        since = self.since()
        last = self.last_done_on()
        if handled_on and handled_on > today:
            found["handled_on"] = gettext("This lies in the future: enter when it happened.")
        elif handled_on and since and handled_on < since:
            found["handled_on"] = gettext(
                "This lies before the delivery of the report: enter when it was finished."
            )
        elif handled_on and last and handled_on < last:
            found["handled_on"] = gettext(
                "A measure was done later than this: enter when the last one was done."
            )
        short = self.short()
        if short and not below_reason:
            found["below_reason"] = gettext("Less was done than proposed for: %(products)s. Say why.") % {
                "products": enumerated(short)
            }
        return found

    def unless_lifted(self, lifted_on: date | None, proved: bool, today: date) -> dict[str, str]:
        """Why the measures cannot be called lifted: {field: sentence}."""
        found = {}
        if lifted_on and lifted_on > today:
            found["lifted_on"] = gettext("This lies in the future: enter when it happened.")
        elif lifted_on and self.end_delivered_on and lifted_on < self.end_delivered_on:
            found["lifted_on"] = gettext("This lies before the delivery of the letter (%(day)s).") % {
                "day": self.end_delivered_on
            }
        if self.is_measured and not proved:
            found["evidence"] = gettext("Attach what shows that the measures are lifted.")
        return found

    def unless_measured(self, data: Mapping[str, Any], today: date) -> dict[str, str]:
        """Why a measure cannot be entered as it was typed: {field: sentence}."""
        found = {}
        forfeit, amount = data.get("measure") == Measure.FORFEIT, data.get("amount")
        asked, done = data.get("asked_on"), data.get("done_on")
        by_shop = data.get("carried_out_by") == CarriedOutBy.SHOP
        if forfeit and amount is None:
            found["amount"] = gettext("Enter the amount that was forfeited.")
        if not forfeit and amount is not None:
            found["amount"] = gettext("Only a forfeited penalty has an amount: leave this empty.")
        if by_shop and not asked and "asked_on" in data:
            found["asked_on"] = gettext("Enter when the shop was urged to act.")
        for name, value in (("asked_on", asked), ("done_on", done)):
            if value and value > today:
                found[name] = gettext("This lies in the future: enter when it happened.")
        if asked and done and done < asked:
            found["done_on"] = gettext("It cannot have been done before it was asked for.")
        if done:
            found = self._unless_before(data, done) | self._unless_again(data, done) | found
        return found

    def _unless_again(self, data: Mapping[str, Any], done: date) -> dict[str, str]:
        """One measure on one product on one day is one measure, however often it is entered."""
        same = {name: data.get(name) for name in ("measure", "carried_out_by")}
        items = [item.pk for item in data.get("items") or ()]
        known = self.new_measures().filter(done_on=done, items__in=items, **same).first()
        if known is None:
            return {}
        on = known.items.filter(pk__in=items)
        sentence = gettext(
            "Entered already: %(measure)s, %(who)s, %(day)s, %(rule)s, on %(products)s. Leave that product"
            " out, or strike what was entered by mistake."
        )
        return {
            "items": sentence
            % {
                "measure": known,
                "who": known.get_carried_out_by_display(),
                "day": known.done_on,
                "rule": known.internal_rule,
                "products": enumerated(on),
            }
        }

    def _unless_before(self, data: Mapping[str, Any], done: date) -> dict[str, str]:
        """What was done before the report came is said to have been, and the sample was bought before it."""
        sampled = [item.report.sampled_on for item in data.get("items") or () if item.report.sampled_on]
        if sampled and done < max(sampled):
            sentence = gettext("The product was still sold on %(day)s, when the sample was bought.")
            return {"done_on": sentence % {"day": max(sampled)}}
        early, why = done < local_day(self.opened_at), data.get("before_why")
        if early and not why:
            return {"before_why": gettext("This was done before the report was sent: say why and upon what.")}
        if why and not early:
            return {"before_why": gettext("It was done after the report was sent: leave this empty.")}
        return {}

    def escalates_to(self, term: str) -> list[tuple[Organisation, str]]:
        """A platform that is late is made known to the regulator and to the center."""
        center = [(self.center, str(Role.COMPILER))] if self.center else []
        return [(self.regulator, str(Role.CASE_OFFICER)), *center]

    def particulars(self, viewer: Viewer) -> Particulars:
        """Everything: it concerns the platform's own products and names nobody but its contact."""
        done = ("delivered_on", "received_at", "handled_on", "below_reason", "fed_back_on")
        back = ("reopened_at", "returned_on", "end_delivered_on", "lifted_on")
        reach = ("pieces", "orders", "refunded", "consumers_told", "same_products", "opinion")
        reports = [item.report for item in self.items.select_related("report")]
        groups: Particulars = [
            (_("What it rests on"), self.lines("now_conforming", now_conforming(reports))),
            *changing(reports, self.opened_at, viewer),
            (_("Matter"), self.facts("platform", "level", "center", "regulator")),
            (_("Handling"), self.facts(*done, *back, *reach, "contact", "contact_phone")),
            (_("Less was done than asked for"), self.lines("shortfall", self.shortfall())),
            (_("Verification"), verification(self)),
        ]
        return [group for group in groups if group[1]]


class DisposalItem(models.Model):
    """A non-conforming product on the platform, and the least measure that is proposed for it."""

    disposal = models.ForeignKey(PlatformDisposal, on_delete=models.CASCADE, related_name="items")
    report = to(Report, _("test report"))
    item_id = models.CharField(_("product ID"), max_length=60)
    product = models.CharField(_("product"), max_length=200)
    model = models.CharField(_("model"), max_length=200, blank=True)
    shop = models.CharField(_("shop"), max_length=200)
    failing = models.CharField(_("non-conforming items"), max_length=400, blank=True)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict)
    least = models.CharField(_("least measure proposed"), max_length=10, choices=Measure)
    # Its report had turned, the others had not: the measures on it alone were lifted.
    lifted_on = Day(_("measures lifted on"), null=True, editable=False)

    class Meta:
        verbose_name = _("product")
        ordering = ("id",)
        indexes = [
            models.Index(fields=["item_id"], name="disposal_item_id"),
            part_of("shop", "disposal_item_shop_part"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "report"], name="disposal_item_one"),
            models.CheckConstraint(condition=~Q(item_id=""), name="disposal_item_has_id"),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.shop} ({self.item_id})"

    @property
    def stands(self) -> bool:
        """Whether its test report still says that it does not conform."""
        return self.report.outcome == Verdict.NON_CONFORMING and self.report.state != VOIDED

    def standing(self) -> list[MeasureTaken]:
        """The measures on it that were neither struck nor lifted."""
        own = [taken for taken in self.measures.all() if taken.struck_at is None]
        return [taken for taken in own if self.lifted_on is None or taken.done_on > self.lifted_on]

    def enough(self) -> bool:
        """Whether a measure about this product weighs as much as the least one proposed; from delisting up
        the platform itself has taken it off sale besides: a recall alone leaves it there."""
        standing = self.standing()
        heavy = any(WEIGHTS[taken.measure] >= WEIGHTS[self.least] for taken in standing)
        gone = any(
            taken.measure in OFF_SALE and taken.carried_out_by == CarriedOutBy.PLATFORM for taken in standing
        )
        return heavy and (gone or WEIGHTS[self.least] < WEIGHTS[Measure.DELIST])


class MeasureTaken(models.Model):
    """One measure: by whom, asked for and done when, under which rule of the platform, with its evidence."""

    disposal = models.ForeignKey(PlatformDisposal, on_delete=models.CASCADE, related_name="measures")
    items = models.ManyToManyField(DisposalItem, related_name="measures", verbose_name=_("products"))
    measure = models.CharField(_("measure"), max_length=10, choices=Measure)
    carried_out_by = models.CharField(_("carried out by"), max_length=10, choices=CarriedOutBy)
    asked_on = Day(_("asked for on"), null=True, blank=True)
    done_on = Day(_("done on"))
    internal_rule = models.CharField(_("rule of the platform"), max_length=200)
    before_why = models.CharField(
        _("taken already before the report: why"),
        max_length=200,
        blank=True,
        help_text=_("Needed where the measure was done before the report was sent."),
    )
    # The platform's contractual penalty (质量违约金), not an administrative fine.
    amount = models.DecimalField(
        _("amount forfeited, yuan"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    evidence = to(Attachment, _("evidence"), editable=False)
    at = Moment(editable=False)
    # Entered by mistake: the row is kept and counts for nothing.
    struck_at = Moment(_("struck"), null=True, editable=False)
    struck_why = models.CharField(_("why it was struck"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("measure")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(measure=Measure.FORFEIT, amount__gte=0)
                | (~Q(measure=Measure.FORFEIT) & Q(amount=None)),
                name="measure_amount",
                violation_error_message=_("Only a forfeited penalty has an amount, and it is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(asked_on=None) | Q(done_on__gte=F("asked_on")),
                name="measure_in_order",
                violation_error_message=_("It cannot have been done before it was asked for."),
            ),
            models.CheckConstraint(
                condition=Q(carried_out_by=CarriedOutBy.PLATFORM) | Q(asked_on__isnull=False),
                name="measure_shop_was_asked",
                violation_error_message=_("Enter when the shop was urged to act."),
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None) | ~Q(struck_why=""), name="measure_struck_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_measure_display())

    def account(self) -> str:
        """The measure as a page and a paper have it: what was taken already before the report says so."""
        if not self.before_why:
            return str(self)
        return gettext("%(measure)s (already taken before the report: %(why)s)") % {
            "measure": self,
            "why": self.before_why,
        }
