"""What stands over the lines of a notice: which columns and single items, which title, product and year?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.names import normal
from documents.incoming.grids import Grid
from documents.incoming.headers import NOTICE, Own, outline, plain
from monitoring.importers import HEADERS, Column
from monitoring.importers.cells import is_verdict, said
from monitoring.importers.measurements import ItemColumn, is_combined, item_column, parts

HEADER_WITHIN = 8
DEEPEST_HEADER = 6
_ATTACHMENT = re.compile(r"^\s{0,9}附[件表]\s{0,9}[\d一二三四五六七八九十－-]{0,9}\s{0,9}[:：]?\s{0,9}")
# What the headers of a cell that holds all of an item mean.
_IN_ONE_CELL = {
    Column.FAILING: "item",
    Column.ITEM: "item",
    Column.ITEM_RESULT: "value",
    Column.MEASURED: "value",
    Column.LIMIT: "limit",
    Column.STANDARD: "limit",
}
# Under an item's name these are the item's.
_OF_ITEMS = frozenset({Column.LIMIT, Column.MEASURED})
_OF_ONE_PRODUCT = re.compile(
    r"(?:20\d\d年?度?)?(?:电子商务|.{2,3}[省市](?=.{1,30}产品质量))?(?P<product>.{1,30}?)"
    r"产品质量(?:国家|全国|[省市县]级)?(?:监督|联动|专项|风险|抽查)"
)
# A header that speaks of the verdict, in whatever words, names no item.
_OF_VERDICT = re.compile("判定|判断|评定|评价|结论|结果|状况|情况|是否合格|合格与否")
# A header that speaks of what failed, in whatever words, names the failing items.
_OF_FAILING = re.compile("不(?:合格|符合).{0,6}(?:项|指标)(?!.?数)")
# Of these a line has one: what stands in two columns is not put together.
_ONE = (Column.PRODUCT, Column.PRODUCER, Column.BRAND, Column.SHOP, Column.PLATFORM)
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


def spelling(header: str) -> str:
    """A header without what varies: width, spaces, brackets and their content, 标称, a trailing digit."""
    narrow = re.sub(r"\s", "", unicodedata.normalize("NFKC", header)).replace("\\", "/")
    bare = re.sub(r"\([^()]{0,200}\)?", "", narrow)
    return re.sub(r"(?<=\D)\d$", "", re.sub(r"^标[称注]", "", bare))


Known = Callable[[str], "Column | None"]


def _column(header: str) -> Column | None:
    """The column that a header means; one of several, parted by bars, what the first of them means."""
    if is_combined(header):
        return next((column for part in parts(header) if (column := _column(part))), None)
    return HEADERS.get(spelling(header))


@dataclass(frozen=True, slots=True)
class Reading:
    """How the headers of a sheet are understood. `read_over` are those that a person said hold nothing.
    by_person: a person has said of each what it holds."""

    column_of: Known
    read_over: frozenset[str] = frozenset()
    product: str = ""
    by_person: bool = False


def reading_of(grid: Grid, own: Sequence[Own]) -> Reading:
    """How the headers of a sheet are understood: as a person has read them, or by the vocabulary."""
    for row in range(min(HEADER_WITHIN, len(grid.cells))):
        found = outline(grid.text(row, place) for place in range(len(grid.cells[row])))
        for one in own:
            if one.layout == NOTICE and one.outline == found:
                over = frozenset(header for header, name in one.fields.items() if not name)
                return Reading(_as_read(one), over, one.product, by_person=True)
    return Reading(_column)


def _as_read(own: Own) -> Known:
    columns = {header: Column(name) for header, name in own.fields.items() if name}
    return lambda header: columns.get(plain(header))


def header_rows(grid: Grid, column_of: Known) -> tuple[int, int] | None:
    """First and last row of the header: the rows that name columns, and what merged cells add below them."""
    named = [
        {column for text in cells if text and (column := column_of(text))}
        for cells in grid.cells[:HEADER_WITHIN]
    ]
    of_products = [row for row, names in enumerate(named) if names & {Column.PRODUCT, Column.PRODUCER}]
    best = max(of_products, key=lambda row: len(named[row]), default=None)
    if best is None or len(named[best]) < 2:
        return None
    top = next(row for row in range(best + 1) if len(named[row]) >= 2)
    bottom = best
    for (row, _right), (first, _left) in sorted(grid.anchors.items()):
        if top <= first <= bottom < row < top + DEEPEST_HEADER:
            bottom = row
    columns = head_of(grid, top, bottom, column_of).columns
    while bottom + 1 < min(len(grid.cells), top + DEEPEST_HEADER):
        below = [number for number, text in enumerate(grid.cells[bottom + 1]) if text]
        if not below or any(number in columns for number in below):
            break
        bottom += 1
    return top, bottom


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over the lines. By number of the column: what it holds, the items that stand over some, and
    the labels that nothing here knows. order: of item, value and limit in the cells that name failing items.
    judged: by number of a verdict's column the items to its left that it is about."""

    columns: dict[int, Column] = field(default_factory=dict)
    items: dict[int, ItemColumn] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    judged: dict[int, list[str]] = field(default_factory=dict)


def head_of(grid: Grid, top: int, bottom: int, column_of: Known) -> Head:
    """Columns by number, by the lowest label over each; a value or limit below an item is that item's."""
    head, open_items = Head(), list[str]()
    for number in range(max(len(cells) for cells in grid.cells[top : bottom + 1])):
        texts = [re.sub(r"\s+", "", grid.text(row, number)) for row in range(top, bottom + 1)]
        labels = list(dict.fromkeys(text for text in texts if text))
        column = _meant(labels, column_of)
        of_item = column is None or (column in _OF_ITEMS and len(labels) > 1)
        item = item_column(labels) if labels and of_item else None
        if item:
            head.items[number] = item
            open_items += [item.item] if item.item not in open_items else []
        elif column:
            head.columns[number] = column
            if column == Column.FAILING:
                head.order[:] = _order(labels[-1])
            elif column == Column.ITEM_RESULT:
                head.judged[number], open_items = open_items, []
        elif labels:
            head.labels[number] = " / ".join(labels)
    return head


def _meant(labels: list[str], column_of: Known) -> Column | None:
    """What the lowest of the headers over a column means; `合格` below that of a verdict is that verdict."""
    column = column_of(labels[-1]) if labels else None
    below = column is None and len(labels) > 1 and is_verdict(labels[-1])
    return Column.RESULT if below and column_of(labels[-2]) == Column.RESULT else column


def of_verdict(label: str) -> bool:
    """Whether the lowest of the headers that a label is made of speaks of the verdict."""
    return bool(_OF_VERDICT.search(label.rpartition(" / ")[2]))


def unknown_verdicts(grid: Grid, bottom: int, head: Head) -> tuple[str, ...]:
    """The labels that nothing here knows whose cells are verdicts: of the line, where the label says so or no
    column is known to state one, and not of an item."""
    stated = {Column.RESULT, Column.ITEM_RESULT, Column.FAILING} & set(head.columns.values())
    found = []
    for number, label in head.labels.items():
        texts = [re.sub(r"\s", "", text) for text in _below(grid, bottom, number)]
        verdicts = [text for text in texts if is_verdict(text)]
        if verdicts and (of_verdict(label) or (not stated and len(verdicts) == len(texts))):
            found.append(label)
    return tuple(dict.fromkeys(found))


def misread(grid: Grid, bottom: int, head: Head) -> tuple[str, ...]:
    """The headers that speak of what failed, over cells that are taken for something else or for nothing."""
    names = {number: re.sub(r"\s+", "", grid.text(bottom, number)) for number in _numbers(head)}
    found = [
        name
        for number, name in names.items()
        if head.columns.get(number) != Column.FAILING and _OF_FAILING.search(name)
    ]
    return tuple(dict.fromkeys(found))


def _numbers(head: Head) -> list[int]:
    return sorted({*head.columns, *head.items, *head.labels})


def doubled(grid: Grid, bottom: int, head: Head) -> tuple[str, ...]:
    """The headers of several columns that hold what a line has once, and say different things in one line."""
    for column in _ONE:
        numbers = [number for number, known in head.columns.items() if known == column]
        if len(numbers) > 1 and any(
            len({text for number in numbers if (text := said(grid.text(row, number)))}) > 1
            for row in range(bottom + 1, len(grid.cells))
        ):
            return tuple(re.sub(r"\s+", "", grid.text(bottom, number)) for number in numbers)
    return ()


def _below(grid: Grid, bottom: int, number: int) -> list[str]:
    """The texts under a header that say something."""
    return [text for row in range(bottom + 1, len(grid.cells)) if said(text := grid.own(row, number))]


def _order(header: str) -> list[str]:
    """In which order item, value and limit stand in the cells under a header: as it says itself."""
    found = [_IN_ONE_CELL.get(_column(part) or Column.UNUSED, "limit") for part in parts(header)]
    whole = len(set(found)) == len(found) > 1 and "item" in found
    return found if whole else ["item", "value", "limit"]


def title_of(grid: Grid, top: int) -> str:
    texts = (_ATTACHMENT.sub("", text) for cells in grid.cells[:top] for text in cells if text)
    return max((re.sub(r"\s+", "", text) for text in texts), key=len, default="")


def product_of(title: str) -> str:
    """The one product that a title names (`童车` of 童车产品质量监督抽查…), "" where several or none."""
    found = _OF_ONE_PRODUCT.match(normal(title))
    product = found["product"] if found else ""
    return "" if re.search("[等、和与及]|部分|不合格", product) else product


def year_in(text: str) -> str:
    """The year that a text names, "" where it names none."""
    found = _YEAR.search(text)
    return found[1] if found else ""


def year_of(title: str, sheet: str, filename: str) -> int | None:
    """The year of a notice, by its title, or else by the name of its sheet or file."""
    year = year_in(title) or year_in(sheet) or year_in(Path(filename).stem)
    return int(year) if year else None
