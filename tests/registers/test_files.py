"""How does a file of entries come in: tried, shown, and then taken in?"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from catalogue.models import Standard, TestItem
from registers.entries.models import RegisterFile
from tests.cast import Cast
from tests.jobs import worked
from trail.models import Event

HEADER = "number,title,in force since,scope"


@pytest.fixture
def desk(cast: Cast, at_desk: Any) -> Any:
    return at_desk(cast.organiser)


def sent(desk: Any, text: str, register: str = "standards", **changed: Any) -> RegisterFile:
    """A file that is sent in, and tried if its columns are known."""
    said = {"source": "Notice 5", "reason": "The list of 2026.", "empty": "leaves", **changed}
    file = SimpleUploadedFile("standards.csv", text.encode())
    answer = desk.post(reverse(f"{register}-files"), {**said, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    worked(RegisterFile)
    return RegisterFile.objects.latest("pk")


def taken_in(desk: Any, text: str, **changed: Any) -> RegisterFile:
    file = sent(desk, text, **changed)
    desk.post(file.get_absolute_url(), {"begin": ""})
    worked(RegisterFile)
    file.refresh_from_db()
    return file


def refused(desk: Any, file: RegisterFile) -> list[list[str]]:
    """The lines that came back, below their heading."""
    answer = desk.get(reverse("register-file-refused", args=[file.token]))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return [[str(cell or "") for cell in line] for line in sheet.values]


def counted(file: RegisterFile) -> tuple[int, int, int, int]:
    return file.made, file.changed, file.same, file.refused


def test_a_trial_says_what_it_would_do_and_does_nothing(cast: Cast, desk: Any) -> None:
    before = Standard.objects.count(), Event.objects.filter(verb="enter in a register").count()
    file = sent(desk, f"{HEADER}\nGB 1-2020,One,2020-01-01,\n{cast.standard.number},Renamed,,\n")
    assert counted(file) == (1, 1, 0, 0) and file.trial
    assert (Standard.objects.count(), Event.objects.filter(verb="enter in a register").count()) == before
    page = desk.get(file.get_absolute_url()).content.decode()
    assert f"{cast.standard.title} → Renamed" in page and "Take it in" in page


def test_what_was_tried_is_taken_in_with_source_and_reason(cast: Cast, desk: Any) -> None:
    file = taken_in(desk, f"{HEADER}\nGB 1-2020,One,2020-01-01,\n{cast.standard.number},Renamed,,\n")
    assert counted(file) == (1, 1, 0, 0) and file.taken_in
    event = Event.objects.get(verb="change an entry")
    assert event.detail["source"] == "Notice 5" and event.detail["note"] == "The list of 2026."
    assert event.actor_id == cast.organiser.user.pk


def test_the_second_time_everything_stands_already(desk: Any) -> None:
    taken_in(desk, f"{HEADER}\nGB 1-2020,One,2020-01-01,Toys\n")
    again = sent(desk, f"{HEADER}\nGB 1-2020,One,2020-01-01,Toys\n")
    assert counted(again) == (0, 0, 1, 0)
    assert "Take it in" not in desk.get(again.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("empty", "scope"), [("leaves", "Toys"), ("empties", "")])
def test_an_empty_cell_means_what_the_sender_said(desk: Any, empty: str, scope: str) -> None:
    taken_in(desk, f"{HEADER}\nGB 1-2020,One,2020-01-01,Toys\n")
    taken_in(desk, f"{HEADER}\nGB 1-2020,Uno,2020-01-01,\n", empty=empty)
    found = Standard.objects.get(number="GB 1-2020")
    assert (found.title, found.scope) == ("Uno", scope)


def test_a_column_that_is_not_there_leaves_what_stands(desk: Any) -> None:
    taken_in(desk, f"{HEADER}\nGB 1-2020,One,2020-01-01,Toys\n")
    taken_in(desk, "number,title\nGB 1-2020,Uno\n", empty="empties")
    assert Standard.objects.get(number="GB 1-2020").scope == "Toys"


def test_refused_lines_come_back_with_their_reasons_and_the_others_go_in(desk: Any) -> None:
    text = f"{HEADER}\nGB 1-2020,One,2020-13-01,\nGB 2-2020,,,\nGB 3-2020,Three,,\nGB 3-2020,Again,,\n"
    file = taken_in(desk, text)
    assert counted(file) == (1, 0, 0, 3)
    lines = refused(desk, file)
    assert [line[0] for line in lines[1:]] == ["GB 1-2020", "GB 2-2020", "GB 3-2020"]
    assert "In force since" in lines[1][-1] and "Title" in lines[2][-1] and "earlier line" in lines[3][-1]


def test_unknown_columns_are_asked_about_before_anything_is_tried(desk: Any) -> None:
    file = sent(desk, "number,title,colour\nGB 1-2020,One,red\n")
    assert not file.begun_at and "colour" in desk.get(file.get_absolute_url()).content.decode()
    desk.post(reverse("register-file-columns", args=[file.token]))
    worked(RegisterFile)
    file.refresh_from_db()
    assert counted(file) == (1, 0, 0, 0)


def test_a_file_without_what_each_line_must_say_is_refused_at_once(desk: Any) -> None:
    said = {"source": "Notice 5", "reason": "The list of 2026.", "empty": "leaves"}
    file = SimpleUploadedFile("standards.csv", b"title\nOne\n")
    answer = desk.post(reverse("standards-files"), {**said, "file": file})
    assert answer.status_code == 409 and "number" in answer.content.decode()
    assert not RegisterFile.objects.exists()


ITEM = "product category,test item,holds for,test method,grounds of judgement,unit,limit"


def test_an_item_names_its_category_and_standards_as_they_are_called(cast: Cast, desk: Any) -> None:
    number = cast.standard.number
    lines = [
        f"{cast.category.code},甲醛,A 类,{number},{number},mg/kg,≤ 20",
        f"{cast.category.name},甲醛,B 类,{number},{number},mg/kg,≤ 75",
        f"{cast.category.code},铅,,{number},GB 0-0000,mg/kg,≤ 90",
        f"{cast.category.code},镉,,{number},{number},mg/kg,多多益善 3",
    ]
    file = taken_in(desk, "\n".join([ITEM, *lines]) + "\n", register="test-items")
    assert counted(file) == (2, 0, 0, 2), file.changes
    assert {item.limit_text for item in TestItem.objects.filter(name="甲醛")} == {"≤ 20", "≤ 75"}
    why = str(refused(desk, file))
    assert "no entry “GB 0-0000”" in why and "no limit that can be read" in why


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_handed_out_goes_in_again_and_changes_nothing(
    cast: Cast, desk: Any, language: str, settings: Any
) -> None:
    taken_in(desk, f"{HEADER}\nGB 1-2020,One,2020-01-01,Toys\n")
    desk.cookies["django_language"] = language
    answer = desk.get(reverse("standards-sheet", args=["csv"]))
    text = b"".join(answer.streaming_content).decode()
    desk.cookies["django_language"] = "en"
    file = sent(desk, text)
    assert counted(file) == (0, 0, Standard.objects.count(), 0)


def test_refused_lines_go_in_again_as_they_came_back_once_they_are_right(desk: Any) -> None:
    """Short lines too: a spreadsheet leaves out what is empty at the end."""
    file = taken_in(desk, f"{HEADER}\nGB 1-2020\nGB 2-2020,Two\n")
    lines = refused(desk, file)
    assert lines[0][-1] == "Reason" and lines[1][0] == "GB 1-2020" and "Title" in lines[1][-1]
    lines[1][1] = "One"
    again = taken_in(desk, "\n".join(",".join(line).replace("\n", " ") for line in lines) + "\n")
    assert counted(again) == (1, 0, 0, 0)


def test_a_standard_is_known_by_its_number_however_its_dash_is_written(cast: Cast, desk: Any) -> None:
    taken_in(desk, f"{HEADER}\nGB/T 2912.1-2009,Formaldehyde,,\n")
    line = f"{cast.category.code},甲醛,,GB/T2912.1—2009,GB/T 2912.1-2009,mg/kg,≤ 75"
    file = sent(desk, f"{ITEM}\n{line}\n", register="test-items")
    assert counted(file) == (1, 0, 0, 0)


def test_what_names_an_ended_standard_goes_in_again_and_says_so(cast: Cast, desk: Any) -> None:
    number = cast.standard.number
    line = f"{cast.category.code},甲醛,A 类,{number},{number},mg/kg,≤ 20"
    taken_in(desk, f"{ITEM}\n{line}\n", register="test-items")
    end = desk.get(reverse("standards-end", args=[cast.standard.pk])).content.decode()
    assert "Still named by: test items" in end
    Standard.objects.filter(pk=cast.standard.pk).update(withdrawn_on="2026-01-01")
    assert counted(sent(desk, f"{ITEM}\n{line}\n", register="test-items")) == (0, 0, 1, 0)
    new = line.replace("A 类", "B 类")
    assert counted(sent(desk, f"{ITEM}\n{new}\n", register="test-items")) == (0, 0, 0, 1)
    assert "names what has ended" in desk.get(reverse("test-items")).content.decode()


def test_what_has_ended_is_not_changed_by_a_file(cast: Cast, desk: Any) -> None:
    Standard.objects.filter(pk=cast.standard.pk).update(withdrawn_on="2026-01-01")
    file = sent(desk, f"{HEADER}\n{cast.standard.number},Renamed,,\n")
    assert counted(file) == (0, 0, 0, 1)
