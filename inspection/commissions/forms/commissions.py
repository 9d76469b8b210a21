"""What is asked of the center and the laboratory about a commission?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from accounts.models import Organisation
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.pages.forms import NoteForm, StepForm
from catalogue.models import TestItem, by_standards
from catalogue.monitoring_rules import Basis
from documents.forms import AwaitedForm
from inspection.commissions.forms.repeated import Groups, RowsForm
from inspection.commissions.models.by_lot import chosen
from inspection.commissions.models.commissions import EntrustedSample, Entrustment
from inspection.commissions.models.testing_grounds import (
    grounds_of,
    ill_founded,
    left_out,
    planned_for,
    rules_for,
)
from inspection.flow.commissions import ENTRUSTMENT_FLOW, FREE
from inspection.flow.vocabulary import GroundOfJudgement, GroundOfTesting
from inspection.laboratories.models import Qualification, fit
from monitoring.plans.models.plans import PlanItem
from sampling.purchases.models.otherwise import changed_of
from sampling.samples.models.samples import CHANGED, Sample
from trail.boxes import Several
from trail.days import DayField
from trail.enumerations import enumerated
from trail.reasons import ReasonField

# So many items are looked through to tick some.
MANY = 300
YES_NO = ((True, _("Yes")), (False, _("No")))


@ENTRUSTMENT_FLOW.asks("open", "edit")
class EntrustmentForm(StepForm):
    """The commission (form 4.7). Offered: samples in store, laboratories with a certificate, items."""

    samples = SeveralOf(Sample.objects.none(), label=_("Samples"))
    samples.nothing = _(  # type: ignore[attr-defined]
        "No sample is in the store and free: accepted samples are stored first (Samples), or are under a "
        "commission already."
    )
    subcontracting = forms.TypedChoiceField(
        label=_("Subcontracting allowed"),
        choices=YES_NO,
        coerce=lambda value: value in (True, "True"),
        widget=forms.RadioSelect,
    )
    test_grounds_are = Several(label=_("Kinds of grounds of testing"), choices=GroundOfTesting)
    judgement_grounds_are = Several(label=_("Kinds of grounds of judgement"), choices=GroundOfJudgement)
    left_out = ReasonField(
        label=_("Why items of the plan are left out"),
        required=False,
        max_length=400,
        help_text=_("Only where some are: who planned the goods reads it."),
    )
    named_because = ReasonField(
        label=_("Why this laboratory is named"),
        required=False,
        max_length=400,
        help_text=_("Only where lot falls on another: who planned the goods reads it."),
    )
    field_order = ("samples", "laboratory", "named_because", "items", "left_out")
    groups: Groups = [
        (_("Client"), ["client_address", "client_postcode", "client_contact", "client_phone"]),
        (
            _("Commission"),
            ["laboratory", "named_because", "samples", "items", "left_out", "obtained", "grade", "lot_size"],
        ),
        (
            _("Grounds"),
            ["test_grounds_are", "test_grounds", "judgement_grounds_are", "judgement_grounds"],
        ),
        (_("Terms"), ["confidentiality", "due_on", "urgent"]),
        (_("Report and sample"), ["copies", "sending", "cma_mark", "cnas_mark", "afterwards"]),
        (_("Fee and subcontracting"), ["subcontracting", "fee", "team"]),
    ]

    class Meta:
        model = Entrustment
        fields = (
            "laboratory",
            "named_because",
            "items",
            "left_out",
            "obtained",
            "grade",
            "lot_size",
            "test_grounds_are",
            "test_grounds",
            "judgement_grounds_are",
            "judgement_grounds",
            "client_address",
            "client_postcode",
            "client_contact",
            "client_phone",
            "due_on",
            "urgent",
            "confidentiality",
            "subcontracting",
            "team",
            "fee",
            "copies",
            "sending",
            "cma_mark",
            "cnas_mark",
            "afterwards",
        )
        field_classes = {"laboratory": OneOf, "items": SeveralOf}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.viewer.organisation
        kept = [entrusted.sample_id for entrusted in self.instance.kept()] if self.instance.pk else []
        elsewhere = EntrustedSample.objects.filter(released=False).exclude(sample__in=kept).values("sample")
        stored = Sample.objects.visible_to(self.viewer).filter(state="stored", role="test")
        offered = stored.exclude(pk__in=elsewhere).order_by("-pk")
        self.fields["samples"].queryset = offered  # type: ignore[attr-defined]
        self.fields["samples"].label_from_instance = partial(_as_bought, changed_of(offered))  # type: ignore[attr-defined]
        qualified = Qualification.objects.visible_to(self.viewer).values("laboratory")
        laboratories = Organisation.objects.offered().filter(kind=Kind.LABORATORY, pk__in=qualified)
        field: Any = self.fields["laboratory"]
        field.queryset, field.required = laboratories, False
        field.empty_label = _("Drawn by lot")
        field.help_text = _(
            "Where none is named, lot falls on one of the plan's laboratories that may test all this, by the "
            "seed that was settled before the goods were chosen."
        )
        self.offer_items(offered)
        asked = offered.filter(pk=self.initial.get("sample") or 0).first()
        self.initial.setdefault("samples", kept or ([asked.pk] if asked else []))
        self.initial.setdefault("client_address", own.address)
        self.initial.setdefault("client_phone", own.phone)
        self.initial.setdefault("client_contact", str(self.viewer.user))
        if asked:
            self.as_planned(asked.purchase.plan_item)
            planned = asked.purchase.scheme.plan.laboratories.values("pk")
            of_plan = list(laboratories.filter(pk__in=planned)[:2])
            self.initial.setdefault("laboratory", of_plan[0].pk if len(of_plan) == 1 else None)

    def offer_items(self, samples: QuerySet[Sample]) -> None:
        """The items of the samples' categories; of too many to look through those planned."""
        planned = planned_for(samples).values("pk")
        ticked = self.instance.items.values("pk") if self.instance.pk else ()
        own = Q(pk__in=planned) | Q(pk__in=ticked)
        of_the_category = Q(category__in=samples.values("category"), ended_on=None)
        field: Any = self.fields["items"]
        field.queryset = TestItem.objects.filter(of_the_category | own)
        if field.queryset.order_by()[MANY : MANY + 1].exists():
            field.widget.choices = [
                (field.prepare_value(one), str(one)) for one in TestItem.objects.filter(own)
            ]

    def as_planned(self, planned: PlanItem) -> None:
        """Fill in what the work plan lays down for the product (6.3-4)."""
        items = list(planned.test_items.select_related("method", "requirement"))
        self.initial.setdefault("items", items)
        self.initial.setdefault("test_grounds_are", grounds_of(items))
        kind = GroundOfJudgement.DETAILED if planned.basis == Basis.DETAILS else GroundOfJudgement.RULES
        self.initial.setdefault("judgement_grounds_are", [kind])
        tested, judged = by_standards(items)
        self.initial.setdefault("test_grounds", enumerated(tested))
        grounds = (str(planned.rules or ""), *judged, planned.grounds)
        self.initial.setdefault("judgement_grounds", enumerated(filter(None, grounds)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        today = local_day(self.now)
        if data.get("due_on") and data["due_on"] < today:
            self.add_error("due_on", _("This lies in the past: enter a day to come."))
        if data.get("laboratory") and data.get("items"):
            for reason in fit(data["laboratory"], list(data["items"].select_related("method")), today):
                self.add_error("laboratory", reason)
        grounds = ("items", "test_grounds_are", "judgement_grounds_are", "test_grounds", "judgement_grounds")
        if all(data.get(name) for name in grounds):
            self.check_grounds(data)
        samples = data.get("samples") or ()
        if samples and data.get("items"):
            self.check_laboratory(samples, data)
            self.check_items(samples, data)
            self.check_rules(samples, data)
            categories = {sample.category_id for sample in samples}
            if {item.category_id for item in data["items"]} != categories or len(categories) > 1:
                self.add_error("items", _("Samples and items must be of one product category."))
        if "samples" in data:
            data["samples"] = list(samples)
        if "items" in data:
            data["items"] = list(data["items"])
        return data

    def check_laboratory(self, samples: Any, data: dict[str, Any]) -> None:
        """Nobody is named without a reason where lot falls on another (4.2.2-c)."""
        if {"laboratory", "named_because"} & self.errors.keys():
            return
        named, because = data.get("laboratory"), data.get("named_because", "")
        items = list(data["items"].select_related("method"))
        try:
            chosen(list(samples), items, local_day(self.now), named=named, because=because)
        except Refused as why:
            self.add_error("named_because" if named else "laboratory", str(why))

    def check_items(self, samples: Any, data: dict[str, Any]) -> None:
        """Nothing that the plan has tested is left out without a reason (4.2.2-c)."""
        lacking = left_out(samples, data["items"])
        if not lacking:
            data["left_out"] = ""
        elif not data.get("left_out") and "left_out" not in self.errors:
            said = gettext("The plan has these goods tested for this too; say why not: %(items)s.")
            self.add_error("left_out", said % {"items": enumerated(lacking)})

    def check_rules(self, samples: Any, data: dict[str, Any]) -> None:
        """Where the plan names monitoring rules the grounds of judgement say so (6.3-4)."""
        try:
            rules = rules_for(samples)
        except Refused as why:
            self.add_error("samples", str(why))
            return
        if rules and rules.number not in data.get("judgement_grounds", ""):
            said = _("The plan has these goods judged by %(rules)s: name them.")
            self.add_error("judgement_grounds", said % {"rules": rules})

    def check_grounds(self, data: dict[str, Any]) -> None:
        """Say beside the grounds why these will not do (6.3-4)."""
        for reason in ill_founded(
            list(data["items"].select_related("method", "requirement")),
            testing=data["test_grounds_are"],
            judgement=data["judgement_grounds_are"],
            texts=(data["test_grounds"], data["judgement_grounds"]),
            on=local_day(self.now),
        ):
            self.add_error("test_grounds_are", reason)


def _as_bought(changed: Mapping[int, str], sample: Sample) -> str:
    """A sample to choose, with what was bought otherwise than chosen."""
    said = changed.get(sample.pk)
    return f"{sample} ({CHANGED}: {said})" if said else str(sample)


@ENTRUSTMENT_FLOW.asks("accept")
class AcceptForm(RowsForm):
    """What the laboratory checks on accepting the commission, sample by sample (6.3-1): the seal where there
    is one, and the day of receipt where the system has not recorded it; and that it is nobody's party."""

    no_interest = forms.BooleanField(
        label=_(
            "Neither the laboratory nor those who will test have an interest in the producer, the shop or "
            "the platform of these goods"
        ),
        error_messages={"required": FREE},
    )

    class Meta:
        model = Entrustment
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {}
        for entrusted in self.instance.live():
            fields = accepted_fields(entrusted.sample)
            if entrusted.sample.received_at:
                del fields["received_on"]
            if not entrusted.sample.seal_number:
                del fields["seal"]
            self.add_row(str(entrusted.sample), entrusted, fields)
        self.groups = [*getattr(self, "groups", []), (_("Declaration"), ["no_interest"])]

    def clean(self) -> dict[str, Any]:
        for entrusted in self.instance.live():
            if name := self.rows[entrusted.pk].get("received_on"):
                self.not_ahead(name)
                self.not_before(name, entrusted)
        return super().clean()

    def not_before(self, name: str, entrusted: EntrustedSample) -> None:
        """Refuse a day on which the sample was not on its way to the laboratory yet."""
        on, first = self.cleaned_data.get(name), entrusted.on_its_way_since()
        if on and first and on < first:
            said = _("It was not handed over before %(day)s: correct the day.")
            self.add_error(name, said % {"day": first.isoformat()})


def accepted_fields(sample: Sample) -> dict[str, forms.Field]:
    """What is asked of a sample; some have no seal, or were received already."""
    number = _("Seal number %(number)s.") % {"number": sample.seal_number or "–"}
    return {
        "received_on": DayField(label=_("Received on")),
        "appearance": forms.CharField(label=_("Appearance"), max_length=200, initial=sample.appearance),
        "condition": forms.CharField(label=_("Condition"), max_length=200, initial=sample.condition),
        "seal": forms.CharField(label=_("State of the seal"), max_length=200, help_text=number),
        "influences": forms.CharField(
            label=_("Whatever else may affect the result"),
            max_length=400,
            help_text=_("Write “none” if there is nothing."),
        ),
    }


# Of whatever sample: the description of the API has it.
AcceptForm.row_shape = accepted_fields(Sample())
AcceptForm.row_shape["received_on"].required = AcceptForm.row_shape["seal"].required = False


@ENTRUSTMENT_FLOW.asks("cancel")
class EndForm(NoteForm):
    """Why a commission is ended; the form says what will be lost."""

    def __init__(self, *args: Any, instance: Entrustment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = " ".join(instance.losses())


ENTRUSTMENT_FLOW.asks("serve")(AwaitedForm)
