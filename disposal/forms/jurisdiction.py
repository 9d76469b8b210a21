"""What is asked of a regulator that passes a case on, and of the superior that decides a dispute?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Organisation
from casework.pages.forms import needed_when
from disposal.actions.jurisdiction import beneath, by_the_place, not_by_the_place, on_file, why
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW
from disposal.forms.cases import CaseForm
from disposal.models.cases import EnforcementCase
from disposal.models.competence import competent, working
from trail.boxes import Several


def _offer(form: CaseForm, regulators: Iterable[Organisation], proposed: Organisation | None = None) -> None:
    """Offer these regulators, the proposed one chosen already."""
    choice = form.fields["regulator"]
    assert isinstance(choice, OneOf)
    offered = working().filter(pk__in=[regulator.pk for regulator in regulators])
    choice.queryset = offered.order_by("region", "name")
    choice.label = _("Competent regulator")
    form.initial["regulator"] = proposed


@ENFORCEMENT_CASE_FLOW.asks("transfer")
class TransferForm(CaseForm):
    """To whom the case goes, and why that regulator is competent: the place of business proposes it."""

    must = ("jurisdiction",)
    handed_over = Several(label=_("What is handed over"))

    class Meta:
        model = EnforcementCase
        fields = ("regulator", "jurisdiction", "handed_over", "materials")
        field_classes = {"regulator": OneOf}
        widgets = {"materials": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.instance
        proposed = competent(case.place, case.regulator)
        known = proposed != case.regulator
        _offer(self, case.others_competent(), proposed if known else None)
        self.fields["regulator"].help_text = _(
            "Those of the place of the enterprise, the shop or the platform. If you hold another one "
            "competent, dispute the jurisdiction: the common superior designates one."
        )
        enclosed = on_file(case, self.viewer)
        choice = self.fields["handed_over"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = [(name, name) for name in enclosed]
        self.initial["handed_over"] = enclosed
        self.initial["jurisdiction"] = why(case) if known else ""


@ENFORCEMENT_CASE_FLOW.asks("dispute")
class DisputeForm(CaseForm):
    """Why the regulator has no jurisdiction, and who has."""

    must = ("dispute_reason",)

    class Meta:
        model = EnforcementCase
        fields = ("dispute_reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["dispute_reason"] = ""
        superior = self.instance.arbiter()
        if superior:
            self.fields["dispute_reason"].help_text = _("%(superior)s decides.") % {"superior": superior}


@ENFORCEMENT_CASE_FLOW.asks("assign")
class AssignForm(CaseForm):
    """Which regulator below has the case, and for what reason; where it is not the one that its place makes
    competent, whoever assigns it has noticed that."""

    must = ("assignment_reason",)
    elsewhere = forms.BooleanField(
        label=_("I assign it to another regulator than its place makes competent"), required=False
    )

    class Meta:
        model = EnforcementCase
        fields = ("regulator", "assignment_reason")
        field_classes = {"regulator": OneOf}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.instance
        below = beneath(case.regulator)
        proposed = competent(case.place, case.disputed_by or case.regulator)
        _offer(self, below)
        if proposed in below:
            self.initial["regulator"] = proposed
        self.by_place = by_the_place(case) if case.pk else None
        needed_when(self.fields["elsewhere"], _("mandatory where another one is chosen"))
        if self.by_place:
            said = _("By its place, %(regulator)s is competent for this case.")
            self.fields["elsewhere"].help_text = said % {"regulator": self.by_place}
        elif case.pk:
            del self.fields["elsewhere"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        chosen = data.get("regulator")
        if chosen and self.by_place not in (None, chosen) and not data.get("elsewhere"):
            self.add_error("elsewhere", not_by_the_place(self.instance))
        return data
