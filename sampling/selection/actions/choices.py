"""How are the targets of a scheme chosen? By the exact engine, in a worker, and then proposed. (6.2-3)"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from typing import Any, Literal

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import By, System, User, Viewer
from casework.actions import check, lock, take
from casework.clauses import carries
from casework.flow import Refused
from casework.work import charge
from casework.work.outbox import promise
from monitoring.vocabulary import SamplingMethod
from sampling.listings.actions.listings import unchanged
from sampling.schemes.actions.seeds import seed_of
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Listing, Scheme
from sampling.selection.actions.questions import Question, question
from sampling.selection.models.choices import Choosing, Mode
from sampling.selection.solver.answers import answer
from sampling.selection.solver.exact import choose as best
from sampling.selection.solver.explain import Blocked, blocked, exceptions
from sampling.selection.solver.tables import read
from trail.models import Event

SECONDS = 60
# A listing of so few lines is chosen from at once.
AT_ONCE = 300
# How long what is told on the way is kept, in seconds.
TOLD = 24 * 3600
STAGE = "choice_stage"
STAGES = ("reading", "rules", "size", "repeats", "risk", "reasons")


class Stopped(Exception):
    """Whoever asked for the choice does not want it any more."""


@dataclass(frozen=True)
class Chosen:
    """What a worker found, before any of it is kept. failure: why nothing was. risks: of each line."""

    failure: str = ""
    file: bytes = b""
    asked: Mapping[str, Any] | None = None
    result: Mapping[str, Any] | None = None
    answer: Mapping[str, Any] | None = None
    selected: frozenset[int] = frozenset()
    risks: Mapping[int, int] | None = None
    left: Mapping[int, Sequence[Blocked]] | None = None


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
    with transaction.atomic():
        who = {"asked_by": user, "asked_at": now, "cause": cause.pk}
        choosing = Choosing.objects.create(scheme=scheme, **asked, **who)
        charge.begun(choosing, by, now)
        if at_once is None:
            at_once = scheme.listings.count() <= AT_ONCE
        if not at_once:
            promise("sampling.choose", now, choosing=choosing.pk)
    if at_once:
        chosen = look(now, choosing.pk)
        if chosen is not None:
            keep(now, choosing.pk, chosen)
        scheme.refresh_from_db()
        choosing.refresh_from_db()
    return choosing


def cancel(choosing: Choosing, *, by: Viewer, now: datetime) -> None:
    """Stop it: the scheme stays as it was, and may be chosen for again. Raises as `charge.stop` does."""
    charge.stop(choosing, by=by, now=now)
    cache.set(_stop(choosing.pk), True, TOLD)


def reached(choosing: Choosing) -> tuple[str, float]:
    """At which of STAGES a choice is, and how far in it, from 0 to 1."""
    stage, share = cache.get(_reached(choosing.pk), (STAGES[0], 0.0))
    return stage, share


def _reached(pk: int) -> str:
    return f"choosing:{pk}:reached"


def _stop(pk: int) -> str:
    return f"choosing:{pk}:stop"


# --- looking -----------------------------------------------------------------------------------------------


def look(now: datetime, choosing: int) -> Chosen | None:
    """Make the choice; nothing of it is kept yet. None: another worker is at it."""
    claimed = _claimed(now, choosing)
    if claimed is None:
        return None

    def say(stage: str, share: float) -> None:
        cache.set(_reached(choosing), (stage, share), TOLD)
        if cache.get(_stop(choosing)):
            raise Stopped

    try:
        return _look(claimed, now, say)
    except Refused as refused:
        return Chosen(failure=str(refused))
    except Stopped:
        return Chosen()


def _claimed(now: datetime, pk: int) -> Choosing | None:
    """The choice, unless another worker makes it: a claim outlasts the seconds it may take."""
    found = Choosing.objects.select_related("scheme__plan", "scheme__center").get(pk=pk)
    longest = timedelta(seconds=3 * found.seconds + settings.OUTBOX_LEASE_SECONDS)
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - longest)
    if not found.under_way or not Choosing.objects.filter(free, pk=pk).update(claimed_at=now):
        return None if found.under_way else found
    return found


def _look(choosing: Choosing, now: datetime, say: Any) -> Chosen:
    scheme = choosing.scheme
    if not choosing.under_way:
        return Chosen()
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


@transaction.atomic
def keep(now: datetime, choosing: int, brought: Chosen) -> None:
    """Keep what was found, and propose it; what was stopped meanwhile is not kept."""
    found = Choosing.objects.select_for_update(of=("self",)).select_related("scheme__plan").get(pk=choosing)
    if not found.under_way:
        return
    scheme, found.finished_at = found.scheme, now
    if brought.answer is None or scheme.state != "approved":
        found.failure = brought.failure or _("The scheme has moved on meanwhile.")
        found.save()
        return
    lock(scheme)
    short = _write(scheme, brought)
    found.asked, found.answer = dict(brought.asked or {}), dict(brought.answer)
    found.result = {**(brought.result or {}), "short": short}
    found.listing_sha256 = brought.answer["listing_sha256"]
    found.listing.save("", ContentFile(brought.file), save=False)
    found.save()
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
    for line, weight in (brought.risks or {}).items():
        codes = " ".join(_code(each) for each in (brought.left or {}).get(line, ()))
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
    wanted = {cap["where"]["category"]: cap["most"] for cap in (brought.asked or {})["caps"] if _is_item(cap)}
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
    said = {"lines": ", ".join(map(str, lines)), "reason": note}
    take("ask", scheme, by=by, now=now, note=_("Lines %(lines)s: %(reason)s") % said)
    scheme.listings.update(asked="")
    scheme.listings.filter(line__in=lines).update(asked=note[:300])


@SCHEME_FLOW.handles("grant")
def grant(scheme: Scheme, *, by: Viewer, now: datetime, at_once: bool | None = None) -> Choosing:
    """Allow what is asked for, and choose again as was chosen before, for whoever asked then."""
    with transaction.atomic():
        lock(scheme)
        asked = scheme.listings.exclude(asked="")
        lines = ", ".join(str(line) for line in asked.order_by("line").values_list("line", flat=True))
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
