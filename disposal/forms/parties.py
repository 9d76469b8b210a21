"""What is asked of the compiler where the label of a product is not what its listing says?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Level, Region
from casework.pages.forms import StepForm
from catalogue.models import check_credit_code
from disposal.actions.parties import unless_placed
from disposal.flow.results import COMPILATION_FLOW
from disposal.flow.vocabulary import Party
from disposal.forms.letters import PlaceChoice
from disposal.models.compilations import Compilation
from disposal.models.parties import names_of, undecided
from inspection.reports.models.reports import Report
from trail.reasons import ReasonField


class DoubtChoice(OneOf):
    """Reports, each with whom its label and its listing name."""

    def label_from_instance(self, report: Report) -> str:
        return f"{report.number} · {report.product} · {names_of(report)}"


@COMPILATION_FLOW.asks("name_party")
class PartyForm(StepForm):
    """For which report, who is the party, and why; of a producer on the label also where it is."""

    report = DoubtChoice(Report.objects.none(), label=_("Test report"))
    party = forms.ChoiceField(label=_("Taken as the party"), choices=Party, widget=forms.RadioSelect)
    region = PlaceChoice(
        Region.objects.none(),
        label=_("Region of the producer on the label"),
        required=False,
        help_text=_(
            "Which regulator is competent follows from it. The address on the label says where it is."
        ),
    )
    credit_code = forms.CharField(
        label=_("Credit code of the producer on the label"),
        max_length=18,
        required=False,
        validators=[check_credit_code],
    )
    placed_why = ReasonField(
        label=_("Why this region, where the address on the label names another"),
        max_length=200,
        required=False,
    )
    reason = ReasonField(label=_("Reason of the decision"), max_length=500)

    class Meta:
        model = Compilation
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        doubtful = self.instance.in_doubt()
        waiting = [report for report in doubtful if undecided(report)]
        reports, regions = self.fields["report"], self.fields["region"]
        assert isinstance(reports, OneOf) and isinstance(regions, OneOf)
        near = [f"sample__purchase__{name}" for name in ("enterprise", "brand", "listing")]
        seen = Report.objects.visible_to(self.viewer).select_related(*near)
        reports.queryset = seen.filter(pk__in=[each.pk for each in doubtful])
        around = Region.objects.exclude(level=Level.NATION).select_related("parent__parent__parent")
        regions.queryset = around.order_by("code")
        if len(waiting) == 1:
            self.initial["report"] = waiting[0].pk
            self.initial["credit_code"] = self._code(waiting[0])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        report, region = data.get("report"), data.get("region")
        if report and data.get("party") == Party.LABEL and "region" not in self.errors:
            problem = unless_placed(report, region, data.get("placed_why", ""))
            if problem:
                self.add_error("placed_why" if region else "region", problem)
        return data

    def _code(self, report: Report) -> str:
        """The credit code that the sampling form gives for the producer."""
        entry = getattr(report.sample.purchase, "entry", None)
        return entry.producer_code if entry else ""
