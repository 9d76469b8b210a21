"""Would the bench that sends hostile files to a running site notice what must not be?"""

from __future__ import annotations

import os

import pytest

from bench.doors import FORMS, MULTIPART, Door, Told, _taken
from bench.hostile import Sent, judged, kinds, meant
from bench.processes import Watch
from documents.quarantine import lines
from tests.hostile import ALL

EVIDENCE = Door("evidence", FORMS, "collector", "/signals/new/", "evidence", accepts=(".png",))
LIST = Door("list", FORMS, "collector", "/signals/import/", "file", lists=True)


@pytest.mark.parametrize(
    ("kind", "name", "door", "told", "wrong"),
    [
        ("*.png", "vast.png", EVIDENCE, Told(500, 1, taken=False), True),
        ("*.png", "vast.png", EVIDENCE, Told(0, 1, taken=False), True),
        ("*.png", "vast.png", EVIDENCE, Told(507, 1, taken=False), False),
        ("*.png", "vast.png", EVIDENCE, Told(302, 1, taken=True), True),
        ("*.png", "solid.png", EVIDENCE, Told(302, 1, taken=True), False),
        ("xml", "laughs.xlsx", EVIDENCE, Told(422, 1, taken=True), True),
        ("xml", "laughs.xlsx", LIST, Told(302, 1, taken=True), False),
    ],
)
def test_an_error_and_a_file_that_harms_are_told(kind, name, door, told, wrong):
    assert bool(judged([Sent(kind, name, door, told)])) is wrong


def test_a_file_is_taken_where_nothing_is_said_against_it_though_the_rest_is_missing():
    program = EVIDENCE._replace(way=MULTIPART, field="evidence[]")
    assert _taken(EVIDENCE, 422, '<p class="wj-error" id="id_product_error">')
    assert not _taken(EVIDENCE, 422, '<p class="wj-error" id="id_evidence_error">')
    assert _taken(program, 422, '{"errors": {"product": ["…"]}}')
    assert not _taken(program, 422, '{"errors": {"evidence": ["…"]}}')
    assert not _taken(EVIDENCE, 403, "")


def test_every_file_has_its_turn_at_doors_that_take_it():
    found = kinds()
    assert sum(map(len, found.values())) > len(ALL)
    assert list(meant("*.png", "vast.png", [EVIDENCE, LIST], every=True)) == [EVIDENCE, LIST]
    assert list(meant("*.pdf", "paper.pdf", [EVIDENCE], every=True)) == []


def test_the_memory_of_a_reader_is_seen():
    with Watch(web=os.getpid()) as watch:
        heard = lines("tests.documents.readers:large", b"")
        next(heard)
        watch.look()
        assert list(heard)[-1] == 10**8
    assert watch.peaks()["reader"] > 10**8
    assert watch.wrong(2**40) == [] and watch.wrong(2**20)
