"""What does `manage select` answer, and what does it say of listings that are left out?"""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sampling import check
from sampling.selection.solver.explain import Blocked, blocked, exceptions
from sampling.selection.solver.market import Wanted
from sampling.selection.solver.markets import Unreadable, cap, read
from tests.sampling.offers import written

ROWS = [
    {"listing": "甲1", "platform": "天猫", "shop": "一店", "brand": "牌", "price": "¥12.80", "risk": 5},
    {"listing": "甲2", "platform": "天猫", "shop": "一店", "brand": "——", "price": "30-50", "risk": 9},
    {
        "listing": "甲3",
        "platform": "京东",
        "shop": "二店",
        "brand": "/",
        "price": "89（10元运费）",
        "risk": 1,
    },
]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "listing.csv"
    path.write_bytes(written(ROWS).decode().encode("gb18030"))
    return path


def told(*arguments):
    out = StringIO()
    call_command("select", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_it_answers_what_is_chosen_with_a_certificate_that_the_script_accepts(file):
    answer = json.loads(told(file, "--quota", 3, "--json"))
    assert answer["selected"] == ["甲2", "甲3"]
    assert (answer["size"], answer["risk"], answer["repeats"], answer["status"]) == (2, 10, 0, "optimal")
    assert "proven" in check.verdict(file.read_bytes(), answer)


def test_caps_bands_and_a_budget_bind_and_are_checked(file):
    options = ("--cap", "platform=天猫:1", "--cap", "band=1:0", "--bands", "20,100", "--budget", 60)
    answer = json.loads(told(file, "--quota", 3, *options, "--json"))
    assert answer["selected"] == ["甲1"]
    assert "proven" in check.verdict(file.read_bytes(), answer)


def test_what_may_repeat_fills_the_quota(file):
    answer = json.loads(told(file, "--quota", 3, "--allow", "1", "--json"))
    assert (answer["size"], answer["repeated"]) == (3, ["甲1"])
    assert "proven" in check.verdict(file.read_bytes(), answer)


def test_a_choice_by_lot_needs_a_seed_and_is_drawn_again_from_it(file):
    with pytest.raises(CommandError, match="needs --seed"):
        told(file, "--quota", 1, "--mode", "random")
    answer = json.loads(told(file, "--quota", 1, "--mode", "random", "--seed", "5eed", "--json"))
    assert "drawn by the seed" in check.verdict(file.read_bytes(), answer)


def test_why_a_listing_is_left_out_and_which_repeat_would_help(file):
    answer = json.loads(told(file, "--quota", 3, "--why", "--json"))
    assert answer["blocked"] == {"甲1": [{"reason": "shop", "by": "甲2"}]}
    assert answer["exceptions"] == ["甲1"]


def test_without_json_it_says_the_lines(file):
    assert told(file, "--quota", 3).split("\n")[:2] == ["size: 2", "risk: 10"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    (
        (["--quota", "3", "--cap", "shop=一店:1"], "is no cap"),
        (["--quota", "3", "--budget", "much"], "is no sum"),
        (["--quota", "-1"], "less than 0"),
        (["--quota", "3", "--allow", "甲1"], "is no line"),
    ),
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(file, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        told(file, *arguments)


@pytest.mark.parametrize(
    ("data", "sentence"),
    (
        (b"listing,shop\nL1,x\n", "no column platform, brand"),
        (written([]), "no rows"),
        (written([{"listing": "L1", "risk": "high"}]), "Row 1: the risk 'high'"),
        (written([{"listing": "L1"}, {"listing": "L1"}]), "the same listing"),
        (written([{"listing": "1"}, {"listing": "01"}]), "the same line"),
    ),
)
def test_a_file_that_cannot_be_read_says_why(data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(data)


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        told(tmp_path / "none.csv", "--quota", 1)


def test_a_cap_of_a_cell_is_read():
    assert cap("platform=天猫, category=童装:5") == ({"platform": "天猫", "category": "童装"}, 5)


def test_everything_that_stands_in_a_listings_way_is_named():
    rows = [
        {"listing": 7, "platform": "A", "shop": "s", "brand": "b", "price": 1, "risk": 9},
        {"listing": 8, "platform": "A", "shop": "s", "brand": "b", "price": 9, "risk": 1, "known": 1},
        {"listing": 9, "platform": "A", "shop": "t", "price": "x", "risk": 1},
    ]
    market = read(written(rows)).market
    why = blocked(market, Wanted(1, budget=500), (7,))
    assert set(why[8]) == {
        Blocked("known"),
        Blocked("shop", 7),
        Blocked("brand", 7),
        Blocked("budget"),
        Blocked("quota"),
    }
    assert why[9] == (Blocked("price"), Blocked("quota"))


def test_the_fewest_exceptions_are_proposed():
    """Two of three must repeat wherever one begins, but not all three."""
    rows = [{"listing": line, "shop": "s", "risk": line} for line in (1, 2, 3)]
    assert len(exceptions(read(written(rows)).market, Wanted(3), seconds=5)) == 2
