"""Does anybody read what was said of a decision within the offices that make it and look over it?"""

from __future__ import annotations

import pytest
import time_machine

from accounts.roles import Kind
from casework.api.serializers import twin
from casework.models import Record
from tests.conftest import NOW
from tests.test_prepared import DECISIONS, OPINION, page_of, step_of

# Who reads remarks where they are no secret of the kind.
WITHIN = (Kind.REGULATOR, Kind.CENTER)
# What is owed to others as a reason is theirs to read.
SAID_WITHIN = [walk for walk in DECISIONS if not step_of(walk).reason]


def outsiders(cast, viewer, record):
    """Of each other organisation that knows of the record, and does not read its remarks, somebody."""
    readers = () if "note" in record.secrets else WITHIN
    others = [other for other in cast.people.values() if other.organisation != viewer.organisation]
    found = {other.organisation.pk: other for other in others if other.kind not in readers}
    return [other for other in found.values() if Record.objects.visible_to(other).filter(pk=record.pk)]


@pytest.mark.parametrize("walk", SAID_WITHIN, ids=lambda walk: walk.id)
def test_an_opinion_is_not_for_who_reads_no_remarks(walk, cast, at_desk):
    record, viewer = walk.given(cast, NOW), getattr(cast, walk.actor)
    with time_machine.travel(NOW, tick=False):
        said = walk.data(record, cast) | {"note": OPINION}
        assert at_desk(viewer).post(page_of(record, walk), said).status_code == 302
        pages = [
            at_desk(other).get(address).text
            for other in outsiders(cast, viewer, record)
            for address in (record.get_absolute_url(), twin(record.get_absolute_url()), "/")
        ]
    assert not [page for page in pages if OPINION in page]
