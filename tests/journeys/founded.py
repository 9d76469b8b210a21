"""How does an empty installation become a province at work? A file and one command; people do the rest."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.memberships import viewer_of
from accounts.models import Membership, Organisation, Region, User, Viewer
from accounts.roles import Kind, Role
from catalogue.models import Category, Standard, TestItem
from tests.journeys import eight
from tests.journeys.conftest import Come
from tests.journeys.people import Person

EXAMPLE = settings.BASE_DIR / "docs" / "founding.toml"
BUREAU = (Role.PLANNER, Role.CASE_OFFICER)
CENTER = sorted({role for role in Role if role.kind is Kind.CENTER} - {Role.LEADER, Role.BUYER})
# Levels by severity, for what is likelier than one in ten and for the rest.
MATRIX = {0: ("low", "medium", "high", "serious"), 10: ("low", "low", "medium", "high")}


def by_command(file: Path = EXAMPLE) -> str:
    """The only command: the password of the first administrator."""
    out = StringIO()
    call_command("found", str(file), stdout=out)
    found = re.search(r"[a-z0-9]{14}", out.getvalue().splitlines()[-2])
    assert found, out.getvalue()
    return found[0]


def viewer(username: str) -> Viewer:
    found = viewer_of(User.objects.get(username=username), None, timezone.localdate())
    assert found is not None
    return found


def first_password(person: Person) -> str:
    """What the page shows once."""
    shown = person.page.locator("main dd").last.inner_text().strip()
    assert re.fullmatch(r"[a-z0-9]{14}", shown), shown
    return shown


def enters(admin: Person, kind: Kind, name: str, username: str, **said: Any) -> str:
    """Enter an organisation; the first password of its administrator."""
    admin.goes(reverse("organisations"))
    admin.follows(admin.page.locator(f'main a[href="{reverse("organisation-open")}"]'))
    admin.fills(kind=kind, name=name, region=Region.objects.get(code="330000"), username=username)
    admin.fills(person=f"{name}管理员", **said)
    admin.sends()
    return first_password(admin)


def invites(admin: Person, username: str, *roles: Role) -> str:
    """Add somebody to one's own organisation; their first password."""
    admin.goes(reverse("people"))
    admin.follows(admin.page.locator(f'main a[href="{reverse("person-add")}"]').first)
    admin.fills(username=username, name=eight.NAMES.get(username, username), roles=roles)
    admin.sends()
    return first_password(admin)


def missing(person: Person) -> list[str]:
    """What the checklist says is missing."""
    person.goes(reverse("checklist"))
    lines = person.page.locator(".wj-checklist li:has(.wj-amber) h2")
    return lines.all_inner_texts()


def the_first_administrator_comes_in(come: Come) -> Person:
    """The password of the command has to be changed; then home leads to the checklist."""
    admin = come(viewer, "admin", by_command())
    admin.follows(admin.page.locator(f'main a[href="{reverse("checklist")}"]'))
    assert len(missing(admin)) == 13
    return admin


def the_center_gets_its_administrator(come: Come, admin: Person) -> Person:
    center = Organisation.objects.get(kind=Kind.CENTER)
    page = reverse("organisation-detail", args=[center.pk])
    admin.goes(page)
    admin.follows(admin.page.locator(f'main a[href="{page}administrator/"]'))
    admin.fills(username="center_admin", person="周管理")
    admin.sends()
    return come(viewer, "center_admin", first_password(admin))


def papers_can_name_them(admin: Person) -> None:
    for each in Organisation.objects.filter(kind__in=[Kind.CENTER, Kind.REGULATOR]):
        admin.goes(reverse("organisation-change", args=[each.pk]))
        admin.fills(**eight.ADDRESS, reason="开办时登记")
        admin.sends()


def the_catalogue_is_entered(center: Person) -> tuple[Category, Standard, TestItem]:
    """By the organiser of the center, an entry each."""

    def makes(register: str, /, **said: Any) -> None:
        center.goes(reverse(f"{register}-new"))
        center.fills(**said, source="GB 18401-2010")
        center.sends()

    makes("categories", code="08", name="服装鞋帽家纺")
    makes("standards", number="GB 18401-2010", title="国家纺织产品基本安全技术规范")
    category, standard = Category.objects.get(), Standard.objects.get()
    makes(
        "test-items",
        category=category,
        name="甲醛含量",
        condition="B 类",
        method=standard,
        requirement=standard,
        unit="mg/kg",
        limit_text="≤ 75",
    )
    return category, standard, TestItem.objects.get()


def a_laboratory_has_its_certificate(center: Person, signatory: Viewer, category: Category) -> None:
    """It names who signs for it, and for what."""
    center.goes("/qualifications/new/")
    center.fills(laboratory=signatory.organisation, cma_number="261199000001", scope0_category=category)
    signs = Membership.objects.get(user=signatory.user)
    center.fills(signatory0_member=signs, signatory0_category=category)
    center.fills(valid_from=date(2026, 1, 1), valid_until=date(2028, 12, 31))
    center.sends()


def the_bureau_has_its_criteria(approver: Person) -> None:
    approver.goes(reverse("criteria"))
    approver.follows(approver.page.locator(f'main a[href^="{reverse("criteria-new")}"]').first)
    approver.fills(version="zj-2026-1", name="浙江省风险矩阵", source="省局文件")
    approver.fills(bound0="1/10")
    for place, levels in MATRIX.items():
        approver.fills(**{f"level{n}_{place}": level for n, level in enumerate(levels, start=1)})
    approver.sends(".wj-sheet .btn-primary")


def arrive(come: Come) -> eight.Eight:
    """Everybody whom figure 1 needs up to a sample in the store, invited by pages."""
    admin = the_first_administrator_comes_in(come)
    center_admin = the_center_gets_its_administrator(come, admin)
    laboratory = come(viewer, "lab_admin", enters(admin, Kind.LABORATORY, eight.LABORATORY, "lab_admin"))
    platform = come(viewer, "shop_admin", enters(admin, Kind.PLATFORM, eight.PLATFORM, "shop_admin"))
    papers_can_name_them(admin)

    def joins(administrator: Person, username: str, *roles: Role) -> Person:
        return come(viewer, username, invites(administrator, username, *roles))

    center = joins(center_admin, "center", *CENTER)
    approver = joins(admin, "approver", Role.APPROVER)
    category, standard, item = the_catalogue_is_entered(center)
    signatory = joins(laboratory, "signatory", Role.SIGNATORY)
    a_laboratory_has_its_certificate(center, signatory.viewer, category)
    the_bureau_has_its_criteria(approver)
    planner = joins(admin, "planner", *BUREAU)
    joins(admin, "jurist", Role.LEGAL_REVIEWER)
    people = eight.Eight(
        planner=planner,
        approver=approver,
        second=planner.viewer,
        jurist=planner.viewer,
        center=center,
        leader=joins(center_admin, "leader", Role.LEADER, Role.BUYER, Role.CHAIR),
        tester=joins(laboratory, "tester", Role.RECEIVER, Role.TESTER),
        reviewer=laboratory,
        signatory=signatory,
        platform=joins(platform, "platform", Role.QUALITY_OFFICER),
        nation=admin,
        category=category,
        standard=standard,
        item=item,
    )
    assert not Membership.objects.filter(user__password_given=True)
    # The other cities, the platform's word that papers may be served, next year's holidays, and the periods.
    assert len(missing(admin)) == 4
    return people
