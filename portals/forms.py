"""What do the hand-over of work, the figures and the style page ask?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import User
from casework.handover import Share
from casework.pages.forms import needed_when
from casework.work.charge import Left
from documents.filetypes import PICTURES
from documents.forms import CheckedFile
from monitoring.plans.flow import WorkPlanState
from portals.dashboards.chart import Campaign
from sampling.schemes.models import Scheme
from trail.boxes import Several
from trail.days import DayField
from trail.enumerations import enumerated
from trail.reasons import ReasonField


class MattersForm(forms.Form):
    """Which matters are looked for among what somebody has to do, or did."""

    q = forms.CharField(label=_("Number, title or name"), required=False, max_length=100)

    def words(self) -> str:
        """What is looked for; "" where nothing is."""
        return str(self.cleaned_data["q"]).strip() if self.is_valid() else ""


class LeaverForm(forms.Form):
    """Whose work is handed over."""

    leaver = OneOf(User.objects.none(), label=_("Whose work"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leaver"].queryset = people  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Which of it, to whom, why, and whether the person leaves."""

    work = Several(label=_("What is handed over"), required=False)
    successor = OneOf(User.objects.none(), label=_("Who takes it over"), required=False)
    reason = ReasonField(label=_("Reason"), max_length=200)
    ends = forms.BooleanField(
        label=_("The person leaves: end the membership"),
        required=False,
        help_text=_("It ends today, once nothing is open any more. Stand-ins of this person end too."),
    )

    unsettled = forms.BooleanField(
        label=_("The person leaves although their money is not settled"),
        required=False,
        help_text=_("The organisers are told. What was advanced and paid stays in this person's account."),
    )

    def __init__(
        self,
        *args: Any,
        people: QuerySet[User],
        shares: Sequence[Share | Left],
        owing: Sequence[Scheme],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = people  # type: ignore[attr-defined]
        if shares:
            choices = [(share.key, str(share)) for share in shares]
            self.fields["work"].choices = choices  # type: ignore[attr-defined]
            self.fields["work"].initial = [key for key, _label in choices]
            needed_when(self.fields["successor"], _("mandatory where work is handed over"))
        else:
            del self.fields["work"], self.fields["successor"]
        self.owing = owing
        if not owing:
            del self.fields["unsettled"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("work") and not data.get("successor"):
            self.add_error("successor", _("Say who takes the open work over."))
        if not data.get("work") and not data.get("ends"):
            self.add_error("ends", _("Choose what is handed over, or end the membership."))
        if not data.pop("unsettled", False) and data.get("ends") and self.owing:
            self.add_error("unsettled", self._settle_first())
        return {"work": [], "successor": None, **data}

    def _settle_first(self) -> str:
        numbers = enumerated(scheme.number for scheme in self.owing[:10])
        said = gettext("Money is not settled with this person: %(what)s. Settle it first, or tick this.")
        return said % {"what": numbers}


class CampaignForm(forms.Form):
    """Whose way is drawn: one of the work plans in the viewer's scope."""

    plan = forms.ChoiceField(label=_("Work plan"), required=False)

    def __init__(self, *args: Any, offered: Sequence[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(plan.number, f"{plan.title} · {WorkPlanState(plan.state).label}") for plan in offered]
        self.fields["plan"].choices = choices  # type: ignore[attr-defined]


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label=_("Product"))
    on = DayField(label=_("Sampled on"))
    result = forms.ChoiceField(
        label=_("Result of the check"),
        choices=[("ok", _("Meets the requirements")), ("bad", _("Does not meet them"))],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=[("a", _("Complaints")), ("d", _("Internet"))])
    account = forms.CharField(label=_("Account"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=_("The outer packing is whole"), required=False)
    photo = CheckedFile(label=_("Photo"), types=PICTURES, required=False)
