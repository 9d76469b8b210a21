"""How soon is a word found among a million listings of one scheme (P17)? All is rolled back.

To be run as the owner of the tables, who may tell the planner what they hold.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from random import Random
from statistics import quantiles
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from bench import table
from bench.goals import at_most
from bench.invented import invented
from bench.viewers import SEATS
from catalogue.models import Brand, Enterprise, Shop
from sampling.schemes.models import Listing, Scheme

COLUMNS = (
    *("scheme_id", "line", "plan_item_id", "platform_id", "shop_id", "brand_id", "enterprise_id", "product"),
    *("model", "standard", "item_id", "url", "chosen", "reason", "asked", "exception"),
)
PART = 50_000
WORDS, GOAL = 200, 50


class Command(BaseCommand):
    help = (
        "List invented goods in a scheme of the bench's center, look for words in the page of its listings."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--listings", type=int, default=1_000_000)

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        viewer, many = SEATS["center"].viewer, options["listings"]
        scheme = next(each for each in Scheme.objects.visible_to(viewer).order_by("-pk") if each.sampled_on())
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(viewer.user, backend="accounts.backends.AccountBackend")
        address = reverse("listings", args=[scheme.number])
        with transaction.atomic():
            began = time.perf_counter()
            fill(scheme, many)
            self.stderr.write(f"{many:,} listings in {time.perf_counter() - began:.0f} s")
            taken = {word: asked(client, address, word) for word in ("", *words(scheme))}
            transaction.set_rollback(True)
        slowest = sorted(taken.items(), key=lambda pair: -pair[1])
        self.stdout.writelines(f"P17 {ms:8.1f} ms {word}\n" for word, ms in slowest[:10])
        cuts = quantiles(taken.values(), n=20)
        self.stdout.writelines(
            table.lines(
                [
                    at_most("P17", f"p50 of {len(taken)} searches of {many:,}", cuts[9], GOAL, "ms"),
                    at_most("P17", "p95", cuts[18], GOAL, "ms"),
                ]
            )
        )


def fill(scheme: Scheme, many: int) -> None:
    """So many listings behind those that a scheme has, and what the planner should know of them."""
    draw, item = Random(17), scheme.plan.items.order_by("pk")[0]  # noqa: S311
    shops = list(Shop.objects.order_by("pk").values_list("pk", "platform"))
    brands, makers = (
        list(of.objects.order_by("pk").values_list("pk", flat=True)) for of in (Brand, Enterprise)
    )
    first = 1 + max(scheme.listings.values_list("line", flat=True), default=0)

    def lines() -> Iterator[str]:
        for line in range(first, first + many):
            shop, platform = draw.choice(shops)
            report = invented(line)
            names = (scheme.pk, line, item.pk, platform, shop, draw.choice(brands), draw.choice(makers))
            told = (report.product, report.model, "", f"P17{line}", "", "f", "", "", "")
            yield "\t".join(map(str, (*names, *told))) + "\n"

    rows = lines()
    copy = f"COPY {Listing._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor:
        while part := "".join(islice(rows, PART)):
            cursor.copy_expert(copy, StringIO(part))
        cursor.execute(f"ANALYZE {Listing._meta.db_table}")


def words(scheme: Scheme) -> list[str]:
    """Two to four signs out of a name of some listing, two such, and what nothing is called."""
    draw = Random(2)  # noqa: S311
    named = scheme.listings.order_by("item_id").values_list("product", "shop__name")
    found = []
    for product, shop in named[: 4 * WORDS : 4]:
        name, long = draw.choice([product, product, shop]), draw.choice([2, 2, 2, 3, 4])
        at = draw.randrange(max(len(name) - long, 1))
        found.append(name[at : at + long].strip() or name[:2])
    return [*found, "麒麟座", "龘靐"]


def asked(client: Client, address: str, word: str) -> float:
    """Milliseconds of the page, the second time it is asked for."""
    client.get(address, {"q": word})
    began = time.perf_counter()
    answer = client.get(address, {"q": word})
    assert answer.status_code == 200, answer.status_code
    return (time.perf_counter() - began) * 1000
