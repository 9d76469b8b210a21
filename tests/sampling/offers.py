"""Small listings by chance, as a file; and the best choice of one, by trying all."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sampling.selection.solver import checkable, markets
from sampling.selection.solver.exact import Choice, choose
from sampling.selection.solver.market import Wanted, program

COLUMNS = ["listing", "platform", "shop", "brand", "enterprise", "category", "price", "risk", "known"]


@dataclass
class Question:
    """A file, and what is wanted of it as it is typed in."""

    data: bytes
    quota: int
    caps: list
    budget: str | None = None
    allowed: frozenset = frozenset()
    seed: str = "5eed"

    @property
    def table(self) -> markets.Table:
        return markets.read(self.data)

    @property
    def wanted(self) -> Wanted:
        budget = markets.fen(self.budget)[1] if self.budget else None
        caps = markets.caps(self.table, self.caps)
        return Wanted(self.quota, caps, budget=budget, seed=self.seed, allowed=self.allowed)

    def answered(self, mode="optimal", **more) -> tuple[Choice, dict]:
        """The choice, and the answer as it comes out of JSON."""
        table, wanted = self.table, self.wanted
        choice = choose(table.market, wanted, mode=mode, **more)
        asked = {
            "caps": [{"where": where, "most": most} for where, most in self.caps],
            "budget": self.budget,
            "bands": [],
        }
        return choice, json.loads(json.dumps(checkable.answer(table, wanted, choice, mode=mode, asked=asked)))


def written(rows) -> bytes:
    """Rows as a CSV file; what a row does not say is of no account."""
    out = io.StringIO()
    file = csv.DictWriter(out, COLUMNS, restval="")
    file.writeheader()
    file.writerows(rows)
    return out.getvalue().encode()


def asked(seed: int, most: int = 9) -> Question:
    """A question by chance, the same for a seed: few shops, brands and enterprises, some of them unknown."""
    chance = random.Random(seed)
    many, kinds = chance.randint(1, most), chance.randint(1, most * 2 // 3)

    def one(letter: str, nothing: str) -> str:
        return chance.choice([nothing, *(f"{letter}{number}" for number in range(kinds))])

    data = written(
        {
            "listing": f"L{number}",
            "platform": chance.choice("AB"),
            "shop": one("s", "—"),
            "brand": one("b", "/"),
            "enterprise": one("e", ""),
            "category": chance.choice("甲乙"),
            "price": chance.choice(["1", "2.5", "3-4", "企业无偿提供"]),
            "risk": chance.randint(0, 9),
            "known": chance.choice(["", "", "", "1"]),
        }
        for number in range(many)
    )
    caps = [({"platform": "A"}, chance.randint(0, 3))] if chance.random() < 0.5 else []
    if chance.random() < 0.3:
        caps.append(({"platform": "B", "category": "甲"}, chance.randint(0, 2)))
    may = [line for line in range(1, many + 1) if chance.random() < 0.25]
    allowed = frozenset(may if chance.random() < 0.5 else ())
    return Question(data, chance.randint(0, 6), caps, chance.choice([None, None, "5", "9.5"]), allowed)


def best_of_all(question: Question) -> tuple[int, int, int]:
    """Size, repeats and risk of the best choice, by trying every one."""
    it = program(question.table.market, question.wanted)
    budget = question.wanted.budget
    for size in range(min(question.quota, len(it)), -1, -1):
        found = []
        for some in combinations(range(len(it)), size):
            columns = np.array(some, dtype=int)
            count = np.bincount(it.member[:, columns].ravel(), minlength=it.rows + 1)[:-1]
            if (count <= it.most).all() and (budget is None or it.price[columns].sum() <= budget):
                found.append((-int(it.exempt[columns].sum()), int(it.risk[columns].sum())))
        if found:
            return size, -max(found)[0], max(found)[1]
    raise AssertionError("nothing is a choice too")
