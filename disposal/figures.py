"""What happened in a period? The figures of the report to the nation, each counted by the database (6.4-6).

A day counts from its first to its last instant in Shanghai. Counted is what the trail says was done within
the period and not taken back since; late is what had run over its time and was not done when the period
ended, also where the duty went to somebody else or fell away within it, by a voiding too. What was voided,
withdrawn, or ended because its ground is gone counts for nothing else, nor does what was sampled under it;
how many matters were voided is told. Of a case is said how far it had come when the period ended.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.clauses import carries
from casework.deadlines.clocks import instant, local_day
from casework.deadlines.duty import bound
from casework.flow import NOTHING, VOIDED
from casework.models import Deadline, kinds
from casework.terms.table import Term
from catalogue.series import later_names, said, summed, taken_over
from disposal.flow.procedure import DECIDE, INSPECT, REPORT_CASE
from disposal.flow.reaching import DELIVER, HANDLE, REPORT_HANDLING
from disposal.flow.vocabulary import EnforcementCaseState, Penalty, PlatformDisposalState
from disposal.papers.compilations import Tally
from disposal.papers.national import Case, Overdue
from disposal.queries import (
    CASES,
    DONE,
    HANDLED_LATE,
    REPORTED,
    SIGNALS,
    STAGES,
    TESTED,
    UNDONE,
    UNPENALISED,
    VOIDED_IN_IT,
)
from monitoring.risks.flow.risk import STANDING

DUTIES = {term.code: term.label for term in (DELIVER, *HANDLE, REPORT_HANDLING, INSPECT, DECIDE, REPORT_CASE)}

# What is in these states counts for nothing, nor does what is being ended for want of a ground.
NAUGHT = [*NOTHING, PlatformDisposalState.ENDING.value, PlatformDisposalState.LIFTING.value]

# (kind of record, step taken in the period): figure
ACTIONS = {
    ("riskcase", "exclude"): "excluded",
    ("riskcase", "notify"): "notified",
    ("riskcase", "notify_anew"): "notified",
    ("riskcase", "sample"): "to_sample",
    ("purchase", "accept"): "bought",
    ("platformdisposal", "open"): "disposals_asked",
    ("platformdisposal", "finish"): "disposals_done",
    ("platformdisposal", "accept_less"): "disposals_less",
    # A referral is no filing (立案), and a decision may impose no penalty.
    ("enforcementcase", "open"): "cases_referred",
    ("enforcementcase", "file"): "cases_filed",
    ("enforcementcase", "not_file"): "cases_not_filed",
    ("enforcementcase", "decide"): "cases_decided",
    ("enforcementcase", "close"): "cases_closed",
}

# Since these are counted apart; in an older report None stands for what nobody counted.
APART = (
    *("cases_filed", "cases_not_filed", "cases_decided", "cases_unpenalised"),
    *("disposals_less", "disposals_voided", "cases_voided"),
    *("disposals_handled_late", "feedback_overdue", "reports_overdue"),
)

# How a page groups them: (heading, [(label, figure)]).
HEADINGS = (
    (
        _("Risk information and its assessment"),
        (
            (_("Signals received"), "signals"),
            (_("Assessed: excluded"), "excluded"),
            (_("Assessed: units or regions notified"), "notified"),
            (_("Assessed: to be sampled"), "to_sample"),
        ),
    ),
    (
        _("Samples and tests"),
        (
            (_("Samples bought"), "bought"),
            (_("Batches tested"), "tested"),
            (_("With problems"), "failed"),
        ),
    ),
    (
        _("Platforms"),
        (
            (_("Disposals asked for"), "disposals_asked"),
            (_("Done"), "disposals_done"),
            (_("Less than asked for, and accepted"), "disposals_less"),
            (_("Overdue and not done"), "disposals_late"),
            (_("Handled late"), "disposals_handled_late"),
            (_("Done: reported within 5 days"), "feedback_in_time"),
            (_("Done: reported late"), "feedback_late"),
            (_("Done: overdue and not reported"), "feedback_overdue"),
            (_("Voided"), "disposals_voided"),
        ),
    ),
    (
        _("Regulators"),
        (
            (_("Referred to regulators"), "cases_referred"),
            (_("Cases filed"), "cases_filed"),
            (_("No case filed"), "cases_not_filed"),
            (_("Decisions on a penalty"), "cases_decided"),
            (_("Decisions without a penalty"), "cases_unpenalised"),
            (_("Cases closed"), "cases_closed"),
            (_("Overdue and not done"), "cases_late"),
            (_("Closed: reported within 5 days"), "reports_in_time"),
            (_("Closed: reported late"), "reports_late"),
            (_("Closed: overdue and not reported"), "reports_overdue"),
            (_("Voided"), "cases_voided"),
        ),
    ),
)


@carries("6.4-6")
def of(center: int, first: date, last: date) -> dict[str, Any]:
    """The figures of a center for a period, both days included, as JSON values: what a report freezes."""
    asked: dict[str, Any] = {
        "center": center,
        "start": instant(first),
        "end": instant(last + timedelta(days=1)),
        "standing": list(STANDING),
        "naught": NAUGHT,
        "handle": [term.code for term in HANDLE],
        "stages": list(STAGES),
        **_undone(),
    }
    asked["nothing"] = [purchase for (purchase,) in _rows(UNDONE, asked)]
    done = {(kind, verb): n for kind, verb, n in _rows(DONE, asked)}
    tested = _rows(TESTED, asked)
    names = later_names(last)
    categories = [[name or "", *counts] for name, *counts in summed(tested, names)]
    reported = {term: (in_time, late) for term, in_time, late in _rows(REPORTED, asked)}
    late = _overdue(center, asked["start"], asked["end"])
    counted = dict.fromkeys(ACTIONS.values(), 0)
    for action, figure in ACTIONS.items():
        counted[figure] += done.get(action, 0)
    unpenalised = _rows(UNPENALISED, asked)[0][0]
    voided: dict[str, int] = dict(_rows(VOIDED_IN_IT, asked))
    return {
        "signals": _rows(SIGNALS, asked)[0][0],
        **counted,
        "cases_decided": counted["cases_decided"] - unpenalised,
        "cases_unpenalised": unpenalised,
        "tested": sum(n for _name, n, _failed in categories),
        "failed": sum(failed for _name, _n, failed in categories),
        "by_category": categories,
        "classes": taken_over([name for name, *_counts in tested], names),
        "disposals_voided": voided.get("platformdisposal", 0),
        "cases_voided": voided.get("enforcementcase", 0),
        "disposals_late": _late(late, "platformdisposal", DELIVER, *HANDLE),
        "disposals_handled_late": _rows(HANDLED_LATE, asked)[0][0],
        "feedback_in_time": reported.get(REPORT_HANDLING.code, (0, 0))[0],
        "feedback_late": reported.get(REPORT_HANDLING.code, (0, 0))[1],
        "feedback_overdue": _late(late, "platformdisposal", REPORT_HANDLING),
        "cases_late": _late(late, "enforcementcase", DELIVER, INSPECT, DECIDE),
        "reports_in_time": reported.get(REPORT_CASE.code, (0, 0))[0],
        "reports_late": reported.get(REPORT_CASE.code, (0, 0))[1],
        "reports_overdue": _late(late, "enforcementcase", REPORT_CASE),
        "overdue": [_late_by(row, last) for row in late],
        "cases": [_case(row) for row in _rows(CASES, asked)],
    }


def _rows(sql: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())


def _undone() -> dict[str, list[str]]:
    """Which steps of which kinds take back which, side by side as STANDS reads them."""
    found = [
        (kind, step.name, name)
        for kind, model in kinds().items()
        for step in model.flow
        for name in step.undoes
    ]
    of, by, undone = map(list, zip(*found, strict=True))
    return {"of": of, "by": by, "undone": undone}


def _overdue(center: int, start: datetime, end: datetime) -> list[tuple[Any, ...]]:
    """(kind, number, term, name of the party bound, last day, when the duty fell away, state) of each clock
    that had run out by the end of a period without the duty done; where the duty had fallen away by then,
    only if it did so late, and within the period."""
    ran_out = Q(breached_at__isnull=False)
    clocks = Deadline.objects.filter(
        Q(met_at=None) | Q(met_at__gte=end),
        Q(dropped_at=None) | Q(dropped_at__gte=end) | Q(dropped_at__gte=start) & ran_out,
        ~Q(record__state__in=NAUGHT) | Q(record__state=VOIDED) & ran_out,
        record__center=center,
        record__kind__in=("platformdisposal", "enforcementcase"),
        term__in=DUTIES,
        due_at__lt=end,
        suspended_at=None,
    )
    fields = "record__kind", "record__number", "term", "who", "end", "dropped_at", "record__state"
    rows = list(bound(clocks).order_by("end", "record_id", "pk").values_list(*fields))
    names = dict(Organisation.objects.filter(pk__in={row[3] for row in rows}).values_list("pk", "name"))
    return [(kind, number, term, names[who], *rest) for kind, number, term, who, *rest in rows]


def _late_by(row: tuple[Any, ...], last: date) -> dict[str, Any]:
    _kind, number, term, holder, end, gone, state = row
    until = min(last, local_day(gone)) if gone else last
    return {
        "number": number,
        "term": term,
        "holder": holder,
        "due_on": end.isoformat(),
        "days_late": (until - end).days,
        "voided": state == VOIDED,
    }


def _late(late: list[tuple[Any, ...]], kind: str, *terms: Term) -> int:
    """How many records of a kind are late in one of these terms."""
    codes = {term.code for term in terms}
    return len({number for of, number, term, *_rest in late if of == kind and term in codes})


def _case(row: tuple[Any, ...]) -> dict[str, Any]:
    number, enterprise, region, product, penalties, state, amount, closed_on, reported_on = row
    return {
        "number": number,
        "enterprise": enterprise,
        "region": region,
        "product": product,
        "penalties": penalties,
        "state": state,
        "amount": None if amount is None else str(amount),
        "closed_on": closed_on and closed_on.isoformat(),
        "reported_on": reported_on and reported_on.isoformat(),
    }


# Of the lists that a report freezes: what they are called where they changed since.
LISTS = {
    "by_category": _("By category"),
    "overdue": _("Overdue at the end of the period"),
    "cases": _("Enforcement cases"),
}


@carries("6.4-6")
def changes(frozen: dict[str, Any], center: int, first: date, last: date) -> list[str]:
    """What a count of today would find otherwise than the frozen figures, figure by figure, as phrases."""
    today = of(center, first, last)
    differ = {name for name in frozen.keys() & today.keys() if frozen[name] != today[name]}
    counted = [
        f"{heading} · {label}: {frozen[name]} → {today[name]}"
        for heading, names in HEADINGS
        for label, name in names
        if name in differ
    ]
    return [*counted, *(str(label) for name, label in LISTS.items() if name in differ)]


def printed(figures: dict[str, Any]) -> dict[str, Any]:
    """Frozen figures as the fields of papers.national.NationalReport, in the language in force."""
    lists = {
        "by_category": tuple(
            Tally(name=name or gettext("Other products"), tested=tested, failed=failed)
            for name, tested, failed in figures["by_category"]
        ),
        "overdue": tuple(
            Overdue(
                number=row["number"],
                duty=_duty(row),
                holder=row["holder"],
                due_on=date.fromisoformat(row["due_on"]),
                days_late=row["days_late"],
            )
            for row in figures["overdue"]
        ),
        "cases": tuple(
            Case(
                number=row["number"],
                enterprise=row["enterprise"],
                region=row["region"],
                product=row["product"],
                decision=_decision(row),
                amount=None if row["amount"] is None else Decimal(row["amount"]),
                closed_on=row["closed_on"] and date.fromisoformat(row["closed_on"]),
                reported_on=row["reported_on"] and date.fromisoformat(row["reported_on"]),
            )
            for row in figures["cases"]
        ),
    }
    return {**dict.fromkeys(APART), **figures, **lists, "classes": said(figures.get("classes", ()))}


def _duty(row: dict[str, Any]) -> str:
    duty = str(DUTIES[row["term"]])
    return gettext("%(duty)s (voided since)") % {"duty": duty} if row.get("voided") else duty


def _decision(row: dict[str, Any]) -> str:
    """The penalties; where there are none, how far the case has come."""
    penalties = "、".join(str(Penalty(kind).label) for kind in row["penalties"])
    return penalties or str(EnforcementCaseState(row["state"]).label)
