"""What becomes of two requests of the same instant (R2)? Two people, each on a connection of their own.

The web server of production answers both. Of two that exclude each other one is done, the other is told why
it is not; nothing fails inside, and nothing is bought, shown to a shop or closed twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPConnection
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import Viewer
from accounts.roles import Role
from bench.sides import cookie
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.actions import consents, recipients
from sampling.recipients.models.recipients import Identifier, Means, Recipient
from sampling.samples.actions import counts
from sampling.samples.models.counts import Stocktaking
from tests import cast as casting
from tests.sampling import given
from tests.sampling.racing import COMMON, buying, market, of_one_shop, twice
from trail.models import Event

TOKEN = "a" * 32
# So many races of one scheme: a form offers five hundred listings at most.
TOGETHER = 100
# What a page that refuses says: beside the field, over the form, or on a page of its own.
SENTENCE = re.compile(
    r'(?:<p class="wj-error".*?<span>|role="alert">.*?<div>|</h1>\s*<p>)\w[^<]{15,}', re.DOTALL
)

Answer = tuple[int, str]
Both = Callable[[str, dict[str, Any], str, dict[str, Any]], list[Answer]]


class Browser:
    """Somebody logged in, on a connection that stays open."""

    def __init__(self, port: int, viewer: Viewer) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        said = cookie(viewer.user)["Cookie"]
        self.headers = {
            "Cookie": f"{said}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Language": "en",
        }

    def post(self, path: str, data: dict[str, Any]) -> Answer:
        self.connection.request("POST", path, urlencode(data), self.headers)
        response = self.connection.getresponse()
        return response.status, response.read().decode()


@contextmanager
def two(port: int, first: Viewer, second: Viewer) -> Iterator[Both]:
    """Two people at the web server: each call sends one request of each, at once."""
    browsers, barrier = (Browser(port, first), Browser(port, second)), Barrier(2)

    def send(browser: Browser, path: str, data: dict[str, Any]) -> Answer:
        barrier.wait(30)
        return browser.post(path, data)

    with ThreadPoolExecutor(2) as pool:

        def both(path: str, data: dict[str, Any], other: str, more: dict[str, Any]) -> list[Answer]:
            return list(pool.map(send, browsers, (path, other), (data, more)))

        yield both
        for browser in browsers:
            browser.connection.close()


@dataclass
class Tally:
    """What many races of one sort came to. twice: rules that were broken. failed: answers of 500 and above.
    silent: refusals without a sentence."""

    races: int = 0
    won: int = 0
    refused: int = 0
    twice: int = 0
    failed: int = 0
    silent: int = 0

    def note(self, answers: list[Answer], broken: int = 0) -> None:
        self.races += 1
        self.twice += broken
        for status, body in answers:
            self.won += status == 302
            self.failed += status >= 500
            self.refused += 400 <= status < 500
            self.silent += 400 <= status < 500 and not SENTENCE.search(body)


class Races:
    """The races, on an empty database. port: of the web server that works on it."""

    def __init__(self, port: int, now: datetime) -> None:
        self.port, self.now, self.cast = port, now, casting.build()
        self.second = casting.person("second organiser", self.cast.center, Role.ORGANISER)
        consents.undertake(by=self.cast.buyer, now=now)

    def of(self, sort: str, many: int) -> Tally:
        """So many races of a sort: shop, brand, enterprise, operator; phone, address, account; closing."""
        if sort in COMMON:
            return self._targets(sort, many)
        return self._counts(many) if sort == "closing" else self._volunteers(Means(sort), many)

    def _targets(self, sort: str, many: int) -> Tally:
        """Two add a target each, of one shop, brand, enterprise or operator."""
        tally = Tally()
        for begun in range(0, many, TOGETHER):
            races = min(TOGETHER, many - begun)
            scheme = buying(market(self.cast, self.now, races, sort), self.cast, self.now)
            lines = list(scheme.listings.filter(line__gt=1).order_by("line").values_list("pk", flat=True))
            add = reverse("scheme-step", args=[scheme.number, "add"])
            with two(self.port, self.cast.organiser, self.second) as both:
                for first, second in zip(lines[::2], lines[1::2], strict=True):
                    tally.note(both(add, {"listing": first}, add, {"listing": second}))
            missed = Purchase.objects.filter(scheme=scheme, counts=True).count() != races + 1
            tally.twice += len(twice(scheme)) + missed
        return tally

    def _volunteers(self, kind: Means, many: int) -> Tally:
        """Two purchases of one shop are assigned; of two volunteers one thing is the same."""
        tally = Tally()
        with two(self.port, self.cast.organiser, self.second) as both:
            for race in range(many):
                purchases = of_one_shop(self.cast, self.now, f"{kind}-{race}")
                self._alike(kind, f"{kind} {race}")
                buyer = {"buyer": code_of(self.cast.buyer.user)}
                first, second = (reverse("purchase-step", args=[each.number, "assign"]) for each in purchases)
                answers = both(first, buyer, second, buyer)
                met = Identifier.objects.filter(purchases__in=purchases).values_list("index", flat=True)
                tally.note(answers, len(met) - len(set(met)))
        return tally

    def _alike(self, kind: Means, word: str) -> None:
        """Two volunteers who share one thing and nothing else; those before them rest."""
        Recipient.objects.update(rests_until=self.now + timedelta(days=365))
        for side in (1, 2):
            own = f"{word} {side}"
            told = {"name": own, "phone": own, "address": own} | ({kind: word} if kind != "account" else {})
            volunteer = given.recipient(self.cast, self.now, **told)
            if kind == Means.ACCOUNT:
                account: dict[str, Any] = {"kind": kind, "text": word, "platform": self.cast.platform}
                recipients.add_identifier(volunteer, **account, by=self.cast.address_keeper, now=self.now)

    def _counts(self, many: int) -> Tally:
        """Two close one count of the store; or each the count of the other, and both may."""
        tally, cast = Tally(), self.cast
        storekeeper, verifier = cast.storekeeper, cast.verifier
        third = casting.person("second verifier", cast.center, Role.VERIFIER)
        for race in range(many):
            crossed = race % 2 == 1
            opened = [self._counted(storekeeper), self._counted(verifier if crossed else storekeeper)]
            first, second = (reverse("stocktaking-close", args=[count.token]) for count in opened)
            pair = (verifier, storekeeper) if crossed else (verifier, third)
            with two(self.port, *pair) as both:
                answers = both(first, {}, second if crossed else first, {})
            closed = Event.objects.filter(
                verb="close a stocktaking", subject_id__in=[one.pk for one in opened]
            )
            tally.note(answers, int(closed.count() != 1 + crossed))
        return tally

    def _counted(self, by: Viewer) -> Stocktaking:
        count = counts.open_count(place="", by=by, now=self.now)
        return counts.end_count(count, by=by, now=self.now)
