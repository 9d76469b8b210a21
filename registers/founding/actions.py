"""How is a province founded, once?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions
from accounts.models import Level, Membership, Organisation, Region, System, User
from accounts.roles import Kind, Role
from casework.flow import Refused
from registers import divisions
from registers.divisions import Division
from trail import verbs
from trail.models import write

verbs.register("found a province", gettext_lazy("The province began here"))

# The key under which provinces are founded one after the other.
FOUNDING = 20_261_129


@dataclass
class Founded:
    """What was made, what stood already, and the first password of the administrator; "" where they had an
    account."""

    bureau: Organisation
    center: Organisation
    made: list[str] = field(default_factory=list)
    stood: list[str] = field(default_factory=list)
    password: str = ""


@transaction.atomic
def found(province: str, *, now: datetime, within: list[Division] | None = None, **said: str) -> Founded:
    """Make what a province begins with; what stands already is left as it is, and nothing is made twice.

    said: the cleaned FoundingForm but for its province. within: the divisions, where GB/T 2260 has none.
    Raises Refused where something else stands than the file says.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOUNDING])
    made, stood = _regions(within or divisions.of_province(province))
    if within is None:
        for lines, more in zip((made, stood), _regions(divisions.others(province), beside=True), strict=True):
            lines += more
    here = Region.objects.get(code=province)
    bureau = Organisation(kind=Kind.REGULATOR, level=Level.PROVINCE, **_office("bureau", said))
    center = Organisation(kind=Kind.CENTER, **_office("center", said))
    founded = Founded(_standing(bureau, here), _standing(center, here), made, stood)
    for one in (founded.bureau, founded.center):
        known = one.pk is not None
        if not known:
            one.save()
        (stood if known else made).append(f"{one.get_kind_display()}: {one.name}")
    founded.center.mandate.add(here)
    _administrator(founded, said, now)
    if made:
        detail = {"province": province, "divisions": divisions.source(), "made": made}
        for one in (founded.bureau, founded.center):
            subject = ("organisation", one.pk)
            write("found a province", subject, actor=System().actor(), at=now, detail=detail)
    return founded


def _regions(within: list[Division], beside: bool = False) -> tuple[list[str], list[str]]:
    """What was made of these and what stood. beside: they are provinces, by name alone."""
    known = set(Region.objects.values_list("code", flat=True))
    new = [
        Region(code=one.code, name=one.name, level=one.level, parent_id=one.parent)
        for one in within
        if one.code not in known
    ]
    Region.objects.bulk_create(new)
    name = _("Other provinces") if beside else within[0].name
    made = [_("%(province)s: %(n)d divisions") % {"province": name, "n": len(new)}] if new else []
    old = len(within) - len(new)
    return made, [_("%(province)s: %(n)d divisions") % {"province": name, "n": old}] if old else []


def _office(which: str, said: dict[str, str]) -> dict[str, Any]:
    names = ("name", "short_name", "credit_code", "document_code", "address", "phone")
    return {name: said.get(f"{which}_{name}", "") for name in names}


def _standing(meant: Organisation, here: Region) -> Organisation:
    """The organisation of this kind that the province has already, or the one that is meant."""
    meant.region = here
    there = Organisation.objects.filter(kind=meant.kind, level=meant.level, region=here, merged_into=None)
    first = there.filter(name=meant.name).first() or there.first()
    if first is None:
        return meant
    if first.name != meant.name:
        raise Refused(
            _("%(province)s has %(there)s already, and the file says %(meant)s: it is renamed on its page.")
            % {"province": here, "there": first.name, "meant": meant.name}
        )
    return first


def _administrator(founded: Founded, said: dict[str, str], now: datetime) -> None:
    """The first administrator of the bureau, who invites all others."""
    there = Membership.objects.filter(
        organisation=founded.bureau, roles__contains=[Role.ADMINISTRATOR], left_on=None
    )
    username = said["administrator_username"]
    line = f"{Role.ADMINISTRATOR.label}: {username}"
    if there.filter(user__username__iexact=username).exists():
        founded.stood.append(line)
        return
    if there.exists():
        raise Refused(
            _("%(bureau)s has an administrator, and %(username)s is none: others are invited on its page.")
            % {"bureau": founded.bureau, "username": username}
        )
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(_("The user name %(username)s is taken: choose another one.") % {"username": username})
    _membership, founded.password = actions.invite(
        founded.bureau,
        username=username,
        name=said["administrator_name"],
        email=said.get("administrator_email", ""),
        roles=[Role.ADMINISTRATOR],
        actor=System().actor(),
        now=now,
    )
    founded.made.append(line)
