"""Which reports does a compiler see as failed, and is one offered twice? (6.4-1)"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import NOW
from tests.disposal import given


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_c16_the_list_of_reports_shows_each_verdict(cast, at_desk):
    given.failed_report(cast, NOW)
    compiler = at_desk(cast.compiler)
    page = compiler.get(reverse("report-list")).text
    row = page[page.index("wj-cell-badge") :][:300]
    assert ">Conclusion<" in page and "wj-red" in row and "on-conforming" in row
    assert ">Conclusion<" not in compiler.get(reverse("compilation-list")).text


def test_c16_the_home_of_a_compiler_says_which_report_failed(cast, at_desk):
    report = given.failed_report(cast, NOW)
    page = at_desk(cast.compiler).get(reverse("home")).text
    assert f"{report.number} · Non-conforming" in page


def test_c16_a_report_that_is_compiled_already_is_not_offered_again(cast, at_desk, program):
    report = given.failed_report(cast, NOW)
    compiler, api = at_desk(cast.compiler), reverse("api-report", args=[report.number])
    offered = reverse("compilation-open")
    assert offered in compiler.get(report.get_absolute_url()).text
    assert [each["kind"] for each in program(cast.compiler).get(api).json()["openings"]] == ["compilation"]
    draft = given.drafted(cast, NOW, reports=[report])
    page = compiler.get(report.get_absolute_url()).text
    assert offered not in page and draft.number in page
    assert program(cast.compiler).get(api).json()["openings"] == []
