"""What do the cells of a shop's offer say: whose shop, on which platform, at which price, sold how often?"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from unicodedata import normalize

_LISTED = re.compile(r"\[\s*(['\"]?)(.*)\1\s*\]", re.DOTALL)
_PRICE = re.compile(
    r"(?:券后|到手|现价|售价|价格)?价?:?[¥$]?(\d{1,10}(?:\.\d+)?)(?:[-~—–至]+[¥$]?(\d{1,10}(?:\.\d+)?))?元?起?"
)
_SALES = re.compile(r"\D{0,6}?(\d+(?:\.\d+)?)\s*([万亿wWkK]?)\+?\D*")
_TIMES = {"": 1, "万": 10**4, "w": 10**4, "亿": 10**8, "k": 10**3}
_ID = (
    re.compile(
        r"[?&](?:id|item_?id|goods_?id|sku_?id|product_?id|num_iid)=([0-9A-Za-z_-]{1,60})", re.IGNORECASE
    ),
    re.compile(r"/(?:item|items|product|goods|detail|dp|i|p)/([0-9A-Za-z_-]{1,60})(?:\.html?)?(?:[/?#]|$)"),
    re.compile(r"/(\d{4,20})\.html?(?:[?#]|$)"),
)
MOST_SOLD = 2**31 - 1


def bare(text: str) -> str:
    """The text of a cell; a program's list of one thing (`['…']`, `[6.5]`) is that thing."""
    plain = text.strip()
    listed = _LISTED.fullmatch(plain)
    return listed[2].strip() if listed else plain


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
