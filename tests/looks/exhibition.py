"""Where do the pages come from? The demo's province and, for steps that nobody can take there, the walks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from ipaddress import ip_network
from itertools import count
from unittest.mock import patch

import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import RequestFactory, override_settings
from django.utils import translation

import sampling.schemes.actions.seeds
from demo import founding
from portals.views import server_error
from tests import cast as casting
from tests.conftest import NOW
from tests.looks import genuine, plain
from tests.looks.gallery import Shot, shoot
from tests.looks.sights import Sight, desks, of_records, of_step
from tests.test_flows import WALKS

# In which languages a page is wanted.
Wanted = Callable[[Sight], Sequence[str]]


def shots(wanted: Wanted) -> Iterator[Shot]:
    """Every page in the languages in which it is wanted."""
    found = []
    # The same targets are chosen each time.
    seeds = patch.object(
        sampling.schemes.actions.seeds, "token_hex", side_effect=(f"{n:064x}" for n in count(1))
    )
    with _taken_back(), seeds:
        # What it writes down, on papers and in titles, is written as in the demo.
        here = {"LANGUAGE_CODE": "zh-hans", "FEED_PRIVATE_NETWORKS": [ip_network("127.0.0.1/32")]}
        with override_settings(**here), translation.override("zh-hans"):
            call_command("demo", stdout=StringIO())
        for sight in of_the_demo():
            found.append(sight.name)
            yield from (shoot(sight, language) for language in wanted(sight))
    with _taken_back():
        yield from _of_the_walks(set(found), wanted)
    fault = Sight("home", "error-500", "/500/", status=500)
    yield from (_broken(fault, language) for language in wanted(fault))


def _broken(fault: Sight, language: str) -> Shot:
    """The page for a fault of ours, of which there is none to be had by an address."""
    with translation.override(language):
        answer = server_error(RequestFactory().get(fault.path))
    return Shot(fault, language, answer.status_code, {"content-type": answer["content-type"]}, answer.content)


@contextmanager
def _taken_back() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        yield
        transaction.set_rollback(True)


def of_the_demo() -> Iterator[Sight]:
    people = {**founding.province().people, "shop": plain.shop()}
    yield from plain.of_scripts(people)
    yield from of_records(people, NOW)
    yield from plain.of_roles(people)
    yield from plain.of_objects(people)
    yield from plain.of_answers(people)
    yield from genuine.of_papers(people)


def _of_the_walks(found: set[str], wanted: Wanted) -> Iterator[Shot]:
    """The forms of steps that nobody can take in the demo, over the records of the walks."""
    cast, desk_of = casting.build(), desks()
    for walk in WALKS:
        name, desk = f"{walk.kind}-{walk.step}", desk_of[walk.kind]
        step = desk.model.flow.steps[walk.step]
        if name in found or walk.cause or not desk.form(step):
            continue
        found.add(name)
        actor, again = getattr(cast, walk.actor), walk.step == "void"
        languages = wanted(Sight(f"{walk.kind}-step", name, "", actor, again=again))
        if not languages:
            continue
        with transaction.atomic():
            sight = of_step(desk, walk.given(cast, NOW), step, actor)
            yield from (shoot(sight, language) for language in languages)
            transaction.set_rollback(True)
