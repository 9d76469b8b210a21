"""Does a text that goes to all platforms alike name one of them, a shop, or an enterprise?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from accounts.models import Organisation
from accounts.roles import Kind
from catalogue.names import key, narrow
from catalogue.platforms import PlatformName
from inspection.reports.models.reports import Report
from trail.enumerations import enumerated

# A shorter name is a syllable that any text may hold.
SHORTEST = 2


def named_in(text: str, reports: Iterable[Report]) -> list[str]:
    """The names in the text of any platform, by all its aliases, and of the shops and enterprises of these
    reports; as they are written, each once."""
    folded = _plain(text)
    found = dict.fromkeys((*_platforms(), *_parties(reports)))
    return [name for name in found if _stands_in(name, text, folded)]


def names_somebody(named: Iterable[str]) -> str:
    """The sentence that refuses such a text."""
    return gettext("All platforms read the same advice: take out %(names)s.") % {
        "names": enumerated(f"“{name}”" for name in named)
    }


def _plain(text: str) -> str:
    """The text in one width and case, with single spaces."""
    return " ".join(narrow(text).casefold().split())


def _stands_in(name: str, text: str, folded: str) -> bool:
    plain = _plain(name)
    if len(plain) < SHORTEST:
        return False
    if plain.isascii():  # a Latin word, and not a part of another
        return re.search(rf"(?<![a-z0-9]){re.escape(plain)}(?![a-z0-9])", folded) is not None
    return plain in folded or key(name) in key(text)


def _platforms() -> Iterator[str]:
    rows = Organisation.objects.filter(kind=Kind.PLATFORM).order_by("pk").values_list("name", "short_name")
    for names in rows:
        yield from filter(None, names)
    yield from PlatformName.objects.values_list("written", flat=True)


def _parties(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        purchase = report.sample.purchase
        for name in (purchase.shop, purchase.enterprise, report.producer):
            if name:
                yield str(name)
