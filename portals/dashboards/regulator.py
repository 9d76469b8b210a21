"""How far are a regulator's plans, and who is late?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import Organisation
from casework.models import Deadline, Record, RecordQuerySet
from monitoring.plans.flow import WorkPlanState
from portals.dashboards.chart import Asked, Chart
from portals.dashboards.due import joint
from portals.dashboards.options import LATE, SECOND, Series, bars
from trail.models import Event

SHOWN = 15


def plans(asked: Asked) -> Chart:
    """The work plans by state, in the order of their path."""
    by_state = Record.objects.listed("workplan", asked.viewer).order_by().values_list("state")
    found = dict(asked.counted("plans", lambda: by_state.annotate(n=Count("pk"))))
    rows = [(str(state.label), found[state]) for state in WorkPlanState if found.get(state)]
    return Chart(
        "plans",
        _("Work plans by state"),
        _("All work plans of your area."),
        _("There is no work plan yet."),
        ((_("State"), "text"), (_("Work plans"), "number")),
        rows,
        bars(
            [row[0] for row in rows],
            Series(_("Work plans"), [row[1] for row in rows]),
            across=True,
            labels=[str(row[1]) for row in rows],
        ),
    )


def league(asked: Asked) -> Chart:
    """Who has overdue records, and who answered late: by organisation, the most first."""
    overdue = Counter(dict(asked.counted("overdue", lambda: _overdue(asked))))
    late = Counter({who: n for who, n in asked.counted("late", lambda: _late(asked)) if who})
    worst = sorted({*overdue, *late}, key=lambda pk: (-overdue[pk], -late[pk], pk))[:SHOWN]
    names = {found.pk: found for found in Organisation.objects.filter(pk__in=worst)}
    rows = [
        (names[pk].name, str(names[pk].get_kind_display()), overdue[pk], late[pk])
        for pk in worst
        if pk in names
    ]
    return Chart(
        "league",
        _("Overdue and late, by organisation"),
        _(
            "Open records of your area that are overdue, by whom they wait for; and what was done too late "
            "in the last twelve months, by who did it."
        ),
        _("Nothing of your area is overdue, and nothing was done late in the last twelve months."),
        (
            (_("Organisation"), "text"),
            (_("Kind"), "text"),
            (_("Overdue now"), "number"),
            (_("Done late"), "number"),
        ),
        rows,
        bars(
            [row[0] for row in rows],
            Series(_("Overdue now"), [row[2] for row in rows], LATE),
            Series(_("Done late"), [row[3] for row in rows], SECOND),
            across=True,
            stacked=False,
        ),
    )


def _scope(asked: Asked) -> RecordQuerySet[Record]:
    """The records of the regulator's area; what is joint is of no area."""
    return Record.objects.within(asked.viewer).exclude(kind__in=joint()).order_by()


def _overdue(asked: Asked) -> Iterable[tuple[int, int]]:
    """(organisation, open records in its hands that are overdue)"""
    late = _scope(asked).exclude(turn="").filter(next_due_at__lte=asked.now, holder__isnull=False)
    return late.values_list("holder").annotate(n=Count("pk"))


def _late(asked: Asked) -> Iterable[tuple[int | None, int]]:
    """(organisation or None, clocks met too late by its step, or by the system because of one)"""
    steps = Event.objects.filter(
        subject_kind="record", subject_id=OuterRef("record_id"), at=OuterRef("met_at")
    ).annotate(who=Coalesce("organisation_id", "cause__organisation_id"))
    return (
        Deadline.objects.counted()
        .filter(record__in=_scope(asked).values("pk"), met_at__gte=F("due_at"))
        .filter(met_at__gte=asked.year_ago)
        .annotate(who=Subquery(steps.filter(who__isnull=False).order_by("-id").values("who")[:1]))
        .order_by()
        .values_list("who")
        .annotate(n=Count("pk"))
    )
