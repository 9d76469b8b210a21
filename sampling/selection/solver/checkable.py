"""How is a choice from a file told, so that `check.py` can check it against that file?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sampling.selection.solver.exact import Choice
from sampling.selection.solver.explain import blocked, exceptions
from sampling.selection.solver.market import Wanted
from sampling.selection.solver.markets import Table


def answer(
    table: Table, wanted: Wanted, choice: Choice, *, mode: str, asked: dict[str, Any]
) -> dict[str, Any]:
    """The choice with what was wanted, as JSON. asked: caps, bands and budget as they were given."""
    label = dict(zip(table.market.line.tolist(), table.labels, strict=True))
    return {
        "mode": mode,
        "selected": [label[line] for line in choice.selected],
        "repeated": [label[line] for line in choice.repeated],
        "size": choice.size,
        "risk": choice.risk,
        "repeats": choice.repeats,
        "status": choice.status,
        "gap": choice.gap,
        "gap_of": choice.of,
        "bound": choice.bound,
        "greedy": {"size": choice.greedy[0], "risk": choice.greedy[1]},
        "listing_sha256": table.digest,
        "wanted": {"quota": wanted.quota, "seed": wanted.seed, "allowed": sorted(wanted.allowed), **asked},
        "certificate": choice.certificate,
    }


def reasons(table: Table, wanted: Wanted, choice: Choice, *, seconds: float) -> dict[str, Any]:
    """What stands in the way of each listing left out, and which repeats would fill the quota."""
    label = dict(zip(table.market.line.tolist(), table.labels, strict=True))
    left = blocked(table.market, wanted, choice.selected, choice.repeated)
    missing = exceptions(table.market, wanted, seconds=seconds) if choice.size < wanted.quota else ()
    return {
        "blocked": {
            label[line]: [
                {"reason": each.reason, "by": label[each.by] if each.by is not None else None} for each in why
            ]
            for line, why in left.items()
        },
        "exceptions": _labels(label, missing),
    }


def _labels(label: dict[int, str], lines: Sequence[int]) -> list[str]:
    return [label[line] for line in lines]
