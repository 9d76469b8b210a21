"""Does a year count that nobody has compared with the notice of the State Council? (T-11)"""

from __future__ import annotations

from django.urls import reverse

from casework.models import AnnouncedYear, Recount
from tests.portals.deadlines.test_calendars import DAYS, RESTS, load, notice
from trail.models import Event


def test_the_form_sent_in_as_it_was_handed_out_is_no_notice(cast, at_desk, now):
    client = at_desk(cast.regulator_administrator)
    blank = client.get(reverse("calendar-blank", args=[2027])).getvalue()
    answer = load(client, blank, "2027.csv")
    assert answer.status_code == 409 and "names no day off that is worked to make up for it" in answer.text
    assert not AnnouncedYear.objects.exists() and not Recount.objects.exists()


def test_a_notice_that_really_swaps_nothing_counts_once_somebody_says_so(cast, at_desk, now):
    client = at_desk(cast.regulator_administrator)
    assert load(client, notice(RESTS)).status_code == 409
    assert load(client, notice(DAYS), swaps_nothing="on").status_code == 409
    assert load(client, notice(RESTS), swaps_nothing="on").status_code == 302
    assert "swaps no day, as whoever loaded it declared" in str(Event.objects.get(verb="load a year").detail)
