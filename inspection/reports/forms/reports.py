"""What is asked of the laboratory about results and raw records?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.addresses import code_of
from accounts.coded import OneOf, SeveralOf
from casework.pages.forms import NoteForm, Seen, StepForm, needed_when
from catalogue.numerals import Unreadable
from documents.forms import CheckedFile
from inspection.commissions.forms.repeated import Line, RowsForm
from inspection.commissions.models.abnormalities import items_left_out, undecided
from inspection.commissions.models.commissions import EntrustedSample, Entrustment
from inspection.flow.commissions import EntrustmentState
from inspection.flow.reports import REPORT_FLOW
from inspection.flow.vocabulary import CORRECTABLE, Entry, RawKind
from inspection.instruments.models import Instrument
from inspection.judgement.by_figures import ItemVerdict
from inspection.judgement.determined import asked
from inspection.judgement.measured import without_zeros
from inspection.reports.models.edited import as_shown, clash, meant
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import NOT_LEFT_OUT, Result
from trail.days import DayField
from trail.reasons import ReasonField

# What of a result stands in a column of the grid.
IN_COLUMNS = ("value", "lod")
NONE_IN_TEST = _(
    "No sample waits for a report: begin testing on the page of its commission first, or settle the "
    "abnormality that is open on it."
)


NO_INSTRUMENT = _("Your laboratory has entered no instrument yet: a tester does (Inspection → Instruments).")


@REPORT_FLOW.asks("open")
class ReportForm(StepForm):
    """On which sample a report is begun."""

    class Meta:
        model = Report
        fields = ()

    field_order = ("entrusted", "retest_reason")
    retest_reason = ReasonField(
        label=_("Why it is tested again"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where results on the sample were voided before. The center reads it."),
    )
    entrusted = OneOf(EntrustedSample.objects.none(), label=_("Sample"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_when(
            self.fields["retest_reason"], _("mandatory where results on the sample were voided before")
        )
        testing = Entrustment.objects.visible_to(self.viewer).filter(
            state=EntrustmentState.IN_PROGRESS, laboratory=self.viewer.organisation
        )
        if self.initial.get("entrustment"):
            testing = testing.filter(pk=self.initial["entrustment"])
        waiting = EntrustedSample.objects.filter(entrustment__in=testing, report=None, released=False)
        waiting = waiting.exclude(pk__in=undecided().values("entrusted"))
        self.fields["entrusted"].queryset = waiting.select_related("sample", "entrustment")  # type: ignore[attr-defined]
        only = list(waiting[:2])
        if len(only) == 1:
            self.initial.setdefault("entrusted", only[0].pk)
        elif not only:
            self.fields["entrusted"].help_text = NONE_IN_TEST
            self.fields["entrusted"].error_messages["required"] = NONE_IN_TEST


@REPORT_FLOW.asks("enter")
class ResultsForm(RowsForm):
    """Results by item; the verdict follows from the figures unless the tester sets one and says why."""

    tested_from = DayField(label=_("Testing began on"))
    tested_to = DayField(label=_("Testing ended on"))

    class Meta:
        model = Report
        fields = ("tested_from", "tested_to", "tested_at", "deviations", "analysis")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("deviations", "analysis")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tested_at"].required = True
        self.initial["tested_at"] = self.initial.get("tested_at") or self.viewer.organisation.address
        self.rows, self.groups = {}, []
        self.results = list(self.instance.results.select_related("entered_by"))
        entrusted = getattr(self.instance, "entrusted", None)
        left_out = items_left_out(entrusted) if entrusted else {}
        for result in self.results:
            title = " · ".join(part for part in (result.name, result.limit_shown, result.method) if part)
            self.add_row(title, result, result_fields(result, result.item_id in left_out))
            if self.data.get(self.add_prefix(self.rows[result.pk]["overrule"])):
                self.ask_why_overwritten(result)  # which may be refused: it is there to be corrected
            if self.instance.submitted_once and result.verdict:
                self.only_to_fill_in(result)
        self.groups.append((_("Testing"), list(self.Meta.fields)))

    @property
    def grid(self) -> list[Line]:
        """The results, a line each, in the order of the commission."""
        return [
            Line(
                code_of(result),
                result.name,
                " · ".join(filter(None, (result.method, asked(result.determined)))),
                result.limit_shown or result.requirement,
                {name: self[self.rows[result.pk][name]] for name in IN_COLUMNS},
                [self[field] for name, field in self.rows[result.pk].items() if name not in IN_COLUMNS],
            )
            for result in self.results
        ]

    def standing(self) -> dict[str, dict[str, Any]]:
        """What each result would come to as it was typed: by its code the verdict, its colour, what is wrong
        with it, and whether it wants more than figure and limit of detection."""
        rows = self.cleaned_data["rows"]
        found = {}
        for result in self.results:
            row = {name: value for name, value in rows[result.pk].items() if name not in ("seen", "overrule")}
            wrong = [error for field in self.rows[result.pk].values() for error in self.errors.get(field, [])]
            would_be = meant(result, row)
            folded = bool(would_be.unconfirmed() or would_be.unusual())
            said = {"wrong": " ".join(map(str, wrong)), "open": folded}
            found[code_of(result)] = _toned(would_be) | said
        return found

    def clean(self) -> dict[str, Any]:
        self.not_ahead("tested_from")
        self.not_ahead("tested_to")
        begun, ended = self.cleaned_data.get("tested_from"), self.cleaned_data.get("tested_to")
        if begun and ended and begun > ended:
            self.add_error("tested_to", _("Testing cannot end before it began."))
        received = self.instance.entrusted.received_on
        if begun and received and begun < received:
            self.add_error("tested_from", _("Testing cannot begin before the sample was received."))
        for result in self.results:
            self.check_value(result)
        data = super().clean()
        for result in self.instance.results.all():
            row = dict(data["rows"][result.pk])
            seen, why = row.pop("seen"), row.pop("overrule") or ""
            _write, refusal = clash(result, row, seen, self.viewer.user, why)
            if refusal and not any(name in self.errors for name in self.rows[result.pk].values()):
                self.clashes(result, refusal)
        return data

    def only_to_fill_in(self, result: Result) -> None:
        """What was submitted before may be read here, not changed: that takes a correction (6.3-5).

        What is sent all the same stays as it was sent, for the action to refuse.
        """
        for entry in CORRECTABLE:
            name = self.rows[result.pk][entry]
            field = self.fields[name]
            holds = field.initial not in ("", None) or (entry == Entry.VERDICT and result.judged)
            field.disabled = bool(holds) and self.add_prefix(name) not in self.data

    def clashes(self, result: Result, refusal: str) -> None:
        """Refuse a row beside what was typed into it; sent again, it has seen what stands there now."""
        self.add_error(self.rows[result.pk]["value"], refusal)
        self.ask_why_overwritten(result)
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix(self.rows[result.pk]["seen"])] = as_shown(result)
        self.data = data

    def ask_why_overwritten(self, result: Result) -> None:
        field = self.fields[self.rows[result.pk]["overrule"]]
        field.wanted = True  # type: ignore[attr-defined]  # it does not wait in a fold
        field.widget = forms.TextInput()
        needed_when(field, _("mandatory where an entry of somebody else, or one that fails, is overwritten"))

    def check_value(self, result: Result) -> None:
        """What is no value of the item is refused at its cell."""
        row = {name: self.cleaned_data.get(field) for name, field in self.rows[result.pk].items()}
        result.lod, result.loq, result.declared = row[Entry.LOD], row[Entry.LOQ], row[Entry.DECLARED] or ""
        for entry, write in ((Entry.VALUE, result.write_down), (Entry.REPEAT, result.write_repeat)):
            try:
                write(row[entry] or "")
            except Unreadable as unreadable:
                self.add_error(self.rows[result.pk][entry], str(unreadable.why))
        if not row["believed"] and (unusual := result.unusual()):
            self.add_error(self.rows[result.pk]["believed"], unusual)
        result.subcontracted = row[Entry.SUBCONTRACTED] or ""
        if why := result.unless_subcontracted(localdate(self.now)):
            self.add_error(self.rows[result.pk][Entry.SUBCONTRACTED], why)


def _toned(result: Result) -> dict[str, str]:
    """The verdict of a result, and in which colour it is shown. Where the figures decide, no hand does."""
    if not (found := result.judged or result.verdict):
        return {"text": gettext("The figures do not decide") if result.value else "", "tone": "amber"}
    tones = {ItemVerdict.CONFORMING: "green", ItemVerdict.NON_CONFORMING: "red"}
    verdict = ItemVerdict(found)
    return {"text": str(verdict.label), "tone": tones.get(verdict, "grey")}


def result_fields(result: Any, left_out: bool) -> dict[str, forms.Field]:
    """The fields for one result, filled with what stands there. left_out: whether it is to stay untested."""
    return {
        "value": forms.CharField(
            label=_("Measured value"),
            max_length=200,
            required=False,
            initial=result.value_as_written or result.value,
            help_text=asks(result),
        ),
        "lod": figure(Entry.LOD.label, result.lod),
        "repeat": forms.CharField(
            label=Entry.REPEAT.label,
            max_length=200,
            required=False,
            initial=result.repeat,
            help_text=_("What fails is measured once more; the first value stays the one that counts."),
        ),
        "repeat_said": needed_when(
            ReasonField(
                label=Entry.REPEAT_SAID.label,
                max_length=200,
                required=False,
                initial=result.repeat_said,
                help_text=_("Why it could not be repeated, or how the two values differ."),
            ),
            _("mandatory where what fails was not repeated, or the repeat says something else"),
        ),
        "believed": needed_when(
            ReasonField(
                label=_("Why the unusual figure is right"),
                max_length=200,
                required=False,
                initial=result.believed,
            ),
            _("mandatory where a figure is asked about"),
        ),
        "loq": figure(Entry.LOQ.label, result.loq),
        "uncertainty": figure(Entry.UNCERTAINTY.label, result.uncertainty),
        "declared": forms.CharField(
            label=_("Declared value"), max_length=60, required=False, initial=result.declared
        ),
        "verdict": forms.ChoiceField(
            label=pgettext_lazy("item", "Verdict"),
            choices=[("", _("By the figures")), *by_hand(left_out)],
            required=False,
            initial=result.by_hand,
            error_messages={"invalid_choice": NOT_LEFT_OUT},
            help_text=_("By hand only where the figures cannot decide, with the reason."),
        ),
        "reason": needed_when(
            ReasonField(
                label=_("Reason of the verdict by hand"),
                max_length=200,
                required=False,
                initial=result.reason,
            ),
            _("mandatory where the verdict is set by hand"),
        ),
        "remark": forms.CharField(label=_("Remark"), max_length=200, required=False, initial=result.remark),
        "subcontracted": forms.CharField(
            label=_("Subcontracted to"),
            max_length=120,
            required=False,
            initial=result.subcontracted,
            help_text=_("Who tested it, if not your laboratory: the name, and its CMA certificate."),
        ),
        "overrule": ReasonField(
            label=_("Why the entry is overwritten"),
            max_length=200,
            required=False,
            widget=forms.HiddenInput(),
        ),
        "seen": Seen(label=_("What was shown"), initial=as_shown(result)),
    }


def figure(label: Any, value: Decimal | None) -> forms.DecimalField:
    """The field for a figure that belongs to the method, in the unit of the item."""
    return forms.DecimalField(
        label=label,
        max_digits=16,
        decimal_places=6,
        min_value=Decimal("0.000001"),
        required=False,
        initial=without_zeros(value),
    )


def by_hand(left_out: bool) -> list[tuple[str, Any]]:
    """What may be said of a result by hand; "not tested" where an abnormality left it out (6.3-3)."""
    never = "" if left_out else ItemVerdict.NOT_TESTED
    return [(value, label) for value, label in ItemVerdict.choices if value != never]


def asks(result: Result) -> Any:
    """What the measured value is held against, beside its field."""
    how = asked(result.determined)
    if not result.limit_shown:
        return how or _("A number, or a word such as “meets the requirement”.")
    known = {"limit": result.limit_shown, "grounds": result.requirement}
    usual = how or gettext("A number (0.12) or a bound (<0.5).")
    return gettext("Required: %(limit)s, by %(grounds)s. %(how)s") % (known | {"how": usual})


@REPORT_FLOW.asks("record")
class RawRecordForm(StepForm):
    """A raw record of the test, as a file (6.3-5)."""

    kind = forms.ChoiceField(label=_("Kind of record"), choices=RawKind)
    results = SeveralOf(
        Result.objects.none(),
        label=_("Items that it covers"),
        help_text=_("Each item that was tested needs a raw record before the report is submitted."),
    )
    file = CheckedFile(label=_("File"))
    taken_on = DayField(label=_("Written down on"))
    instrument = OneOf(
        Instrument.objects.none(),
        label=_("Instrument"),
        help_text=_("Of your laboratory's own (Instruments): calibrated on that day."),
    )

    class Meta:
        model = Report
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["results"].queryset = self.instance.results.all()  # type: ignore[attr-defined]
        own = Instrument.objects.filter(laboratory=self.viewer.organisation)
        used = own.in_use_since(self.instance.entrusted_on())
        self.fields["instrument"].queryset = used  # type: ignore[attr-defined]
        if not used.exists():
            self.fields["instrument"].help_text = NO_INSTRUMENT

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("taken_on")
        written = self.cleaned_data.get("taken_on")
        for sentence in self.instance.unless_within(written, localdate(self.now)) if written else ():
            if not self.has_error("taken_on"):
                self.add_error("taken_on", sentence)
        instrument = self.cleaned_data.get("instrument")
        for sentence in instrument.unreliable(written) if instrument and written else ():
            self.add_error("instrument", sentence)
        return data


# Of whatever item: the description of the API has it.
ResultsForm.row_shape = result_fields(Result(), left_out=True)
REPORT_FLOW.asks("return", "send_back", "remark")(NoteForm)
