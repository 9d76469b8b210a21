"""On which laboratory does lot fall in a campaign? By the scheme's seed, as `by_lot` has it."""

from __future__ import annotations

from typing import Any

from demo.scale.offices import Land
from demo.scale.register import Filed, Office
from inspection.commissions.models.by_lot import CONTRACT, rank
from sampling.schemes.actions.seeds import commitment


def drawn(land: Land, scheme: Filed, goods: str, seed: str, on: str) -> tuple[Office, dict[str, Any]]:
    """The province's first laboratory in the order of the seed, and the draw as a commission holds it."""
    ranked = sorted(land.laboratories, key=lambda one: rank(seed, goods, one.code))
    asked = [{"code": one.code, "name": one.name, "lacks": []} for one in ranked]
    return ranked[0], {
        "contract": CONTRACT,
        "scheme": scheme.number,
        "goods": goods,
        "on": on,
        "seed": seed,
        "commitment": commitment(seed),
        "laboratories": asked,
        "drawn": ranked[0].code,
    }
