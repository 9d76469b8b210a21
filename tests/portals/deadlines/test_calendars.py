"""Is the calendar of a year loaded whole, checked, and does it move a date only with a line that says so?"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.deadlines import clocks
from casework.deadlines.announcements import read
from casework.flow import Refused
from casework.models import AnnouncedYear, Recount
from casework.terms.count import SHANGHAI
from tests.disposal import given_letters
from tests.swept import worked
from trail.models import Event

LATE = datetime(2026, 12, 30, 10, tzinfo=SHANGHAI)
# What a notice for 2027 could say; New Year's Day is a Friday.
FESTIVALS = {
    "2027-01-01": "元旦",
    **{f"2027-02-{n:02}": "春节" for n in range(5, 12)},
    "2027-04-05": "清明节",
    "2027-05-01": "劳动节",
    "2027-05-02": "劳动节",
    "2027-06-09": "端午节",
    "2027-09-15": "中秋节",
    **{f"2027-10-{n:02}": "国庆节" for n in range(1, 8)},
}
RESTS = [{"name": name, "date": day, "isOffDay": True} for day, name in FESTIVALS.items()]
MADE_UP = {"name": "春节", "date": "2027-02-20", "isOffDay": False}
DAYS = [*RESTS, MADE_UP]
SWAPPED = [(date(2027, 2, 4), "放假"), (date(2027, 2, 13), "上班")]
MORE = [{"name": "元旦", "date": "2027-01-04", "isOffDay": True}]


def notice(days, year=2027, **more) -> bytes:
    return json.dumps({"year": year, "papers": ["https://example.org/1"], "days": days, **more}).encode()


def load(client, content: bytes, name="2027.json", **more):
    file = SimpleUploadedFile(name, content)
    said = {"file": file, "source": "State Council paper 5 of 2026", **more}
    return client.post(reverse("calendars"), said)


def test_a_provisional_date_is_counted_anew_when_its_year_is_loaded(cast, at_desk):
    with time_machine.travel(LATE, tick=False):
        letter = given_letters.letter(cast, LATE)
        before = letter.deadlines.get(term="W-13")
        assert (before.end, before.provisional) == (date(2027, 1, 7), True)
        client = at_desk(cast.regulator_administrator)
        answer = load(client, notice([*DAYS, *MORE]))
        worked()
        after = letter.deadlines.get(term="W-13")
        assert (after.end, after.provisional) == (date(2027, 1, 8), False)
        event = Event.objects.get(verb="move a deadline", subject_id=letter.pk)
        assert "State Council paper 5 of 2026" in event.detail["note"]
        assert ">Done<" in client.get(answer["Location"]).content.decode()


def test_withdrawing_a_year_moves_dates_back_and_says_so(cast, at_desk):
    with time_machine.travel(LATE, tick=False):
        letter = given_letters.letter(cast, LATE)
        client = at_desk(cast.regulator_administrator)
        load(client, notice([*DAYS, *MORE]))
        worked()
        url = reverse("calendar-withdraw", args=[AnnouncedYear.objects.get().pk])
        assert client.post(url, {"reason": "A draft was loaded"}).status_code == 302
        worked()
        clock = letter.deadlines.get(term="W-13")
        assert (clock.end, clock.provisional) == (date(2027, 1, 7), True)
        assert Event.objects.filter(verb="move a deadline", subject_id=letter.pk).count() == 2
        assert client.post(url, {"reason": "Again"}).status_code == 404


def test_a_year_loaded_again_replaces_the_first(cast, at_desk, now):
    client = at_desk(cast.regulator_administrator)
    load(client, notice(DAYS))
    worked()
    load(client, notice([*DAYS, *MORE]))
    live = AnnouncedYear.objects.get(withdrawn_at=None)
    assert AnnouncedYear.objects.count() == 2 and live.days.filter(day="2027-01-04").exists()
    assert clocks.calendar().announced_until == 2027


def test_who_counts_by_a_year_reads_its_days(cast, at_desk, now):
    load(at_desk(cast.regulator_administrator), notice([*DAYS, *MORE]))
    page = at_desk(cast.tester).get(reverse("calendar-year", args=[AnnouncedYear.objects.get().pk])).text
    assert "2027-01-04" in page and "国庆节" in page and "State Council paper 5 of 2026" in page
    assert page.count("day of rest") == len(RESTS) + len(MORE)


def test_who_counts_by_the_days_that_came_with_the_system_reads_them_too(cast, at_desk, now):
    client = at_desk(cast.tester)
    assert reverse("calendar-known", args=[2026]) in client.get(reverse("calendars")).text
    page = client.get(reverse("calendar-known", args=[2026])).text
    assert "2026-10-10" in page and "working day that makes up for another" in page
    assert client.get(reverse("calendar-known", args=[2027])).status_code == 404


def test_the_days_that_count_bear_the_names_of_the_notice_and_leave_out_ordinary_weekends(cast, at_desk, now):
    weekend = {"date": "2027-10-10", "isOffDay": True, "name": ""}
    load(at_desk(cast.regulator_administrator), notice([*DAYS, *MORE, weekend]))
    page = at_desk(cast.tester).get(reverse("calendar-known", args=[2027])).text
    assert "国庆节" in page and "2027-10-10" not in page and ">weekend<" not in page


def test_a_day_of_a_loaded_year_explains_a_clock_only_after_it_was_counted(cast, at_desk):
    with time_machine.travel(LATE, tick=False):
        letter = given_letters.letter(cast, LATE)
        load(at_desk(cast.regulator_administrator), notice([*DAYS, *MORE]))
        page = at_desk(cast.quality_officer).get(letter.get_absolute_url()).content.decode()
        assert "ends on 2027-01-07" in page or "end on 2027-01-07" in page


def test_csv_says_the_same_as_json():
    lines = "\n".join(f"{day},休,{name}" for day, name in FESTIVALS.items())
    found = read(f"date,rest,name\n{lines}\n2027-02-13,班,春节".encode())
    assert found.year == 2027 and found.days[date(2027, 2, 13)] == (False, "春节")
    assert found.days[date(2027, 1, 1)] == (True, "元旦")


def test_the_form_that_is_handed_out_is_filled_in_and_taken_in_as_a_spreadsheet_saves_it(cast, at_desk, now):
    client = at_desk(cast.regulator_administrator)
    form = client.get(reverse("calendar-blank", args=[2027])).getvalue().decode("utf-8-sig")
    saved = form.replace("2027-0", "2027/").replace("2027-", "2027/").replace("/0", "/").replace("-0", "/")
    more = "".join(f"2027年{day:%-m月%-d日},{said},\r\n" for day, said in SWAPPED)
    assert load(client, (saved.replace("-", "/") + more).encode("gb18030"), "2027.csv").status_code == 302
    days = {each.day: each.rest for each in AnnouncedYear.objects.get().days.all()}
    assert all(days[day] is (said == "放假") for day, said in SWAPPED) and days[date(2027, 1, 1)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"day,what\n1,2", "columns 日期, 放假或上班, 名称"),
        (b"date,rest,name\n2027-02-3x,rest,", "columns"),
        (
            "日期,放假或上班\n2027-01-01,放假\n2027-01-04,补班".encode(),
            "Day 2 .*“补班” is neither",
        ),
        (b"[]", "must hold"),
        (b"{", "must hold"),
        (b'{"year": 2027, "days": ' + b"[" * 100_000, "must hold"),
        (notice([]), "names no day"),
        (notice(DAYS[1:]), "2027-01-01"),
        (notice([*DAYS, DAYS[0]]), "twice"),
        (notice([*DAYS, {"name": "", "date": "2028-03-01", "isOffDay": True}]), "no day of 2027"),
        (notice([*DAYS, {"name": "", "date": "2027-03-02", "isOffDay": False}]), "worked anyhow"),
        (notice([*DAYS, {"name": "", "date": "2027-02-30", "isOffDay": True}]), "must hold"),
        (b"x" * 300_000, "too large"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused_with_the_reason(content, sentence):
    with pytest.raises(Refused, match=sentence):
        read(content)


def test_a_bad_file_is_refused_beside_its_field_and_nothing_counts(cast, at_desk, now):
    answer = load(at_desk(cast.regulator_administrator), notice(DAYS[1:]))
    assert answer.status_code == 422 and "is missing" in answer.content.decode()
    assert not AnnouncedYear.objects.exists() and not Recount.objects.exists()


@pytest.mark.parametrize("who", ["approver", "center_administrator", "tester", "county_officer"])
def test_nobody_else_loads_one(who, cast, at_desk, now):
    assert load(at_desk(getattr(cast, who)), notice(DAYS)).status_code == 403
    assert not AnnouncedYear.objects.exists()


def test_everybody_sees_how_far_the_calendar_is_known(cast, at_desk, now):
    shown = at_desk(cast.tester).get(reverse("calendars")).content.decode()
    assert "to the end of 2026" in shown and "Load a year" not in shown


def test_a_day_of_rest_announced_for_december_counts_though_it_stands_in_the_next_year(cast, at_desk, now):
    eve = {"name": "元旦", "date": "2026-12-31", "isOffDay": True}
    load(at_desk(cast.regulator_administrator), notice([*DAYS, eve]))
    assert clocks.calendar().is_rest(date(2026, 12, 31))
    assert clocks.local_day(now) + timedelta(days=36) == date(2026, 12, 31)
