"""Does one tester overwrite what another entered only knowingly, with a reason that stands for the others?"""

from __future__ import annotations

import re
from html import unescape

import pytest

from accounts.addresses import code_of
from casework.flow import Refused
from inspection.reports.actions import testing
from inspection.reports.models.edited import as_shown
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.given import result_of as result
from tests.inspection.walks import results_form
from trail.models import Event


def shown(page):
    """What a form carries of each row, as a browser sends it back."""
    return {name: unescape(text) for name, text in re.findall(r'name="(seen_\w+)" value="([^"]*)"', page)}


def both_testers(cast, report, see):
    """A second tester, with what the form showed them before anybody sent it."""
    second = given.colleague("Second tester", cast.laboratory, "tester")
    return second, shown(see(second, f"{report.get_absolute_url()}enter/").content.decode())


def test_of_two_testers_in_one_grid_the_later_is_refused_by_row_and_shown_both_values(cast, post, see):
    report = given.begun(cast, NOW)
    second, seen = both_testers(cast, report, see)
    lead, parts = result(report), result(report, "Small parts")
    post(cast.tester, report, "enter", results_form(report, {"Small parts": "", "Lead": "0.12"}))
    mine = results_form(report, {"Small parts": "0", "Lead": "0.15"}) | seen
    answer = post(second, report, "enter", mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert (
        "Tester entered 0.12 at 10:00; you entered 0.15." in page
        and f'id="id_value_{code_of(lead)}_error"' in page
    )
    assert f'name="value_{code_of(parts)}" value="0"' in page and 'value="0.15"' in page
    assert (result(report).value, result(report, "Small parts").value) == ("0.12", "")
    assert f'type="text" name="overrule_{code_of(lead)}"' in page
    assert re.search(r"<li><a [^>]*>Lead · ≤ 90 mg/kg[^<]* · Measured value</a>", page)
    again = post(second, report, "enter", mine | shown(page))
    assert again.status_code == 422 and "say why and save again" in again.content.decode()
    why = {f"overrule_{code_of(lead)}": "A digit was misread."}
    assert post(second, report, "enter", mine | shown(page) | why).status_code == 302
    assert result(report).value == "0.15" and result(report).entered_by == second.user


def test_whose_value_was_overwritten_and_why_stands_in_the_trail_and_before_the_reviewer(cast, post, see):
    report = given.begun(cast, NOW)
    post(cast.tester, report, "enter", results_form(report, {"Small parts": "0", "Lead": "91"}))
    second, seen = both_testers(cast, report, see)
    lead = code_of(result(report))
    mine = results_form(report, {"Small parts": "0", "Lead": "5"}) | seen
    answer = post(second, report, "enter", mine)
    assert answer.status_code == 422 and "Tester entered 91" in answer.content.decode()
    assert post(second, report, "enter", mine | {f"overrule_{lead}": "Diluted twice."}).status_code == 302
    said = "Lead: Tester had entered 91; Second Tester put 5 in its place"
    assert f"{said}: Diluted twice." in Event.objects.of("record", report.pk).latest("pk").detail["note"]
    assert f"{said}: Diluted twice." in see(cast.reviewer, report.get_absolute_url()).content.decode()


def test_who_fills_in_beside_a_colleague_does_not_make_the_value_their_own(cast, post, see):
    report = given.begun(cast, NOW)
    post(cast.tester, report, "enter", results_form(report, {"Small parts": "0", "Lead": "91"}))
    second, seen = both_testers(cast, report, see)
    beside = {f"remark_{code_of(result(report))}": "Measured on the second bench."}
    form = results_form(report, {"Small parts": "0", "Lead": "91"}) | seen | beside
    assert post(second, report, "enter", form).status_code == 302
    assert (result(report).remark, result(report).entered_by) == (*beside.values(), cast.tester.user)


def test_what_a_tester_left_alone_takes_nothing_from_a_colleague(cast, post, see):
    report = given.begun(cast, NOW)
    second, seen = both_testers(cast, report, see)
    post(cast.tester, report, "enter", results_form(report, {"Small parts": "", "Lead": "0.12"}))
    mine = results_form(report, {"Small parts": "0", "Lead": ""}) | seen
    assert post(second, report, "enter", mine).status_code == 302
    assert (result(report).value, result(report, "Small parts").value) == ("0.12", "0")


def test_a_colleague_who_saves_while_the_form_is_checked_is_not_written_over(cast):
    report = given.begun(cast, NOW)
    lead = result(report)
    seen = as_shown(lead)
    given.enter_one(report, "0.12", cast.tester, NOW)
    second = given.colleague("Second tester", cast.laboratory, "tester")
    with pytest.raises(Refused, match=r"you entered 0\.15"):
        testing.enter(report, rows={lead.pk: {"value": "0.15", "seen": seen}}, by=second, now=NOW)
