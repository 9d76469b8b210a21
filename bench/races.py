"""Is anything bought, shown to a shop or closed twice when two do it at once (R2)?

On servers of its own, made anew for each run: what races leave behind is of no use to anybody.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.goals import Outcome, at_least, at_most
from bench.ground import manage
from bench.web import free_port, web
from config.embedded import Servers

# Of purchases a thousand in all: two who buy of one shop, brand, enterprise or operator.
PURCHASES = dict.fromkeys(("shop", "brand", "enterprise", "operator"), 250)
OTHERS = dict.fromkeys(("phone", "address", "account", "closing"), 100)
FEW = 5


def costs(quick: bool) -> tuple[dict[str, float], list[Outcome]]:
    """What the races of each sort came to, and what the goals say."""
    sorts = dict.fromkeys({**PURCHASES, **OTHERS}, FEW) if quick else {**PURCHASES, **OTHERS}
    found = _raced(sorts)
    figures = {
        f"{sort}, {name}": float(many)
        for sort, told in found.items()
        for name, many in told.items()
        if many or name == "twice"
    }
    bought = [found[sort] for sort in PURCHASES]
    won, races = (sum(told[name] for told in bought) for name in ("won", "races"))
    said = [
        at_most("R2 purchases", f"bought twice, of {races:,}", sum(told["twice"] for told in bought), 0, ""),
        at_least("R2 purchases", "races of which one was done", won / races, 1, ""),
        *(at_most(f"R2 {sort}", "broken", found[sort]["twice"], 0, "") for sort in OTHERS),
    ]
    for name, what in (("failed", "errors inside"), ("silent", "refused without a sentence")):
        said.append(at_most("R2", what, sum(told[name] for told in found.values()), 0, ""))
    return figures, said


def _raced(sorts: dict[str, int]) -> dict[str, dict[str, int]]:
    with tempfile.TemporaryDirectory() as folder, Servers(Path(folder), durable=False) as servers:
        environment = {
            **servers.environment,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "MEDIA_ROOT": str(Path(folder, "media")),
        }
        manage("migrate", "--verbosity", "0", environment=environment | servers.as_owner)
        port = free_port()
        asked = [f"{sort}={many}" for sort, many in sorts.items()]
        command = [sys.executable, "manage.py", "race", "--web", str(port), *asked]
        with web(port, environment, "--processes", "2", log=Path(folder, "web.log")):
            ran = subprocess.run(  # noqa: S603
                command,
                env=os.environ | environment | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
                stdout=subprocess.PIPE,
                check=True,
            )
    told: dict[str, dict[str, int]] = json.loads(ran.stdout)
    return told
