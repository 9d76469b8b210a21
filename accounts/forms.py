"""What do log-in, one's own choices, and the keeping of people and organisations ask?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import attempts
from accounts.coded import OneOf
from accounts.models import ApiToken, Membership, Organisation, StandIn, User, Viewer
from accounts.programs import roles_for_programs
from accounts.roles import SIGNING, Kind, Role
from trail.boxes import Several
from trail.days import DayField
from trail.enumerations import enumerated
from trail.reasons import ReasonField

Answer = TypeVar("Answer")


def roles_in(kind: Kind) -> list[Role]:
    """The roles that a member of this kind of organisation can hold."""
    everywhere = [Role.SHARING_OFFICER, Role.ADMINISTRATOR]
    return [role for role in Role if role.kind == kind] + everywhere


def _choices(roles: list[Role]) -> list[tuple[str, Any]]:
    return [(str(role), role.label) for role in roles]


class PasswordForm(PasswordChangeForm):
    """One's own password. What is asked of it is said as sentences; Django says it as a list in HTML.

    address: from where it is typed. Whoever found a session open cannot guess the old password in it.
    """

    def __init__(self, *args: Any, address: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address, self.now = address, now
        self.fields["new_password1"].help_text = " ".join(map(str, password_validators_help_texts()))

    def clean_old_password(self) -> str:
        return _guessed(self.user.get_username(), self.address, self.now, super().clean_old_password)


class SignatureForm(forms.Form):
    """One's own password, typed again for what cannot be undone: whoever found a session open signs nothing.
    Who has no password, because another system lets them in, is not asked."""

    own_password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        help_text=_("With it you sign what stands here."),
    )

    def __init__(self, *args: Any, user: User, address: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.address, self.now = user, address, now
        if not user.has_usable_password():
            self.fields.clear()

    def clean_own_password(self) -> str:
        return _guessed(self.user.get_username(), self.address, self.now, self._own)

    def _own(self) -> str:
        typed: str = self.cleaned_data["own_password"]
        if not self.user.check_password(typed):
            raise ValidationError(_("This is not your password: type it again."))
        return typed


class LoginForm(AuthenticationForm):
    """One sentence for every failure, so that nobody learns which accounts exist."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password or self.request is None:
            return super().clean()
        return _guessed(name, attempts.source(self.request), self.now, super().clean)

    error_messages = {
        "invalid_login": _("This user name and password do not belong together. Check both and try again."),
        "inactive": _("This user name and password do not belong together. Check both and try again."),
    }


def _guessed(name: str, address: str, now: datetime, check: Callable[[], Answer]) -> Answer:
    """What a check answers that looks at a password; counted, and refused where it was wrong too often."""
    attempt = attempts.begin(name, address, now)
    try:
        answer = check()
    except ValidationError:
        attempts.fail(attempt)
        raise
    attempts.succeed(attempt)
    return answer


class OrganisationForm(forms.Form):
    """For which of their organisations a user wants to act."""

    organisation = OneOf(Organisation.objects.none(), label=_("Organisation"), empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Membership.objects.filter(user=user, left_on=None).values("organisation")
        self.fields["organisation"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            pk__in=own, active=True
        )


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a person wants to be told of what has come to them."""

    class Meta:
        model = User
        fields = ("email", "mail", "language")
        labels = {"email": _("E-mail")}
        help_texts = {
            "email": _("Without an address no e-mail goes out."),
            "mail": _(
                "None goes out at night (21:00 to 8:00) or on a rest day, unless something would be late by"
                " the next working morning."
            ),
        }
        widgets = {"mail": forms.RadioSelect}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("mail") == "each" and not data.get("email"):
            self.add_error("email", _("Enter the address to which the e-mails go."))
        return data


class PersonForm(forms.Form):
    """A member of the organisation: name, e-mail, roles."""

    name = forms.CharField(label=_("Name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), required=False)
    roles = Several(label=_("Roles"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = _choices(roles_in(viewer.kind))  # type: ignore[attr-defined]


class NewPersonForm(PersonForm):
    """A person who gets an account."""

    field_order = ("username", "name", "email", "roles")
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("With this name the person logs in. It cannot be changed later."),
    )

    def clean_username(self) -> str:
        name: str = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("This user name is taken: choose another one."))
        return name


class ColleagueField(OneOf):
    """A member of the viewer's organisation."""

    def __init__(self, **options: Any) -> None:
        super().__init__(User.objects.none(), **options)


def colleagues(organisation: Organisation) -> Any:
    """The people who work in an organisation."""
    return User.objects.filter(
        memberships__organisation=organisation,
        memberships__left_on=None,
        is_active=True,
        program=False,
    ).order_by("name", "username")


# Whoever is away for longer has a successor.
LONGEST_ABSENCE = timedelta(days=92)


class StandInForm(forms.Form):
    """Who acts in whose place, in which roles, from when until when, and why.

    Roles in which one signs or decides are entrusted by the administrator, and not to themselves.
    """

    absent = ColleagueField(label=_("Who is absent"))
    substitute = ColleagueField(label=_("Who stands in"))
    roles = Several(label=_("Roles"))
    first = DayField(label=_("From"))
    last = DayField(label=_("Until"))
    reason = ReasonField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, viewer: Viewer, keeps: bool, today: date, **kwargs: Any) -> None:
        """keeps: whether the viewer may also entrust what colleagues hold."""
        super().__init__(*args, **kwargs)
        self.viewer, self.today = viewer, today
        there = colleagues(viewer.organisation)
        own = there.filter(pk=viewer.user.pk)
        self.fields["substitute"].queryset = there  # type: ignore[attr-defined]
        self.fields["absent"].queryset = there if keeps else own  # type: ignore[attr-defined]
        if not keeps:
            self.fields["absent"].initial = viewer.user.pk
        offered = roles_in(viewer.kind) if keeps else sorted(viewer.roles - viewer.lent - SIGNING)
        self.fields["roles"].choices = _choices(offered)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        absent, substitute = data.get("absent"), data.get("substitute")
        first, last = data.get("first"), data.get("last")
        if absent and absent == substitute:
            self.add_error("substitute", _("Choose somebody else: nobody stands in for themselves."))
        if first and first < self.today:
            self.add_error("first", _("Nobody stands in for days that are past: enter today or later."))
        if last and last < (first or last):
            self.add_error("last", _("The last day lies before the first one."))
        elif last and last < self.today:
            self.add_error("last", _("This day is past: enter the last day of the absence."))
        elif first and last and last - first > LONGEST_ABSENCE:
            self.add_error("last", _("Nobody stands in for more than 92 days: give them the role itself."))
        if absent and data.get("roles"):
            self._holds(absent, data["roles"])
        if substitute == self.viewer.user and SIGNING & {*data.get("roles", ())}:
            self.add_error(
                "substitute", _("In these roles one signs or decides: choose somebody other than yourself.")
            )
        if substitute and first and last and self._away(substitute, first, last):
            self.add_error("substitute", _("This person is absent on some of these days."))
        return data

    def _holds(self, absent: User, roles: list[str]) -> None:
        own = Membership.objects.get(user=absent, organisation=self.viewer.organisation).roles
        lacking = [str(Role(role).label) for role in roles if role not in own]
        if lacking:
            self.add_error(
                "roles",
                ValidationError(
                    _("%(name)s does not hold these roles: %(roles)s."),
                    params={"name": absent, "roles": enumerated(lacking)},
                ),
            )

    def _away(self, person: User, first: date, last: date) -> bool:
        away = StandIn.objects.filter(organisation=self.viewer.organisation, absent=person, ended_on=None)
        return away.filter(first__lte=last, last__gte=first).exists()


class CloseForm(forms.Form):
    """Until when an organisation is open on a working day; empty: until midnight."""

    closes_at = forms.TimeField(
        label=_("Close of business"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("If empty, the last day of a period ends at 24:00."),
    )


class PortalForm(forms.Form):
    """Whether an organisation accepts that papers are served on it through this portal."""

    accepts = forms.BooleanField(
        label=_("We accept that papers are served on us through this portal"),
        required=False,
        help_text=_("From the day on which this is kept. Take the mark away to accept it no longer."),
    )


class RenameForm(forms.Form):
    """The new name of an organisation, the day from which it bears it, and the reason."""

    name = forms.CharField(label=_("New name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    on = DayField(label=_("From"))
    reason = ReasonField(label=_("Reason"), max_length=200)

    def __init__(
        self, *args: Any, organisation: Organisation, today: date, since: date | None = None, **kwargs: Any
    ) -> None:
        """since: the day on which it was entered, where that is known."""
        super().__init__(*args, **kwargs)
        self.organisation, self.today, self.since = organisation, today, since

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("This lies in the future: enter when it happened."))
        if self.since and on < self.since:
            raise ValidationError(
                _("It was entered on %(day)s: before that it bore no name here.") % {"day": self.since}
            )
        last = self.organisation.past_names.first()
        if last and on < last.until:
            raise ValidationError(_("The name was last changed after this day."))
        return on

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        now = (self.organisation.name, self.organisation.short_name)
        if (data.get("name"), data.get("short_name", "")) == now:
            self.add_error("name", _("The organisation bears this name already."))
        return data


class MergeForm(forms.Form):
    """Into which organisation of the same kind another one is merged, and why."""

    into = OneOf(Organisation.objects.none(), label=_("Merged into"))
    reason = ReasonField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = offered  # type: ignore[attr-defined]


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]
    """For what a program gets a token, in which roles, and until when: a year at most."""

    roles = Several(
        label=_("Roles"),
        help_text=_("Roles that approve, review or sign are held by persons only."),
    )
    expires_on = DayField(label=_("Valid until"))

    class Meta:
        model = ApiToken
        fields = ("purpose", "roles", "expires_on", "signs")
        help_texts = {
            "signs": _(
                "With the key alone the program then only reads; for what it posts it needs a secret too."
            )
        }

    def __init__(self, *args: Any, viewer: Viewer, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["roles"].choices = _choices(roles_for_programs(viewer.kind))  # type: ignore[attr-defined]
        self.initial.setdefault("expires_on", today + timedelta(days=365))

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        if not self.today <= day <= self.today + timedelta(days=366):
            raise ValidationError(_("Enter a day from today to a year from now."))
        return day
