"""Who plays in the tests? One person per role of the first province, and strangers who must see nothing.

People are named by what they do; equal names mean the same person everywhere. Built with plain ORM calls,
so that a test can also build a second cast.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Level, Membership, Organisation, Region, User, Viewer
from accounts.roles import Kind, Role
from catalogue.models import Category, Standard

PASSWORD = "wind-over-water-7"
# Tests log in with force_login; log-in itself has tests of its own.
UNUSABLE = "!"


def region(code: str, name: str, level: Level, parent: Region | None = None) -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name": name, "level": level, "parent": parent})[
        0
    ]


def organisation(kind: Kind, name: str, place: Region | None = None, **fields: Any) -> Organisation:
    """An organisation that has joined: all but shops and enterprises accept service through the portal."""
    since = None if kind == Kind.MERCHANT else date(2020, 1, 1)
    return Organisation.objects.create(
        kind=kind, name=name, region=place, **{"portal_service_since": since, **fields}
    )


def refuse_the_portal(*organisations: Organisation) -> None:
    """These accept no service through the portal: what is sent to them has to be served with proof."""
    for one in organisations:
        one.portal_service_since = None
        one.save(update_fields=["portal_service_since"])


def person(username: str, home: Organisation, *roles: Role) -> Viewer:
    """A user with these roles in an organisation, as the viewer they are there."""
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User(username=username, name=username.title())
        user.password = UNUSABLE
        user.save()
    Membership.objects.create(user=user, organisation=home, roles=[str(role) for role in roles])
    return Viewer(user, home, frozenset(roles))


def staff(posts: list[tuple[str, Organisation, tuple[Role, ...]]]) -> dict[str, Viewer]:
    """Many people at once, by user name: (user name, organisation, roles)."""
    users = User.objects.bulk_create(
        User(username=name, name=name.title(), password=UNUSABLE) for name, _home, _roles in posts
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=home, roles=[str(role) for role in roles])
        for user, (_name, home, roles) in zip(users, posts, strict=True)
    )
    return {
        name: Viewer(user, home, frozenset(roles))
        for user, (name, home, roles) in zip(users, posts, strict=True)
    }


@dataclass
class Cast:
    """The organisations and people of the tests; see build()."""

    nation: Organisation
    province: Organisation
    city: Organisation
    county: Organisation
    center: Organisation
    laboratory: Organisation
    platform: Organisation
    other_province: Organisation
    other_county: Organisation
    other_center: Organisation
    other_laboratory: Organisation
    other_platform: Organisation
    merchant: Organisation
    other_merchant: Organisation
    category: Category
    standard: Standard
    people: dict[str, Viewer]

    def __getattr__(self, name: str) -> Viewer:
        people: dict[str, Viewer] = vars(self).get("people", {})  # a copy asks before it has any
        try:
            return people[name]
        except KeyError:
            raise AttributeError(name) from None


def build() -> Cast:
    """The whole cast: people by role (cast.buyer …), the strangers as cast.other_<role>; roles that every
    kind of organisation has as cast.<kind>_<role> (cast.center_sharing_officer, cast.other_platform_…)."""
    east = region("910000", "Eastland", Level.PROVINCE)
    east_city = region("910100", "Eastport", Level.CITY, east)
    east_county = region("910101", "Eastgate", Level.COUNTY, east_city)
    next_county = region("910102", "Eastmoor", Level.COUNTY, east_city)
    west = region("920000", "Westland", Level.PROVINCE)
    nation = organisation(Kind.REGULATOR, "National Regulator", level=Level.NATION)
    province = organisation(Kind.REGULATOR, "Eastland Regulator", east, level=Level.PROVINCE, parent=nation)
    city = organisation(Kind.REGULATOR, "Eastport Regulator", east_city, level=Level.CITY, parent=province)
    county = organisation(Kind.REGULATOR, "Eastgate Regulator", east_county, level=Level.COUNTY, parent=city)
    other_county = organisation(
        Kind.REGULATOR, "Eastmoor Regulator", next_county, level=Level.COUNTY, parent=city
    )
    other_province = organisation(
        Kind.REGULATOR, "Westland Regulator", west, level=Level.PROVINCE, parent=nation
    )
    center = organisation(Kind.CENTER, "Eastland Monitoring Center", east)
    center.mandate.add(east)
    other_center = organisation(Kind.CENTER, "Westland Monitoring Center", west)
    other_center.mandate.add(west)
    homes: dict[str, Organisation] = {
        "laboratory": organisation(Kind.LABORATORY, "First Laboratory", east),
        "platform": organisation(Kind.PLATFORM, "First Platform", east),
        "other_laboratory": organisation(Kind.LABORATORY, "Second Laboratory", west),
        "other_platform": organisation(Kind.PLATFORM, "Second Platform", west),
        "merchant": organisation(Kind.MERCHANT, "First Toy Shop", east_county),
        "other_merchant": organisation(Kind.MERCHANT, "Second Toy Shop", west),
    }
    parties = {
        Kind.REGULATOR: (province, other_province),
        Kind.CENTER: (center, other_center),
        Kind.LABORATORY: (homes["laboratory"], homes["other_laboratory"]),
        Kind.PLATFORM: (homes["platform"], homes["other_platform"]),
        Kind.MERCHANT: (homes["merchant"], homes["other_merchant"]),
    }
    posts: list[tuple[str, Organisation, tuple[Role, ...]]] = []
    for role in Role:
        if role.kind is not None:
            own, other = parties[role.kind]
            posts += [(str(role), own, (role,)), (f"other_{role}", other, (role,))]
    for kind, (own, other) in parties.items():
        for role in (Role.SHARING_OFFICER, Role.ADMINISTRATOR):
            posts.append((f"{kind}_{role}", own, (role,)))
        posts.append((f"other_{kind}_{Role.SHARING_OFFICER}", other, (Role.SHARING_OFFICER,)))
    for name, home in (
        ("county", county),
        ("city", city),
        ("other_county", other_county),
        ("nation", nation),
    ):
        posts.append((f"{name}_officer", home, (Role.CASE_OFFICER, Role.APPROVER)))
    posts += [
        ("county_second", county, (Role.CASE_OFFICER,)),
        ("county_third", county, (Role.CASE_OFFICER,)),
        ("county_reviewer", county, (Role.LEGAL_REVIEWER,)),
        ("county_head", county, (Role.APPROVER,)),
    ]
    return Cast(
        nation=nation,
        province=province,
        city=city,
        county=county,
        center=center,
        other_province=other_province,
        other_county=other_county,
        other_center=other_center,
        **homes,
        category=Category.objects.create(code="05", name="Children's products"),
        standard=Standard.objects.create(number="GB 6675-2014", title="Toy safety"),
        people=staff(posts),
    )
