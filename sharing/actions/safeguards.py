"""How do safeguards come into force, and who undertakes to keep to them (6.5-5)?"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from sharing.models.safeguards import Acknowledgement, Safeguard, in_force
from trail import verbs
from trail.models import write

verbs.register("acknowledge safeguards", gettext_lazy("Acknowledge safeguards"))
verbs.register("confirm safeguards", gettext_lazy("Confirm safeguards"))
verbs.register("publish safeguards", gettext_lazy("Publish safeguards"))


def officer(by: Viewer) -> None:
    """Raise Forbidden unless this viewer shares information for an organisation that takes part in it."""
    if Role.SHARING_OFFICER not in by.roles or by.kind == Kind.MERCHANT:
        raise Forbidden(_("Only an information sharing officer may do this."))


@carries("6.5-5")
@transaction.atomic
def publish(*, text: str, by: Viewer, now: datetime) -> Safeguard:
    """A center sets the rules anew; they are in force once a regulator of its mandate has confirmed them."""
    officer(by)
    if by.kind != Kind.CENTER:
        raise Forbidden(_("The monitoring center sets the safeguards."))
    own = Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    last = Safeguard.objects.filter(center=own).aggregate(last=Max("version"))["last"] or 0
    rules = Safeguard.objects.create(
        center=own, version=last + 1, text=text, published_by=by.user, published_at=now
    )
    _tell("publish safeguards", rules, by, now)
    return rules


@carries("6.5-5")
@transaction.atomic
def confirm(rules: Safeguard, *, by: Viewer, now: datetime) -> None:
    """A regulator of the center's mandate agrees: this version replaces the one before."""
    rules = Safeguard.objects.select_for_update(of=("self",)).get(pk=rules.pk)
    if not rules.may_confirm(by):
        raise Forbidden(
            _("A sharing officer of a regulator in the center's mandate confirms the safeguards.")
        )
    if rules.confirmed_at is not None:
        raise Refused(_("These safeguards have been confirmed already."))
    if rules.published_by_id == by.user.pk:
        raise Refused(_("You took an earlier step yourself: somebody else must do this."))
    if Safeguard.objects.filter(center=rules.center_id, version__gt=rules.version).exists():
        raise Refused(_("The center has published a newer version: confirm that one."))
    rules.confirmed_for, rules.confirmed_by, rules.confirmed_at = by.organisation, by.user, now
    rules.save(update_fields=["confirmed_for", "confirmed_by", "confirmed_at"])
    _tell("confirm safeguards", rules, by, now)


@carries("6.5-2-d")
@transaction.atomic
def acknowledge(rules: Safeguard, *, by: Viewer, now: datetime) -> Acknowledgement:
    """The organisation undertakes to keep to the safeguards in force; a second time changes nothing."""
    officer(by)
    if in_force(rules.center_id) != rules:
        raise Refused(_("Another version of the safeguards is in force: read and acknowledge that one."))
    done, new = Acknowledgement.objects.get_or_create(
        safeguard=rules, organisation=by.organisation, defaults={"by": by.user, "at": now}
    )
    if new:
        _tell("acknowledge safeguards", rules, by, now, "6.5-2-d")
    return done


def _tell(verb: str, rules: Safeguard, by: Viewer, now: datetime, clause: str = "6.5-5") -> None:
    said = {"center": str(rules.center), "version": rules.version}
    write(
        verb,
        ("safeguard", rules.pk),
        actor=by.actor(Role.SHARING_OFFICER),
        at=now,
        clause=clause,
        detail=said,
    )
