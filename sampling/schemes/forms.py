"""What is asked of those who draft a scheme? (form 4.3, 6.2-1)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from accounts.models import Organisation
from casework.pages.forms import NoteForm, OpinionForm, StepForm
from monitoring.plans.models.plans import WorkPlan
from sampling.schemes.actions.buyers import buyers_of
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Scheme
from trail.enumerations import enumerated

# As they are asked for.
SCHEME = ("plan", "title", "platforms", "scope", "method", "starts_on", "ends_on", "staffing", "buyers")


@SCHEME_FLOW.asks("open", "edit")
class SchemeForm(StepForm):
    """The scheme: for which plan, scope, method, period, and who does what."""

    field_order = SCHEME

    class Meta:
        model = Scheme
        fields = SCHEME
        field_classes = {"plan": OneOf, "platforms": SeveralOf, "buyers": SeveralOf}
        widgets = {
            "platforms": forms.CheckboxSelectMultiple,
            "scope": forms.Textarea(attrs={"rows": 3}),
            "method": forms.Textarea(attrs={"rows": 3}),
            "staffing": forms.Textarea(attrs={"rows": 3}),
            "buyers": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buyers: Any = self.fields["buyers"]
        buyers.queryset = buyers_of(self.viewer.organisation).order_by("name", "pk")
        plan: Any = self.fields["plan"]
        if self.instance.pk:
            del self.fields["plan"]
        self.groups = [
            (_("Task"), [name for name in ("plan", "title") if name in self.fields]),
            (_("How it is sampled"), ["platforms", "scope", "method", "starts_on", "ends_on"]),
            (_("Who does what"), ["staffing", "buyers"]),
        ]
        self.fields["platforms"].required = True
        seen = WorkPlan.objects.visible_to(self.viewer).order_by("-pk")
        executing = seen.filter(state="executing")
        self._offer_platforms(seen.filter(pk=self.instance.plan_id) if self.instance.pk else executing)
        if not self.instance.pk:
            plan.queryset = executing
            self.initial.setdefault("plan", self.initial.get("workplan"))
            if meant := executing.filter(pk=self.initial["plan"]).first():
                self._as_planned(meant)

    def _as_planned(self, plan: WorkPlan) -> None:
        """What the plan says already stands in the form."""
        said = {
            "title": plan.title,
            "scope": gettext("; ").join((plan.areas, plan.price_range)),
            "method": plan.get_method_display(),
            "starts_on": plan.starts_on,
            "ends_on": plan.ends_on,
            "staffing": plan.staffing,
        }
        for name, value in said.items():
            self.initial.setdefault(name, value)

    def _offer_platforms(self, plans: Any) -> None:
        """Those of the plans; all of the one that is meant are ticked, until somebody unticks one."""
        platforms: Any = self.fields["platforms"]
        named = WorkPlan.platforms.through.objects.filter(workplan__in=plans.order_by().values("pk"))
        platforms.queryset = Organisation.objects.filter(pk__in=named.values("organisation")).order_by("name")
        if self.instance.pk:
            self.initial["platforms"] = self.instance.sampled_on()
        elif asked := self.initial.get("workplan"):
            self.initial.setdefault(
                "platforms",
                list(platforms.queryset.filter(pk__in=named.filter(workplan=asked).values("organisation"))),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The period ends before it begins: correct one of the days."))
        self._fits_the_plan(data)
        return data

    def _fits_the_plan(self, data: dict[str, Any]) -> None:
        """Period and platforms are within the plan's, and what is listed is on these platforms."""
        plan = data.get("plan") or (self.instance.plan if self.instance.plan_id else None)
        for name in ("starts_on", "ends_on"):
            if plan and data.get(name) and not plan.starts_on <= data[name] <= plan.ends_on:
                known = {"from": plan.starts_on.isoformat(), "until": plan.ends_on.isoformat()}
                said = _("The scheme must lie within the period of its plan, %(from)s to %(until)s.")
                self.add_error(name, said % known)
        chosen = list(data.get("platforms") or ())
        if plan and (beyond := [str(one) for one in chosen if one not in plan.platforms.all()]):
            said = _("The plan does not have samples bought on %(name)s.")
            self.add_error("platforms", said % {"name": enumerated(beyond)})
        if self.instance.pk and chosen:
            left = self.instance.listings.exclude(platform__in=chosen).order_by().values("platform")
            if names := enumerated(Organisation.objects.filter(pk__in=left).order_by("name")):
                said = _("Products of %(name)s are listed: take them off the list first.")
                self.add_error("platforms", said % {"name": names})


SCHEME_FLOW.asks("return", "deny", "withdraw")(NoteForm)
SCHEME_FLOW.asks("approve")(OpinionForm)
