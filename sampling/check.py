"""Is a choice what it says? A script for anyone, with Python's standard library alone.

    python3 check.py LISTING CHOICE [--commitment SHA256]

LISTING: the listing as it was frozen, a CSV file or a file with one JSON object a line; its columns are
listing, platform, shop, brand, enterprise, category, price, risk, and if need be band and known. CHOICE: the
answer of `manage select LISTING ... --json`. --commitment: what was made known of the seed before the listing
was frozen.

It says in a sentence what it found, and ends with 0 if the choice keeps every rule and is what it says, else
1. Of the best choice it says "proven" only if the certificate's bounds leave less than one unit open, else
"within k". Nothing here is taken from the program that chose.
"""

from __future__ import annotations

import argparse
import csv
import gc
import hashlib
import io
import json
import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Way = tuple[int, bool]  # a line, and whether it is taken as a repeat
Use = tuple[str, Any]  # what is used up: of a shop, brand, enterprise, line or cap, which

SINGLE = ("shop", "brand", "enterprise")
NOTHING = re.compile(
    r"[（(]?(?:[-—–―─_/\\.·~*\s]{0,99}|无|空白|不详|[未无]标[注明示]|图[形文案标]{0,9}(?:文字)?(?:商标)?)[）)]?"
)
NOMINAL = re.compile(
    r"^(?:(?:产品上?标[称注]|标[称注])(?:为|生产企业|生产单位|企业|商标|产品)?\s{0,9}:\s{0,9}){1,9}"
)
BRACKETS = str.maketrans("[{〔【〖]}〕】〗", "((((()))))")
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
IDLE = re.compile(f"(?<=[{HAN}():,、]) | (?=[{HAN}():,、])")
PRICE = re.compile(r"[¥￥]?(\d{1,12}(?:\.\d{1,2})?)(?:[-~—–]{1,9}[¥￥]?(\d{1,12}(?:\.\d{1,2})?))?元?起?")
YES = ("1", "true", "yes", "是")


class Wrong(Exception):
    """What is wrong, as a sentence."""


# What the listing says


def name(text: str) -> str | None:
    """A name in one way of writing, or None where the cell says that there is none."""
    seen = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace())
    plain = IDLE.sub("", " ".join(unicodedata.normalize("NFKC", seen).translate(BRACKETS).split()))
    plain = NOMINAL.sub("", plain).strip()
    if re.search(f"[{HAN}]", plain):
        plain = plain.replace("(", "（").replace(")", "）")
    return None if NOTHING.fullmatch(plain) else plain.casefold()


def fen(text: object) -> tuple[int | None, int | None]:
    """A price in fen as (least, most); (None, None) where it is not known."""
    found = PRICE.fullmatch("".join(unicodedata.normalize("NFKC", str(text)).split()).replace(",", ""))
    if not found:
        return None, None
    least, most = (round(float(part) * 100) for part in (found[1], found[2] or found[1]))
    return min(least, most), max(least, most)


def rows(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of the file as dictionaries of text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    if text.lstrip().startswith("{"):
        for line in text.splitlines():
            if line.strip():
                said = json.loads(line)
                yield {key: "" if value is None else str(value) for key, value in said.items()}
        return
    yield from csv.DictReader(io.StringIO(text, newline=""), restval="")


class Listing:
    """What may be bought: a dictionary of each line. known_names: each spelling is looked at once."""

    def __init__(self, data: bytes, edges: list[int]) -> None:
        self.edges = edges
        self.names: dict[str, str | None] = {}
        read = [self.row(row) for row in rows(data)]
        labels = [row["listing"] for row in read]
        if all(re.fullmatch("[0-9]{1,15}", label) for label in labels):
            lines = [int(label) for label in labels]
        else:
            lines = list(range(1, len(read) + 1))
        if len(set(lines)) != len(lines) or len(set(labels)) != len(lines):
            raise Wrong("Two rows are of the same listing.")
        self.rows = dict(zip(lines, read, strict=True))
        self.line_of = dict(zip(labels, lines, strict=True))

    def row(self, row: dict[str, str]) -> dict[str, Any]:
        row = {str(key).strip(): value or "" for key, value in row.items() if key}
        least, most = fen(row.get("price", ""))
        band = None if least is None else bisect_right(self.edges, least)
        said = {part: self.name(row.get(part, "")) for part in (*SINGLE, "platform", "category")}
        said |= {"band": self.name(row["band"]) if "band" in row else None if band is None else str(band)}
        known = row.get("known", "").strip().casefold() in YES
        risk = int(row.get("risk", "").strip() or 0)
        return said | {"listing": row["listing"].strip(), "price": most, "risk": risk, "known": known}

    def name(self, text: str) -> str | None:
        return self.names[text] if text in self.names else self.names.setdefault(text, name(text))


# The rules


class Rules:
    """What a choice must keep, and what belongs together."""

    def __init__(self, listing: Listing, choice: dict[str, Any]) -> None:
        wanted = choice["wanted"]
        self.rows, self.quota, self.seed = listing.rows, int(wanted["quota"]), wanted.get("seed", "")
        self.ranks: dict[Way, tuple[bool, bytes]] = {}
        self.caps = [
            ({key: name(str(value)) for key, value in cap["where"].items()}, int(cap["most"]))
            for cap in wanted.get("caps", [])
        ]
        budget = wanted.get("budget")
        self.budget = None if budget is None else fen(budget)[1]
        self.allowed = set(wanted.get("allowed", []))
        keysets: dict[tuple[str, ...], dict[tuple[Any, ...], list[int]]] = {}
        for number, (where, _most) in enumerate(self.caps):
            names = tuple(sorted(where))
            keysets.setdefault(names, {}).setdefault(tuple(where[key] for key in names), []).append(number)
        self.keysets = list(keysets.items())

    def may(self, line: int) -> bool:
        """Whether a line may be bought at all."""
        row = self.rows[line]
        paid = self.budget is None or (row["price"] is not None and row["price"] <= self.budget)
        return paid and not row["known"]

    def ways(self) -> Iterator[Way]:
        """What can be taken: a line, and for lines that may repeat the line as a repeat."""
        for line in self.rows:
            if self.may(line):
                yield line, False
                if line in self.allowed:
                    yield line, True

    def uses(self, line: int, repeat: bool) -> list[Use]:
        """What taking a line uses up, as (what, which): each of which so many are allowed."""
        row = self.rows[line]
        found: list[Use] = []
        if not repeat:
            found = [(part, row[part]) for part in SINGLE if row[part] is not None]
        if line in self.allowed:
            found.append(("line", line))
        for names, cells in self.keysets:
            found += [("cap", number) for number in cells.get(tuple(row[key] for key in names), ())]
        return found

    def rank(self, way: Way) -> tuple[bool, bytes]:
        """The place of a line in the draw; repeats come last."""
        if way not in self.ranks:
            self.ranks[way] = way[1], hashlib.sha256(f"{self.seed}:{way[0]}".encode()).digest()
        return self.ranks[way]

    def most(self, use: Use) -> int:
        return self.caps[use[1]][1] if use[0] == "cap" else 1

    def keep(self, ways: list[Way]) -> None:
        """Refuse a choice that breaks a rule."""
        if len({line for line, _repeat in ways}) != len(ways):
            raise Wrong("A line is chosen twice.")
        if len(ways) > self.quota:
            raise Wrong(f"{len(ways)} are chosen, {self.quota} are wanted.")
        used: dict[Use, list[int]] = {}
        for line, repeat in ways:
            if line not in self.rows:
                raise Wrong(f"Line {line} is not in the listing.")
            if not self.may(line):
                raise Wrong(f"Line {line} may not be bought: sampled already, or at no price that fits.")
            if repeat and line not in self.allowed:
                raise Wrong(f"Line {line} repeats, but no exception is allowed for it.")
            for use in self.uses(line, repeat):
                used.setdefault(use, []).append(line)
        for use, lines in used.items():
            if len(lines) > self.most(use):
                shown = ", ".join(map(str, lines[:5]))
                raise Wrong(f"Lines {shown} are more than {self.most(use)} of one {use[0]}.")
        if self.budget is not None and sum(self.rows[line]["price"] for line, _repeat in ways) > self.budget:
            raise Wrong("The choice costs more than the budget.")


def drawn(rules: Rules) -> list[Way]:
    """What the seed draws: along SHA-256(seed:line), each that fits; then the repeats that are allowed."""

    left: dict[Use, int] = {}
    taken: list[Way] = []
    money = rules.budget
    for line, repeat in sorted(rules.ways(), key=rules.rank):
        uses, price = rules.uses(line, repeat), rules.rows[line]["price"]
        if len(taken) == rules.quota:
            break
        if any(left.get(use, rules.most(use)) <= 0 for use in uses) or (money is not None and price > money):
            continue
        for use in uses:
            left[use] = left.get(use, rules.most(use)) - 1
        money = None if money is None else money - price
        taken.append((line, repeat))
    return taken


# The best


class Claim:
    """That no choice which reaches what the objectives before have reached is worth more than a bound.

    Prices: of each thing of which there is so much, 0 or more. A choice is worth what it pays for what it
    uses, and what each line's weight exceeds its prices by; it uses no more than there is. So all there is at
    its price, with every line's excess, is a bound, whatever the prices are.
    """

    def __init__(self, rules: Rules, said: dict[str, Any]) -> None:
        self.rules, self.of = rules, said["of"]
        self.value, self.among = int(said.get("value", 0)), said.get("among", {})
        self.prices, self.cases = said.get("prices", {"unit": 1}), said.get("cases")

    def weight(self, way: Way) -> int:
        if self.of == "risk":
            return int(self.rules.rows[way[0]]["risk"])
        return -int(way[1]) if self.of == "repeats" else 1

    def pricing(self, prices: dict[str, Any]) -> tuple[int, int, Callable[[Way], int]]:
        """Units of one, what all there is costs, and of a way what its weight exceeds its prices by."""
        rules, unit = self.rules, int(prices["unit"])
        shared = {key: prices.get(key, 0) for key in ("quota", "size", "budget", "repeats")}
        each: dict[Use, int] = {}
        for part in (*SINGLE, "line", "cap"):
            for key, price in prices.get(part, {}).items():
                which = int(key) if part in ("line", "cap") else rules.rows[int(key)][part]
                if which is not None:
                    each[part, which] = price
        if any(type(price) is not int or price < 0 for price in [unit - 1, *each.values(), *shared.values()]):
            raise Wrong("A price of the certificate is no whole number, or less than 0.")
        if shared["budget"] and rules.budget is None:
            raise Wrong("The certificate prices a budget that is not there.")
        if shared["repeats"] and self.among.get("repeats") is None:
            raise Wrong("The certificate prices repeats that are not bounded.")
        stock = sum(price * rules.most(use) for use, price in each.items())
        stock += shared["quota"] * rules.quota - shared["size"] * self.among.get("size", 0)
        stock += shared["budget"] * (rules.budget or 0) + shared["repeats"] * (self.among.get("repeats") or 0)

        def excess(way: Way) -> int:
            line, repeat = way
            paid: int = sum(each.get(use, 0) for use in rules.uses(line, repeat)) if each else 0
            paid += shared["quota"] - shared["size"] + shared["repeats"] * repeat
            if shared["budget"]:
                paid += shared["budget"] * rules.rows[line]["price"]
            return self.weight(way) * unit - int(paid)

        return unit, stock, excess

    def bound(self) -> int:
        """The bound that the certificate proves."""
        unit, stock, excess = self.pricing(self.prices)
        over = {way: excess(way) for way in self.rules.ways()}
        whole = stock + sum(left for left in over.values() if left > 0)
        if self.cases is None or whole // unit <= self.value:
            return whole // unit
        # A line that costs more than what is open is in no choice worth more than the value.
        ways = [way for way, left in over.items() if whole + min(left, 0) >= (self.value + 1) * unit]
        return min(whole // unit, max(self.value, self.case(self.cases, ways, [])))

    def case(self, said: dict[str, Any], ways: list[Way], taken: list[Way]) -> int:
        """The greatest of the bounds of all cases: each splits in two, with a line and without."""
        waiting, worst = [(said, ways, taken)], self.value
        while waiting:
            said, ways, taken = waiting.pop()
            if "line" not in said or "in" not in said:
                unit, stock, excess = self.pricing(said)
                whole = stock + sum(max(excess(way), 0) for way in ways) + sum(map(excess, taken))
                worst = max(worst, int(whole // unit))
                continue
            one = (int(said["line"]), bool(said.get("repeat")))
            waiting.append((said["out"], [way for way in ways if way != one], taken))
            if one in ways:
                uses = {use for use in self.rules.uses(*one) if use[0] != "cap"}
                free = [way for way in ways if way != one and not uses & set(self.rules.uses(*way))]
                waiting.append((said["in"], free, [*taken, one]))
        return worst


def opened(rules: Rules, choice: dict[str, Any], ways: list[Way]) -> tuple[str, int]:
    """How far the choice may be from the best: of the first objective that is open, how many units."""
    claims = {said["of"]: said for said in choice["certificate"].get("claims", [])}
    size, repeats = len(ways), sum(repeat for _line, repeat in ways)
    risk = sum(rules.rows[line]["risk"] for line, _repeat in ways)
    reached = {"size": size, "repeats": -repeats, "risk": risk}
    for of, value in reached.items():
        if (of == "size" and size == rules.quota) or (of == "repeats" and not repeats):
            continue
        claim = Claim(rules, claims.get(of, {"of": of}))
        bounded = "repeats" in claim.among and (of != "risk" or claim.among["repeats"] < repeats)
        if claim.among.get("size", 0) > size or bounded:
            raise Wrong(f"The certificate's claim of the {of} speaks of other choices than this one.")
        gap = claim.bound() - value
        if gap > 0:
            return of, gap
    return "", 0


def fair(rules: Rules, ways: list[Way]) -> None:
    """Refuse a choice where the seed draws another line of the same risk first, which would fit as well."""
    chosen, left = set(ways), dict[Use, int]()
    for use in (use for way in ways for use in rules.uses(*way)):
        left[use] = left.get(use, rules.most(use)) - 1
    spent = sum(rules.rows[line]["price"] or 0 for line, _repeat in ways)
    alike: dict[tuple[int, bool], list[Way]] = {(rules.rows[way[0]]["risk"], way[1]): [] for way in ways}
    for way in rules.ways():
        if way not in chosen:
            alike.get((rules.rows[way[0]]["risk"], way[1]), []).append(way)
    for line, repeat in ways:
        freed = set(rules.uses(line, repeat))
        for other, again in alike[rules.rows[line]["risk"], repeat]:
            if rules.rank((other, again)) > rules.rank((line, repeat)):
                continue
            more = spent - (rules.rows[line]["price"] or 0) + (rules.rows[other]["price"] or 0)
            paid = rules.budget is None or more <= rules.budget
            uses = rules.uses(other, again)
            if paid and all(left.get(use, rules.most(use)) + (use in freed) > 0 for use in uses):
                raise Wrong(f"The seed draws line {other} before {line}, which has the same risk.")


# The sentence


def verdict(data: bytes, choice: dict[str, Any], commitment: str | None = None) -> str:
    """What is found, as a sentence; raises Wrong if the choice is not what it says."""
    digest = hashlib.sha256(data).hexdigest()
    if choice.get("listing_sha256", digest) != digest:
        raise Wrong("This is not the listing that was chosen from.")
    edges = sorted(fen(edge)[1] or 0 for edge in choice["wanted"].get("bands", []))
    listing = Listing(data, edges)
    rules = Rules(listing, choice)
    if commitment and hashlib.sha256(rules.seed.encode()).hexdigest() != commitment:
        raise Wrong("The seed is not the one that was committed to.")
    again = set(choice.get("repeated", []))
    ways = [(listing.line_of.get(label, 0), label in again) for label in choice["selected"]]
    rules.keep(ways)
    risk = sum(rules.rows[line]["risk"] for line, _repeat in ways)
    repeats = sum(repeat for _line, repeat in ways)
    for what, found in (("size", len(ways)), ("risk", risk), ("repeats", repeats)):
        if choice[what] != found:
            raise Wrong(f"The {what} is {found}, not {choice[what]}.")
    told = f"{len(ways)} of {rules.quota} chosen, risk {risk}, {repeats} repeats, no rule broken"
    if choice["mode"] == "random":
        if sorted(drawn(rules)) != sorted(ways):
            raise Wrong("The seed draws other lines.")
        return f"{told}; drawn by the seed."
    if rules.seed:
        fair(rules, ways)
    of, gap = opened(rules, choice, ways)
    if gap > choice["gap"]:
        raise Wrong(
            f"It says within {choice['gap']} of the bound; the certificate leaves {gap} open in {of}."
        )
    return f"{told}; within {gap} of the bound in {of}." if gap else f"{told}; proven: nothing is better."


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Is a choice what it says?")
    parser.add_argument("listing", type=Path)
    parser.add_argument("choice", type=Path)
    parser.add_argument("--commitment", help="the SHA-256 of the seed, as it was made known before")
    options = parser.parse_args(arguments)
    gc.disable()  # a million rows are many, but none of them goes in circles
    try:
        choice = json.loads(options.choice.read_text(encoding="utf-8"))
        said = verdict(options.listing.read_bytes(), choice, options.commitment)
    except Wrong as wrong:
        sys.stderr.write(f"Refused: {wrong}\n")
        return 1
    except (OSError, ValueError, LookupError, TypeError) as wrong:
        sys.stderr.write(f"Refused: this cannot be read ({type(wrong).__name__}: {wrong}).\n")
        return 1
    sys.stdout.write(said + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
