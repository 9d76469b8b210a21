"""Does the story of a matter tell somebody what its records would not: who buys, what, and of whom?"""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from casework.models import Record
from documents.models import Attachment
from tests.conftest import NOW
from tests.disposal import given, given_notices


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


def test_a_platform_reads_nothing_of_the_other_party(cast, now, at_desk):
    """Neither that there is a case, nor whose it is, who has it or until when."""
    case = given.referred(cast, now)
    disposal = case.compilation.disposals.get()
    page = at_desk(cast.quality_officer).get(reverse("matter", args=[disposal.number]), follow=True).text
    sides = page.partition('class="wj-sides"')[2].partition("</section></div>")[0]
    assert str(cast.platform) in sides and disposal.number in sides
    others = sides.partition("Producers, and their regulators")[2]
    assert "Nothing of this side is open to you" in others and "wj-party" not in others
    for known in (case.number, str(case.enterprise), str(case.regulator)):
        assert known not in sides


def _by_address() -> dict[str, Attachment]:
    return {file.get_absolute_url(): file for file in Attachment.objects.select_related("record")}


def test_in_a_story_stand_the_photos_of_a_records_own_page_and_no_others(cast, now, at_desk):
    """Whoever it is of the cast; and one that shows a person is not opened by looking at the story."""
    given_notices.filed(cast, now)
    files, looked = _by_address(), 0
    for name, viewer in cast.people.items():
        last = Record.objects.visible_to(viewer).order_by("-pk").first()
        if last is None:
            continue
        story = at_desk(viewer).get(reverse("matter", args=[last.number]), follow=True)
        for address in re.findall(r'<img src="([^"]+)"', story.text):
            own = at_desk(viewer).get(files[address].record.get_absolute_url())
            assert own.status_code == 200 and address in own.text and not files[address].person, (
                name,
                address,
            )
            looked += 1
        for address, file in files.items():
            assert not file.person or (address not in story.text and file.name not in story.text), name
    assert looked
