"""What would give a secret away? A word in each that stands nowhere else, in every stage of buying."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import Organisation, Viewer
from accounts.roles import Kind, Role
from casework.actions import take
from sampling.deliveries.actions import parcels
from sampling.purchases.actions import assigning
from sampling.purchases.actions.orders import order
from sampling.purchases.actions.targets import allow, confirm
from sampling.purchases.models.purchases import Purchase
from sampling.recipients import personal
from sampling.recipients.actions import consents
from sampling.schemes.actions import seeds
from sampling.schemes.actions.schemes import approve, submit
from sampling.schemes.models import Listing, Scheme
from sampling.selection.actions import choices
from tests.cast import Cast, person
from tests.disposal import given_notices
from tests.photos import photographed
from tests.sampling import given

# How far a scheme or its purchase has come; the place is the digit that its words end with.
STAGES = ("draft", "submitted", "approved", "chosen", "confirmed", "assigned", "ordered", "shipped")
TARGETS = frozenset(
    {"shop", "shopid", "product", "item", "url", "brand", "enterprise", "model", "exception", "note"}
)
PERSONS = frozenset({"person", "phone", "address", "account", "payment"})
ORDERS = frozenset({"order", "tracking", "licence", "from", "carrier"})
PEOPLE = frozenset({"buyer", "login", "pseudonym"})

WORD = re.compile(r"zqsecret([a-z]+?)(\d)|1397731(\d)0000", re.IGNORECASE)
Found = tuple[str, str]


def word(kind: str, stage: str) -> str:
    """The word that gives away a secret of a kind in a stage."""
    digit = STAGES.index(stage)
    return f"1397731{digit}0000" if kind == "phone" else f"zqsecret{kind}{digit}"


def listing(stage: str, **cells: str) -> dict[str, str]:
    """A row of a table of listings, all of it secret."""
    said: Any = {name: word(name, stage) for name in ("product", "brand", "enterprise", "model")}
    named = {"shop": word("shop", stage), "shop_id": word("shopid", stage), "item_id": word("item", stage)}
    return given.row(**{**said, **named, "url": f"https://first.example/{word('url', stage)}", **cells})


def others(stage: str) -> list[dict[str, str]]:
    """What else is on offer: another shop's, and one that repeats the shop."""
    apart = {name: word(name, stage) + "x" for name in ("shop", "product", "brand", "enterprise", "model")}
    apart |= {"shop_id": word("shopid", stage) + "x", "item_id": word("item", stage) + "x"}
    again = {"item_id": word("item", stage) + "y", "brand": "", "enterprise": ""}
    return [listing(stage, **apart), listing(stage, **again)]


@dataclass
class World:
    """Every stage at once. random: the secrets that are drawn by chance, with what they are.

    outside: in each organisation but the center somebody with all the roles there are; inside: people of the
    center, each with the roles named.
    """

    schemes: dict[str, Scheme] = field(default_factory=dict)
    purchases: dict[str, Purchase] = field(default_factory=dict)
    random: dict[str, Found] = field(default_factory=dict)
    outside: dict[str, Viewer] = field(default_factory=dict)
    inside: dict[str, Viewer] = field(default_factory=dict)

    def found(self, text: str) -> set[Found]:
        """Of which secrets a text tells: (kind, stage)."""
        told = {
            (kind.lower() if kind else "phone", STAGES[int(digit or phone)])
            for kind, digit, phone in WORD.findall(text)
        }
        return told | {what for secret, what in self.random.items() if secret in text}


@photographed
def world(cast: Cast, now: datetime) -> World:
    """A river that has run to its end once, and beside it every stage before the goods are there."""
    given_notices.sent(cast, now)
    told = World()
    cast.buyer.user.name, cast.buyer.user.username = word("buyer", "draft"), word("login", "draft")
    cast.buyer.user.save()
    for stage in STAGES:
        scheme = _scheme(stage, cast, now)
        told.schemes[stage] = scheme
        if scheme.seed_sealed:
            seed = personal.unlock(scheme.seed_sealed, f"seed:{scheme.number}")
            told.random[seed] = ("seed", stage)
        for purchase in Purchase.objects.filter(scheme=scheme).order_by("pk")[:1]:
            told.purchases[stage] = purchase
            if purchase.recipient:
                told.random[purchase.recipient.pseudonym] = ("pseudonym", stage)
    told.outside.update(_of_all_roles(cast))
    told.inside.update({name: cast.people[name] for name in ("organiser", "buyer", "verifier", "leader")})
    rest = {role for role in Role if role.kind in (Kind.CENTER, None)} - {Role.SYSTEM, Role.ADDRESS_KEEPER}
    told.inside["everything else"] = person("everything else", cast.center, *sorted(rest))
    told.inside["address_keeper"] = cast.address_keeper
    return told


def _of_all_roles(cast: Cast) -> Iterator[tuple[str, Viewer]]:
    homes = {name: home for name, home in vars(cast).items() if isinstance(home, Organisation)}
    for name, home in homes.items():
        if home != cast.center:
            roles = sorted(role for role in Role if role.kind in (home.kind, None) and role != Role.SYSTEM)
            yield name, person(f"all of {name}", home, *roles)


def _scheme(stage: str, cast: Cast, now: datetime) -> Scheme:
    """A scheme of its own plan, as far as the stage says."""
    scheme = given.empty_scheme(cast, now, cases=[], title=f"Toys, plan {STAGES.index(stage)}")
    given.add_rows(scheme, cast, now, [listing(stage), *others(stage)])
    for name, go_on in FURTHER.items():
        if name != "draft":
            go_on(scheme, stage, cast, now)
        if name == stage:
            break
    return Scheme.objects.get(pk=scheme.pk)


def _submit(scheme: Scheme, stage: str, cast: Cast, now: datetime) -> None:
    seeds.commit(scheme, by=cast.organiser, now=now)
    submit(scheme, by=cast.organiser, now=now)
    take("return", scheme, by=cast.leader, now=now, note=word("note", stage))
    submit(scheme, by=cast.organiser, now=now)


def _approve(scheme: Scheme, stage: str, cast: Cast, now: datetime) -> None:
    approve(scheme, by=cast.leader, now=now)


def _choose(scheme: Scheme, stage: str, cast: Cast, now: datetime) -> None:
    choices.choose(scheme, by=cast.organiser, now=now, at_once=True)


def _confirm(scheme: Scheme, stage: str, cast: Cast, now: datetime) -> None:
    confirm(scheme, by=cast.organiser, now=now)
    free = Listing.objects.filter(scheme=scheme, purchases=None).order_by("-line")[0]
    allow(scheme, listing=free, exception=word("exception", stage), by=cast.leader, now=now)


def _purchase(scheme: Scheme) -> Purchase:
    found: Purchase = scheme.purchases.order_by("pk")[0]
    return found


def _assign(scheme: Scheme, stage: str, cast: Cast, now: datetime) -> None:
    person = {"name": word("person", stage), "phone": word("phone", stage), "address": word("address", stage)}
    given.recipient(cast, now, **person)
    given.recipient(cast, now)
    consents.undertake(by=cast.buyer, now=now)
    said: Any = {"buyer": cast.buyer.user}
    purchase = _purchase(scheme)
    assigning.assign(purchase, by=cast.organiser, now=now, **said)
    note = word("note", stage)
    assigning.assign(purchase, by=cast.organiser, now=now, **said, step="reassign", note=note)


def _order(scheme: Scheme, stage: str, cast: Cast, now: datetime) -> None:
    secret = {name: word(name, stage) for name in ("account", "payment", "licence")}
    data = {**given.order_data(now), **secret, "order_number": word("order", stage)}
    purchase = given.confirmed(_purchase(scheme), cast, now)
    order(purchase, by=cast.buyer, now=now, **data)


def _ship(scheme: Scheme, stage: str, cast: Cast, now: datetime) -> None:
    said = {"carrier": word("carrier", stage), "tracking_number": word("tracking", stage)}
    sent: dict[str, Any] = {"shipped_on": now.date(), "sent_from": word("from", stage)}
    parcels.send_parcel(_purchase(scheme), by=cast.buyer, now=now, **said, **sent)


FURTHER: dict[str, Callable[[Scheme, str, Cast, datetime], None]] = {
    "draft": lambda *_all: None,
    "submitted": _submit,
    "approved": _approve,
    "chosen": _choose,
    "confirmed": _confirm,
    "assigned": _assign,
    "ordered": _order,
    "shipped": _ship,
}
