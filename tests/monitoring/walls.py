"""Who comes to risk signals, their files and feeds, to joint sessions and to the criteria?"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.core.files.base import ContentFile

from catalogue.platforms import PlatformName
from monitoring.assessments import actions as assessments
from monitoring.assessments.models import Assessment, Sitting
from monitoring.criteria.actions import make_criteria
from monitoring.criteria.matrix import RiskLevel
from monitoring.criteria.matrix.published import EMPTY
from monitoring.criteria.models import Criteria
from monitoring.followups.models import FollowUp
from monitoring.imports.actions import imports
from monitoring.origins.models.intakes import Intake, Mapping
from monitoring.origins.models.origins import SignalImport
from monitoring.risks.actions import signals
from tests.cast import Cast
from tests.documents.conftest import picture
from tests.monitoring import given
from tests.monitoring.feeds.feed_samples import kept
from tests.monitoring.imports.test_columns import FILE, HEADER
from tests.monitoring.list_samples import COMPLAINTS
from tests.monitoring.notice_samples import text
from tests.walls import CENTER, PLATFORM, PROVINCE, REGULATOR, STAFFED, Found, Wall

REPORTERS = {"collector", "quality_officer"}
MAKERS = {"approver", "nation_officer"}
DRAFTING = PROVINCE | {"nation_officer"}
INFORMED = CENTER | PROVINCE | {"nation_officer"}


def signal(cast: Cast, now: datetime) -> Found:
    return Found((given.submitted_signal(cast, now).number,))


def draft(cast: Cast, now: datetime) -> Found:
    return Found((given.submitted_signal(cast, now, submit_now=False).number,))


def draft_of_a_platform(cast: Cast, now: datetime) -> Found:
    data = {**given.signal_data(cast, now), "channel": "c", "center": cast.center, "submit_now": False}
    return Found((signals.register(by=cast.quality_officer, now=now, **data).number,))


def of_a_platform(cast: Cast, now: datetime) -> Found:
    data = {**given.signal_data(cast, now), "channel": "c", "center": cast.center}
    return Found((signals.register(by=cast.quality_officer, now=now, **data).number,))


def imported(cast: Cast, now: datetime) -> Found:
    """A file of the center's of which lines were taken in."""
    imports.import_signals(text(*COMPLAINTS).encode(), "a.csv", "a", by=cast.collector, now=now)
    return Found((SignalImport.objects.get().token,))


def evidence(cast: Cast, now: datetime) -> Found:
    found = given.submitted_signal(cast, now, evidence=[picture()])
    return Found((found.files.get().token,))


def alike(cast: Cast, now: datetime) -> Found:
    one, other = (given.submitted_signal(cast, now) for _n in range(2))
    return Found((), data={"one": one.number, "other": other.number})


def feed(cast: Cast, now: datetime) -> Found:
    return Found((kept(cast, now, "https://news.example.org/rss").pk,))


def intake(cast: Cast, now: datetime) -> Found:
    """A file that the collector sent in, with refused lines."""
    kept: Any = Intake(
        organisation=cast.center,
        center=cast.center,
        channel="a",
        name="导出.csv",
        size=len(FILE),
        sha256="0" * 64,
        sent_by=cast.collector.user,
        sent_at=now,
    )
    kept.file.save("导出.csv", ContentFile(FILE), save=False)
    kept.returned.save("refused.xlsx", ContentFile(b"PK"), save=False)
    kept.save()
    return Found((kept.token,))


def mapping(cast: Cast, now: datetime) -> Found:
    kept = Mapping.objects.create(
        organisation=cast.center,
        channel="a",
        name="Hotline",
        layout="complaints",
        header=HEADER,
        outline="0" * 64,
        made_by=cast.collector.user,
        made_at=now,
    )
    return Found((kept.token,))


def follow_up(cast: Cast, now: datetime) -> Found:
    kept = FollowUp.objects.create(
        center=cast.center, title="List", product="Cot", source="notice", taken_at=now, fingerprint="0" * 64
    )
    return Found((kept.pk,))


def platform_name(cast: Cast, now: datetime) -> Found:
    return Found((PlatformName.objects.create(written="东哥商城", organisation=cast.platform).pk,))


def _sitting(cast: Cast, now: datetime) -> Sitting:
    cases = [given.registered_case(cast, now, product=name) for name in ("Soft toy", "Rattle")]
    return assessments.open_sitting(title="Q3", held_on=now.date(), cases=cases, by=cast.chair, now=now)


def sitting(cast: Cast, now: datetime) -> Found:
    return Found((_sitting(cast, now).token,))


def case_of_a_sitting(cast: Cast, now: datetime) -> Found:
    held = _sitting(cast, now)
    return Found((held.token, Assessment.objects.filter(sitting=held).earliest("pk").number))


def criteria(cast: Cast, now: datetime) -> Found:
    """The province's own version, by which nobody has assessed."""
    bands = [(Fraction(1, 10), [RiskLevel.LOW] * 4), (None, [RiskLevel.LOW] * 4)]
    made = make_criteria(
        source_of=Criteria.objects.get(version=EMPTY),
        bands=bands,
        by=cast.approver,
        now=now,
        version="own-1",
        name="Own",
        source="Own",
    )
    return Found((made.version,))


def published(cast: Cast, now: datetime) -> Found:
    return Found((EMPTY,))


def channel_b(cast: Cast, now: datetime) -> Found:
    """A channel that is no platform's."""
    return Found(("b",))


def plan(cast: Cast, now: datetime) -> Found:
    found = given.submitted_plan(cast, now)
    return Found((found.number,), found)


def plan_in_draft(cast: Cast, now: datetime) -> Found:
    """The center reads a plan once it is approved."""
    return Found((given.draft_plan(cast, now).number,))


WALLS = [
    Wall("signals", STAFFED),
    Wall("signal-new", REPORTERS),
    Wall("signal-import", REPORTERS),
    Wall("signal-refused", REPORTERS, method="POST"),
    Wall("signal-template", REPORTERS, names=("c",)),
    Wall(
        "signal-template", REPORTERS, channel_b, {"collector", "other_collector"}, case="of another channel"
    ),
    Wall("intakes", REPORTERS),
    Wall("signal-file", STAFFED, evidence, INFORMED),
    Wall("signal", STAFFED, signal, INFORMED),
    Wall("signal-void", STAFFED, signal, INFORMED, {"collector"}),
    Wall("signal-void", STAFFED, of_a_platform, INFORMED | PLATFORM, {"collector"}, case="of a platform"),
    Wall("signal-discard", REPORTERS, draft, {"collector"}, method="POST"),
    Wall("signal-origin", STAFFED, imported, CENTER),
    Wall("signal-origin-void", STAFFED, imported, CENTER, {"collector"}),
    Wall("signal-edit", REPORTERS, draft, {"collector"}),
    Wall("signal-edit", REPORTERS, draft_of_a_platform, {"quality_officer"}, case="of a platform"),
    Wall("signal-submit", REPORTERS, draft, {"collector"}, method="POST"),
    Wall("signal-take-over", REPORTERS, draft, {"collector"}, method="POST"),
    Wall(
        "signal-submit",
        REPORTERS,
        draft_of_a_platform,
        {"quality_officer"},
        method="POST",
        case="of a platform",
    ),
    Wall("api-signals", STAFFED, posts=REPORTERS),
    Wall("api-signals-several", REPORTERS, method="POST"),
    Wall("api-signal", STAFFED, signal, INFORMED),
    Wall("api-signal-void", STAFFED, signal, INFORMED, {"collector"}),
    Wall("signal-case", {"collector"}),
    Wall("matter-apart", STAFFED, alike, INFORMED, {"collector"}, method="POST"),
    Wall("feeds", {"collector"}),
    Wall("feed-new", {"collector"}),
    Wall("feed", {"collector"}, feed),
    Wall("feed-change", {"collector"}, feed),
    Wall("feed-read", {"collector"}, feed, method="POST"),
    Wall("feed-switch", {"collector"}, feed, method="POST"),
    Wall("intake", REPORTERS, intake, {"collector"}),
    Wall("api-intake", REPORTERS, intake, {"collector"}),
    Wall("intake-discard", REPORTERS, intake, {"collector"}),
    Wall("intake-columns", REPORTERS, intake, {"collector"}),
    Wall("intake-refused", REPORTERS, intake, {"collector"}),
    Wall("mappings", REPORTERS),
    Wall("mapping", REPORTERS, mapping, {"collector"}),
    Wall("follow-ups", {"collector"}),
    Wall("platform-names", CENTER, posts={"collector"}),
    Wall("platform-name-remove", {"collector"}, platform_name, open_to_all=True),
    Wall("follow-up", {"collector"}, follow_up),
    Wall("api-follow-ups", {"collector"}),
    Wall("api-follow-up", {"collector"}, follow_up),
    Wall("sittings", CENTER),
    Wall("sitting-new", {"chair"}),
    Wall("sitting", CENTER, sitting),
    Wall("sitting-score", CENTER, case_of_a_sitting, method="POST"),
    Wall("criteria", CENTER | REGULATOR),
    Wall("criteria-new", MAKERS),
    Wall("criteria-one", CENTER | REGULATOR, published, open_to_all=True),
    Wall(
        "criteria-one",
        CENTER | REGULATOR,
        criteria,
        CENTER | REGULATOR | {"other_county_officer"},
        case="of a province, which both counties lie in",
    ),
    Wall("criteria-change", MAKERS, criteria, may={"approver"}),
    Wall("workplan-versions", STAFFED, plan),
    Wall("workplan-form-plan", STAFFED, plan_in_draft, DRAFTING, {"planner"}),
    Wall("workplan-form-plan-sheet", STAFFED, plan_in_draft, DRAFTING, {"planner"}),
    Wall("signal-form-draft", STAFFED, draft, CENTER, {"collector"}),
    Wall("signal-form-draft-sheet", STAFFED, draft, CENTER, {"collector"}),
]
