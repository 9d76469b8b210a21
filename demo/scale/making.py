"""In which order is everything made, and how long does each part take?"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from casework.deadlines import clocks
from demo import founding
from demo.scale import claims, evaluations, moves, stripped
from demo.scale.buying import Buying
from demo.scale.campaigns import Campaigns
from demo.scale.dates import Dates
from demo.scale.lots import Lots
from demo.scale.market import Market
from demo.scale.offices import Country, Land
from demo.scale.outcomes import Outcomes
from demo.scale.rates import Rates
from demo.scale.register import Register
from demo.scale.risks import Risks
from demo.scale.sheets import Sheets
from demo.scale.sizes import Size
from demo.scale.world import World
from monitoring.risks.models.matters import Footprint
from trail import verbs
from trail.models import SYSTEM, write

verbs.register("populate", gettext_lazy("Populate a country"))

DONE = ("populate", 0)
LARGEST = 60  # batches of a campaign
YIELD = 0.72  # samples for each batch: the newest campaigns have none yet
# How many working days ago campaigns were begun: (share, from, to). Most are under way, so that much waits.
AGES = ((0.30, 1, 330), (0.16, 12, 28), (0.24, 34, 58), (0.30, 50, 80))

Say = Callable[[str], None]


@transaction.atomic
def populate(size: Size, *, seed: int, now: datetime, say: Say) -> dict[str, int]:
    """Make a data set of this size on top of the invented province; returns the rows by table.

    The same size, seed and day make the same rows. It must run as the owner of the tables, for indexes and
    references are taken off meanwhile; all is one transaction.
    """
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    sheets, dates = Sheets(), Dates(now)
    country = Country(sheets, size, founding.province(), clocks.local_day(now), dates.stamp(dates.now - 1))
    market = Market(sheets, size, country, str(seed))
    register = Register(sheets, dates)
    rates, random = Rates(str(seed)), Random(f"{seed}")  # noqa: S311
    world = World(sheets, dates, country, market, register, rates, random)
    makers = Risks(world), Campaigns(world), Buying(world), Lots(world), Outcomes(world)
    tables = [*(sheet.table for sheet in sheets), Footprint._meta.db_table]
    with stripped.stripped(tables):
        say(f"{time.monotonic() - began:6.1f} s  offices, shops, test items")
        _campaigns(world, size, *makers, began=began, say=say)
        sheets.close()
        makers[0].footprints.leave(least=1)
        say(f"{time.monotonic() - began:6.1f} s  all rows are in; indexes and references")
    say(f"{time.monotonic() - began:6.1f} s  indexes and references stand")
    stripped.check_told(register.first)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what is asked of these tables from here on is planned for their size
    counts = {sheet.table: sheet.count for sheet in sheets} | claims.leave() | moves.leave()
    evaluations.leave(now)
    write("populate", DONE, actor=SYSTEM, at=now, detail={"seed": seed, "samples": size.samples})
    return counts


def _campaigns(
    world: World,
    size: Size,
    risks: Risks,
    campaigns: Campaigns,
    buying: Buying,
    lots: Lots,
    outcomes: Outcomes,
    *,
    began: float,
    say: Say,
) -> None:
    random, lands = world.random, world.country.lands
    batches = max(6, min(LARGEST, size.samples // (20 * len(lands))))
    number = max(round(size.samples / YIELD / batches), 1)
    starts = sorted(world.dates.today - _age(random) for _campaign in range(number))
    spare = max(size.signals // number - 8, 1)
    for n, start in enumerate(starts):
        land = _land(random, lands)
        ware = random.choice(world.market.wares)
        product, second = random.sample(ware.goods.products, 2)
        risks.collect(land, ware, product, start - 10, spare)
        case = risks.planned(land, ware, product, start)
        risks.other(land, ware, second, start)
        opened = campaigns.open(land, ware, product, case, start, batches)
        accepted, missing = buying.buy(opened.campaign) if opened.campaign else ([], 0)
        campaigns.close(opened, len(accepted), missing)
        if opened.campaign:
            for lot in lots.make(opened.campaign, accepted):
                outcomes.make(lot)
        world.sheets.flush()
        risks.footprints.leave()
        if n % max(number // 10, 1) == 0:
            made = world.register.records.next - world.register.first
            say(f"{time.monotonic() - began:6.1f} s  {n * 100 // number:3} %, {made:,} records")


def _age(random: Random) -> int:
    """How many working days ago a campaign was begun."""
    _share, first, last = random.choices(AGES, [share for share, *_span in AGES])[0]
    return random.randint(first, last)


def _land(random: Random, lands: list[Land]) -> Land:
    return random.choices(lands, [land.weight for land in lands])[0]
