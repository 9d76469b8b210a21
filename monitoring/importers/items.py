"""How are the items of a feed and the letters of a mailbox read, which have no columns? (6.1.2)

Somebody's own words in a title and a text. What the product is called is only there where a word that the
feed looks for was found; else the title stands for it, and is marked so.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.importers.complaints import told, without_people
from monitoring.importers.foreign import UNSTATED, named
from monitoring.importers.layouts import Conforms, Found, Layout, Said
from monitoring.importers.media import source_of
from monitoring.importers.words import harms_in

# The columns under which a connector writes them down.
TITLE, TEXT, PRODUCT, ADDRESS, DAY = "标题", "正文", "产品名称", "网址", "日期"
# Of a channel's sources the one that stands where neither the feed nor the item tells it.
SOURCES = {
    "a": "web_mailbox",
    "b": "publication",
    "c": "platform_complaints",
    "d": "main_media",
    "e": "foreign_body",
}


def item(texts: Said) -> Found | type[Conforms] | str:
    """An item of a feed; one that tells of no harm is no risk."""
    title, text = texts.get("title", ""), texts.get("text", "")
    words = harms_in(title) or harms_in(text)
    if not words:
        return _("Neither its title nor its text tells of a risk.")
    return _written(texts, title, text, "、".join(words))


def letter(texts: Said) -> Found | type[Conforms] | str:
    """A letter to the mailbox: somebody took the trouble to write it, so a person reads what it is."""
    title, text = texts.get("title", ""), texts.get("text", "")
    return _written(texts, title, text, "、".join(harms_in(title) or harms_in(text)) or title)


def _written(texts: Said, title: str, text: str, hazard: str) -> Found | str:
    product, cut = texts.get("product", ""), False
    guessed = ["hazard_item"]
    if not product:
        product, cut = named(without_people(title))
        guessed.append("product")
    story = "\n".join(part for part in (title if cut or texts.get("product") else "", text) if part)
    found = told(story or title, hazard)
    if isinstance(found, str):
        return found
    address = texts.get("source_ref", "")
    return Found({"product": product, **found.values}, (*guessed, *found.guessed), key=address)


def heard(texts: Said) -> Found | type[Conforms] | str:
    """An item of the media, of the kind that its address shows."""
    found = item(texts)
    if isinstance(found, Found):
        found.values["sub_channel"] = source_of(texts.get("source_ref", ""))
    return found


def _layout(channel: str, name: str, label: object, read: Callable[[Said], object]) -> Layout:
    return Layout(
        name=name,
        channel=channel,
        source=SOURCES[channel],
        label=label,  # type: ignore[arg-type]
        sheet="",
        needs=("title",),
        read=read,  # type: ignore[arg-type]
        columns={"title": TITLE, "text": TEXT, "product": PRODUCT, "source_ref": ADDRESS, "reported_on": DAY},
        defaults=UNSTATED if channel == "e" else {},
    )


def items(channel: str) -> Layout:
    """The layout in which a connector writes down items for a channel."""
    return _layout(channel, "items", gettext_lazy("Items of a feed"), heard if channel == "d" else item)


def letters(channel: str) -> Layout:
    """The layout in which a connector writes down letters for a channel."""
    return _layout(channel, "letters", gettext_lazy("Letters to a mailbox"), letter)
