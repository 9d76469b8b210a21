"""Are the organisations, people and lists there without which a province does not work?"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Level, Membership, Organisation, Region
from accounts.roles import Kind, Role
from casework.deadlines import clocks, confirmed
from catalogue.models import Category, Standard, TestItem
from registers.checklist.needs import (
    ADMINISTRATORS,
    BUREAU,
    CENTER,
    LEGAL_REVIEWER,
    PLATFORM,
    SERVER,
    Met,
    needed,
)
from trail.enumerations import enumerated

# Without somebody in each of these the way from a signal to a tested sample stops.
ROLES = {
    Kind.REGULATOR: (Role.PLANNER, Role.APPROVER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER),
    Kind.CENTER: (
        *(Role.COLLECTOR, Role.ASSESSOR, Role.CHAIR, Role.LEADER, Role.ORGANISER),
        *(Role.BUYER, Role.VERIFIER, Role.STOREKEEPER, Role.ADDRESS_KEEPER, Role.COMPILER),
    ),
}
# So many names are told; the page that is led to has the others.
FEW = 8
# From this month on the holidays of the next year may be announced.
ANNOUNCED = 11


def offices(province: Region, kind: Kind) -> QuerySet[Organisation]:
    """Bureaus of a province itself, or the centers that work for it."""
    found = Organisation.objects.filter(kind=kind, active=True)
    here = Q(mandate=province) if kind == Kind.CENTER else Q(region=province, level=Level.PROVINCE)
    return found.filter(here)


@needed(10, gettext_lazy("Monitoring center, with its own administrator"), BUREAU, "organisations")
def center(province: Region, _today: date) -> Met:
    found = offices(province, Kind.CENTER)
    kept = Membership.objects.filter(
        organisation__in=found, left_on=None, roles__contains=[Role.ADMINISTRATOR]
    ).exists()
    if kept:
        return Met(True, enumerated(one.name for one in found))
    return Met(False, _("Open the page of the center and name its administrator."))


@needed(15, gettext_lazy("Regulators of the cities, with their own administrators"), BUREAU, "organisations")
def cities(province: Region, _today: date) -> Met:
    """Cases go to the county where the shop is, and to its city where the county has no regulator here."""
    kept = Organisation.objects.filter(
        kind=Kind.REGULATOR,
        active=True,
        memberships__in=Membership.objects.filter(left_on=None, roles__contains=[Role.ADMINISTRATOR]),
    )
    of_cities = Region.objects.filter(parent=province)
    missing = [one.name for one in of_cities.exclude(pk__in=kept.values("region")).order_by("code")]
    counties = Region.objects.filter(parent__parent=province)
    known = {"done": counties.filter(pk__in=kept.values("region")).count(), "all": counties.count()}
    told = _("Counties that have theirs: %(done)d of %(all)d") % known
    if missing:
        return Met(False, _("Still without: %(names)s") % {"names": enumerated(missing, FEW)} + "; " + told)
    return Met(True, told)


@needed(20, gettext_lazy("People in every role"), ADMINISTRATORS, "people")
def people(province: Region, _today: date) -> Met:
    missing = []
    for kind, roles in ROLES.items():
        here = Membership.objects.filter(organisation__in=offices(province, kind), left_on=None)
        held = {role for each in here.values_list("roles", flat=True) for role in each}
        missing += [str(role.label) for role in roles if role not in held]
    if missing:
        return Met(False, _("Nobody is yet: %(roles)s") % {"roles": enumerated(missing)})
    return Met(True, _("Every role is held."))


@needed(30, gettext_lazy("E-commerce platforms, with their quality officers"), BUREAU, "organisations")
def platforms(_province: Region, _today: date) -> Met:
    found = Organisation.objects.offered().filter(kind=Kind.PLATFORM)
    with_officers = found.filter(memberships__roles__contains=[Role.QUALITY_OFFICER]).distinct()
    missing = found.exclude(pk__in=with_officers.values("pk"))
    if missing:
        return Met(False, _("Still without: %(names)s") % {"names": enumerated(missing, FEW)})
    count = with_officers.count()
    return Met(bool(count), ngettext("%(n)d platform", "%(n)d platforms", count) % {"n": count})


@needed(35, gettext_lazy("Platforms that may be served papers here"), PLATFORM)
def served(_province: Region, _today: date) -> Met:
    """Each says so itself (Electronic Signature Law art. 11); until then papers reach it another way."""
    found = Organisation.objects.offered().filter(kind=Kind.PLATFORM)
    missing = found.filter(portal_service_since=None)
    if missing or not found:
        return Met(False, _("Have not said so: %(names)s") % {"names": enumerated(missing, FEW) or "—"})
    return Met(True, enumerated(found, FEW))


@needed(40, gettext_lazy("Product categories"), CENTER, "categories")
def categories(_province: Region, _today: date) -> Met:
    return _counted(Category.objects.offered())


@needed(50, gettext_lazy("Standards in force"), CENTER, "standards")
def standards(_province: Region, _today: date) -> Met:
    return _counted(Standard.objects.offered())


@needed(60, gettext_lazy("Test items with their limits"), CENTER, "test-items")
def items(_province: Region, _today: date) -> Met:
    """Those that can be planned: neither their category nor their standards have ended."""
    stand = {"category__ended_on": None, "method__withdrawn_on": None, "requirement__withdrawn_on": None}
    return _counted(TestItem.objects.offered().filter(**stand))


def _counted(found: QuerySet[Category] | QuerySet[Standard] | QuerySet[TestItem]) -> Met:
    count = found.count()
    return Met(bool(count), ngettext("%(n)d entry", "%(n)d entries", count) % {"n": count})


@needed(90, gettext_lazy("Holidays and make-up working days as announced"), BUREAU, "calendars")
def calendar(_province: Region, today: date) -> Met:
    years = [today.year, *([today.year + 1] if today.month >= ANNOUNCED else [])]
    known = clocks.calendar()
    missing = [str(year) for year in years if not known.is_announced(date(year, 7, 1))]
    if missing:
        return Met(False, _("Not loaded: %(years)s") % {"years": enumerated(missing)})
    return Met(True, enumerated(years))


@needed(
    100,
    gettext_lazy("Periods confirmed by a legal reviewer"),
    LEGAL_REVIEWER,
    "terms",
)
def terms(province: Region, today: date) -> Met:
    used = confirmed.in_use()
    done = len(used & confirmed.confirmed(province, today))
    told = _("%(done)d of %(all)d periods that run are confirmed") % {"done": done, "all": len(used)}
    return Met(done == len(used), told)


@needed(110, gettext_lazy("Addresses and telephones, as papers show them"), BUREAU, "organisations")
def letterheads(province: Region, _today: date) -> Met:
    here = [*offices(province, Kind.REGULATOR), *offices(province, Kind.CENTER)]
    missing = [str(each) for each in here if not (each.address and each.phone)]
    if missing:
        return Met(False, _("Still without: %(names)s") % {"names": enumerated(missing)})
    return Met(True, enumerated(here))


@needed(120, gettext_lazy("E-mail that goes out"), SERVER)
def mail(_province: Region, _today: date) -> Met:
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return Met(False, _("EMAIL_URL is not set: notifications stay within the system."))
    return Met(True, settings.DEFAULT_FROM_EMAIL)
