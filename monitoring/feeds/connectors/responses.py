"""How is what an address answered read, so that it harms nobody but its reader, and what is said of it?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from documents.quarantine import MEGABYTE, Harmful, Limits, Objection, lines
from monitoring.feeds.connectors import MOST_ITEMS, Broken

# What reading one answer may cost: whoever keeps the address may write what they like there.
LIMITS = Limits(seconds=15, memory=1024 * MEGABYTE)


def told(reader: str, content: bytes, *given: Any) -> list[Any]:
    """What a reader of `unwrapped` says of it; raises Broken."""
    try:
        return list(
            lines(
                f"monitoring.feeds.connectors.unwrapped:{reader}", content, *given, MOST_ITEMS, limits=LIMITS
            )
        )
    except Objection as why:
        raise Broken(_sentence(str(why))) from why
    except Harmful as error:
        raise Broken(
            _("Reading what stands there takes more time or memory than a list does: it is not read.")
        ) from error


def _sentence(why: str) -> str:
    word, _colon, what = why.partition(":")
    match word:
        case "page":
            return _("What stands there is a web page, not a feed.")
        case "encoding":
            return _("The text of the feed cannot be read in its encoding.")
        case "declares":
            return _("The XML declares a document type, as no feed needs it: it is not read.")
        case "elements":
            return _("The XML has more elements than a feed has.")
        case "breaks":
            return _("The XML breaks off or is not sound, in line %(line)d.") % {"line": int(what)}
        case "kind":
            return _("What stands there is neither RSS nor Atom but: %(kind)s.") % {"kind": what}
        case "no JSON":
            return _("What stands there is no sound JSON.")
        case _:
            return _("The JSON that stands there holds no list of records.")
