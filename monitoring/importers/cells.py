"""What does the text of a cell say: nothing, a verdict, failing items, a hazard, a day, a shop?"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from catalogue.names import folded, narrow, normal, on_one_line, unmarked
from monitoring.importers import HAZARDS
from trail.days import in_range

_NOTHING = re.compile(
    r"[（(]?(?:[-—–―─_/\\.·~*\s]{0,99}|无|空白|不详|[未无]标[注明示]|图[形文案标]{0,9}(?:文字)?(?:商标)?)[）)]?"
)
_CONFORMING = re.compile(
    r"(?:所检项目|实物质量|综合判定|抽查|检验|未发现)?(?:合格|符合)(?:(?:标准)?要求)?|未发现(?:问题|不合格|不符合)"
)
NON_CONFORMING = re.compile(
    r"(?:(?:复检|综合判定|实物质量|抽查|检验)仍?(?:为|判定为)?)?(?P<kind>一般|轻微|较严重|严重|标[识志签]|使用说明)?"
    r"(?:不合格|不符合)(?:(?:标准)?要求)?|发现问题"
)
# A title that says that nothing failed, or that what failed is among what it lists.
_NOT_ALL_FAILED = re.compile(
    "(?:未|无|没有|不存在)(?:发现|检出|出现)?(?:有|任何)?不合格|(?:含|包括|其中|部分|个别).{0,4}不合格"
)
_NUMBERING = re.compile(r"^[（(]?\d{1,2}[.．)）、](?!\d)\s*")
_CIRCLED = re.compile("[①-⒛]")
_DAY = re.compile(r"(20\d\d)\s{0,9}[-./年]\s{0,9}(\d{1,2})\s{0,9}[-./月]\s{0,9}(\d{1,2})")
_ANY_DAY = re.compile(r"(\d{4})\s{0,9}[-./年]\s{0,9}(\d{1,2})\s{0,9}[-./月]\s{0,9}(\d{1,2})")
_SERIAL = re.compile(r"[34]\d{4}")
_LABEL_ONLY = re.compile("标[识志签]|说明|包装|警示")
DEGREES = {"严重": "high", "较严重": "medium", "一般": "medium", "轻": "low", "轻微": "low"}
# The fields in which somebody tells something in their own words, line by line.
AT_LENGTH = frozenset({"problem", "text", "injury", "defect", "consequence", "measures"})
# Lists say the same again and again: what so many texts said last is remembered.
REMEMBERED = 20_000


class Result(StrEnum):
    """The verdict of a line, as in catalogue.Verdict."""

    CONFORMING = "conforming"
    NON_CONFORMING = "non_conforming"


@lru_cache(REMEMBERED)
def said(text: str) -> str:
    """The text of a cell as it was written, on one line; nothing where it only says that there is nothing."""
    return "" if _NOTHING.fullmatch(normal(text)) else on_one_line(unmarked(text))


@lru_cache(REMEMBERED)
def said_at_length(text: str) -> str:
    """The same with its line breaks: what somebody tells in their own words."""
    return "" if _NOTHING.fullmatch(normal(text)) else unmarked(text)


def by_word(identity: str) -> str:
    """What tells a line from others, as it is compared: word by word without width and case."""
    return " ".join(map(normal, identity.split(" "))).casefold()


def joined(*parts: str) -> str:
    """Those of the texts that say something, once each."""
    return " / ".join(dict.fromkeys(text for part in parts if (text := said(part))))


def verdict(stated: list[str]) -> Result | None:
    """Non-conforming as soon as one verdict is, conforming if all are, None where one is no verdict."""
    if any(NON_CONFORMING.fullmatch(text) for text in stated):
        return Result.NON_CONFORMING
    if stated and all(_CONFORMING.fullmatch(text) for text in stated):
        return Result.CONFORMING
    return None


def is_verdict(text: str) -> bool:
    """Whether a text says that something conforms, or that it does not."""
    return bool(NON_CONFORMING.fullmatch(text) or _CONFORMING.fullmatch(text))


def convicts(title: str) -> bool:
    """Whether a title says of all that it lists that it failed: it names that outcome, and no other."""
    failed = "不合格" in title and not _NOT_ALL_FAILED.search(title)
    return failed and "合格" not in title.replace("不合格", "")


@lru_cache(REMEMBERED)
def failing_items(text: str) -> tuple[str, ...]:
    """The failing items of a cell, split where a list is split, but not within brackets or numbers."""
    text = _CIRCLED.sub("\n", text)
    plain = narrow(text)
    nested = plain.count("(") == plain.count(")")
    items, depth = [""], 0
    for position, letter in enumerate(plain):
        depth += nested * ((letter == "(") - (letter == ")"))
        number = plain[position - 1 : position].isdigit() and plain[position + 1 : position + 2].isdigit()
        if letter == "\n" or (letter in ";、," and depth <= 0 and not (letter == "," and number)):
            items.append("")
        else:
            items[-1] += text[position]
    texts = (said(_NUMBERING.sub("", item.strip())) for item in items)
    return tuple(dict.fromkeys(text for text in texts if re.search(r"[^\W\d_]", text)))


@lru_cache(REMEMBERED)
def hazard_of(failing: tuple[str, ...]) -> str:
    """The gravest hazard that the items' words tell; what is only about labels tells none."""
    items = [folded(item) for item in failing if not _LABEL_ONLY.search(item)]
    return next((hazard for hazard, words in HAZARDS if any(words.search(item) for item in items)), "")


def outside(text: str) -> bool:
    """Whether a cell names a day that no record can name."""
    found = _ANY_DAY.match(unserial(narrow(text).strip()))
    try:
        return found is not None and not in_range(date(*map(int, found.groups())))
    except ValueError:
        return False


@lru_cache(REMEMBERED)
def day(text: str) -> date | None:
    """The day a cell names, or None; also where a spreadsheet left a number."""
    found = _DAY.match(unserial(narrow(text).strip()))
    try:
        named = date(*map(int, found.groups())) if found else None
        return named if named and in_range(named) else None
    except ValueError:
        return None


def unserial(text: str) -> str:
    """A day that a spreadsheet left as a number of days since 1899-12-30, as a day."""
    return (date(1899, 12, 30) + timedelta(int(text))).isoformat() if _SERIAL.fullmatch(text) else text
