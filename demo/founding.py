"""How is the invented province founded? Its organisations, people, categories, standards and shops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.actions import accept_portal
from accounts.memberships import viewer_of
from accounts.models import Level, Membership, Organisation, Region, User, Viewer
from accounts.roles import Role
from casework.deadlines.confirmed import confirm
from casework.terms.count import SHANGHAI
from casework.terms.table import TERMS
from catalogue.limits import Comparison
from catalogue.models import Category, Enterprise, Shop, Standard, TestItem
from catalogue.monitoring_rules import Basis
from catalogue.severities import ItemSeverity
from demo import invented
from registers import goods
from registers.divisions import Division
from registers.entries.actions.entry_changes import enter
from registers.entries.register import Register
from registers.founding import actions
from registers.organisations import actions as entering

ADMINISTRATOR, REVIEWER, ORGANISER = "provinceadmin", "provincereviewer", "organiser"
# Which organisations no administrator of the province enters.
BEYOND = frozenset({"nation", "center2"})
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
    return Province(_organisations(), {login: _viewer(login) for login, *_rest in invented.PEOPLE})


@transaction.atomic
def found() -> None:
    """Found the province, once: by what founds a real one, and by those who enter all the rest."""
    founded = _begun()
    _beyond(founded)
    _entered(founded)
    _people()
    _terms()
    _goods()
    _market()


def _begun() -> actions.Founded:
    """The province with its bureau, center and administrator, as a founding file would have it."""
    said = {
        f"{office}_{field}": text
        for office, key in (("bureau", "province"), ("center", "center"))
        for field, text in _said(key).items()
        if field != "branch"
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


def _said(key: str) -> dict[str, Any]:
    """What is said of an organisation when it is entered."""
    names = {each: (name, short) for each, _kind, name, short, *_rest in invented.ORGANISATIONS}
    contacts = {each: contact for each, _cma, *contact in invented.LABORATORIES} | invented.OFFICES
    address, phone = contacts.get(key, ("", ""))
    name, short = names[key]
    return {
        "name": name,
        "short_name": short,
        "branch": "",
        "document_code": invented.CODES.get(key, ""),
        "credit_code": "",
        "address": address,
        "phone": phone,
    }


def _beyond(founded: actions.Founded) -> None:
    """The nation's office and another province's center, which no administrator of this province enters."""
    for place, called, of_level, around in invented.REGIONS:
        there = {"name": called, "level": of_level, "parent_id": around}
        Region.objects.get_or_create(code=place, defaults=there)
    for key, kind, _name, _short, code, level, _parent in invented.ORGANISATIONS:
        if key in BEYOND:
            one = Organisation.objects.create(kind=kind, level=level, region_id=code, **_said(key))
            one.portal_service_since = BEGUN.date()
            one.save()
            if code:
                one.mandate.add(code)  # type: ignore[arg-type]
    founded.bureau.parent = Organisation.objects.get(level=Level.NATION)
    founded.bureau.save()


def _entered(founded: actions.Founded) -> None:
    """All others, by the bureau's administrator, each with one of its own; papers reach them here."""
    keeper = _viewer(ADMINISTRATOR)
    for key, kind, _name, _short, code, _level, _parent in invented.ORGANISATIONS:
        if key in BEYOND or key == "province":
            continue
        login, name = next(
            (login, name)
            for login, name, home, roles in invented.PEOPLE
            if home == key and Role.ADMINISTRATOR in roles
        )
        person: dict[str, Any] = {"username": login, "person": name, "email": "", "by": keeper, "now": BEGUN}
        if key == "center":
            entering.invite_administrator(founded.center, **person)
        else:
            region = Region.objects.get(code=code)
            entering.open_organisation(kind=kind, region=region, **_said(key), **person)
        accept_portal(_viewer(login).organisation, accepts=True, by=_viewer(login), now=BEGUN)
    accept_portal(founded.bureau, accepts=True, by=keeper, now=BEGUN)


def _people() -> None:
    """The others of each organisation, and the password that everybody has."""
    password = make_password(invented.PASSWORD)  # hashed once: that is slow on purpose
    organisations = _organisations()
    for login, name, home, roles in invented.PEOPLE:
        there = {"name": name, "password": password, "password_given": False}
        user, _made = User.objects.update_or_create(username=login, defaults=there)
        held = {"roles": [str(role) for role in roles]}
        Membership.objects.update_or_create(user=user, organisation=organisations[home], defaults=held)


def _terms() -> None:
    """The bureau's legal reviewer has read by what each term counts."""
    for term in TERMS.values():
        confirm(term, read=invented.READ, by=_viewer(REVIEWER), now=BEGUN)


def _goods() -> None:
    """What is tested, as the center's organiser enters it in the registers."""
    for code, name in invented.CATEGORIES:
        _enter(goods.CATEGORIES, code=code, name=name)
    for number, title in invented.STANDARDS:
        _enter(goods.STANDARDS, number=number, title=title)
    standards = {one.number: one for one in Standard.objects.all()}
    categories = {one.code: one for one in Category.objects.all()}
    for code, name, method, grounds, unit, limit in invented.TEST_ITEMS:
        _enter(
            goods.ITEMS,
            category=categories[code],
            name=name,
            method=standards[method],
            requirement=standards[grounds],
            unit=unit,
            limit_text=limit,
            comparison=Comparison.FULL,
        )
    serious = TestItem.objects.exclude(name__in=invented.ORDINARY)
    serious.update(severity=ItemSeverity.SERIOUS)
    TestItem.objects.filter(name__in=invented.ORDINARY).update(severity=ItemSeverity.ORDINARY)
    for number, title, code, law, bought, passes, fails in invented.RULES:
        _enter(
            goods.RULES,
            number=number,
            title=title,
            category=categories[code],
            basis=Basis.DETAILS,
            items=list(TestItem.objects.filter(category=categories[code])),
            grounds=law,
            passes=passes,
            fails=fails,
            **dict(zip(("test_quantity", "backup_quantity", "unit"), bought, strict=True)),
        )


def _enter(register: Register, **said: Any) -> None:
    form = register.form(said)
    if not form.is_valid():
        raise ValueError(f"{register.name}: {form.errors}")
    enter(form, source=invented.SOURCE, by=_viewer(ORGANISER), now=BEGUN)


def _market() -> None:
    """Shops and enterprises, which a real province comes to know from listings and notices."""
    organisations = _organisations()
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
    return {
        key: Organisation.objects.get(kind=kind, name=name)
        for key, kind, name, *_rest in invented.ORGANISATIONS
    }


def _viewer(login: str) -> Viewer:
    viewer = viewer_of(User.objects.get(username=login), None, timezone.localdate())
    assert viewer is not None
    return viewer
