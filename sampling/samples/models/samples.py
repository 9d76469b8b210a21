"""What is a sample, where does it lie, and in which state did it get there?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind
from casework.clauses import carries
from casework.deadlines.clocks import last_day, local_day
from casework.models import Filed, Hold, RecordQuerySet
from casework.models.facts import Particulars, Said, Sayings
from catalogue.models import Finding, Verdict, part_of
from sampling.deliveries.models.discrepancies import Discrepancy, discrepancies
from sampling.purchases.models.otherwise import changed
from sampling.purchases.models.purchases import Purchase
from sampling.samples.flow.conditions import DECISION
from sampling.samples.flow.samples import KEEPING, SAMPLE_FLOW, Part
from trail.days import Day, Moment
from trail.keys import to, to_maybe


class Packing(models.TextChoices):
    """How the goods are packed (包装分类)."""

    PACKED = "packed", _("Prepacked")
    LOOSE = "loose", _("Loose")


def _yes(label: object) -> models.BooleanField[bool | None, bool | None]:
    return models.BooleanField(label, null=True, blank=True)  # type: ignore[arg-type]


def _person(label: Any) -> Any:
    return to_maybe(User, label, blank=True)


# What is known of a test sample is not final before it has left these states.
UNTESTED = (
    *("registered", "stored", "shifting", "handed_over", "rejected_by_lab", "coming_back"),
    *("at_lab", "in_test"),
)


class Disposal(models.TextChoices):
    """How a sample is disposed of."""

    DESTROYED = "destroyed", _("Destroyed")
    SCRAPPED = "scrapped", _("Scrapped")
    RECYCLED = "recycled", _("Recycled")
    DONATED = "donated", _("Given away for use")


# What is missing before a sample is tested, in sentences: the stage that tests it names its own.
MISSING: list[Callable[[Sample], list[str]]] = []


def missing_of_a_test(missing: Callable[[Sample], list[str]]) -> Callable[[Sample], list[str]]:
    """Let no sample be called tested while this names anything of it."""
    MISSING.append(missing)
    return missing


# Says of a sample whether the commission that it is under was accepted; None where it is under none. Whoever
# commissions adds it: nothing that is sampled knows of that.
ACCEPTED: list[Callable[[Sample], bool | None]] = []


def of_a_commission(accepted: Callable[[Sample], bool | None]) -> Callable[[Sample], bool | None]:
    """Let this say whether a sample's commission was accepted."""
    ACCEPTED.append(accepted)
    return accepted


CHANGED = _("Changed when it was bought")
DIFFER = _("Label and listing differ")


class Sample(Filed):
    """A set of goods from an accepted purchase, from the store to its end (forms 4.4 and 4.6).

    product to declared are what stands on the goods, as the verifier read it; sampled_on is the day on
    which it was accepted. A laboratory sees the goods and nothing of the order.
    """

    flow = SAMPLE_FLOW
    prefix = "SA"
    distinguished_by = ("role", "batch", "sampled_on")
    known_by = ("item_id", "producer__icontains", "seal_number")
    known_to_center_by = ("purchase__shop__name_key__icontains",)
    secrets = frozenset({"purchase"})
    opens_from = {"purchase": ("accepted",)}

    purchase = to(Purchase, _("purchase"), back="samples")
    laboratory = to_maybe(
        Organisation, _("laboratory"), blank=True, limit_choices_to={"kind": Kind.LABORATORY}
    )
    role = models.CharField(_("meant as"), max_length=8, choices=Part, default=Part.TEST)
    product = models.CharField(_("product"), max_length=200)
    brand = models.CharField(_("brand"), max_length=200, blank=True)
    model = models.CharField(_("model"), max_length=200, blank=True)
    batch = models.CharField(_("date of production or batch"), max_length=120, blank=True)
    item_id = models.CharField(_("product ID"), max_length=60)
    producer = models.CharField(_("producer"), max_length=200, blank=True)
    producer_address = models.CharField(_("producer's address"), max_length=200, blank=True)
    labelled_standard = models.CharField(_("standard on the label"), max_length=200)
    declared = models.TextField(_("declared quality"), help_text=_("Contents, sizes and grades it claims."))
    packing_class = models.CharField(_("kind of packing"), max_length=8, choices=Packing)
    quantity = models.PositiveIntegerField(_("quantity"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=20)
    sampled_on = Day(_("sampled on"))
    # in the store
    location = models.CharField(_("place in the store"), max_length=100, blank=True)
    conditions = models.CharField(_("storage conditions"), max_length=200, blank=True)
    stored_at = Moment(_("taken into the store"), null=True)
    keeper = _person(_("keeper"))
    send_to = models.CharField(_("to be sent to"), max_length=200, blank=True)
    send_by = Day(_("to be sent by"), null=True)
    # the seal, by two persons (Order 18: always in a supervision check)
    seal_number = models.CharField(_("seal number"), max_length=60, blank=True)
    sealed_by = _person(_("sealed by"))
    sealed_at = Moment(_("sealed"), null=True)
    witnessed_by = _person(_("seal confirmed by"))
    witnessed_at = Moment(_("seal confirmed"), null=True)
    kept_at = models.CharField(_("place of the sealed backup"), max_length=200, blank=True)
    objection_ended_on = Day(_("end of the objection period"), null=True)
    keep_until = Day(_("to be kept until"), null=True)
    # on receipt by the laboratory (6.3-1)
    seal_intact = _yes(_("the seals are intact"))
    packing_intact = _yes(_("the packing is intact"))
    quantity_met = _yes(_("the quantity is sufficient"))
    state_fits = _yes(_("its state fits the test"))
    papers_match = _yes(_("the papers are complete and match"))
    appearance = models.CharField(_("appearance"), max_length=200, blank=True)
    condition = models.CharField(_("state"), max_length=200, blank=True)
    packing = models.CharField(_("packing"), max_length=200, blank=True)
    received_at = Moment(_("received by the laboratory"), null=True)
    disposal = models.CharField(_("way of disposal"), max_length=12, choices=Disposal, blank=True)
    rejection = models.TextField(_("why the laboratory rejects it"), blank=True)

    says: ClassVar[Sayings] = {
        "label_and_listing_differ": Said(DIFFER, each=True),
        "bought_otherwise": Said(CHANGED, each=True),
        "legal_mode": Said(_("legal mode")),
        "seal_state": Said(_("State of the seal")),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        indexes = [
            models.Index(fields=["item_id"], name="sample_item"),
            part_of("producer", "sample_producer_part"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="sample_quantity"),
            models.CheckConstraint(condition=~Q(item_id=""), name="sample_has_item_id"),
            models.UniqueConstraint(
                fields=["seal_number"],
                condition=~Q(seal_number=""),
                name="sample_seal_one",
                violation_error_message=_("This seal number is on another sample: read it off again."),
            ),
            models.CheckConstraint(
                condition=Q(witnessed_by=None) | ~Q(witnessed_by=models.F("sealed_by")),
                name="sample_sealed_by_two",
            ),
        ]

    @property
    def is_backup(self) -> bool:
        return self.role == Part.BACKUP

    @property
    def supervised(self) -> bool:
        """Whether it was taken in a supervision check (SAMR Order 18)."""
        return self.purchase.scheme.supervised

    @property
    def sealed(self) -> bool:
        """Whether two persons have sealed it."""
        return self.witnessed_at is not None

    @property
    def points(self) -> tuple[str, ...]:
        """What is looked at on receipt: the seal only where one was put on."""
        return RECEIPT if self.seal_number or not self.pk else RECEIPT[1:]

    def path(self) -> tuple[str, ...]:
        """A backup sample does not go to the laboratory: it waits under seal."""
        kept = ("registered", "stored", "sealed", "discarding", "disposed")
        return kept if self.is_backup else super().path()

    def verdict(self) -> str:
        """What its own report says, by the findings; of a backup, those on the test samples of its purchase.

        "" without a report. Of several, the worst counts.
        """
        tested = [self] if not self.is_backup else self.purchase.samples.filter(role=Part.TEST)
        numbers = [sample.number for sample in tested]
        verdicts = set(Finding.everything.filter(sample__in=numbers).values_list("verdict", flat=True))
        worst_first = (Verdict.NON_CONFORMING, Verdict.IN_PART, Verdict.CONFORMING)
        return next((verdict for verdict in worst_first if verdict in verdicts), "")

    @carries("O18-15", "DL-18")
    def last_day(self, objection_ended_on: date) -> date:
        """Until when a backup is kept whose objection period has ended: after a failure three months more."""
        if self.verdict() != Verdict.NON_CONFORMING:
            return objection_ended_on
        return last_day(KEEPING, objection_ended_on)

    def results_missing(self) -> str:
        """What has to be entered before its testing is finished, in sentences; "" if nothing."""
        return " ".join(sentence for missing in MISSING for sentence in missing(self))

    def commission_accepted(self) -> bool | None:
        """Whether the commission that it is under was accepted; None where it is under none (any more)."""
        said = [accepted(self) for accepted in ACCEPTED]
        return next((answer for answer in said if answer is not None), None)

    @carries("O18-15", "DL-18")
    def awaited(self, now: datetime) -> str:
        """Why somebody is to decide first what becomes of it; "" where nobody is."""
        holds = Hold.objects.standing(local_day(now)).filter(record_id=self.pk, code=DECISION)
        return " ".join(holds.values_list("reason", flat=True))

    def still_needed(self, now: datetime) -> str:
        """Why a sample may not be disposed of yet, "" if it may.

        A backup is kept until the test sample is tested. In a supervision check the backup, and the test
        sample that failed, are kept until nobody can object any more, after a failure three months longer.
        """
        sets = self.purchase.samples.exclude(state__in=("invalid", "voided"))
        tested = sets.filter(role=Part.TEST)
        if self.is_backup and tested.filter(state__in=UNTESTED).exists():
            return gettext("The test sample is not tested yet: keep the backup sample until it is.")
        if not self.supervised or not tested.exists():
            return ""
        if not self.is_backup and self.verdict() != Verdict.NON_CONFORMING:
            return ""
        ends = [one.keep_until for one in sets if one.is_backup] or [self.keep_until]
        if None in ends:
            return gettext("It is kept until nobody can object any more: the end of that period is missing.")
        last = max(day for day in ends if day is not None)
        if local_day(now) <= last:
            return gettext("It is to be kept until %(day)s.") % {"day": last.isoformat()}
        return ""

    def discrepancies(self) -> list[Discrepancy]:
        """Where the label is not what the listing says."""
        said = {"producer": self.producer, "brand": self.brand, "model": self.model}
        return discrepancies(self.purchase, **said)

    def particulars(self, viewer: Viewer) -> Particulars:
        """The goods and what the laboratory found of them for all; purchase, store and what was bought
        otherwise than chosen for the center; where label and listing differ, for center and regulator."""
        goods = self.facts(
            *("role", "product", "brand", "model", "batch", "item_id", "producer", "producer_address"),
            *("labelled_standard", "declared", "packing_class", "quantity", "unit", "sampled_on"),
        )
        receipt = self.facts(*RECEIPT, "appearance", "condition", "packing", "received_at", "rejection")
        seal = self.facts("seal_number", "sealed_at", "witnessed_at")
        if not self.seal_number and self.received_at:
            seal.append(self.said("seal_state", _("It bore no seal")))
        groups: Particulars = [(_("Goods"), goods)]
        if viewer.kind == Kind.CENTER:
            groups.insert(0, (CHANGED, self.lines("bought_otherwise", changed(self.purchase))))
        if viewer.kind in (Kind.CENTER, Kind.REGULATOR):
            differing = [(each.what, str(each)) for each in self.discrepancies()]
            groups.insert(0, (DIFFER, self.lines("label_and_listing_differ", differing)))
        if viewer.kind == Kind.CENTER:
            seal += self.facts("sealed_by", "witnessed_by", "kept_at", "objection_ended_on", "keep_until")
            groups.append((_("Origin"), [*self.facts("purchase"), self.purchase.scheme.mode]))
            groups.append(
                (
                    _("Store"),
                    self.facts(
                        "location", "conditions", "stored_at", "keeper", "send_to", "send_by", "disposal"
                    ),
                )
            )
        else:
            groups.append((_("Store"), self.facts("conditions")))
        groups.append((_("Seal"), seal))
        groups.append((_("At the laboratory"), [*self.facts("laboratory"), *receipt]))
        return [group for group in groups if group[1]]


# The seal first: of a sample that was never sealed it is left out.
RECEIPT = ("seal_intact", "packing_intact", "quantity_met", "state_fits", "papers_match")
