"""Of which records does a matter consist, as far as somebody may see them, and how does it stand?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext

from accounts.models import Viewer
from casework import river
from casework.models import Deadline, Filed, Record
from casework.pages.lists import verdict
from catalogue.models import Verdict
from inspection.flow.reports import ISSUED
from monitoring.risks.models.riskcases import RiskCase
from portals.figure import stations


@dataclass(frozen=True)
class Matter:
    """record: what it is about, the risk case where the viewer may see that. records: all that belong to it
    and the viewer may see, along the river; record is among them."""

    record: Filed
    records: list[Record]
    viewer: Viewer

    @property
    def pks(self) -> list[int]:
        return [each.pk for each in self.records]

    @property
    def began_at(self) -> datetime:
        return min(each.opened_at for each in self.records)

    @cached_property
    def open(self) -> list[Record]:
        """What is still to be done: the viewer's own first, then by the nearest clock; what has none last."""
        found = [each for each in self.records if each.turn]
        far = datetime.max.replace(tzinfo=self.began_at.tzinfo)
        return sorted(found, key=lambda each: (not self.is_mine(each), each.next_due_at or far, each.pk))

    def is_mine(self, record: Record) -> bool:
        return record.turn in self.viewer.roles and record.holder_id == self.viewer.organisation.pk

    @property
    def verdicts(self) -> Counter[str]:
        """How many issued reports came to which verdict."""
        reports = (each for each in self.records if each.kind == "report" and each.state in ISSUED)
        return Counter(each.outcome for each in reports if verdict(each))

    @property
    def failed(self) -> int:
        return self.verdicts[Verdict.NON_CONFORMING]

    def of(self, kind: str) -> list[Record]:
        return [each for each in self.records if each.kind == kind]

    def late(self, now: datetime) -> int:
        """How many clocks of the matter ran out before they were met."""
        ran_out = Deadline.objects.counted().filter(record__in=self.pks)
        return ran_out.filter(breached_at__isnull=False, breached_at__lte=now).count()


def matter(record: Filed, viewer: Viewer) -> Matter:
    """All that led to a record and came of it, and what else came of the reports it came from: whoever may
    not see the risk case has one story all the same, at whichever of its records they begin."""
    above, below = river.around(record, viewer)
    results = [each for each in above if each.kind == "report"]
    beside = [each for report in results for each in river.below(report, viewer)]
    records = list({each.pk: each for each in (*above, record, *below, *beside)}.values())
    prefetch_related_objects(records, "holder")
    return Matter(record, records, viewer)


def cases_of(record: Filed, viewer: Viewer) -> list[Record]:
    """The risk cases from which a record came, as far as the viewer may see them; itself, where it is one."""
    if isinstance(record, RiskCase):
        return [record]
    return [each for each in river.above(record, viewer) if each.kind == "riskcase"]


def by_station(records: Iterable[Record]) -> list[tuple[str, list[Record]]]:
    """The records by the station of figure 1 at which they stand, along the river; the others last."""
    known = list(records)
    drawn = {kind for at_it in stations().values() for kind in at_it}
    found = [
        (str(station.title), [each for each in known if each.kind in at_it])
        for station, at_it in stations().items()
    ]
    others = [each for each in known if each.kind not in drawn]
    return [(title, those) for title, those in (*found, (gettext("Beside the flow"), others)) if those]
