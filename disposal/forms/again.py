"""What is asked of whoever voids what was taken back, or hands it over again?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.pages.forms import ReasonForm
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW, PLATFORM_DISPOSAL_FLOW
from disposal.models.alike import others_alike
from disposal.models.cases import EnforcementCase
from disposal.models.competence import competent
from disposal.models.disposals import PlatformDisposal

NOBODY = "none"
NO_OTHER: dict[type, Any] = {
    PlatformDisposal: _("no other platform disposal of these goods is under way or done"),
    EnforcementCase: _("no other enforcement case about these goods is under way or done"),
}


@PLATFORM_DISPOSAL_FLOW.asks("void")
@ENFORCEMENT_CASE_FLOW.asks("void")
class VoidForm(ReasonForm):
    """Who deals with the goods once this matter is void: another one of its kind, by its number, or none."""

    instead = forms.ChoiceField(
        label=_("Who deals with these goods then"),
        widget=forms.RadioSelect,
        help_text=_("Everybody concerned, and the leader who took it back, read this with the reason."),
    )
    field_order = ("instead", "note")

    def __init__(self, *args: Any, instance: PlatformDisposal | EnforcementCase, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        choice = self.fields["instead"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            *((other.number, f"{other.number} · {other.title}") for other in others_alike(instance)),
            (NOBODY, NO_OTHER[type(instance)]),
        ]

    def clean_instead(self) -> str:
        """The number of the other matter; "" where there is none."""
        chosen: str = self.cleaned_data["instead"]
        return "" if chosen == NOBODY else chosen


@ENFORCEMENT_CASE_FLOW.asks("hand_over")
class HandOverForm(ReasonForm):
    """To whom a case goes now that was taken back: whom its places make competent, as at first."""

    regulator = OneOf(
        Organisation.objects.none(),
        label=_("Competent regulator"),
        help_text=_("Who had it, and those of the place of the enterprise, the shop or the platform."),
    )
    field_order = ("regulator", "note")

    def __init__(self, *args: Any, instance: EnforcementCase, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, viewer=viewer, **kwargs)
        offered = instance.may_be_handed_to().order_by("region", "name")
        if viewer.kind is not Kind.CENTER or len(offered) < 2:
            del self.fields["regulator"]
            return
        choice = self.fields["regulator"]
        assert isinstance(choice, OneOf)
        choice.queryset = offered
        proposed = competent(instance.place, instance.regulator)
        self.initial["regulator"] = proposed if proposed != instance.regulator else None
