"""Does a clock show how it was counted, to those who may see its record and to nobody else?"""

from __future__ import annotations

from django.urls import reverse

from tests.disposal import given_letters


def test_a_clock_is_shown_day_by_day_with_its_rule(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    url = reverse("clock", args=[letter.deadlines.get().pk])
    assert url in at_desk(cast.quality_officer).get(letter.get_absolute_url()).content.decode()
    page = at_desk(cast.quality_officer).get(url).content.decode()
    assert "5 working days from 2026-11-25 end on 2026-12-02" in page
    assert "the default of the deadline table" in page and letter.get_absolute_url() in page


def test_a_clock_of_somebody_elses_record_is_not_there(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    url = reverse("clock", args=[letter.deadlines.get().pk])
    foreign, missing = (at_desk(cast.other_quality_officer).get(at) for at in (url, "/clocks/999999999/"))
    assert foreign.status_code == missing.status_code == 404
