"""How are the targets of a scheme chosen? By the exact engine, in a worker, and then proposed. (6.2-3)"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from typing import Any, Literal

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import By, System, User, Viewer
from casework.actions import check, lock, take
from casework.clauses import carries
from casework.flow import Refused
from casework.work import jobs
from monitoring.vocabulary import SamplingMethod
from sampling.listings.actions.listings import unchanged
from sampling.schemes.actions.seeds import seed_of
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Listing, Scheme
from sampling.selection.actions.questions import Question, question
from sampling.selection.models.choices import Choosing, Mode
from sampling.selection.solver.checkable import answer
from sampling.selection.solver.exact import choose as best
from sampling.selection.solver.explain import Blocked, blocked, exceptions
from sampling.selection.solver.markets import read
from trail.enumerations import enumerated
from trail.models import Event

SECONDS = 60
# A listing of so few lines is chosen from at once.
AT_ONCE = 300
STAGE = "choice_stage"
STAGES = ("reading", "rules", "size", "repeats", "risk", "reasons")


@dataclass(frozen=True)
class Chosen:
    """What a worker found, before any of it is kept. risks, left: of each line."""

    file: bytes
    asked: Mapping[str, Any]
    result: Mapping[str, Any]
    answer: Mapping[str, Any]
    selected: frozenset[int]
    risks: Mapping[int, int]
    left: Mapping[int, Sequence[Blocked]]


# --- asking ------------------------------------------------------------------------------------------------


@SCHEME_FLOW.handles("choose")
@carries("6.2-3", "O18-02")
def choose(
    scheme: Scheme,
    *,
    by: Viewer,
    now: datetime,
    mode: str = "",
    seconds: int = SECONDS,
    reason: str = "",
    at_once: bool | None = None,
) -> Choosing:
    """Ask for a choice: a worker makes it, or where there are few lines it is made here and now.

    mode: one of Mode; "" = by lot where the plan samples at random. reason: why it is made again, where the
    result of one was seen; Refused without.
    """
    if not mode:
        mode = Mode.RANDOM if scheme.plan.method == SamplingMethod.RANDOM else Mode.OPTIMAL
    with transaction.atomic():
        lock(scheme)
        scheme.refresh_from_db()
        check(scheme.flow["choose"], scheme, by, now)
        again = scheme.result_seen()
        if again and not reason:
            raise Refused(
                _("Targets were chosen already, and what was chosen was seen: say why it is done again.")
            )
        event = take("choose", scheme, by=by, now=now, **({"note": reason} if again else {}))
    asked = {"mode": mode, "seconds": seconds, "reason": reason if again else ""}
    return _begin(scheme, event, by, by.user, now, asked, at_once)


def _begin(
    scheme: Scheme,
    cause: Event,
    by: By,
    user: User,
    now: datetime,
    asked: Mapping[str, Any],
    at_once: bool | None,
) -> Choosing:
    if at_once is None:
        at_once = scheme.listings.count() <= AT_ONCE
    choosing = Choosing(scheme=scheme, asked_by=user, cause=cause.pk, **asked)
    with transaction.atomic():
        jobs.begin(choosing, by=by, now=now, at_once=at_once)
    if at_once:
        jobs.here(choosing, now)
        scheme.refresh_from_db()
    return choosing


# --- looking -----------------------------------------------------------------------------------------------


def look(choosing: Choosing, say: jobs.Saying, now: datetime) -> Chosen | None:
    """Make the choice; nothing of it is kept yet. None: another worker is at it."""
    return _look(choosing, now, Stages(say)) if _claimed(now, choosing) else None


@dataclass(frozen=True)
class Stages:
    """Says at which of STAGES a choice is, and how far in it, from 0 to 1, as per cents of the whole."""

    say: jobs.Saying

    def __call__(self, stage: str, share: float) -> None:
        self.say(round(100 * (STAGES.index(stage) + share) / len(STAGES)), 100, stage)


def _claimed(now: datetime, choosing: Choosing) -> bool:
    """Whether it is for this worker to make: a claim outlasts the seconds that a choice may take."""
    longest = timedelta(seconds=3 * choosing.seconds + settings.OUTBOX_LEASE_SECONDS)
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - longest)
    return bool(Choosing.objects.filter(free, pk=choosing.pk).update(claimed_at=now))


def _look(choosing: Choosing, now: datetime, say: Stages) -> Chosen:
    scheme = choosing.scheme
    say("reading", 0.0)
    unchanged(scheme)
    say("reading", 0.5)
    asked: Question = question(scheme, now)
    table = read(asked.file)
    wanted = asked.wanted(table, seed_of(scheme))
    mode: Literal["optimal", "random"] = "random" if choosing.mode == Mode.RANDOM else "optimal"
    choice = best(table.market, wanted, mode=mode, seconds=choosing.seconds, say=say)
    say("reasons", 0.0)
    left = blocked(table.market, wanted, choice.selected, choice.repeated)
    say("reasons", 0.5)
    missing = choice.size < wanted.quota
    found = exceptions(table.market, wanted, seconds=choosing.seconds) if missing else ()
    told = answer(table, wanted, choice, mode=mode, asked={**asked.asked, "quota": wanted.quota})
    told["wanted"]["seed"] = ""
    return Chosen(
        file=asked.file,
        asked=asked.asked,
        result={
            **{name: getattr(choice, name) for name in ("size", "risk", "repeats", "status", "gap", "bound")},
            "gap_of": choice.of,
            "greedy": {"size": choice.greedy[0], "risk": choice.greedy[1]},
            "exceptions": [line for line in found if line not in wanted.allowed],
        },
        answer=told,
        selected=frozenset(choice.selected),
        risks=dict(zip(table.market.line.tolist(), table.market.risk.tolist(), strict=True)),
        left=left,
    )


# --- keeping -----------------------------------------------------------------------------------------------


@jobs.does(Choosing, ahead=look)
def keep(found: Choosing, brought: Chosen, now: datetime) -> None:
    """Keep what was found, and propose it."""
    jobs.end(found, now)
    scheme = found.scheme
    lock(scheme)
    if scheme.state != "approved":
        raise Refused(_("The scheme has moved on meanwhile."))
    short = _write(scheme, brought)
    found.asked, found.answer = dict(brought.asked), dict(brought.answer)
    found.result = {**brought.result, "short": short}
    found.listing_sha256 = brought.answer["listing_sha256"]
    found.listing.save("", ContentFile(brought.file), save=False)
    found.save(update_fields=["asked", "answer", "result", "listing_sha256", "listing"])
    said = {name: found.result[name] for name in ("size", "risk", "repeats")}
    note = _("%(size)s targets, risk %(risk)s, %(repeats)s repeats, %(status)s; listing %(sha256)s")
    take(
        "select",
        scheme,
        by=System(found.cause),
        now=now,
        selected_at=now,
        shortfall=short,
        note=note % {**said, "status": found.said(), "sha256": found.listing_sha256},
    )


def _write(scheme: Scheme, brought: Chosen) -> dict[str, int]:
    """Write on each listing whether it is chosen, what it weighs and why it is left out; returns what is
    short, by product. By COPY and one statement: there may be hundreds of thousands."""
    out = StringIO()
    file = csv.writer(out)
    for line, weight in brought.risks.items():
        codes = " ".join(_code(each) for each in brought.left.get(line, ()))
        file.writerow((line, weight, int(line in brought.selected), codes))
    out.seek(0)
    table = Listing._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{STAGE}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {STAGE} (line int, weight int, chosen int, reason text) ON COMMIT DROP"
        )
        cursor.copy_expert(f"COPY {STAGE} FROM STDIN (FORMAT csv, FORCE_NOT_NULL (reason))", out)
        cursor.execute(
            f"UPDATE {table} AS listing SET weight = told.weight, chosen = told.chosen = 1,"  # noqa: S608
            f" reason = left(told.reason, 300) FROM {STAGE} AS told"
            " WHERE listing.scheme_id = %s AND listing.line = told.line",
            [scheme.pk],
        )
        cursor.execute(f"DROP TABLE {STAGE}")
    wanted = {cap["where"]["category"]: cap["most"] for cap in brought.asked["caps"] if _is_item(cap)}
    counted: dict[str, int] = {}
    chosen = scheme.listings.filter(chosen=True).values_list("plan_item__position", "plan_item__product")
    for position, product in chosen:
        counted[f"{position} {product}"] = counted.get(f"{position} {product}", 0) + 1
    short = {name: most - counted.get(name, 0) for name, most in wanted.items()}
    return {name.partition(" ")[2]: many for name, many in short.items() if many > 0}


def _is_item(cap: Mapping[str, Any]) -> bool:
    return set(cap["where"]) == {"category"}


def _code(each: Blocked) -> str:
    return each.reason if each.by is None else f"{each.reason}:{each.by}"


# --- exceptions --------------------------------------------------------------------------------------------


@SCHEME_FLOW.handles("ask")
@transaction.atomic
def ask(scheme: Scheme, *, note: str, by: By, now: datetime) -> None:
    """Ask that the lines which the latest choice named may repeat, for a reason (6.2-3: "as a rule")."""
    lines = scheme.exceptions_missing()
    said = {"lines": enumerated(lines), "reason": note}
    take("ask", scheme, by=by, now=now, note=_("Lines %(lines)s: %(reason)s") % said)
    scheme.listings.update(asked="")
    scheme.listings.filter(line__in=lines).update(asked=note[:300])


@SCHEME_FLOW.handles("grant")
def grant(scheme: Scheme, *, by: Viewer, now: datetime, at_once: bool | None = None) -> Choosing:
    """Allow what is asked for, and choose again as was chosen before, for whoever asked then."""
    with transaction.atomic():
        lock(scheme)
        asked = scheme.listings.exclude(asked="")
        lines = enumerated(asked.order_by("line").values_list("line", flat=True))
        event = take("grant", scheme, by=by, now=now, note=_("Lines %(lines)s") % {"lines": lines})
        for listing in asked:
            listing.exception, listing.asked = listing.asked, ""
            listing.save(update_fields=["exception", "asked"])
        before = scheme.choosings.exclude(finished_at=None).select_related("asked_by").latest("pk")
    as_before = {"mode": before.mode, "seconds": before.seconds}
    return _begin(scheme, event, by, before.asked_by, now, as_before, at_once)


@SCHEME_FLOW.handles("deny")
@transaction.atomic
def deny(scheme: Scheme, *, note: str, by: By, now: datetime) -> None:
    """Refuse what is asked for: the proposal stands as it was."""
    take("deny", scheme, by=by, now=now, note=note)
    scheme.listings.exclude(asked="").update(asked="")
