"""How does a laboratory's system hand in the results of a commission? A worked example; Python alone.

    python lims.py https://wangjian.example EN-7K3M9QF bench.csv curves/

The token of the laboratory's program (Access tokens, in the roles of a receiver and a tester) stands in
WANGJIAN_TOKEN. bench.csv is what the bench wrote: a line for each sample and item.

    sample,item,value,lod,repeat
    SA-1A2B3C4,Lead,91,5,92

What fails was measured once more: that is the repeat.

curves/ has a raw record for each sample, SA-1A2B3C4.png, measured with the instrument named INSTRUMENT.

The commission must be in testing. Fifty samples take two calls: a trial that keeps nothing, so that whatever
is wrong is known before anything is written, and the work itself; a third asks what became of the commission.
What is refused is printed with the reason. Run again with the same file it changes nothing: the key of each
call is drawn from what is sent, and a key that was seen brings the same answer.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

INSTRUMENT, PLACE = "7", "1 Test Road"
TOGETHER, HEAVIEST = 50, 4_000_000


class Api:
    """calls: how many were made."""

    def __init__(self, home: str, token: str) -> None:
        self.home, self.token, self.calls = f"{home.rstrip('/')}/api/v1/", token, 0

    def ask(self, at: str, body: Any = None) -> Any:
        """The JSON that an address answers; a body makes it a call that does something."""
        sent = json.dumps(body).encode() if body is not None else None
        request = Request(self.home + at, sent)
        request.add_header("Authorization", f"Bearer {self.token}")
        if sent is not None:
            request.add_header("Content-Type", "application/json")
            request.add_header("Idempotency-Key", sha256(sent).hexdigest())
        self.calls += 1
        with urlopen(request, timeout=120) as answer:
            return json.load(answer)


def steps_of(
    commission: str, sample: str, lines: list[dict[str, str]], curve: Path, day: str, place: int
) -> list[Any]:
    """Begin the report on a sample, enter its results, keep its raw record, submit it. place: of the first of
    these four in the call, by which the others name the report."""
    rows = [{"row": line["item"], "value": line["value"], **_more(line)} for line in lines]
    file = {"name": curve.name, "content": b64encode(curve.read_bytes()).decode()}
    covered = {"kind": "printout", "results": [line["item"] for line in lines], "instrument": INSTRUMENT}
    report = f"reports/#{place}/"
    days = {"tested_from": day, "tested_to": day, "tested_at": PLACE}
    return [
        {"at": "reports/", "body": {"entrustment": commission, "entrusted": sample}},
        {"at": f"{report}enter/", "body": {**days, "rows": rows}},
        {"at": f"{report}record/", "body": {**covered, "file": file, "taken_on": day}},
        {"at": f"{report}submit/"},
    ]


def _more(line: dict[str, str]) -> dict[str, str]:
    return {name: line[name] for name in ("lod", "repeat") if line.get(name)}


def hand_in(api: Api, commission: str, bench: Path, curves: Path, day: str) -> list[str]:
    """Hand in all that the bench wrote; returns a sentence for each step that was refused."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with bench.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            found[line["sample"]].append(line)
    refused = []
    for samples in calls(list(found), curves):
        steps: list[Any] = []
        for sample in samples:
            curve = curves / f"{sample}.png"
            steps += steps_of(commission, sample, found[sample], curve, day, len(steps))
        told = _told(api.ask("batch/", {"steps": steps, "dry_run": True}))
        refused += told or _told(api.ask("batch/", {"steps": steps}))
    return refused


def calls(samples: list[str], curves: Path) -> Iterator[list[str]]:
    """As many samples a call as may be: fifty, four steps each, and less than four megabytes."""
    together: list[str] = []
    weight = 0
    for sample in samples:
        size = (curves / f"{sample}.png").stat().st_size * 4 // 3
        if together and (len(together) == TOGETHER or weight + size > HEAVIEST):
            yield together
            together, weight = [], 0
        together.append(sample)
        weight += size
    if together:
        yield together


def _told(answer: Any) -> list[str]:
    """A sentence for each step that was refused, with the place of what is wrong."""
    told = []
    for step in answer["steps"]:
        problem = step.get("problem", {})
        said = [f"{place}: {' '.join(why)}" for place, why in problem.get("errors", {}).items()]
        if problem:
            told.append(f"{step['at']} {' '.join(said) or problem['detail']}")
    return told


def main(home: str, commission: str, bench: str, curves: str) -> int:
    api = Api(home, os.environ["WANGJIAN_TOKEN"])
    refused = hand_in(api, commission, Path(bench), Path(curves), date.today().isoformat())
    print("\n".join(refused) or api.ask(f"entrustments/{commission}/")["state"]["name"])
    print(f"{api.calls} calls")
    return bool(refused)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
