"""What do log-in, change of organisation and change of password ask?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User


class LoginForm(AuthenticationForm):
    """One sentence for every failure, so that nobody learns which accounts exist."""

    error_messages = {
        "invalid_login": _("This user name and password do not belong together. Check both and try again."),
        "inactive": _("This user name and password do not belong together. Check both and try again."),
    }


class OrganisationForm(forms.Form):
    """For which of their organisations a user wants to act."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Membership.objects.filter(user=user).values("organisation")
        self.fields["organisation"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            pk__in=own, active=True
        )
