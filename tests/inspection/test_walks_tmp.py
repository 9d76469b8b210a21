"""Private while sampling is being written."""

import pytest
import time_machine
from django.urls import reverse

from casework.models import kinds
from tests.conftest import NOW
from tests.inspection.walks import WALKS


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.id)
def test_an_edge_leads_where_the_table_says(walk, cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = walk.given(cast, NOW)
        assert (record.kind, record.state) == (walk.kind, walk.source)
        name, posted = walk.cause if walk.cause else (walk.step, lambda found: found)
        moved = posted(record)
        client = at_desk(getattr(cast, walk.actor))
        url = reverse(f"{moved.kind}-step", args=[moved.number, name])
        answer = client.post(url, walk.data(moved, cast))
        assert answer.status_code == 302, answer.content.decode()
        assert client.get(moved.get_absolute_url()).status_code == 200
    record.refresh_from_db()
    assert record.state == (walk.target or kinds()[walk.kind].flow[walk.step].target)
