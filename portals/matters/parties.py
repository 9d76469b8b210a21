"""Who are the parties of a matter, where does each stand, who has it, and by when, as far as one may see?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Kind
from casework.deadlines.chips import Clock, chip
from casework.models import Record
from casework.models.facts import Facts
from casework.pages.lists import whose_turn
from casework.terms.table import Text
from catalogue.models import Enterprise, Shop
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from disposal.models.letters import Assistance
from disposal.models.notices import Denial, ResultNotice
from disposal.models.parties import facts_of_party
from portals.matters.story import Matter

PLATFORM, SHOP, PRODUCER = "platform", "shop", "enterprise"
PARTS: dict[str, Text] = {
    PLATFORM: gettext_lazy("platform on which it was offered"),
    SHOP: gettext_lazy("shop that offered it"),
    PRODUCER: gettext_lazy("stated producer"),
}
SIDES: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (gettext_lazy("Platform and shops"), (PLATFORM, SHOP)),
    (gettext_lazy("Producers, and their regulators"), (PRODUCER,)),
)


class Party(NamedTuple):
    """As parts/party.html draws one. kind: one of PARTS."""

    kind: str
    name: str

    @property
    def sub(self) -> Text:
        return PARTS[self.kind]


class Stand(NamedTuple):
    """Where a record of a party stands. who: whose turn it is, "" where it is nobody's."""

    record: Record
    kind: str
    who: str
    clock: Clock | None
    mine: bool


class Side(NamedTuple):
    title: Text
    parties: list[tuple[Party, list[Stand]]]


def _platform(one: Any) -> Party:
    return Party(PLATFORM, str(one.platform))


def _merchant(one: Any) -> Party:
    return _told(one.shop, one.enterprise, one.product)


def _denying(denial: Denial) -> Party:
    return _merchant(denial.notice)


def _told(shop: Shop | None, enterprise: Enterprise | None, product: str) -> Party:
    """The enterprise; the shop where none is concerned; where neither is known the product."""
    return Party(SHOP if shop and not enterprise else PRODUCER, str(enterprise or shop or product))


# (kind of record, the relations that say whom it concerns, whom), in the order in which they stand.
CONCERNED: tuple[tuple[Any, tuple[str, ...], Callable[[Any], Party]], ...] = (
    (PlatformDisposal, ("platform",), _platform),
    (Assistance, ("platform",), _platform),
    (ResultNotice, ("shop", "enterprise"), _merchant),
    (Denial, ("notice__shop", "notice__enterprise"), _denying),
    (EnforcementCase, ("shop", "enterprise"), _merchant),
)


def sides(found: Matter, viewer: Viewer, now: datetime) -> list[Side]:
    """Whoever sells the goods, and whoever made them, each with the records that concern it; [] where the
    viewer sees none of these."""
    known = {each.pk: each for each in found.records}
    stands: dict[Party, list[Stand]] = {}
    for pk, party in _parties(found, viewer):
        stands.setdefault(party, []).append(_stand(found, known[pk], viewer, now))
    if not stands:
        return []
    return [
        Side(title, [(party, those) for party, those in stands.items() if party.kind in kinds])
        for title, kinds in SIDES
    ]


def _parties(found: Matter, viewer: Viewer) -> Iterator[tuple[int, Party]]:
    """(record, whom it concerns), of each record that concerns a party."""
    for model, relations, party in CONCERNED:
        rows = model.objects.visible_to(viewer).filter(pk__in=found.pks).order_by("pk")
        for row in rows.select_related(*relations) if found.of(model._meta.model_name) else ():
            yield row.pk, party(row)


def _stand(found: Matter, record: Record, viewer: Viewer, now: datetime) -> Stand:
    return Stand(
        record,
        str(record.filed_class._meta.verbose_name),
        whose_turn(record, viewer),
        chip(record.next_due_at, now, record.still_since),
        found.is_mine(record),
    )


def decided(found: Matter, viewer: Viewer) -> list[tuple[str, Facts]]:
    """Of each product on which somebody decided whose it is: what label and listing say, and the decision.
    Whoever is no authority does not read it on the pages of notices and cases either."""
    if viewer.kind not in (Kind.CENTER, Kind.REGULATOR):
        return []
    told: dict[int, tuple[str, Facts]] = {}
    for model in (ResultNotice, EnforcementCase):
        rows = model.objects.visible_to(viewer).filter(pk__in=found.pks).order_by("pk")
        for row in rows.select_related("report").prefetch_related("report__party_decisions__enterprise"):
            told.setdefault(row.report_id, (row.product, facts_of_party(row.report)))
    return [(product, facts) for product, facts in told.values() if facts]
