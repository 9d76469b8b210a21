"""Which risk information comes in, and what is made of it? Signals, cases, assessments and notices."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from accounts.numbers import number
from accounts.roles import Role
from demo.scale.courses import Course
from demo.scale.footprints import Footprints
from demo.scale.market import Ware
from demo.scale.offices import Land
from demo.scale.register import Filed, Office
from demo.scale.words import STORY, WHEN
from demo.scale.world import World
from monitoring.assessments.models import Assessment, Scenario, ScenarioStep, Vote
from monitoring.risks.models.riskcases import Notice, RiskCase
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.near import Report
from monitoring.vocabulary import SUB_CHANNELS, Channel, Degree, Scope, Trigger

PLANNED = Course(RiskCase, "open", "attach", "assess", "sample", "plan", "close")
EXCLUDED = Course(RiskCase, "open", "attach", "assess", "exclude")
NOTIFIED = Course(RiskCase, "open", "attach", "assess", "notify", "close")
ASSESSMENT = Course(Assessment, "open", "empanel", "score", "all_in", "propose", "approve")
TO_PLATFORM = Course(Notice, "open", "send_platform", "serve_platform", "answer_platform", "close")
TO_REGULATOR = Course(Notice, "open", "send_regulator", "serve_regulator", "answer", "close")
EMPANELLED, SCORED, PROPOSED = 2, 3, 5  # steps of ASSESSMENT
OUTCOMES = {PLANNED: "sample", EXCLUDED: "exclude", NOTIFIED: "notify"}
SPREADS = {PLANNED: "regional", EXCLUDED: "none", NOTIFIED: "local"}
ATTACHED = 4  # signals of a case
# The text of a notice, and whom to ask where.
LETTER = ("请予关注并处置。", "监测中心", "0990-8800001", "监测路1号")


class Judged(NamedTuple):
    """A case with its assessment, if it has one."""

    filed: Filed
    assessment: int | None


class Risks:
    """Makes signals, and cases with all that belongs to them."""

    def __init__(self, world: World) -> None:
        self.world = world
        begin = world.sheets.begin
        self.signals = begin(
            RiskSignal,
            *("id", "number", "state", ("channel", "sub_channel"), "source_ref", "reported_on"),
            *("collected_at", "collector", "organisation", "center", "province", "product", "category"),
            *("brand", "model", "platform", "shop", "enterprise", ("hazard_item", "hazard_type"), "scope"),
            *("degree", "trigger", "injury", "case"),
        )
        self.footprints = Footprints(world.sheets)
        self.cases = begin(RiskCase, "record", "regulator", "product", "hazard_item", "summary", "level")
        self.assessments = begin(
            Assessment,
            *("record", "riskcase", "mode", "severity", "spread", "level", "reason"),
        )
        self.panels = begin(Assessment.panel.through, "id", "assessment", "user")
        self.scenarios = begin(Scenario, "id", "assessment", "description", "severity", position=1)
        self.steps = begin(
            ScenarioStep, "id", "scenario", position=1, description="日常使用中失效", numerator=1,
            denominator=200, evidence="estimate",
        )  # fmt: skip
        self.votes = begin(
            Vote,
            "id",
            "assessment",
            "assessor",
            "spread",
            "outcome",
            "at",
            severities=[2],
            remark="依据检索资料。",
        )
        self.notices = begin(
            Notice,
            *("record", "riskcase", "assessment", "regulator", "text", "sender_contact", "sender_phone"),
            *("sender_address", "reply", "contact", "delivered_on"),
        )
        self.sources = [
            f"{channel}\t{sub}" for channel in Channel for sub in SUB_CHANNELS[channel] for _twice in (1, 2)
        ]

    def planned(self, land: Land, ware: Ware, product: str, start: int) -> Filed | None:
        """A case that a plan begun on this working day takes up; None where it has not come so far."""
        case = self._case(PLANNED, land, ware, product, start - 9, [start, start + 88])
        return case.filed if case and case.filed.done >= 5 else None

    def other(self, land: Land, ware: Ware, product: str, start: int) -> None:
        """A case of which no plan is made: excluded, or told to those concerned."""
        course = self.world.random.choice((EXCLUDED, NOTIFIED))
        case = self._case(course, land, ware, product, start, [start + 30])
        if case and course is NOTIFIED and case.filed.done >= 4:
            self._tell(land, ware, product, start + 6, case)

    def _case(
        self, course: Course, land: Land, ware: Ware, product: str, start: int, later: list[int]
    ) -> Judged | None:
        world, dates, random = self.world, self.world.dates, self.world.random
        place = random.randrange(150)
        moments = world.moments(start, (0, 1, 4), place)
        moments += [dates.at(day, place + 60) for day in later[: len(course.steps) - 4]]
        parties = {"regulator": land.regulator, "center": land.center}
        filed = world.register.file(
            course,
            moments,
            parties,
            title=f"{product} · {ware.goods.hazard}",
            place=(land.code, None, None),
            category=ware.category,
            outcome=OUTCOMES[course] if moments[3] <= dates.now else "",
        )
        if filed is None:
            return None
        self.footprints.of_case(land.center.pk, filed.pk, Report(product, ware.goods.hazard))
        decided = filed.done >= 4
        self.cases.add(
            *(
                filed.pk,
                land.regulator.pk,
                product,
                ware.goods.hazard,
                f"多个渠道反映{product}存在质量风险。",
            ),
            random.choice(("low", "medium", "high", "serious")) if decided else "",
        )
        if filed.done >= 2:
            self.collect(land, ware, product, start - 1, ATTACHED, filed.pk)
        if filed.done < 3:
            return Judged(filed, None)
        return Judged(filed, self._assess(course, land, ware, product, filed.pk, moments, parties))

    def _assess(
        self,
        course: Course,
        land: Land,
        ware: Ware,
        product: str,
        case: int,
        risk: list[int],
        parties: dict[str, Office],
    ) -> int | None:
        world, dates = self.world, self.world.dates
        opened, approved = risk[2] - 1, risk[3] - 1
        moments = [opened, opened + 30, opened + 90, opened + 91, approved - 60, approved]
        outcome = OUTCOMES[course]
        filed = world.register.file(
            ASSESSMENT,
            moments,
            parties,
            title=f"{product} · {ware.goods.hazard}",
            place=(land.code, None, None),
            category=ware.category,
            outcome=outcome if moments[4] <= dates.now else "",
        )
        if filed is None:
            return None
        proposed = filed.done >= PROPOSED
        self.assessments.add(
            *(filed.pk, case, "working" if filed.done >= EMPANELLED else ""),
            *((2, SPREADS[course], "low", "依据评分和资料。") if proposed else (None, "", "", "")),
        )
        assessor = land.center.person(Role.ASSESSOR)
        if filed.done >= EMPANELLED:
            self.panels.row(filed.pk, assessor)
            hazard = f"使用者在日常使用中遭遇{ware.goods.hazard}。"
            self.steps.row(self.scenarios.row(filed.pk, hazard, 2 if proposed else None))
        if filed.done >= SCORED:
            self.votes.row(filed.pk, assessor, SPREADS[course], outcome, dates.stamp(moments[2]))
        return filed.pk

    def _tell(self, land: Land, ware: Ware, product: str, start: int, case: Judged) -> None:
        """A notice to a platform, and one to the regulator of a place."""
        world, random = self.world, self.world.random
        platform = random.choices(world.country.platforms, world.country.platform_weights)[0]
        there = random.choice(land.places)
        regulator = land.competent(there)
        for course, party, office, place in (
            (TO_PLATFORM, "platform", platform, (land.code, None, None)),
            (TO_REGULATOR, "regulator", regulator, there),
        ):
            moments = world.moments(start, (1, 2 + random.randrange(10), 3), random.randrange(200))
            moments.insert(2, moments[1])
            filed = world.register.file(
                course,
                moments,
                {"center": land.center, party: office},
                title=f"{product} · {ware.goods.hazard}",
                place=place,
                category=ware.category,
            )
            if filed is None:
                continue
            sent, answered = filed.done >= 2, filed.done >= 4
            self.notices.add(
                *(filed.pk, case.filed.pk, case.assessment, regulator.pk if party == "regulator" else None),
                *(LETTER if sent else ("", "", "", "")),
                *(("已排查处置。", "经办人") if answered else ("", "")),
                world.dates.day(moments[2]) if filed.done >= 3 else None,
            )

    def collect(
        self, land: Land, ware: Ware, product: str, start: int, count: int, case: int | None = None
    ) -> None:
        """So many signals of a day, of a case or still to be attached to one.

        Those of a case tell of the same goods of one shop, each in its own words.
        """
        world, dates, random = self.world, self.world.dates, self.world.random
        center, goods = land.center, ware.goods
        collector = center.person(Role.COLLECTOR)
        state = "attached" if case else "submitted"
        stores = world.market.stores[land.code]
        same = random.getrandbits(30)
        for _signal in range(count):
            chance = random.getrandbits(30)
            told = same if case else chance
            store, model = stores[told % len(stores)], f"{goods.trade[0]}-{told % 900 + 100}"
            hazard, story = f"{WHEN[chance % len(WHEN)]}{goods.hazard}", _story(chance)
            named = f"{store.brand_name}{product}"
            minute = dates.at(start, chance % 500)
            pk = self.signals.take()
            self.signals.add(
                *(pk, number("RS", pk, settings.NUMBER_KEY), state, self.sources[chance % len(self.sources)]),
                *(f"来源{chance % 10**8:08}", dates.day(minute), dates.stamp(minute), collector, center.pk),
                *(center.pk, land.code, named, ware.category, store.brand_name, model, store.platform.name),
                *(store.name, store.producer, f"{hazard}\t{goods.hazard_type}"),
                *(SCOPES[chance % len(SCOPES)], DEGREES[chance % len(DEGREES)]),
                *(TRIGGERS[chance % len(TRIGGERS)], story, case),
            )
            facts = (model, "", store.platform.name, store.brand_name, store.producer)
            self.footprints.of_signal(center.pk, pk, Report(named, hazard, story, *facts))


def _story(chance: int) -> str:
    """Who was hurt, where and how; of one in four nothing is told."""
    if chance % 4 == 0:
        return ""
    who, where, how = (words[chance // 4**n % len(words)] for n, words in enumerate(STORY, start=1))
    return f"{who}{where}{how}"


SCOPES, DEGREES, TRIGGERS = list(Scope), list(Degree), list(Trigger)
