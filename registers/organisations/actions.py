"""How does an organisation begin to take part, and how does it end?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import actions
from accounts.gate import keeps_organisations
from accounts.models import (
    ApiToken,
    Level,
    Membership,
    Organisation,
    Region,
    StandIn,
    Viewer,
    places,
)
from accounts.roles import Kind, Role
from casework.flow import Refused
from casework.models import Record
from catalogue.names import key
from trail import verbs
from trail.enumerations import enumerated
from trail.models import Event, write

verbs.register("change a mandate", gettext_lazy("Mandate changed"))
verbs.register("change an organisation", gettext_lazy("Particulars changed"))
verbs.register("close an organisation", pgettext_lazy("organisation", "Closed"))
verbs.register("open an organisation", pgettext_lazy("organisation", "Entered"))
verbs.register("move an organisation", gettext_lazy("Seat moved"))
verbs.register("name an administrator", gettext_lazy("Administrator named"))
verbs.register("resume an organisation", pgettext_lazy("organisation", "Taken up again"))
verbs.register("suspend an organisation", pgettext_lazy("organisation", "Suspended"))

BEGINNINGS = ("open an organisation", "found a province")
# Which of an organisation's particulars change by themselves; its name has a history of its own.
PARTICULARS = ("credit_code", "branch", "document_code", "address", "phone")


def kept_by(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations of the viewer's region and those it entered, the nation's all; for other
    administrators their own."""
    home = viewer.organisation
    own = Q(pk=home.pk) | Q(merged_into=home)
    if not keeps_organisations(viewer):
        return Organisation.objects.filter(own)
    if home.level == Level.NATION:
        return Organisation.objects.all()
    region = home.region_id
    within = Q(region=region) | Q(region__parent=region) | Q(region__parent__parent=region)
    return Organisation.objects.filter(own | within | Q(opened_by=home))


def regions_of(viewer: Viewer) -> QuerySet[Region]:
    """The regions for which a keeper enters regulators and centers."""
    home = viewer.organisation
    if home.level == Level.NATION:
        return Region.objects.all()
    region = home.region_id
    return Region.objects.filter(Q(pk=region) | Q(parent=region) | Q(parent__parent=region))


@transaction.atomic
def open_organisation(
    *,
    kind: str,
    region: Region,
    username: str,
    person: str,
    email: str,
    by: Viewer,
    now: datetime,
    **particulars: str,
) -> tuple[Membership, str]:
    """Enter an organisation and its first administrator. Returns their membership and first password.

    particulars: name, short_name and PARTICULARS. Raises Refused where it stands there.
    """
    _lock(by.organisation)  # two at once would both find that it is not there
    not_there(kind, particulars["name"], particulars["credit_code"])
    organisation = Organisation(kind=kind, region=region, opened_by=by.organisation, **particulars)
    if kind == Kind.REGULATOR:
        organisation.level, organisation.parent = region.level, _above(region, particulars["branch"])
    organisation.save()
    if kind == Kind.CENTER:
        organisation.mandate.add(places(region)[Level.PROVINCE])
    _tell("open an organisation", organisation, by, now, name=organisation.name, kind=kind)
    return actions.invite(
        organisation,
        username=username,
        name=person,
        email=email,
        roles=[Role.ADMINISTRATOR],
        actor=by.actor(Role.ADMINISTRATOR),
        now=now,
    )


def not_there(kind: str, name: str, credit_code: str = "", but: Organisation | None = None) -> None:
    """Two entries of one organisation would each have half of its history. Raises Refused."""
    of_kind = Organisation.objects.filter(kind=kind, merged_into=None).exclude(pk=but.pk if but else 0)
    same = [one for one in of_kind if key(name) in {key(one.name), key(one.short_name)}]
    if credit_code:
        same += list(of_kind.filter(credit_code=credit_code))
    if same:
        raise Refused(
            _("%(name)s is entered already: change it on its page, or take it up again there.")
            % {"name": same[0].name}
        )


def _above(region: Region, branch: str) -> Organisation | None:
    """The regulator above one of a region: that of the next region up which has one."""
    offices = Organisation.objects.filter(kind=Kind.REGULATOR, active=True, branch="")
    here: Region | None = region if branch else region.parent
    while here is not None:
        found = offices.filter(region=here).order_by("pk").first()
        if found is not None:
            return found
        here = here.parent
    return offices.filter(level=Level.NATION).order_by("pk").first()


@transaction.atomic
def invite_administrator(
    organisation: Organisation, *, username: str, person: str, email: str, by: Viewer, now: datetime
) -> tuple[Membership, str]:
    """Give an organisation that has none an administrator. Raises Refused where it has one, who invites."""
    _lock(organisation)
    if administrators(organisation).exists():
        raise Refused(_("It has an administrator, who invites its people: ask them."))
    _tell("name an administrator", organisation, by, now, username=username, note=person)
    return actions.invite(
        organisation,
        username=username,
        name=person,
        email=email,
        roles=[Role.ADMINISTRATOR],
        actor=by.actor(Role.ADMINISTRATOR),
        now=now,
    )


def entered_on(organisation: Organisation) -> date | None:
    """The day on which it was entered; None where that was before this was kept."""
    first = Event.objects.of("organisation", organisation.pk).filter(verb__in=BEGINNINGS).first()
    return timezone.localdate(first.at) if first else None


def administrators(organisation: Organisation) -> QuerySet[Membership]:
    """Who keeps the people of an organisation."""
    here = Membership.objects.filter(organisation=organisation, left_on=None, user__is_active=True)
    return here.filter(roles__contains=[Role.ADMINISTRATOR])


@transaction.atomic
def change(organisation: Organisation, *, reason: str, by: Viewer, now: datetime, **particulars: str) -> None:
    """Change particulars of an organisation; the trail says what they were."""
    locked = _lock(organisation)
    before = {
        name: getattr(locked, name) for name in PARTICULARS if getattr(locked, name) != particulars[name]
    }
    if not before:
        raise Refused(_("Nothing was changed."))
    after = {name: particulars[name] for name in before}
    code = after.get("credit_code")
    if (
        code
        and Organisation.objects.filter(kind=locked.kind, credit_code=code).exclude(pk=locked.pk).exists()
    ):
        raise Refused(_("Another organisation has this credit code: compare the two licences."))
    Organisation.objects.filter(pk=locked.pk).update(**after)
    _tell("change an organisation", locked, by, now, before=before, after=after, note=reason)


def moved_by(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations whose seat a keeper says: those at work that have one, but not the keeper's own."""
    seated = kept_by(viewer).filter(active=True).exclude(level=Level.NATION)
    return seated.exclude(pk=viewer.organisation.pk)


@transaction.atomic
def move(organisation: Organisation, *, region: Region, reason: str, by: Viewer, now: datetime) -> None:
    """Give an organisation its seat in another region.

    A regulator sees all that lies in its region: it moves to one of its own level that has none, and only
    once nothing waits for it. Raises Refused.
    """
    locked = _lock(organisation)
    if locked.pk == by.organisation.pk:
        raise Refused(_("Nobody moves their own organisation: the regulator above it does."))
    before = locked.region
    if before == region:
        raise Refused(_("Nothing was changed."))
    if locked.kind in (Kind.REGULATOR, Kind.CENTER) and not regions_of(by).filter(pk=region.pk).exists():
        raise Refused(_("A regulator or center of another province is entered there."))
    if locked.kind == Kind.REGULATOR:
        _may_rule(locked, region)
    # Whoever keeps the entry goes on keeping it, wherever the seat is.
    keeper = locked.opened_by_id or by.organisation.pk
    Organisation.objects.filter(pk=locked.pk).update(region=region, opened_by=keeper)
    if locked.kind == Kind.REGULATOR:
        _place_anew(before, region)
    said = {"before": str(before or ""), "after": str(region)}
    _tell("move an organisation", locked, by, now, **said, note=reason)


def _may_rule(regulator: Organisation, region: Region) -> None:
    """Raises Refused where a regulator would get another's powers, or leave its own matters behind."""
    if region.level != regulator.level:
        raise Refused(_("A regulator of another level is another organisation: enter it."))
    _alone(regulator, region)
    if waiting := open_matters(regulator):
        raise Refused(
            _("%(n)d matters of its region are open, which it would no longer see: move it when they end.")
            % {"n": waiting}
        )


def _alone(regulator: Organisation, region: Region | None) -> None:
    """Raises Refused where a region would have two regulators that are no branches."""
    others = Organisation.objects.filter(kind=Kind.REGULATOR, active=True, region=region, branch="")
    if not regulator.branch and (there := others.first()):
        raise Refused(_("%(region)s has a regulator: %(name)s.") % {"region": region, "name": there.name})


def _place_anew(*regions: Region | None) -> None:
    """Say anew which regulator stands above each one of some regions and of what lies in them."""
    here = Q(region__in=regions) | Q(region__parent__in=regions) | Q(region__parent__parent__in=regions)
    offices = Organisation.objects.filter(kind=Kind.REGULATOR).exclude(level=Level.NATION)
    for office in offices.filter(here).select_related("region__parent__parent"):
        assert office.region is not None
        Organisation.objects.filter(pk=office.pk).update(parent=_above(office.region, office.branch))


def mandates_of(viewer: Viewer) -> QuerySet[Region]:
    """The provinces for which a keeper says which center works for them."""
    provinces = Region.objects.filter(level=Level.PROVINCE)
    home = viewer.organisation
    return provinces if home.level == Level.NATION else provinces.filter(pk=home.region_id)


@transaction.atomic
def set_mandate(
    center: Organisation, *, provinces: Collection[Region], reason: str, by: Viewer, now: datetime
) -> None:
    """Say for which of the provinces that a keeper decides about a center works.

    Raises Refused while a matter of a province that it is to leave is open at it.
    """
    locked = _lock(center)
    before: set[Region] = set(locked.mandate.all())
    after: set[Region] = before - {*mandates_of(by)} | {*provinces}
    if before == after:
        raise Refused(_("Nothing was changed."))
    left = before - after
    waiting = Record.objects.filter(center=locked, province__in=left).exclude(turn="").count()
    if waiting:
        raise Refused(
            _("%(n)d matters of %(names)s are open at it: let it end them first.")
            % {"n": waiting, "names": _by_code(left)}
        )
    locked.mandate.set(after)
    said = {"before": _by_code(before), "after": _by_code(after)}
    _tell("change a mandate", locked, by, now, **said, note=reason)


def _by_code(regions: Iterable[Region]) -> str:
    in_order: list[Region] = sorted(regions, key=lambda each: each.code)
    return enumerated(in_order)


@transaction.atomic
def suspend(organisation: Organisation, *, reason: str, by: Viewer, now: datetime) -> None:
    """Let nothing new go to an organisation; its people finish what is open, and every clock runs on."""
    locked = _lock(organisation)
    _not_ones_own(locked, by)
    if not locked.active or locked.suspended_on:
        raise Refused(_("It is suspended or closed already."))
    Organisation.objects.filter(pk=locked.pk).update(suspended_on=timezone.localdate(now))
    _tell("suspend an organisation", locked, by, now, note=reason)


@transaction.atomic
def resume(organisation: Organisation, *, reason: str, by: Viewer, now: datetime) -> None:
    """Let an organisation that was suspended or closed take part again."""
    locked = _lock(organisation)
    if locked.merged_into_id:
        raise Refused(_("It is a part of %(name)s now.") % {"name": locked.merged_into})
    if locked.active and not locked.suspended_on:
        raise Refused(_("It takes part already."))
    if locked.kind == Kind.REGULATOR and not locked.active:
        _alone(locked, locked.region)
    Organisation.objects.filter(pk=locked.pk).update(active=True, suspended_on=None)
    _tell("resume an organisation", locked, by, now, note=reason)


@transaction.atomic
def close(organisation: Organisation, *, reason: str, by: Viewer, now: datetime) -> None:
    """End an organisation's part: nobody acts for it, and its programs stop. Nothing that was is deleted.

    Its people keep their places: when it is taken up again it is theirs, and nobody else's. Raises Refused
    while a matter that concerns it is open.
    """
    locked = _lock(organisation)
    _not_ones_own(locked, by)
    if not locked.active:
        raise Refused(_("It is closed already."))
    waiting = open_matters(locked)
    if waiting:
        raise Refused(
            _("%(n)d matters that concern it are open: let it end them, or merge it into another one.")
            % {"n": waiting}
        )
    today = timezone.localdate(now)
    StandIn.objects.filter(organisation=locked, last__gte=today, ended_on=None).update(ended_on=today)
    ApiToken.objects.filter(organisation=locked, revoked_at=None).update(revoked_at=now)
    Organisation.objects.filter(pk=locked.pk).update(active=False, suspended_on=None)
    _tell("close an organisation", locked, by, now, note=reason)


def open_matters(organisation: Organisation) -> int:
    """How many records that are not at their end are in an organisation's hands; of a regulator of a region
    also those that lie there, as something may be on its way to it."""
    concerned = Q(holder=organisation)
    if organisation.kind == Kind.REGULATOR and organisation.region_id:
        concerned |= Q(**{organisation.level: organisation.region_id})
    return Record.objects.filter(concerned).exclude(turn="").count()


def _not_ones_own(organisation: Organisation, by: Viewer) -> None:
    if organisation.pk == by.organisation.pk:
        raise Refused(_("Nobody suspends or closes their own organisation: the regulator above it does."))


def _lock(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _tell(verb: str, organisation: Organisation, by: Viewer, now: datetime, **detail: Any) -> None:
    subject = ("organisation", organisation.pk)
    write(verb, subject, actor=by.actor(Role.ADMINISTRATOR), at=now, clause="W-06", detail=detail)
