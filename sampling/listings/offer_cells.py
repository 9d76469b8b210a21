"""What do the cells of a shop's offer say: whose shop, on which platform, at which price, sold how often?"""

from __future__ import annotations

import re
from ast import literal_eval
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from unicodedata import normalize

# What stands in a program's list: texts in quotes, in which its own quote is escaped, numbers, and nothing.
_LISTED_ONE = re.compile(
    r"""\s{0,9}(?:('(?:[^'\\]|\\.){0,9999}'|"(?:[^"\\]|\\.){0,9999}")|(-?\d[\d.]{0,40})|None|nan|True|False)\s{0,9}(?:,|$)""",
    re.DOTALL,
)
_PRICE = re.compile(
    r"(?:券后|到手|现价|售价|价格)?价?:?[¥$]?(\d{1,10}(?:\.\d{1,40})?)(?:[-~—–至]{1,9}[¥$]?(\d{1,10}(?:\.\d{1,40})?))?元?起?"
)
_SALES = re.compile(r"\D{0,6}?(\d{1,40}(?:\.\d{1,40})?)\s{0,9}([万亿wWkK]?)\+?\D*")
_TIMES = {"": 1, "万": 10**4, "w": 10**4, "亿": 10**8, "k": 10**3}
# How shops' addresses name a product, the surest first: a variant of it (SKU) only where nothing else does.
_ID = (
    re.compile(
        r"[?&;](?:id|item_?id|goods_?id|product_?id|offer_?id|num_iid)=([0-9A-Za-z_-]{1,60})", re.IGNORECASE
    ),
    re.compile(
        r"/(?:item|items|product|goods|goods-detail|detail|offer|ware|dp|i|p)/"
        r"([0-9A-Za-z_-]{1,60})(?:\.s?html?)?(?:[/?#]|$)"
    ),
    re.compile(r"/(?:[a-z]{1,20}-)?(?:\d{1,20}-){0,2}(\d{4,20})\.s?html?(?:[?#]|$)"),
    re.compile(r"[?&;](?:ware_?id|sku_?id|sku)=([0-9A-Za-z_-]{1,60})", re.IGNORECASE),
)
_BROKEN = re.compile(r"\s{0,9}[\r\n]\s{0,9}")
_SPACES = re.compile(r"\s")
MOST_SOLD = 2**31 - 1


def listed(text: str) -> list[str] | None:
    """What stands in a list that a program wrote into a cell (`['…', '…']`, `[6.5]`), each once; None where
    the cell holds none: `[正品]红茶` is a name."""
    bare = text.strip()
    if len(bare) < 2 or bare[0] != "[" or bare[-1] != "]":
        return None
    inside, at = bare[1:-1].rstrip(), 0
    found = dict[str, None]()
    while at < len(inside):
        one = _LISTED_ONE.match(inside, at)
        if one is None:
            return None
        at = one.end()
        found[(_unquoted(one[1]) if one[1] else one[2] or "").strip()] = None
    return [text for text in found if text]


def _unquoted(quoted: str) -> str:
    try:
        return str(literal_eval(quoted))
    except (ValueError, SyntaxError):  # what no program wrote stands as it is
        return quoted[1:-1]


def bare(text: str) -> str:
    """The text of a cell; what a program listed in it stands one after the other."""
    parts = listed(text)
    return text.strip() if parts is None else " ".join(parts)


def first(text: str) -> str:
    """The same where only one can be meant, an ID or an address: the first that is listed."""
    parts = listed(text)
    return text.strip() if parts is None else next(iter(parts), "")


def address(text: str) -> str:
    """An address of the web as a browser would take it: a line break of a narrow cell is none of it, a space
    in it is written as %20."""
    plain = _SPACES.sub("%20", _BROKEN.sub("", first(text)))
    return f"https:{plain}" if plain.startswith("//") else plain


def range_of(text: str) -> tuple[Decimal, Decimal] | None:
    """The least and the most of a price, a range or a list of them; None where any is no amount of money."""
    found = [price(part) for part in listed(text) or [text]]
    ends = [end for each in found if each for end in each]
    return (min(ends), max(ends)) if ends and None not in found else None


@lru_cache(100_000)
def price(text: str) -> tuple[Decimal, Decimal] | None:
    """The least and the most of `59.00-128.00`, `¥59起`, `1,299元`; None where it is no amount of money."""
    found = _PRICE.fullmatch("".join(normalize("NFKC", text).split()).replace(",", ""))
    if not found:
        return None
    least, most = (Decimal(part).quantize(Decimal("0.01")) for part in (found[1], found[2] or found[1]))
    return min(least, most), max(least, most)


@lru_cache(100_000)
def sales(text: str) -> int | None:
    """How often it was sold at least: `161人付款`, `1.2万+人付款`; None where nothing is said."""
    found = _SALES.fullmatch(normalize("NFKC", text).strip())
    if not found:
        return None
    return min(int(Decimal(found[1]) * _TIMES[found[2].lower()]), MOST_SOLD)


def item_id(url: str) -> str:
    """The product ID that stands in an address, "" where none does."""
    for pattern in _ID:
        if found := pattern.search(url):
            return found[1]
    return ""


def made_id(*names: str) -> str:
    """An ID for what has none, the same for the same names."""
    return f"~{sha256('|'.join(names).encode()).hexdigest()[:16]}"
