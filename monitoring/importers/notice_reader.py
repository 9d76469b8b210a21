"""What does each line of a notice say of a product, and what must be assumed to make a risk signal of it?"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.names import folded, is_nominal, key, normal, on_one_line
from catalogue.platforms import PUBLIC, Names
from documents.incoming.digits import first_cut, lost
from monitoring.importers import SPELLINGS, Column
from monitoring.importers.broken import failing as beyond_limits
from monitoring.importers.cells import (
    DEGREES,
    NON_CONFORMING,
    Result,
    convicts,
    day,
    failing_items,
    hazard_of,
    is_verdict,
    joined,
    outside,
    said,
    unserial,
    verdict,
)
from monitoring.importers.followups import Declined, FollowUp, declines, follow_up, follows_up
from monitoring.importers.measurements import Measured
from monitoring.importers.workbook import Line, Sheet

_PRICE = re.compile(r"[¥￥]?(\d{1,40}(?:\.\d{1,40})?)(?:元(?:/.+)?)?")
_TITLE_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_WHOSE = (
    (re.compile("国家|全国|总局"), "national_sampling"),
    (re.compile("省|自治区|北京市|天津市|上海市|重庆市"), "provincial_sampling"),
    (re.compile("市|区|县"), "municipal_sampling"),
)
_BEFORE_CATEGORY = re.compile(
    r"^(?:\d{1,40}、)?(?:近\d年)?(?:20\d\d年?度?)?(?:第?\d季度|[上下]半年)?(?:电子商务|.{2,3}[省市](?=产品质量))?"
)
_AFTER_CATEGORY = re.compile(
    r"(?:等?产品)?(?:质量|专项|国家|全国|[省市县]级|监督|风险监测|检测|抽[查检]|不合格|部分|项目|新增|拒绝).*"
)
# Columns in which a long number may well stand: what was measured, what is allowed, what it cost.
FIGURES = frozenset(
    {
        Column.SEQUENCE,
        Column.PRICE,
        Column.RESULT,
        Column.ITEM_RESULT,
        Column.FAILING,
        Column.LIMIT,
        Column.MEASURED,
        Column.UNUSED,
    }
)


@dataclass(frozen=True, slots=True)
class Default:
    """What is assumed where a notice is silent, and the reason a reader is given."""

    value: str
    reason: str | Promise


# What 6.1.1 asks of risk information and a notice rarely states; a field filled so stands in Row.derived.
DEFAULTS: dict[str, Default] = {
    "hazard_item": Default("未列明的不合格项目", gettext_lazy("The notice names no failing item.")),
    "hazard_type": Default("other", gettext_lazy("No word of the failing items tells the kind of hazard.")),
    "scope": Default("single_product", gettext_lazy("A line of a notice speaks of one product.")),
    "degree": Default("medium", gettext_lazy("The notice does not grade the failure.")),
    "trigger": Default(
        "health_safety",
        gettext_lazy("One line cannot show a regional or industry-wide problem; a person may be hurt."),
    ),
}


@dataclass(frozen=True, slots=True)
class Risk:
    """What 6.1.1 asks of risk information, for a line that does not conform."""

    hazard_item: str
    hazard_type: str
    scope: str
    degree: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Row:
    """One product of a notice. Text is as it was written, and empty where the notice says nothing.

    `risk` is None for a conforming product. `derived` names the fields, of the row and its risk, that the
    notice does not state; `unread` the columns whose text was no date or price and stays behind in the file.
    `sampled_on` without a date in the notice is the last day of its year, the latest that is possible.
    """

    sheet: str
    number: int
    title: str
    category: str
    year: int | None
    product: str
    sale_title: str
    producer: str
    nominal: bool
    place: str
    address: str
    brand: str
    model: str
    batch: str
    standard: str
    platform: str
    shop: str
    source: str
    price: Decimal | None
    sampled_on: date | None
    result: Result
    failing: tuple[str, ...]
    laboratory: str
    report: str
    rectification: str
    recheck: str
    penalty: str
    remark: str
    notice: str
    risk: Risk | None
    derived: tuple[str, ...]
    unread: tuple[Column, ...]
    fingerprint: str
    measured: tuple[Measured, ...] = ()
    more: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that is not taken, and the sentence that says why."""

    sheet: str
    number: int
    reason: str


def database_of(title: str) -> str:
    """Whose spot checks a notice tells of, by its title: the nation's, a province's or a city's; else ""."""
    return next((database for words, database in _WHOSE if words.search(title)), "")


def rows(sheet: Sheet, names: Names = PUBLIC) -> Iterator[Row | Rejected | FollowUp | Declined]:
    """Every line of the sheet, in its order, as what it tells of, or as a rejection. names: of platforms.

    The fingerprint is SHA-256 over what the line states and the year in the title, so that a second import of
    the same notice, under whatever file name, finds each line already there. The second of two lines that say
    the same is a second sample, and has a fingerprint of its own.
    """
    seen: Counter[str] = Counter()
    for line in sheet.lines:
        row = _told(sheet, line)
        if isinstance(row, Row):
            content = _content(row)
            shop, platform = names.told_apart(*_where(line))
            fingerprint = hashlib.sha256(f"{content}{seen[content]}".encode()).hexdigest()
            row = replace(row, shop=shop, platform=platform, fingerprint=fingerprint)
            seen[content] += 1
        yield row


def _told(sheet: Sheet, line: Line) -> Row | Rejected | FollowUp | Declined:
    """What a line tells of: a product, the outcome of an earlier failure, or a refused inspection."""
    if cut := first_cut(line.cells.items(), but=FIGURES):
        return Rejected(sheet.name, line.number, lost(SPELLINGS[Column(cut)].split()[0]))
    product = said(line.cells.get(Column.PRODUCT, "")) or sheet.product
    producer = said(line.cells.get(Column.PRODUCER, ""))
    if declines(sheet.title) or any(declines(text) for text in _verdicts(line, sheet)):
        return Declined(sheet.name, line.number, product, producer)
    if not follows_up(sheet.columns, sheet.title):
        return _row(sheet, line)
    if not product:
        return Rejected(sheet.name, line.number, _("The product's name is missing."))
    return follow_up(sheet.name, sheet.title, sheet.year, product, line.number, line.cells)


def _where(line: Line) -> tuple[str, str, str]:
    """What a line says of shop, platform and source."""
    return (
        said(line.cells.get(Column.SHOP, "")),
        said(line.cells.get(Column.PLATFORM, "")),
        said(line.cells.get(Column.SOURCE, "")),
    )


def _row(sheet: Sheet, line: Line) -> Row | Rejected:
    texts = {column: said(text) for column, text in line.cells.items()}

    def text(column: Column) -> str:
        return texts.get(column, "")

    derived: list[str] = []
    category = text(Column.CATEGORY) or _category(sheet.title)
    product = text(Column.PRODUCT) or sheet.product
    if sheet.product:
        derived.append("product")
    stated = _verdicts(line, sheet)
    result = verdict(stated)
    failed = _failed(line)
    broken = () if failed else beyond_limits(line.measured)
    if not stated and (failed or broken or (Column.FAILING not in sheet.columns and convicts(sheet.title))):
        result = Result.NON_CONFORMING
        derived.append("result")
    if result is None:
        return Rejected(sheet.name, line.number, why_no_result(stated))
    if not product:
        return Rejected(sheet.name, line.number, _("The product's name is missing."))
    if outside(text(Column.SAMPLED)):
        reason = _("No sample is of this day: %(day)s. Put it right in the file.") % {
            "day": text(Column.SAMPLED)
        }
        return Rejected(sheet.name, line.number, reason)
    if result == Result.CONFORMING and (failed or broken):
        return Rejected(sheet.name, line.number, _against_itself(failed, broken))
    failing = failed or tuple(map(on_one_line, broken))
    shop, platform = PUBLIC.told_apart(*_where(line))
    price, sampled_on = _price(text(Column.PRICE)), day(text(Column.SAMPLED))
    unread = [column for column, value in ((Column.PRICE, price), (Column.SAMPLED, sampled_on)) if not value]
    if not sampled_on:
        published = day(text(Column.PUBLISHED))
        sampled_on = published or (date(sheet.year, 12, 31) if sheet.year else None)
        derived += ["sampled_on"] if sampled_on else []
    risk, assumed = (
        risk_of(failing, stated, text(Column.DEGREE)) if result == Result.NON_CONFORMING else (None, [])
    )
    return Row(
        sheet=sheet.name,
        number=line.number,
        title=sheet.title,
        category=category,
        year=sheet.year,
        product=product,
        sale_title=text(Column.SALE_TITLE),
        producer=text(Column.PRODUCER),
        nominal=is_nominal(line.cells.get(Column.PRODUCER, "")),
        place=text(Column.PLACE),
        address=text(Column.ADDRESS),
        brand=re.sub(r"[（(](?:图形商标|图形|图案)[）)]$", "", text(Column.BRAND)).strip(),
        model=joined(text(Column.SPECIFICATION), text(Column.MODEL)),
        batch=joined(unserial(text(Column.PRODUCED)), joined(*text(Column.BATCH).split("\\"))),
        standard=text(Column.STANDARD),
        platform=platform,
        shop=shop,
        source=text(Column.SOURCE),
        price=price,
        sampled_on=sampled_on,
        result=result,
        failing=failing,
        laboratory=text(Column.LABORATORY),
        report=text(Column.REPORT),
        rectification=text(Column.RECTIFICATION),
        recheck=text(Column.RECHECK),
        penalty=text(Column.PENALTY),
        remark=text(Column.REMARK),
        notice=text(Column.NOTICE),
        risk=risk,
        derived=(*derived, *assumed),
        unread=tuple(column for column in unread if text(column)),
        fingerprint="",
        measured=line.measured,
        more=line.more,
    )


# --- verdicts ----------------------------------------------------------------------------------------------


def _verdicts(line: Line, sheet: Sheet) -> list[str]:
    """The line's own verdict, or, only in sheets that have none, the verdicts of its items.

    Under the header of a result an item's value may stand: where a limit stands beside it, it is no verdict.
    """
    own = Column.RESULT in sheet.columns
    of_items = Column.ITEM_RESULT if Column.ITEM_RESULT in sheet.columns else Column.MEASURED
    texts = (
        re.sub(r"\s", "", text) for text in line.cells.get(Column.RESULT if own else of_items, "").split("\n")
    )
    stated = [text for text in texts if said(text)]
    if own or not (Column.LIMIT in sheet.columns or of_items == Column.MEASURED):
        return stated
    return [text for text in stated if is_verdict(text)]


def _failed(line: Line) -> tuple[str, ...]:
    """The items that a line names as failing, and those under whose own header it says so, each once."""
    text = line.cells.get(Column.FAILING, "")
    return (*failing_items(text), *(on_one_line(item) for item in line.failed if item not in text))


def _against_itself(failed: tuple[str, ...], broken: tuple[str, ...]) -> str:
    """Why a line that is called conforming is put aside for a person."""
    if failed:
        sentence = _("It is called conforming, yet names failing items: %(items)s.")
    else:
        sentence = _("It is called conforming, yet these figures are beyond their limits: %(items)s.")
    return sentence % {"items": "、".join(map(on_one_line, failed or broken))}


def why_no_result(stated: list[str]) -> str:
    if not stated:
        return _("The line states no result.")
    if any(declines(text) for text in stated):
        return _("The inspection was refused (%(result)s): there is no verdict on the product.") % {
            "result": stated[0]
        }
    if any("合格" in text.replace("不合格", "") and "不合格" in text for text in stated):
        return _("It states two results: %(result)s. Say in the file which of them holds.") % {
            "result": " ".join(stated)
        }
    return _("The result is neither conforming nor non-conforming: %(result)s.") % {
        "result": " ".join(stated)
    }


def risk_of(failing: tuple[str, ...], stated: list[str], degree: str) -> tuple[Risk, list[str]]:
    """The risk a failure stands for, and the names of its fields that are assumed or guessed."""
    kinds = [found["kind"] for text in stated if (found := NON_CONFORMING.fullmatch(text)) and found["kind"]]
    known = {"hazard_item": "、".join(failing), "degree": DEGREES.get(folded(degree), "")}
    for kind in kinds:
        if kind in DEGREES:
            known["degree"] = known["degree"] or DEGREES[kind]
        else:
            known["hazard_item"] = known["hazard_item"] or kind
    guessed = hazard_of(failing)
    values = {field: known.get(field) or default.value for field, default in DEFAULTS.items()}
    values["hazard_type"] = guessed or values["hazard_type"]
    return Risk(**values), [field for field in DEFAULTS if not known.get(field)]


# --- particulars -------------------------------------------------------------------------------------------


def _category(title: str) -> str:
    """The class of products in a title: 女士内衣 from 2016年电子商务女士内衣产品质量国家监督专项抽查…"""
    return _AFTER_CATEGORY.sub("", _BEFORE_CATEGORY.sub("", normal(title)))


def _price(text: str) -> Decimal | None:
    found = _PRICE.fullmatch(folded(text).replace(",", ""))
    return Decimal(found[1]) if found else None


def _content(row: Row) -> str:
    year = _TITLE_YEAR.search(row.title)
    names = (row.product, row.sale_title, row.producer, row.brand, row.shop, row.platform, row.laboratory)
    texts = (
        row.model,
        row.batch,
        row.report,
        *row.failing,
        row.result,
        "" if row.price is None else f"{row.price:f}",
    )
    return json.dumps(
        [year and year[1], *map(key, names), *(normal(text).casefold() for text in texts)], ensure_ascii=False
    )
