"""Does the script that anyone can run refuse what is not so?"""

import ast
import copy
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sampling import check
from sampling.selection.solver import markets
from sampling.selection.solver.greedy import by_lot, fill
from sampling.selection.solver.market import program
from tests.sampling.offers import Question, asked, written

SCRIPT = Path(check.__file__)


@pytest.fixture(scope="module")
def told():
    """A question whose proof has prices and cases, and its answer."""
    for seed in range(300):
        question = asked(seed, most=40)
        _choice, answer = question.answered()
        if question.caps and answer["size"] > 2 and "cases" in json.dumps(answer["certificate"]):
            return question, answer
    raise AssertionError("no question needs cases")


def test_the_script_needs_the_standard_library_alone():
    named = {
        alias.name.split(".")[0] if isinstance(node, ast.Import) else (node.module or "").split(".")[0]
        for node in ast.walk(ast.parse(SCRIPT.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert named <= sys.stdlib_module_names


def test_it_runs_by_itself_and_says_a_sentence(tmp_path, told):
    question, answer = told
    (tmp_path / "listing.csv").write_bytes(question.data)
    (tmp_path / "choice.json").write_text(json.dumps(answer))
    ran = subprocess.run(
        [sys.executable, "-I", SCRIPT, tmp_path / "listing.csv", tmp_path / "choice.json"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert ran.returncode == 0 and ran.stdout.endswith("proven: nothing is better.\n")
    (tmp_path / "choice.json").write_text(json.dumps(answer | {"risk": answer["risk"] + 1}))
    assert check.main([str(tmp_path / "listing.csv"), str(tmp_path / "choice.json")]) == 1


def _worse(answer, listing):
    """One line fewer, told as if that were all that can be had."""
    if not answer["selected"]:
        return
    gone = answer["selected"].pop()
    row = next(row for row in listing if row["listing"] == gone)
    answer["size"] -= 1
    answer["risk"] -= int(row["risk"])
    answer["repeated"] = [line for line in answer["repeated"] if line != gone]
    answer["repeats"] = len(answer["repeated"])


def test_a_worse_choice_with_the_same_certificate_is_refused(told):
    question, answer = told
    worse = copy.deepcopy(answer)
    _worse(worse, check.rows(question.data))
    with pytest.raises(check.Wrong):
        check.verdict(question.data, worse)


def test_a_certificate_without_its_cases_proves_less(told):
    question, answer = told
    less = copy.deepcopy(answer)
    for claim in less["certificate"]["claims"]:
        claim.pop("cases", None)
    with pytest.raises(check.Wrong, match="leaves"):
        check.verdict(question.data, less)
    assert "within" in check.verdict(question.data, less | {"status": "within", "gap": 10**6})


def test_a_case_that_is_left_out_is_noticed(told):
    question, answer = told
    less = copy.deepcopy(answer)
    claim = next(claim for claim in less["certificate"]["claims"] if "cases" in claim)
    claim["cases"] = claim["cases"].get("out", {"unit": 1})
    with pytest.raises(check.Wrong):
        check.verdict(question.data, less)


@pytest.mark.parametrize("price", (-1, 0.5, "1"))
def test_prices_are_whole_and_not_below_nothing(told, price):
    question, answer = told
    forged = copy.deepcopy(answer)
    forged["certificate"]["claims"][0]["prices"]["quota"] = price
    with pytest.raises((check.Wrong, TypeError)):
        check.verdict(question.data, forged)


def test_a_claim_about_other_choices_is_refused(told):
    question, answer = told
    forged = copy.deepcopy(answer)
    forged["certificate"]["claims"][-1]["among"]["size"] = answer["size"] + 1
    with pytest.raises(check.Wrong, match="other choices"):
        check.verdict(question.data, forged)


def _numbers(told, path=()):
    """Where whole numbers stand in a certificate."""
    if isinstance(told, dict):
        for key, value in told.items():
            yield from _numbers(value, (*path, key))
    elif isinstance(told, int) and not isinstance(told, bool):
        yield path


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_no_forged_number_makes_a_worse_choice_proven(seed, chance):
    question = asked(seed)
    _choice, answer = question.answered()
    whole = answer["size"]
    _worse(answer, list(check.rows(question.data)))
    claims = answer["certificate"]["claims"]
    for _time in range(chance.randint(0, 3)):
        *path, last = chance.choice(
            [(of, *path) for of, claim in enumerate(claims) for path in _numbers(claim)]
        )
        place = claims
        for key in path:
            place = place[key]
        place[last] = chance.choice([0, place[last] + 1, place[last] * 2, max(place[last] - 1, 0), 10**13])
    try:
        said = check.verdict(question.data, answer | {"gap": 10**6, "status": "within"})
    except (check.Wrong, LookupError):
        return
    assert "proven" not in said or answer["size"] == whole


def test_a_listing_that_was_changed_is_refused(told):
    question, answer = told
    with pytest.raises(check.Wrong, match="not the listing"):
        check.verdict(question.data + b"\n", answer)


def test_a_tie_that_the_seed_did_not_decide_is_refused():
    rows = [{"listing": line, "shop": "s", "risk": 5, "price": 1} for line in (1, 2, 3)]
    question = Question(written(rows), 1, [])
    _choice, answer = question.answered()
    assert "proven" in check.verdict(question.data, answer)
    other = "1" if answer["selected"] != ["1"] else "2"
    with pytest.raises(check.Wrong, match="same risk"):
        check.verdict(question.data, answer | {"selected": [other]})


def test_two_of_one_shop_are_refused(told):
    question, answer = told
    chosen = check.Listing(question.data, []).rows
    taken = {row["shop"] for row in chosen.values() if row["listing"] in answer["selected"]} - {None}
    other = next(
        row["listing"]
        for row in chosen.values()
        if row["shop"] in taken and row["listing"] not in answer["selected"] and not row["known"]
    )
    with pytest.raises(check.Wrong):
        check.verdict(question.data, answer | {"selected": [*answer["selected"][1:], other]})


@given(st.integers(0, 10**6))
def test_a_choice_by_lot_is_drawn_again_from_its_seed(seed):
    question = asked(seed, most=20)
    choice, answer = question.answered(mode="random")
    it = program(question.table.market, question.wanted)
    assert choice.size == len(fill(it, by_lot(it)))
    seal = sha256(question.seed.encode()).hexdigest()
    assert check.verdict(question.data, answer, seal).endswith("drawn by the seed.")


def test_another_seed_than_the_one_committed_to_is_refused(told):
    question, _answer = told
    _choice, answer = question.answered(mode="random")
    with pytest.raises(check.Wrong, match="committed"):
        check.verdict(question.data, answer, sha256(b"other").hexdigest())
    answer["wanted"]["seed"] = "another"
    with pytest.raises(check.Wrong, match="draws other"):
        check.verdict(question.data, answer)


@given(st.text() | st.sampled_from(["标称：甲（北京）公司", " ——", "（无）", "图形商标", "ＡＢＣ  d", "/"]))
def test_the_script_reads_a_name_as_the_program_does(text):
    assert (check.name(text) or "") == markets.name(text)


@given(st.text() | st.from_regex(r"[¥]?[0-9]{1,4}(\.[0-9]{1,2})?([-~][0-9]{1,3})?(元|起)?", fullmatch=True))
def test_the_script_reads_a_price_as_the_program_does(text):
    assert tuple(-1 if part is None else part for part in check.fen(text)) == markets.fen(text)


def test_json_lines_are_read_as_the_file_of_commas_is(told):
    question, _answer = told
    lines = "\n".join(json.dumps(row) for row in check.rows(question.data)).encode()
    assert check.Listing(lines, []).rows == check.Listing(question.data, []).rows
