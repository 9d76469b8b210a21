"""What was chosen, what did the page say, and what was ordered? For those who decide on it."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework.beside import Card, Table, cards
from casework.models.records import Facts
from documents.models import Attachment
from documents.views import shown
from sampling.flow.proofs import SHOWS
from sampling.models import Change, Confirmation, Purchase
from sampling.models.otherwise import Row, compared, decisions

# What is looked at beside the table: none of them shows the recipient.
PAGES = ("shot_shop", "shot_item")


def table_of(purchase: Purchase) -> Table:
    """Each thing as chosen, as on the page (once a look) and as ordered; what differs is marked."""
    looks = list(purchase.confirmations.order_by("pk"))
    heads = [_("On the page, %(at)s") % {"at": f"{localtime(look.at):%Y-%m-%d %H:%M}"} for look in looks]
    columns = [
        {"label": _("What"), "key": "what"},
        {"label": _("When it was chosen"), "key": "chosen"},
        *({"label": head, "key": f"page{place}", "kind": "pair"} for place, head in enumerate(heads)),
        {"label": _("As it was ordered"), "key": "ordered", "kind": "pair"},
    ]
    return Table(_("What was chosen, found and ordered"), columns, [_line(row) for row in compared(purchase)])


def _line(row: Row) -> dict[str, Any]:
    cells = [
        _cell(said, differs) for said, differs in zip((*row.pages, row.ordered), row.differing, strict=True)
    ]
    pages = {f"page{place}": cell for place, cell in enumerate(cells[:-1])}
    return {"what": row.what, "chosen": row.chosen or _("not known"), **pages, "ordered": cells[-1]}


def _cell(said: str, differs: bool) -> dict[str, str]:
    return {"text": said or "—", "mark": _("differs") if differs else ""}


def bought(purchase: Purchase, viewer: Viewer) -> list[Card]:
    """What of each differs, what else was said and decided, and how the pages looked; nothing of buyer and
    recipient."""
    groups = [
        *((_("On the page"), _page(seen)) for seen in purchase.confirmations.order_by("pk")),
        (_("Decisions of the organiser"), decisions(purchase)),
        (_("As it was ordered"), _ordered(purchase)),
    ]
    files = Attachment.objects.of(purchase, viewer).filter(kind__in=PAGES)
    pictures = [{**shown(file), "name": f"{SHOWS[file.kind]} · {file.name}"} for file in files]
    return [Card(_("What was chosen, found and ordered"), groups, pictures, table=table_of(purchase))]


def _page(seen: Confirmation) -> Facts:
    return [
        (_("in what it has changed"), [Change(change).label for change in seen.changes]),
        (_("differences"), seen.differences),
        (_("looked at"), seen.at),
        *([(_("allowed"), seen.allowed_at)] if seen.to_decide else []),
    ]


def _ordered(purchase: Purchase) -> Facts:
    entry = getattr(purchase, "entry", None) if purchase.ordered_at else None
    why = [(_("why the order is not as its page was"), entry.order_why)] if entry and entry.order_why else []
    shop = [(_("the platform's address on the web"), entry.platform_url)] if entry else []
    return [*purchase.facts("unit_price", "quantity", "unit", "freight", "amount", "ordered_at"), *why, *shop]


BOUGHT = cards(bought)
