"""Can a template be filled in and loaded, and a refused line be put right and loaded again?"""

from __future__ import annotations

import io
import json
import re
from html import unescape

import openpyxl
import pytest
from django.urls import reverse

from monitoring.importers import handouts
from monitoring.importers.channels import LAYOUTS
from monitoring.importers.list_reader import Entry
from monitoring.importers.workbook import Unreadable
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.list_samples import CHECKS, lines, upload
from tests.monitoring.notice_samples import BAD, GOOD, HEADER, TITLE, workbook

pytestmark = pytest.mark.django_db


def opened(answer):
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return openpyxl.load_workbook(io.BytesIO(answer.content))


@pytest.mark.parametrize("channel", "acde")
def test_a_template_as_it_is_holds_no_line_and_its_example_is_one_once_unmarked(channel):
    content = handouts.template(channel)
    with pytest.raises(Unreadable, match="no lines"):
        lines(channel, content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets[:-1]:
        sheet["A2"] = "1"
    stream = io.BytesIO()
    book.save(stream)
    found = lines(channel, stream.getvalue())
    assert len(found) == sum(one.channel == channel and bool(one.sheet) for one in LAYOUTS)
    assert all(isinstance(line, Entry) for line in found)


def test_the_template_of_notices_is_a_notice_whose_example_is_not_read(cast, at_desk):
    book = openpyxl.load_workbook(io.BytesIO(handouts.template("b")))
    sheet = book.worksheets[0]
    sheet.append(["1", *[cell.value for cell in sheet[3]][1:]])
    stream = io.BytesIO()
    book.save(stream)
    file = upload("b.xlsx", stream.getvalue())
    page = at_desk(cast.collector).post(reverse("signal-import"), {"channel": "b", "file": file})
    assert RiskSignal.objects.get().product == "学步车" and "Sheets left out" not in page.content.decode()


def test_each_center_gets_every_template_and_a_platform_its_own(cast, at_desk):
    for channel in "abcde":
        book = opened(at_desk(cast.collector).get(reverse("signal-template", args=[channel])))
        assert book.sheetnames[-1] == "填写说明" and book.worksheets[-1].max_row > 5
        status = at_desk(cast.quality_officer).get(reverse("signal-template", args=[channel])).status_code
        assert status == (200 if channel == "c" else 404)
    assert at_desk(cast.leader).get(reverse("signal-template", args=["c"])).status_code == 403
    assert at_desk(cast.collector).get(reverse("signal-template", args=["z"])).status_code == 404


def handed_back(at_desk, viewer, channel, content, **more):
    """The workbook of the refused lines of a file, taken from the page as a person does."""
    desk = at_desk(viewer)
    data = {"channel": channel, "file": upload("x.xlsx", content), **more}
    page = desk.post(reverse("signal-import"), data).content.decode()
    [sent] = re.findall(r'name="lines" value="([^"]*)"', page)
    return opened(desk.post(reverse("signal-refused"), {"lines": unescape(sent)}))


def put_right(book, **cells):
    for place, value in cells.items():
        book.worksheets[0][place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_refused_line_is_put_right_and_loaded_again(cast, at_desk):
    broken = [CHECKS[1][0], "十一月", *CHECKS[1][2:]]
    book = handed_back(at_desk, cast.collector, "c", workbook([CHECKS[0], broken]))
    assert "date cannot be read" in book.worksheets[0]["A2"].value
    file = upload("y.xlsx", put_right(book, C2="2026-11-18"))
    at_desk(cast.collector).post(reverse("signal-import"), {"channel": "c", "file": file})
    assert RiskSignal.objects.get().product == "毛绒玩具"


def test_a_refused_line_of_a_notice_keeps_its_title_and_header(cast, at_desk):
    broken = [*BAD[:8], "待定", *BAD[9:]]
    book = handed_back(at_desk, cast.collector, "b", workbook([[TITLE], HEADER, GOOD, broken]), dry_run="on")
    sheet = book.worksheets[0]
    assert sheet["A1"].value == TITLE and sheet.max_row == 3
    file = upload("y.xlsx", put_right(book, J3="不合格"))
    at_desk(cast.collector).post(reverse("signal-import"), {"channel": "b", "file": file})
    assert RiskSignal.objects.get().product == "学步车"


def test_a_cell_that_begins_like_a_formula_stays_text():
    content = handouts.returned([handouts.Returned("a/b", "", ["产品"], [("x", ["=1+1\x01"])])])
    cell = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("sent", ["", "[]", "{", "[1]", json.dumps([{"sheet": "x"}]), "[" * 100_000])
def test_what_no_page_of_ours_sends_is_refused(cast, at_desk, sent):
    assert at_desk(cast.collector).post(reverse("signal-refused"), {"lines": sent}).status_code == 400
    assert at_desk(cast.leader).post(reverse("signal-refused"), {"lines": sent}).status_code == 403


def test_the_page_offers_templates_and_a_platform_no_channel(cast, at_desk):
    page = at_desk(cast.collector).get(reverse("signal-import")).content.decode()
    assert all(reverse("signal-template", args=[channel]) in page for channel in "abcde")
    page = at_desk(cast.quality_officer).get(reverse("signal-import")).content.decode()
    assert 'name="channel"' not in page and 'name="center"' in page
    assert reverse("signal-import") in at_desk(cast.quality_officer).get(reverse("signals")).content.decode()
