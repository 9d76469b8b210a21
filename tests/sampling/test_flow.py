"""Does every edge of this stage lead where its table says, by HTTP, for the person whose step it is?"""

import pytest
import time_machine
from django.urls import reverse

from casework.models import kinds
from tests.conftest import NOW
from tests.sampling.walks import WALKS


@pytest.mark.parametrize("walk", [w for w in WALKS if not w.cause], ids=lambda walk: walk.id)
def test_an_edge_leads_where_the_table_says(walk, cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = walk.given(cast, NOW)
        assert (record.kind, record.state) == (walk.kind, walk.source)
        client = at_desk(getattr(cast, walk.actor))
        assert client.get(record.get_absolute_url()).status_code == 200
        url = reverse(f"{record.kind}-step", args=[record.number, walk.step])
        asked = client.get(url)
        answer = client.post(url, walk.data(record, cast))
    assert asked.status_code == 200
    assert answer.status_code == 302, answer.content.decode()[:20000]
    record.refresh_from_db()
    assert record.state == kinds()[walk.kind].flow[walk.step].target
