"""What is made of risk signals: which cases, and who was notified?"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.models import Deadline, Filed, RecordQuerySet
from casework.models.facts import Facts, Particulars, Said, Sayings
from catalogue.models import Bare
from catalogue.platforms import known_names
from monitoring.criteria.matrix import RiskLevel
from monitoring.risks.flow.notifying import ANSWER, NOTICE_FLOW, UNDELIVERED, NoticeState
from monitoring.risks.flow.risk import ASSESSMENT_FLOW, RISK_CASE_FLOW
from monitoring.vocabulary import Outcome
from trail.days import Day
from trail.keys import to, to_maybe

# A letter names the goods of so many pieces of information at most.
FEW = 20


def regulator_party(label: Any) -> Any:
    """The regulator that a record of this stage is the business of."""
    return to_maybe(Organisation, label, blank=True, limit_choices_to={"kind": Kind.REGULATOR})


class RiskCase(Filed):
    """One matter made of one or more signals: what is assessed, and what one of three measures follows."""

    flow = RISK_CASE_FLOW
    prefix, graded = "RC", "level"

    regulator = regulator_party(_("regulator"))
    product = models.CharField(_("product"), max_length=200)
    hazard_item = models.CharField(_("item that is hazardous"), max_length=400)
    summary = models.TextField(_("what is known"))
    level = models.CharField(_("risk level"), max_length=10, choices=RiskLevel, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="merged",
        editable=False,
        verbose_name=_("merged into the case"),
    )
    # The signals that went with it, so that it comes back with exactly these.
    brought = ArrayField(models.BigIntegerField(), default=list, editable=False)

    says: ClassVar[Sayings] = {"outcome": Said(_("Measure"), Outcome)}

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("risk case")
        verbose_name_plural = _("risk cases")
        indexes = [models.Index(Bare("product"), name="case_name")]

    def particulars(self, viewer: Viewer) -> Particulars:
        measure: Facts = []
        if self.outcome:
            measure.append(self.said("outcome", self.outcome))
        facts = self.facts(
            "product", "category", "hazard_item", "summary", "platform", "level", "merged_into"
        )
        parties = self.facts("center", "regulator")
        return [(_("Risk"), facts + measure), (_("Responsible"), parties)]

    def awaits_answers(self, now: datetime) -> bool:
        """Whether a notice of the case is still to be sent or served, or to be answered within its time."""
        if self.notices.filter(state__in=(NoticeState.DRAFTED, *UNDELIVERED)).exists():
            return True
        running = Deadline.objects.running().filter(record__in=self.notices.values("pk"), term=ANSWER.code)
        return running.filter(due_at__gt=now).exists()

    def in_assessment(self) -> bool:
        """Whether an assessment of the case is under way."""
        return self.assessments.filter(state__in=tuple(ASSESSMENT_FLOW.turns)).exists()

    def in_a_plan(self) -> bool:
        """Whether a work plan that stands takes the case up."""
        return bool(self.plans.standing().exists())


class Notice(Filed):
    """A notice to one unit or region that a local risk concerns, and its answer (6.1.3 b).

    unit, unit_address: of a unit outside the system, where it is neither a platform's nor a regulator's.
    """

    flow = NOTICE_FLOW
    prefix = "NT"
    # Whom it warns hears of it when the center has sent it.
    unsent = (NoticeState.DRAFTED,)
    writers = frozenset({Kind.CENTER})

    riskcase = to(RiskCase, _("risk case"), back="notices")
    # The one whose outcome it carries out: after a new assessment an addressee is told anew.
    assessment = models.ForeignKey(
        "Assessment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
        verbose_name=_("risk assessment"),
    )
    regulator = regulator_party(_("regulator addressed"))
    unit = models.CharField(_("unit outside the system"), max_length=120, blank=True)
    unit_address = models.CharField(_("address of the unit"), max_length=200, blank=True)
    text = models.TextField(_("text of the notice"), blank=True)
    model = models.CharField(_("specification and model"), max_length=400, blank=True)
    batch = models.CharField(_("date of production or batch"), max_length=400, blank=True)
    producer = models.CharField(_("producer as labelled"), max_length=400, blank=True)
    # A line for each place at which it is on offer.
    offered = models.TextField(_("where it is on offer"), blank=True)
    sender_contact = models.CharField(_("whom to ask at the center"), max_length=60, blank=True)
    sender_phone = models.CharField(_("telephone of the center"), max_length=40, blank=True)
    sender_address = models.CharField(_("address of the center"), max_length=200, blank=True)
    delivered_on = Day(_("delivered on"), null=True, blank=True, editable=False)
    reply = models.TextField(_("answer"), blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["riskcase", "assessment", "regulator"],
                condition=Q(regulator__isnull=False),
                name="notice_regulator_once",
            ),
        ]

    def goods(self) -> dict[str, str]:
        """What the case's information says of the goods, for the letter; to a platform no other's offers."""
        names = known_names()
        signals = [
            signal
            for signal in self.riskcase.signals.order_by("pk")[:FEW]
            if not self.platform_id
            or not signal.platform
            or names.organisation(signal.platform) == self.platform
        ]
        offers = [
            (each.platform, each.shop, each.item_id)
            for each in signals
            # Of whose platform it is not known it may be another's.
            if each.platform or (not self.platform_id and (each.shop or each.item_id))
        ]
        return {
            "model": "、".join(dict.fromkeys(each.model for each in signals if each.model))[:400],
            "producer": "、".join(dict.fromkeys(each.enterprise for each in signals if each.enterprise))[
                :400
            ],
            "offered": "\n".join(dict.fromkeys(" · ".join(filter(None, offer)) for offer in offers)),
        }

    def path(self) -> tuple[str, ...]:
        """It goes to a platform, to a regulator or to a unit outside the system, never to two of them."""
        sent = (NoticeState.AT_UNIT, NoticeState.WITH_UNIT)
        if self.platform_id:
            sent = (NoticeState.AT_PLATFORM, NoticeState.WITH_PLATFORM)
        elif self.regulator_id:
            sent = (NoticeState.AT_REGULATOR, NoticeState.WITH_REGULATOR)
        return (NoticeState.DRAFTED, *sent, NoticeState.ANSWERED, NoticeState.CLOSED)

    @property
    def addressee(self) -> Organisation | None:
        """Whom it is addressed to; None for a unit outside the system."""
        found: Organisation | None = self.platform or self.regulator
        return found

    def particulars(self, viewer: Viewer) -> Particulars:
        addressee = self.facts("platform", "regulator", "unit", "unit_address", "text", "delivered_on")
        sender = self.facts("sender_contact", "sender_phone", "sender_address")
        return [
            (_("Notice"), addressee),
            (_("Goods"), self.facts("model", "batch", "producer", "offered")),
            (_("Sender"), sender),
            (_("Answer"), self.facts("reply", "contact")),
        ]
