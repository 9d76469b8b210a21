"""How is the invented province founded? Its organisations, people, categories, standards and shops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.middleware import viewer_of
from accounts.models import Membership, Organisation, Region, User, Viewer
from catalogue.models import Category, Enterprise, Shop, Standard, TestItem
from catalogue.severities import ItemSeverity
from demo import invented


@dataclass(frozen=True)
class Province:
    """What the demo's stories are told with: organisations by key and people by log-in, as in invented.py."""

    organisations: dict[str, Organisation]
    people: dict[str, Viewer]


def founded() -> bool:
    """Whether the invented province stands already."""
    return Organisation.objects.filter(name=invented.ORGANISATIONS[1][2]).exists()


def province() -> Province:
    """The invented province as it stands."""
    organisations = {
        key: Organisation.objects.get(kind=kind, name=name)
        for key, kind, name, *_rest in invented.ORGANISATIONS
    }
    people = {}
    for login, *_rest in invented.PEOPLE:
        viewer = viewer_of(User.objects.get(username=login), None)
        assert viewer is not None
        people[login] = viewer
    return Province(organisations, people)


@transaction.atomic
def found() -> None:
    """Found the province, once."""
    for code, name, level, parent in invented.REGIONS:
        Region.objects.create(code=code, name=name, level=level, parent_id=parent)
    organisations = _organisations()
    _people(organisations)
    for code, name in invented.CATEGORIES:
        Category.objects.create(code=code, name=name)
    standards = {
        number: Standard.objects.create(number=number, title=title) for number, title in invented.STANDARDS
    }
    for code, name, method, grounds, unit, limit in invented.TEST_ITEMS:
        TestItem.objects.create(
            category=Category.objects.get(code=code),
            name=name,
            method=standards[method],
            requirement=standards[grounds],
            unit=unit,
            severity=ItemSeverity.ORDINARY if name in invented.ORDINARY else ItemSeverity.SERIOUS,
            limit_text=limit,
        )
    for name, code in invented.ENTERPRISES:
        Enterprise.objects.create(name=name, region_id=code)
    for platform, shop_id, name, operator, code in invented.SHOPS:
        Shop.objects.create(
            platform=organisations[platform],
            shop_id=shop_id,
            name=name,
            operator=operator,
            natural_person=not operator,
            place_id=code,
        )


def _organisations() -> dict[str, Organisation]:
    contacts = {key: said for key, _cma, *said in invented.LABORATORIES} | invented.OFFICES
    made: dict[str, Organisation] = {}
    for key, kind, name, short, code, level, parent in invented.ORGANISATIONS:
        made[key] = Organisation.objects.create(
            kind=kind,
            name=name,
            short_name=short,
            region_id=code,
            level=level,
            parent=made[parent] if parent else None,
            portal_service_since=date(2026, 1, 1),
            **({"address": contacts[key][0], "phone": contacts[key][1]} if key in contacts else {}),
        )
        if kind == "center":
            made[key].mandate.add(code)  # type: ignore[arg-type]
    return made


def _people(organisations: dict[str, Organisation]) -> None:
    password = make_password(invented.PASSWORD)  # hashed once: that is slow on purpose
    for login, name, home, roles in invented.PEOPLE:
        user = User.objects.create(username=login, name=name, password=password)
        Membership.objects.create(user=user, organisation=organisations[home], roles=[str(r) for r in roles])
