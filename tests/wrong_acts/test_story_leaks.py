"""Does the story of a matter tell somebody what its records would not: who buys, what, and of whom?"""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from casework.models import Record
from tests.conftest import NOW
from tests.disposal import given


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_platform_reads_in_a_story_only_what_it_was_admitted_to(cast, now, at_desk):
    disposal = given.disposal(cast, now)
    page = at_desk(cast.quality_officer).get(reverse("matter", args=[disposal.number]), follow=True).text
    assert disposal.number in page
    seen = set(Record.objects.visible_to(cast.quality_officer).values_list("pk", flat=True))
    hidden = Record.objects.exclude(pk__in=seen)
    assert {"purchase", "scheme", "workplan"} <= {record.kind for record in hidden}
    for record in hidden:
        assert record.number not in page, record.kind
    assert str(cast.buyer.user) not in page


def test_nobody_reads_the_story_of_what_they_may_not_see(cast, now, at_desk):
    disposal = given.disposal(cast, now)
    for stranger in (cast.other_quality_officer, cast.other_organiser):
        assert at_desk(stranger).get(reverse("matter", args=[disposal.number])).status_code == 404


def test_a_buyer_finds_no_other_buyers_purchase_in_a_story(cast, now, at_desk):
    """A buyer knows what is theirs to buy, and nothing of the rest of the plan."""
    disposal = given.disposal(cast, now)
    mine = Record.objects.visible_to(cast.buyer)
    client = at_desk(cast.buyer)
    for record in mine:
        page = client.get(reverse("matter", args=[record.number]), follow=True).text
        for hidden in Record.objects.exclude(pk__in=mine.values("pk")):
            assert hidden.number not in page, (record.kind, hidden.kind)
    assert disposal.number
