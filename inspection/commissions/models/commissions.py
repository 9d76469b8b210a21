"""What was a laboratory commissioned to test, and what came in its way?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from accounts.roles import Kind, Role
from casework.deadlines.clocks import local_day
from casework.flow import Flow
from casework.models import Filed, Record, RecordQuerySet
from casework.models.facts import Facts, Particulars, Said, Sayings
from catalogue.models import TestItem
from catalogue.monitoring_rules import MonitoringRules
from inspection.commissions.models.testing_grounds import ill_founded, otherwise_planned
from inspection.flow.commissions import ENTRUSTMENT_FLOW, EntrustmentState
from inspection.flow.reports import ISSUED, UNSIGNED
from inspection.flow.vocabulary import Afterwards, GroundOfJudgement, GroundOfTesting, Obtained, Sending
from inspection.judgement.by_figures import ItemVerdict
from inspection.judgement.conclusions import Wording
from inspection.laboratories.models import fit, organisation
from sampling.samples.models.samples import Sample, of_a_commission
from trail.days import Day
from trail.enumerations import enumerated
from trail.keys import to, to_maybe
from trail.models import Event


def person(label: Any) -> Any:
    """A foreign key to somebody who took a step."""
    return to_maybe(User, label, blank=True, editable=False)


def kinds_of(label: Any, choices: Any) -> Any:
    """Several of some choices."""
    return ArrayField(
        models.CharField(max_length=12, choices=choices), default=list, blank=True, verbose_name=label
    )


def prescribed(label: Any) -> Any:
    """The words that the monitoring rules prescribe for a conclusion."""
    return models.CharField(label, max_length=300, blank=True, editable=False)


class Entrustment(Filed):
    """A center's commission to a laboratory to test samples for items (form 4.7)."""

    flow: ClassVar[Flow] = ENTRUSTMENT_FLOW
    prefix = "EN"
    distinguished_by = ("due_on",)
    opens_from = {"sample": ("stored",)}
    unsent = (EntrustmentState.DRAFT,)
    writers = frozenset({Kind.CENTER})
    closed_to = frozenset({Role.BUYER})

    laboratory = organisation(Kind.LABORATORY, _("laboratory"))
    # Among whom lot was drawn, and on whom it fell (by_lot.drawn); {} of what was commissioned before that.
    lot = models.JSONField(default=dict, editable=False)
    # Why not the one on whom lot fell; "" where it is that one.
    named_because = models.CharField(_("why this laboratory was named"), max_length=400, blank=True)
    regulator = organisation(Kind.REGULATOR, _("task set by"), null=True, blank=True)
    samples = models.ManyToManyField(
        Sample, through="inspection.EntrustedSample", related_name="entrustments", verbose_name=_("samples")
    )
    client_address = models.CharField(_("client's address"), max_length=200)
    client_postcode = models.CharField(_("client's postcode"), max_length=10)
    client_contact = models.CharField(_("contact person"), max_length=60)
    client_phone = models.CharField(_("telephone"), max_length=40)
    grade = models.CharField(_("quality grade"), max_length=60)
    lot_size = models.CharField(
        _("lot size"), max_length=60, help_text=_("What was on offer, with its unit.")
    )
    confidentiality = models.CharField(_("confidentiality"), max_length=200)
    obtained = models.CharField(
        _("sample obtained"), max_length=12, choices=Obtained, default=Obtained.ONLINE
    )
    items = models.ManyToManyField(TestItem, verbose_name=_("test items"), related_name="entrustments")
    # Why items of the approved plan are not among these; "" where all are.
    left_out = models.CharField(_("why items of the plan are left out"), max_length=400, blank=True)
    test_grounds_are = kinds_of(_("kinds of grounds of testing"), GroundOfTesting)
    test_grounds = models.CharField(_("grounds of testing"), max_length=1000)
    judgement_grounds_are = kinds_of(_("kinds of grounds of judgement"), GroundOfJudgement)
    judgement_grounds = models.CharField(_("grounds of judgement"), max_length=1000)
    # The rules that the plan names, and how a report concludes by them, as it stood there when commissioned.
    rules = to_maybe(MonitoringRules, _("monitoring rules"), editable=False)
    passes = prescribed(_("conclusion where all items met the requirements"))
    fails = prescribed(_("conclusion where items failed"))
    due_on = Day(_("to be finished by"))
    urgent = models.BooleanField(_("urgent"), default=False)
    copies = models.PositiveSmallIntegerField(
        _("copies of the report"), default=1, validators=[MinValueValidator(1)]
    )
    sending = models.CharField(_("report sent"), max_length=12, choices=Sending, default=Sending.PORTAL)
    afterwards = models.CharField(
        _("after testing"), max_length=12, choices=Afterwards, default=Afterwards.CENTER
    )
    fee = models.DecimalField(
        _("fee"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    cma_mark = models.BooleanField(_("report with CMA mark"), default=True)
    cnas_mark = models.BooleanField(_("report with CNAS mark"), default=False)
    subcontracting = models.BooleanField(_("subcontracting allowed"), default=False)
    team = models.CharField(_("testing group or person in charge"), max_length=60, blank=True)
    delivered_on = Day(_("delivered on"), null=True, editable=False)
    sent_by = person(_("commissioned by"))
    accepted_by = person(_("accepted by"))
    # Declared by whoever accepted it; of what was accepted before this was asked it says no.
    no_interest = models.BooleanField(_("declared free of interests"), default=False, editable=False)

    says: ClassVar[Sayings] = {
        "client": Said(_("client")),
        "items": Said(_("test items")),
        "test_grounds": Said(_("grounds of testing")),
        "judgement_grounds": Said(_("grounds of judgement")),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("entrustment")
        verbose_name_plural = _("entrustments")
        constraints = [
            models.CheckConstraint(condition=Q(fee=None) | Q(fee__gte=0), name="entrustment_fee"),
            models.CheckConstraint(condition=Q(copies__gte=1), name="entrustment_copies"),
        ]

    @classmethod
    def opens_on(cls, record: Record) -> bool:
        """Not for a sample that is under a commission already."""
        return not EntrustedSample.objects.filter(sample=record.pk, released=False).exists()

    def kept(self) -> models.QuerySet[EntrustedSample]:
        """The samples this commission was given and has not let go of, in the order they were given."""
        return self.entrusted.filter(released=False).select_related("sample", "report").order_by("pk")

    def live(self) -> models.QuerySet[EntrustedSample]:
        """Those of them that can still be tested, or were."""
        return self.kept().exclude(sample__state__in=("invalid", "voided"))

    def waiting(self) -> models.QuerySet[EntrustedSample]:
        """Those of them on which no report has been issued yet."""
        return self.live().exclude(report__state__in=ISSUED)

    def given_on(self) -> date | None:
        """The day on which it was sent to the laboratory."""
        sent = Event.objects.of("record", self.pk).filter(verb="send").order_by("id").last()
        return local_day(sent.at) if sent else None

    def unless_noticed(self, found_at: datetime, now: datetime) -> str:
        """Why an abnormality cannot have been noticed at this instant; "" if it can."""
        given_on = self.given_on()
        if found_at > now:
            return gettext("This lies in the future: enter when it happened.")
        if given_on and local_day(found_at) < given_on:
            return gettext("The commission was given on %(day)s: enter that day or a later one.") % {
                "day": given_on
            }
        return ""

    def unfit(self, now: datetime) -> list[str]:
        """Why the laboratory may not test the items today."""
        return fit(self.laboratory, list(self.items.select_related("method")), local_day(now))

    def ill_founded(self, now: datetime) -> list[str]:
        """Why nothing may be tested or judged today on the grounds named (6.3-4)."""
        items = list(self.items.select_related("method", "requirement"))
        found = ill_founded(
            items,
            testing=self.test_grounds_are,
            judgement=self.judgement_grounds_are,
            texts=(self.test_grounds, self.judgement_grounds),
            on=local_day(now),
        )
        return [*found, *otherwise_planned((each.sample for each in self.live()), items)]

    @property
    def wording(self) -> Wording:
        """How its reports conclude (6.3-6)."""
        return Wording(self.passes, self.fails)

    def kinds_of_grounds(self) -> tuple[str, str]:
        """The kinds of grounds of testing and of judgement, in words."""
        testing = [str(GroundOfTesting(kind).label) for kind in self.test_grounds_are]
        judging = [str(GroundOfJudgement(kind).label) for kind in self.judgement_grounds_are]
        return enumerated(testing), enumerated(judging)

    def grounds(self) -> Facts:
        """The grounds of testing and of judgement, each with its kinds (6.3-4)."""
        testing, judging = self.kinds_of_grounds()
        return [
            self.said("test_grounds", _with(self.test_grounds, testing)),
            self.said("judgement_grounds", _with(self.judgement_grounds, judging)),
        ]

    def unless_all(self, states: str | tuple[str, ...], sentence: Promise | str) -> list[str]:
        """The sentence for each sample that is in none of these states."""
        wanted = (states,) if isinstance(states, str) else states
        live = list(self.live())
        if not live:
            return [gettext("No sample is left under this entrustment.")]
        return [
            str(sentence) % {"sample": each.sample.number} for each in live if each.sample.state not in wanted
        ]

    def losses(self) -> list[str]:
        """What is lost if it is ended now, sample by sample."""
        return [entrusted.loss() for entrusted in self.kept()]

    def unreported(self) -> list[str]:
        """A sentence for each sample on which no report has been issued yet."""
        return [
            gettext("No report has been issued on %(sample)s yet.") % {"sample": entrusted.sample.number}
            for entrusted in self.waiting()
        ]

    def paper(self, *, sent_on: date) -> dict[str, Any]:
        """What the entrustment says on paper (4.7) when it is sent, in the installation's language.

        Field by field papers.Entrustment.
        """
        with override(settings.LANGUAGE_CODE):
            live = list(self.live())
            (_tested, test_grounds), (_judged, judgement_grounds) = self.grounds()
            marks = [name for name, wanted in (("CMA", self.cma_mark), ("CNAS", self.cnas_mark)) if wanted]
            items = self.items.select_related("method", "requirement").order_by("name", "pk")
            return {
                "entrustment": self.number,
                "client": self.center.name if self.center else "",
                "client_address": self.client_address,
                "client_postcode": self.client_postcode,
                "client_contact": self.client_contact,
                "client_phone": self.client_phone,
                "laboratory": self.laboratory.name,
                "laboratory_address": self.laboratory.address,
                "laboratory_phone": self.laboratory.phone,
                "samples": [each.line(number) for number, each in enumerate(live, start=1)],
                "items": [_line(number, item) for number, item in enumerate(items, start=1)],
                "obtained": str(self.get_obtained_display()),
                "grade": self.grade,
                "lot_size": self.lot_size,
                "confidentiality": self.confidentiality,
                "test_grounds": test_grounds,
                "judgement_grounds": judgement_grounds,
                "due_on": self.due_on,
                "urgent": self.urgent,
                "copies": self.copies,
                "sending": str(self.get_sending_display()),
                "afterwards": str(self.get_afterwards_display()),
                "fee": "" if self.fee is None else str(self.fee),
                "marks": enumerated(marks),
                "subcontracting": self.subcontracting,
                "team": self.team,
                "client_signature": str(self.sent_by or ""),
                "sent_on": sent_on,
            }

    def particulars(self, viewer: Viewer) -> Particulars:
        """Everything: the center, its regulators and the laboratory commissioned are its parties."""
        client = ("client_address", "client_postcode", "client_contact", "client_phone")
        task = ("obtained", "due_on", "urgent", "confidentiality")
        after = ("copies", "sending", "afterwards", "fee", "cma_mark", "cnas_mark", "subcontracting", "team")
        items = enumerated(self.items.all())
        declared = ("no_interest",) if self.accepted_by_id else ()
        # Among whom it was chosen, and why, is not for those who compete.
        chosen = () if viewer.kind == Kind.LABORATORY else ("named_because",)
        return [
            (
                _("Parties"),
                [
                    self.said("client", self.center),
                    *self.facts(*client, "laboratory", *chosen, "sent_by", "accepted_by", *declared),
                ],
            ),
            (
                _("Testing"),
                [self.said("items", items), *self.facts("left_out", *task, "grade", "lot_size")],
            ),
            (_("Grounds"), [*self.grounds(), *self.facts("rules", "passes", "fails")]),
            (_("Report and sample"), self.facts(*after)),
        ]


def _line(number: int, item: TestItem) -> dict[str, Any]:
    """An item as a line of the entrustment (papers.EntrustedItem)."""
    return {
        "number": number,
        "item": item.name,
        "method": str(item.method),
        "requirement": str(item.requirement),
        "limit": item.limit_shown,
        "unit": item.unit,
    }


def _with(text: str, kinds: str) -> str:
    return f"{text} ({kinds})" if kinds else text


class EntrustedSample(models.Model):
    """A sample under a commission, with what the laboratory checked on accepting it (6.3-1)."""

    entrustment = models.ForeignKey(Entrustment, on_delete=models.CASCADE, related_name="entrusted")
    sample = to(Sample, back="entrusted")
    report = models.OneToOneField(
        "inspection.Report", null=True, blank=True, on_delete=models.PROTECT, related_name="entrusted"
    )
    received_on = Day(_("received on"), null=True)
    appearance = models.CharField(_("appearance"), max_length=200, blank=True)
    condition = models.CharField(_("condition"), max_length=200, blank=True)
    seal = models.CharField(_("state of the seal"), max_length=200, blank=True)
    influences = models.CharField(_("whatever else may affect the result"), max_length=400, blank=True)
    checked_by = person(_("checked by"))
    released = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample"], condition=Q(released=False), name="entrusted_once"),
            models.UniqueConstraint(fields=["entrustment", "sample"], name="entrusted_one"),
        ]

    def __str__(self) -> str:
        return str(self.sample)

    def on_its_way_since(self) -> date | None:
        """The day before which the laboratory cannot have received it: when it was handed over, or else when
        the commission was sent."""
        move = self.sample.moves.order_by("-id").first()
        return local_day(move.given_at) if move else self.entrustment.given_on()

    def loss(self, *, entries: bool = True) -> str:
        """What is lost where it is tested no more, in a sentence; what is signed stays.

        entries: with what had been entered of it."""
        known = {"sample": self.sample.number}
        if self.report is None:
            return gettext("%(sample)s: no report has been begun; it becomes invalid.") % known
        known |= {"report": self.report.number, "state": self.report.get_state_display()}
        if self.report.state not in UNSIGNED:
            return gettext("%(sample)s: report %(report)s (%(state)s) stays.") % known
        sentence = gettext(
            "%(sample)s: it becomes invalid; report %(report)s (%(state)s) is voided with what was entered."
        )
        return " ".join(filter(None, (sentence % known, self.entered() if entries else "")))

    def entered(self) -> str:
        """What of its report failed, and what of it was overwritten or corrected away: whoever ends the test
        is to know."""
        if self.report is None:
            return ""
        results = list(self.report.results.all())
        failing = [
            f"{row.name}: {row.reported}" for row in results if row.verdict == ItemVerdict.NON_CONFORMING
        ]
        said = [gettext("Entered as failing: %(items)s.") % {"items": "; ".join(failing)}] if failing else []
        overruled = [row.overruled for row in results if row.overruled]
        return " ".join([*said, *overruled, *self.report.corrected_away()])

    def line(self, number: int) -> dict[str, Any]:
        """The sample as a line of the entrustment (papers.EntrustedGoods)."""
        sample = self.sample
        copied = ("product", "brand", "model", "batch", "item_id", "producer")
        return {name: getattr(sample, name) for name in copied} | {
            "number": number,
            "sample": sample.number,
            "quantity": f"{sample.quantity} {sample.unit}",
            "state": self.condition or sample.condition,
        }


@of_a_commission
def commission_accepted(sample: Sample) -> bool | None:
    """Whether the laboratory that has a sample on its list accepted the commission; None where none has."""
    asked = EntrustedSample.objects.filter(sample=sample.pk, released=False).select_related("entrustment")
    open_to_refusal = (EntrustmentState.DRAFT, EntrustmentState.SENT, EntrustmentState.DELIVERED)
    return next((each.entrustment.state not in open_to_refusal for each in asked), None)
