"""Which items does a line tell of, with what was measured and what is allowed, however its cells hold them?

A notice writes an item in one of three ways: under a header of its own (`甲醛 / 标准值`, `甲醛 / 实测值`), in
a line of its own with columns for item, value and limit, or whole in one cell (`甲醛║120mg/kg║≤75mg/kg`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitoring.importers.cells import said

_BAR = re.compile("[║‖∥|｜]{1,9}")
_FIRST_OR_AGAIN = re.compile(r"(?:初检|复检)结果\s{0,9}[:：]{1,9}")
_END_OF_ENTRY = re.compile("[;；\n]")
_LIMIT_IN_HEADER = re.compile(
    r"[(（](?:标准值|标准要求|技术要求|要求|限值)?[:：]?"
    r"((?:应|不得|不|≤|≥|<|>|＜|＞|±|大于|小于|低于|高于)[^()（）]{1,60}|\d[\d.]{0,9}[~～-]\d[^()（）]{0,20})[)）]"
)
_NUMBERED = re.compile(r"^项目(?:[①-⑳⑴-⒇]|\d{1,3})[:：]_*")
_OVER_ITEMS = re.compile(r"^(?:部分)?(?:实物质量)?(?:项目)?(?:检验结果|检测结果)$")
# What a header says below the name of an item.
_ROLES = (
    ("both", re.compile(r"(?:标准值|技术要求|要求)/(?:实测值|实测结果|检测结果|检验结果)")),
    ("limit", re.compile("标准值|技术要求|标准要求|标准规定|参考值|明示值?|限值|限量值?|规定值|要求")),
    ("value", re.compile("实测值|实测结果|实测|检测结果|检测值|测定值")),
    ("name", re.compile("元素|成分名称|名称")),
)
_BRACKETS = re.compile(r"\([^()]{0,60}\)?|（[^（）]{0,60}）?")


class Role(StrEnum):
    """What a cell under an item's header holds: its limit, its value, `limit/value`, or the item's name."""

    BOTH = "both"
    LIMIT = "limit"
    VALUE = "value"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Measured:
    """An item of a line. value, limit: as written, "" where the line does not say."""

    item: str
    value: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class ItemColumn:
    """A column over which an item stands. limit: as its header says it."""

    item: str
    role: Role
    limit: str = ""


def item_column(labels: Sequence[str]) -> ItemColumn | None:
    """What a column of one item holds, by its headers from above; None where they name no item."""
    *above, last = labels
    bare = _BRACKETS.sub("", last)
    role = next((Role(name) for name, words in _ROLES if words.fullmatch(bare)), None)
    limit = next((found[1] for label in reversed(labels) if (found := _LIMIT_IN_HEADER.search(label))), "")
    if role and above:
        name = item_name(above)
        return ItemColumn(name, role, limit) if name else None
    if limit or _NUMBERED.match(last) or any(_OVER_ITEMS.match(label) for label in above):
        return ItemColumn(item_name(labels), Role.VALUE, limit) if item_name(labels) else None
    return None


def item_name(labels: Iterable[str]) -> str:
    """The name of the item that these headers stand over: without what they say beside it."""
    texts = (_NUMBERED.sub("", _LIMIT_IN_HEADER.sub("", label)).strip("_ ") for label in labels)
    names = [text for text in texts if text and not _OVER_ITEMS.match(_BRACKETS.sub("", text))]
    return " / ".join(name for name in names if not _is_role(name))


def _is_role(label: str) -> bool:
    return any(words.fullmatch(_BRACKETS.sub("", label)) for _name, words in _ROLES)


def of_columns(columns: Mapping[int, ItemColumn], cells: Mapping[int, str]) -> tuple[Measured, ...]:
    """The items of one row, by the columns that stand over them. cells: the row's own text by column."""
    found: dict[str, Measured] = {}
    names: dict[str, str] = {}
    for number, column in columns.items():
        text = cells.get(number, "")
        if not said(text):
            continue
        one = found.get(column.item) or Measured(column.item, limit=column.limit)
        if column.role == Role.NAME:
            names[column.item] = text
        elif column.role == Role.LIMIT:
            found[column.item] = replace(one, limit=text)
        else:
            limit, value = _taken_apart(text) if column.role == Role.BOTH else ("", text)
            found[column.item] = replace(one, value=value, limit=limit or one.limit)
    named = (replace(one, item=names.get(one.item, one.item)) for one in found.values())
    return tuple(one for one in named if one.value)


def _taken_apart(text: str) -> tuple[str, str]:
    """Limit and value of `≤60/42`; the slash of a unit is followed by a letter."""
    for place, letter in enumerate(text):
        if letter in "/／" and not re.match(r"[A-Za-zµμ]", text[place + 1 : place + 2]):
            return text[:place], text[place + 1 :]
    return "", text


# --- one cell ----------------------------------------------------------------------------------------------


def is_combined(text: str) -> bool:
    """Whether item, value and limit stand in one cell or header, parted by bars."""
    return _BAR.search(text) is not None


def parts(header: str) -> list[str]:
    """The headers that stand in one, parted by bars."""
    return [part for part in _BAR.split(header) if part]


def of_cell(text: str, order: Sequence[str] = ("item", "value", "limit")) -> tuple[Measured, ...]:
    """The items of one cell, a repeated test in place of the first; () where it is no such cell.

    order: which of item, value and limit stands first, second, third. `item║value║limit；item║value║limit`.
    """
    found: dict[str, Measured] = {}
    last = ""
    for part in _FIRST_OR_AGAIN.split(text):
        for texts in _entries(_BAR.split(part.strip()), len(order)):
            fields = dict(zip(order, (last, *texts) if len(texts) < len(order) else texts, strict=False))
            last = said(fields.get("item", ""))
            if not last:
                return ()
            found[last] = Measured(last, fields.get("value", ""), fields.get("limit", ""))
    return tuple(found.values())


def _entries(texts: list[str], width: int) -> list[list[str]]:
    """The texts between bars, so many to an entry: between two entries stands `limit；item`."""
    if texts == [""]:
        return []
    entries: list[list[str]] = [[]]
    for place, text in enumerate(texts):
        if len(entries[-1]) == width - 1 and place < len(texts) - 1:
            head, tail = _parted(text)
            entries[-1].append(head)
            entries.append([tail])
        else:
            entries[-1].append(text.strip(" ;；\n"))
    return entries


def _parted(text: str) -> tuple[str, str]:
    """What stands before and after the last sign that ends an entry."""
    ends = [found.start() for found in _END_OF_ENTRY.finditer(text.strip(" ;；\n"))]
    bare = text.strip(" ;；\n")
    return (bare[: ends[-1]].strip(), bare[ends[-1] + 1 :].strip()) if ends else (bare, "")
