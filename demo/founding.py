"""How is the invented province founded? Its organisations, people, categories, standards and shops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.middleware import viewer_of
from accounts.models import Membership, Organisation, Region, User, Viewer
from casework.deadlines.confirmed import confirm
from casework.terms.count import SHANGHAI
from casework.terms.table import TERMS
from catalogue.models import Category, Enterprise, Shop, Standard, TestItem
from catalogue.monitoring_rules import MonitoringRules
from catalogue.severities import ItemSeverity
from demo import invented
from registers.divisions import Division
from registers.founding import actions

ADMINISTRATOR, REVIEWER = "provinceadmin", "provincereviewer"
# When the province began, before anything that its stories tell.
BEGUN = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)


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
    """Found the province, once: by what founds a real one, and then with all that people would enter."""
    founded = _begun()
    for code, name, level, parent in invented.REGIONS:
        Region.objects.get_or_create(code=code, defaults={"name": name, "level": level, "parent_id": parent})
    organisations = _organisations({"province": founded.bureau, "center": founded.center})
    _people(organisations)
    _terms()
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
    for number, title, (code, method, grounds), law, bought, passes, fails in invented.RULES:
        rules = MonitoringRules(number=number, title=title, category=Category.objects.get(code=code))
        rules.test_standard, rules.judgement_standard = standards[method], standards[grounds]
        rules.grounds = law
        rules.test_quantity, rules.backup_quantity, rules.unit = bought
        rules.passes, rules.fails = passes, fails
        rules.save()
        rules.items.set(TestItem.objects.filter(category=rules.category))
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


def _begun() -> actions.Founded:
    """The province with its bureau, center and administrator, as a founding file would have it."""
    names = {key: (name, short) for key, _kind, name, short, *_rest in invented.ORGANISATIONS}
    said = {
        f"{office}_{field}": text
        for office, key in (("bureau", "province"), ("center", "center"))
        for field, text in zip(("name", "short_name"), names[key], strict=True)
    }
    people = {login: name for login, name, *_rest in invented.PEOPLE}
    return actions.found(
        invented.PROVINCE,
        now=BEGUN,
        within=[Division(*each) for each in invented.REGIONS if each[0].startswith(invented.PROVINCE[:2])],
        administrator_username=ADMINISTRATOR,
        administrator_name=people[ADMINISTRATOR],
        **said,
    )


def _organisations(made: dict[str, Organisation]) -> dict[str, Organisation]:
    """All others beside those that were made, which get what was entered of them later."""
    contacts = {key: said for key, _cma, *said in invented.LABORATORIES} | invented.OFFICES
    for key, kind, name, short, code, level, parent in invented.ORGANISATIONS:
        one = made.setdefault(key, Organisation(kind=kind, name=name, short_name=short, level=level))
        one.region_id, one.parent = code, made[parent] if parent else None
        one.portal_service_since = date(2026, 1, 1)
        one.address, one.phone = contacts.get(key, ("", ""))
        one.save()
        if kind == "center":
            one.mandate.add(code)  # type: ignore[arg-type]
    return made


def _terms() -> None:
    """The bureau's legal reviewer has read by what each term counts."""
    reviewer = viewer_of(User.objects.get(username=REVIEWER), None)
    assert reviewer is not None
    for term in TERMS.values():
        confirm(term, read=invented.READ, by=reviewer, now=BEGUN)


def _people(organisations: dict[str, Organisation]) -> None:
    password = make_password(invented.PASSWORD)  # hashed once: that is slow on purpose
    for login, name, home, roles in invented.PEOPLE:
        there = {"name": name, "password": password, "password_given": False}
        user, _made = User.objects.update_or_create(username=login, defaults=there)
        held = {"roles": [str(role) for role in roles]}
        Membership.objects.update_or_create(user=user, organisation=organisations[home], defaults=held)
