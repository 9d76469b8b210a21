"""What happens to accounts? Each action writes the trail itself.

What cannot be done is a ValidationError, whose sentence stands on the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Organisation, PastName, StandIn, System, User, Viewer
from accounts.roles import Role
from trail import verbs
from trail.models import Actor, Event, write

verbs.register("accept no service here", gettext_lazy("Papers reach it through this portal no longer"))
verbs.register("accept service here", gettext_lazy("Papers reach it through this portal"))
verbs.register("add a person", gettext_lazy("Added to the organisation"))
verbs.register("change a person", gettext_lazy("Name or roles changed"))
verbs.register("change password", gettext_lazy("Change password"))
verbs.register(
    "end a stand-in",
    gettext_lazy("The stand-in ended"),
    notification=gettext_lazy("Somebody no longer stands in"),
)
verbs.register("end the membership", gettext_lazy("Membership ended"))
verbs.register("entrust roles", gettext_lazy("Somebody stands in"), notification=True)
verbs.register("give a password", gettext_lazy("A new password given"))
verbs.register("log in", gettext_lazy("Log in"))
verbs.register("log out", gettext_lazy("Log out"))
verbs.register("rename", gettext_lazy("Rename"))
verbs.register("set preferences", gettext_lazy("Set preferences"))
verbs.register("set the close of business", gettext_lazy("Set the close of business"))

# Without what is mistaken for something else when it is read aloud or copied by hand.
LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"


def log_in(user: User, now: datetime) -> Event:
    """Note a log-in."""
    return _note("log in", user, now)


def log_out(user: User, now: datetime) -> Event:
    """Note a log-out."""
    return _note("log out", user, now)


@transaction.atomic
def change_password(user: User, password: str, now: datetime) -> Event:
    """Set a new password and say so in the trail; the password itself is nowhere in it."""
    user.set_password(password)
    user.password_given = False
    user.save(update_fields=["password", "password_given"])
    return _note("change password", user, now)


@transaction.atomic
def prefer(user: User, *, email: str, mail: str, language: str, now: datetime) -> Event:
    """Keep how a person wants to be told; the address is nowhere in the trail."""
    user.email, user.mail, user.language = email, mail, language
    user.save(update_fields=["email", "mail", "language"])
    return write(
        "set preferences",
        ("user", user.pk),
        actor=Actor("user", user.pk),
        at=now,
        detail={"mail": mail, "language": language},
    )


@transaction.atomic
def add_person(
    *, username: str, name: str, email: str, roles: Sequence[str], by: Viewer, now: datetime
) -> tuple[Membership, str]:
    """Add a person to the viewer's organisation. Returns the first password too: it is shown once."""
    role = Role.ADMINISTRATOR if Role.ADMINISTRATOR in by.roles else ""
    said = {"username": username, "name": name, "email": email}
    return invite(by.organisation, roles=roles, actor=by.actor(role), now=now, **said)


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    username: str,
    name: str,
    email: str,
    roles: Sequence[str],
    actor: Actor,
    now: datetime,
) -> tuple[Membership, str]:
    """Add a person to an organisation. Returns the first password too: it is shown once."""
    user = User(username=username, name=name, email=email)
    password = _give_password(user)
    membership = Membership.objects.create(
        user=user, organisation=organisation, roles=list(roles), since=timezone.localdate(now)
    )
    detail = {"roles": list(roles)}
    write("add a person", ("membership", membership.pk), actor=actor, at=now, detail=detail)
    return membership, password


@transaction.atomic
def change_person(
    membership: Membership, *, name: str, email: str, roles: Sequence[str], by: Viewer, now: datetime
) -> set[str]:
    """Change what a member is called and trusted with; who had left is taken back. Returns the roles lost."""
    _lock(membership)
    if Role.ADMINISTRATOR not in roles:
        needs_another_administrator(membership)
    before = {"roles": membership.roles, "name": membership.user.name}
    if membership.left_on:
        membership.left_on, membership.since = None, timezone.localdate(now)
    membership.roles = list(roles)
    membership.save(update_fields=["roles", "left_on", "since"])
    membership.user.name, membership.user.email = name, email
    membership.user.save(update_fields=["name", "email"])
    _tell("change a person", membership, by, now, before=before, roles=list(roles), name=name)
    return set(before["roles"]) - set(roles)


@transaction.atomic
def give_password(membership: Membership, *, by: Viewer, now: datetime) -> str:
    """Give a member a new password, to be changed at the next log-in. Returns it: it is shown once."""
    if works_elsewhere(membership):
        raise ValidationError(
            _("This person also works for another organisation: only they change their password.")
        )
    password = _give_password(membership.user)
    _tell("give a password", membership, by, now)
    return password


@transaction.atomic
def help_in(user: User, now: datetime) -> str:
    """Give somebody a new password from the server's command line, to be changed at the next log-in.

    Returns it: it is shown once. The trail says that the system did it: who runs commands is not known here.
    """
    password = _give_password(user)
    write("give a password", ("user", user.pk), actor=System().actor(), at=now)
    return password


def works_elsewhere(membership: Membership) -> bool:
    """Whether somebody belongs to another organisation too, so that their account is not this one's alone."""
    others = Membership.objects.filter(user=membership.user, left_on=None).exclude(pk=membership.pk)
    return others.exists()


@transaction.atomic
def end_membership(membership: Membership, *, by: Viewer, now: datetime) -> None:
    """End somebody's work in an organisation, with the stand-ins they gave and were. The account stays.

    Open work is handed over before: see casework.handover.
    """
    _lock(membership)
    needs_another_administrator(membership)
    today = timezone.localdate(now)
    lost, membership.roles, membership.left_on = membership.roles, [], today
    membership.save(update_fields=["roles", "left_on"])
    concerned = StandIn.objects.filter(organisation=membership.organisation, last__gte=today, ended_on=None)
    for side in ("absent", "substitute"):
        concerned.filter(**{side: membership.user}).update(ended_on=today)
    _tell("end the membership", membership, by, now, roles=lost)


def needs_another_administrator(membership: Membership) -> None:
    """Raise ValidationError if an organisation would be left without an administrator."""
    if Role.ADMINISTRATOR not in membership.roles:
        return
    others = Membership.objects.filter(
        organisation=membership.organisation,
        roles__contains=[Role.ADMINISTRATOR],
        left_on=None,
        user__is_active=True,
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise ValidationError(_("The organisation needs an administrator: name another one first."))


@transaction.atomic
def entrust(
    *,
    absent: User,
    substitute: User,
    roles: Sequence[str],
    first: date,
    last: date,
    reason: str,
    by: Viewer,
    now: datetime,
) -> Event:
    """Let somebody act in the place of an absent colleague of the viewer's organisation on these days."""
    stand_in = StandIn.objects.create(
        organisation=by.organisation,
        absent=absent,
        substitute=substitute,
        roles=list(roles),
        first=first,
        last=last,
        reason=reason,
    )
    days = [first.isoformat(), last.isoformat()]
    said = {"substitute": str(substitute), "roles": list(roles), "days": days, "note": reason}
    return _tell("entrust roles", _place(stand_in), by, now, "W-07", **said)


@transaction.atomic
def end_stand_in(stand_in: StandIn, *, by: Viewer, now: datetime) -> Event | None:
    """Let a stand-in end now, as when the colleague is back early; a second time changes nothing."""
    ended = StandIn.objects.filter(pk=stand_in.pk, ended_on=None).update(ended_on=timezone.localdate(now))
    if not ended:
        return None
    return _tell("end a stand-in", _place(stand_in), by, now, "W-07", substitute=str(stand_in.substitute))


@transaction.atomic
def rename(
    organisation: Organisation,
    *,
    name: str,
    short_name: str,
    on: date,
    reason: str,
    by: Viewer,
    now: datetime,
) -> None:
    """Give an organisation a new name from a day on; the old one is kept for what is of its time."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    PastName.objects.create(
        organisation=organisation, name=organisation.name, short_name=organisation.short_name, until=on
    )
    before = organisation.name
    organisation.name, organisation.short_name = name, short_name
    organisation.save(update_fields=["name", "short_name"])
    write(
        "rename",
        ("organisation", organisation.pk),
        actor=by.actor(Role.ADMINISTRATOR),
        at=now,
        clause="W-06",
        detail={"before": before, "after": name, "on": on.isoformat(), "note": reason},
    )


@transaction.atomic
def set_close(organisation: Organisation, *, closes_at: time | None, by: Viewer, now: datetime) -> None:
    """Say when an organisation closes: periods that begin from now on end then on their last day (T-05)."""
    before = Organisation.objects.select_for_update().get(pk=organisation.pk).closes_at
    Organisation.objects.filter(pk=organisation.pk).update(closes_at=closes_at)
    said = {"before": _hour(before), "after": _hour(closes_at)}
    write(
        "set the close of business",
        ("organisation", organisation.pk),
        actor=by.actor(Role.ADMINISTRATOR),
        at=now,
        clause="T-05",
        detail=said,
    )


@transaction.atomic
def accept_portal(organisation: Organisation, *, accepts: bool, by: Viewer, now: datetime) -> None:
    """Say that papers reach an organisation through this portal, or that they do so no longer: from today on,
    never for a day that has passed (T-13)."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if accepts == (row.portal_service_since is not None):
        return
    row.portal_service_since = timezone.localdate(now) if accepts else None
    row.save(update_fields=["portal_service_since"])
    write(
        "accept service here" if accepts else "accept no service here",
        ("organisation", organisation.pk),
        actor=by.actor(Role.ADMINISTRATOR),
        at=now,
        clause="T-13",
    )


def _hour(at: time | None) -> str:
    return "24:00" if at is None else f"{at:%H:%M}"


def _give_password(user: User) -> str:
    password = get_random_string(14, LEGIBLE)
    user.set_password(password)
    user.password_given = True
    user.save()
    return password


def _lock(membership: Membership) -> None:
    """One change of an organisation's people at a time, so that two cannot take its last administrators."""
    Organisation.objects.select_for_update(no_key=True).get(pk=membership.organisation_id)
    membership.refresh_from_db()


def _place(stand_in: StandIn) -> Membership:
    return Membership.objects.get(user=stand_in.absent, organisation=stand_in.organisation)


def _tell(
    verb: str, membership: Membership, by: Viewer, now: datetime, clause: str = "", **detail: Any
) -> Event:
    role = Role.ADMINISTRATOR if Role.ADMINISTRATOR in by.roles else ""
    subject = ("membership", membership.pk)
    return write(verb, subject, actor=by.actor(role), at=now, clause=clause, detail=detail)


def _note(verb: str, user: User, now: datetime) -> Event:
    return write(verb, ("user", user.pk), actor=Actor("user", user.pk), at=now)
