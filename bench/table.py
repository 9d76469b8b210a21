"""What does a run say, in a minute? A line for each goal, with what each seat measured side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bench.goals import Outcome

WIDTH = 12


def lines(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A line for each goal, in the order in which they came; above those of several seats, whose they are."""
    goals: dict[tuple[str, str], list[Outcome]] = {}
    for each in outcomes:
        row, _space, _seat = each.row.partition(" ")
        goals.setdefault((row, each.what), []).append(each)
    shown: tuple[str, ...] = ()
    for (row, what), found in goals.items():
        seats = tuple(each.row.partition(" ")[2] for each in found)
        if seats != shown:
            shown = seats
            yield f"\n{'':50}{''.join(f'{seat:>{WIDTH}}' for seat in seats)}".rstrip(" ") + "\n"
        measured = "".join(f"{each.measured:>{WIDTH},.2f}" for each in found)
        yield f"{row:4}{what:36}{_bound(found):>10}{measured} {found[0].unit:2} {_verdict(found)}\n"


def _bound(found: Sequence[Outcome]) -> str:
    goals = sorted({each.goal for each in found})
    return f"{'≤' if found[0].most else '≥'} {'–'.join(f'{goal:g}' for goal in goals)}"


def _verdict(found: Sequence[Outcome]) -> str:
    """ "met", or by how much at the worst, and by how many."""
    missed = [each for each in found if not each.met]
    if not missed:
        return "met"
    worst = max(missed, key=lambda each: each.short).verdict
    return f"{worst}, {len(missed)} of {len(found)}" if len(found) > 1 else worst
