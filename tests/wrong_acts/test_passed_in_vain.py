"""Does a page say that a check passed which the step refuses, to whoever is about to sign?"""

from __future__ import annotations

from html import unescape

import pytest

from casework.actions import checked
from casework.lifting import ensured
from casework.models import kinds
from tests.conftest import NOW
from tests.test_guards import MET, _today, actor, brought, objection, press  # noqa: F401  the day is theirs
from tests.test_prepared import listed, page_of

SIGNED = [row for row in MET if kinds()[row.kind].flow[row.step].prepared]


@pytest.mark.parametrize("row", SIGNED, ids=lambda row: row.id)
def test_what_is_refused_is_never_listed_as_passed(row, cast, at_desk):
    """Neither on the page of the step, nor where it is sent all the same, nor in what both are made of."""
    record, viewer = brought(row, cast), actor(row, cast)
    sentence, holds = objection(row.guard, record), str(ensured(row.guard))
    client = at_desk(viewer)
    for answer in (client.get(page_of(record, row)), press(client, row, record, cast)):
        passed, odd = listed(answer.text)
        assert answer.status_code == 409 and sentence in unescape(answer.text)
        assert holds not in passed and odd in ([], [sentence])
    looked_at = checked(row.of, record, viewer, NOW)
    assert [str(check.refused) for check in looked_at if check.refused] == [sentence]
    assert holds not in [check.holds for check in looked_at if check.refused is None]
