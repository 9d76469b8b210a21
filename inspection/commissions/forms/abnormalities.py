"""What is asked of who reports an abnormality, and of who decides on it? (6.3-3)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.coded import SeveralOf
from casework.pages.forms import NoteForm, StepForm
from catalogue.models import TestItem
from documents.forms import CheckedFiles
from inspection.commissions.forms.repeated import RowsForm
from inspection.commissions.models.abnormalities import Abnormality, undecided
from inspection.commissions.models.commissions import EntrustedSample, Entrustment
from inspection.flow.abnormalities import ABNORMALITY_FLOW, Decision
from inspection.flow.commissions import ENTRUSTMENT_FLOW
from inspection.flow.vocabulary import Addressee, Situation
from trail.days import MomentField
from trail.reasons import ReasonField


@ENTRUSTMENT_FLOW.asks("report_abnormality")
class AbnormalityForm(StepForm):
    """A failed sample or an impossible test, with its proof; of the commission's samples in testing."""

    samples = SeveralOf(EntrustedSample.objects.none(), label=_("Samples concerned"))
    situation = forms.ChoiceField(label=_("Situation"), choices=Situation)
    found_at = MomentField(label=_("Found at"))
    account = forms.CharField(
        label=_("What happened"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    proof = CheckedFiles(label=_("Proof"))
    reported_to = forms.ChoiceField(label=_("Reported to"), choices=Addressee)

    class Meta:
        model = Entrustment
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.instance.waiting().exclude(pk__in=undecided().values("entrusted"))
        self.fields["samples"].queryset = offered  # type: ignore[attr-defined]
        self.file_types = self.fields["proof"].said  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        noticed = data.get("found_at")
        if noticed and (wrong := self.instance.unless_noticed(noticed, self.now)):
            self.add_error("found_at", wrong)
        if "samples" in data:
            data["samples"] = list(data["samples"])
        return data


@ABNORMALITY_FLOW.asks("decide", "decide_above")
class DecisionForm(RowsForm):
    """What is to become of each sample, with what each decision loses (处理意见)."""

    note = ReasonField(label=_("Reason of the decision"), max_length=500)

    class Meta:
        model = Abnormality
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = self.instance.entrustment.items.all()
        for row in self.instance.concerning():
            fields = decided_fields(row.choices(), items, row.preview())
            if Decision.IN_PART not in row.choices():
                del fields["left_out"]
            self.add_row(str(row), row, fields)
        self.groups.append((_("Reason of the decision"), ["note"]))


def decided_fields(
    choices: Iterable[Decision], items: QuerySet[TestItem], preview: str = ""
) -> dict[str, forms.Field]:
    """What is asked of a sample; items: those that may be left out where it may be tested in part."""
    offered = [(str(each), each.label) for each in choices]
    return {
        "decision": forms.ChoiceField(label=_("Decision"), choices=[("", "—"), *offered], help_text=preview),
        "left_out": SeveralOf(
            items,
            label=_("Items left out"),
            required=False,
            help_text=_("Where it is tested in part: what is tested no more."),
        ),
    }


# Of whatever sample: the description of the API has it.
DecisionForm.row_shape = decided_fields(Decision, TestItem.objects.none())
ABNORMALITY_FLOW.asks("refer")(NoteForm)
