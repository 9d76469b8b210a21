"""Who is late, with what and for how long; and who answers how soon?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Min
from django.urls import NoReverseMatch, reverse
from django.utils.translation import ngettext

from accounts.addresses import code
from accounts.models import Organisation
from accounts.roles import Kind as OrganisationKind
from casework.deadlines.clocks import due_day, local_day
from casework.models import kinds
from portals import figure
from portals.dashboards import replies
from portals.dashboards.chart import Asked
from portals.dashboards.punctuality import urging_letters
from portals.leader.counted import key, overdue
from trail.enumerations import enumerated

# So many stand on the page, and so many kinds of what one of them has not done.
SHOWN, MOST = 7, 3


class Kind(NamedTuple):
    """What is overdue of one kind. url: its list, "" where it is no list of the viewer's."""

    label: str
    late: int
    url: str


class Party(NamedTuple):
    """Who has something overdue. days: of what has been so longest; due: when that was. urged: how many
    letters of the last twelve months asked for it."""

    code: str
    name: str
    what: str
    late: int
    days: int
    due: date
    urged: int

    @property
    def said(self) -> str:
        """How often they were urged, in words; "" where they were not."""
        words = ngettext("urged once", "urged %(n)d times", self.urged)
        return words % {"n": self.urged} if self.urged else ""


class Late(NamedTuple):
    """What is overdue, by kind and by who has it. number: as figure 1 has it. parties: how many have any;
    the first of them stand in `worst`."""

    number: int
    kinds: list[Kind]
    parties: int
    worst: list[Party]

    @property
    def longest(self) -> int:
        """For how many days that of the worst has been overdue."""
        return max((party.days for party in self.worst), default=0)


def late(asked: Asked) -> Late:
    """As it stands now, the longest overdue first."""
    by_kind = figure.late_by_kind(asked.viewer, asked.now)
    rows = _by_holder(asked) if by_kind else []
    shown = rows[:SHOWN]
    names = Organisation.objects.in_bulk([row[0] for row in shown])
    letters = urging_letters(asked, names) if names else {}
    worst = [_party(row, names[row[0]], letters.get(row[0], 0), asked.now) for row in shown]
    return Late(sum(by_kind.values()), [_kind(*each) for each in by_kind.items()], len(rows), worst)


def _by_holder(asked: Asked) -> list[Any]:
    """(organisation, overdue, the first last day, kinds), the longest overdue first. What a shop may say in a
    time is its right: to let it pass is no delay, so no shop is among them."""
    owing = overdue(asked.viewer, asked.now).filter(holder__isnull=False)
    held = owing.exclude(holder__kind=OrganisationKind.MERCHANT).values_list("holder")
    kinds_of = ArrayAgg("kind", distinct=True)
    counted = held.annotate(n=Count("pk"), since=Min("next_due_at"), of=kinds_of)
    return asked.counted(key(asked, "late-parties"), lambda: counted.order_by("since", "holder"))


def _party(row: Any, organisation: Organisation, urged: int, now: datetime) -> Party:
    pk, number, since, of = row
    days = max((local_day(now) - due_day(since)).days, 1)
    what = enumerated((kinds()[kind]._meta.verbose_name for kind in of), MOST)
    return Party(code("organisation", pk), str(organisation), what, number, days, due_day(since), urged)


def _kind(kind: str, number: int) -> Kind:
    label = str(kinds()[kind]._meta.verbose_name_plural)
    try:
        return Kind(label, number, f"{reverse(f'{kind}-list')}?due=late")
    except NoReverseMatch:
        return Kind(label, number, "")


class Reply(NamedTuple):
    """How soon somebody answers, in working days."""

    name: str
    answers: int
    middle: float
    most: float


def slowest(asked: Asked) -> list[Reply]:
    """Who took longest to answer what was asked of them; nobody of fewer than five answers."""
    return [Reply(*row) for row in replies.league(asked).rows[:SHOWN]]
