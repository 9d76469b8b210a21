"""How soon is a word found among a million listings of one scheme (P17)?

They stand in a table of this connection alone, in front of the real one of the same name; its pages are asked
for within this process.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from random import Random
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.goals import Outcome, at_most
from bench.invented import invented
from bench.viewers import SEATS
from catalogue.models import Brand, Enterprise, Shop
from sampling.samples.models.samples import Sample
from sampling.schemes.models import Listing, Scheme

TABLE = Listing._meta.db_table
COLUMNS = (
    *("scheme_id", "line", "plan_item_id", "platform_id", "shop_id", "brand_id", "enterprise_id", "product"),
    *("model", "standard", "item_id", "url", "chosen", "reason", "asked", "exception"),
)
PART = 50_000
WORDS, GOAL = 200, 50
# What nothing is called, a sign that little is called, and one that much is called.
OTHERS = ("麒麟座", "龘靐", "龘", "店")


def costs() -> tuple[dict[str, dict[str, float]], list[Outcome]]:
    """Milliseconds of each search, among as many listings as there are samples; and what the goal says."""
    viewer, many = SEATS["center"].viewer, Sample.objects.count()
    scheme = next(each for each in Scheme.objects.visible_to(viewer).order_by("-pk") if each.sampled_on())
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(viewer.user, backend="accounts.backends.AccountBackend")
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [TABLE])
        indexes = [definition.replace(f"public.{TABLE}", TABLE) for (definition,) in cursor.fetchall()]
        cursor.execute("SET temp_buffers = '1GB'")
        cursor.execute(f"CREATE TEMP TABLE {TABLE} (LIKE {TABLE} INCLUDING IDENTITY INCLUDING DEFAULTS)")
    try:
        _fill(scheme, many)
        with connection.cursor() as cursor:
            cursor.execute(";".join([*indexes, f"ANALYZE {TABLE}"]))
        address = reverse("listings", args=[scheme.number])
        taken = {word: _asked(client, address, word) for word in [*_words(scheme), *OTHERS]}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE pg_temp.{TABLE}")
    return _said(taken, many)


def _said(taken: dict[str, list[float]], many: int) -> tuple[dict[str, dict[str, float]], list[Outcome]]:
    middles = {word: median(times) for word, times in taken.items()}
    slowest = sorted(taken, key=lambda word: -middles[word])[:10]
    figures = {word: {"p50": middles[word], "p95": max(taken[word])} for word in {*slowest, *OTHERS}}
    cuts = quantiles(middles.values(), n=20, method="inclusive")
    figures["all"] = {"p50": cuts[9], "p95": cuts[18]}
    return figures, [at_most("P17", f"a word of {many:,}, p95", cuts[18], GOAL, "ms")]


def _fill(scheme: Scheme, many: int) -> None:
    """So many listings of a scheme, each of some shop, brand and enterprise there is."""
    draw, item = Random(17), scheme.plan.items.order_by("pk")[0]  # noqa: S311
    shops = list(Shop.objects.order_by("pk").values_list("pk", "platform"))
    brands, makers = (
        list(of.objects.order_by("pk").values_list("pk", flat=True)) for of in (Brand, Enterprise)
    )

    def lines() -> Iterator[str]:
        for line in range(1, many + 1):
            shop, platform = draw.choice(shops)
            names = (scheme.pk, line, item.pk, platform, shop, draw.choice(brands), draw.choice(makers))
            told = (invented(line).product, "", "", f"P17{line}", "", "f", "", "", "")
            yield "\t".join(map(str, (*names, *told))) + "\n"

    rows = lines()
    copy = f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor:
        while part := "".join(islice(rows, PART)):
            cursor.copy_expert(copy, StringIO(part))


def _words(scheme: Scheme) -> list[str]:
    """Two to four signs out of a name of some listing."""
    draw = Random(2)  # noqa: S311
    named = scheme.listings.order_by("item_id").values_list("product", "shop__name")
    found = []
    for product, shop in named[: 4 * WORDS : 4]:
        name, long = draw.choice([product, product, shop]), draw.choice([2, 2, 2, 3, 4])
        at = draw.randrange(max(len(name) - long, 1))
        found.append(name[at : at + long].strip() or name[:2])
    return found


def _asked(client: Client, address: str, word: str) -> list[float]:
    """Milliseconds of the page, asked for three times."""
    taken = []
    for _time in range(3):
        began = time.perf_counter()
        answer = client.get(address, {"q": word})
        taken.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.status_code
    return taken
