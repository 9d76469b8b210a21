"""Does a form refuse what a paper must not be without, and what it must not say?"""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from disposal.papers.compilations import Tally
from documents.drawn import draw
from documents.papers import PAPERS
from inspection.reports.papers import Result
from tests.documents import samples

ROOT = Path(__file__).resolve().parents[2]
EXTENDS = re.compile(r'{% extends "papers/(.+?)"')


def test_a_test_report_without_a_product_id_is_refused() -> None:
    with pytest.raises(ValueError, match="fill in item_id"):
        replace(samples.test_report(), item_id="")


def test_a_test_report_without_results_is_refused() -> None:
    with pytest.raises(ValueError, match="fill in results"):
        samples.test_report(results=())


@pytest.mark.parametrize(
    "template", sorted((ROOT / "templates/papers").glob("*.html")), ids=lambda it: it.stem
)
def test_no_template_asks_a_paper_for_what_every_dictionary_has(template: Path) -> None:
    """`paper.items` is a method of what is stored; `paper["items"]` is what the paper says."""
    asked = set(re.findall(r"\bpaper\.(\w+)", template.read_text(encoding="utf-8")))
    assert asked & set(dir(dict)) == set()


def test_a_figure_of_nought_is_filled_in() -> None:
    assert Tally(name="家用电器", tested=0, failed=0).tested == 0


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="buyer"):
        Result(number=1, item="标志", measured="符合", verdict="符合", buyer="someone")  # type: ignore[call-arg]


def test_a_number_where_a_text_belongs_is_refused() -> None:
    with pytest.raises(TypeError, match="measured is text, not int"):
        Result(number=1, item="标志", measured=3, verdict="符合")  # type: ignore[arg-type]


def test_a_missing_field_is_refused() -> None:
    with pytest.raises(TypeError, match="verdict"):
        Result(number=1, item="标志", measured="符合")  # type: ignore[call-arg]


def test_a_platforms_version_refuses_a_product_of_another_platform() -> None:
    foreign = replace(samples.PRODUCTS[0], platform="百汇购")
    with pytest.raises(ValueError, match="only products sold there"):
        samples.platform_compilation(products=(foreign,))


def test_a_platforms_version_refuses_a_product_with_its_producer() -> None:
    with pytest.raises(ValueError, match="only products sold there"):
        samples.platform_compilation(products=(samples.regulator_compilation().products[0],))


def test_the_content_of_a_paper_survives_being_stored_as_json() -> None:
    content = samples.national_report().content()
    assert json.loads(json.dumps(content)) == content
    assert content["issued_on"] == "2026-10-15"
    assert content["cases"][0]["amount"] == "38600.00"


def test_the_content_says_which_version_a_compilation_is() -> None:
    assert samples.platform_compilation().content()["version"] == "platform"
    assert samples.regulator_compilation().content()["version"] == "regulator"


@pytest.mark.parametrize(("tested", "told"), [(1, False), (9, False), (10, True)])
def test_no_paper_tells_a_rate_of_few_batches(tested: int, told: bool) -> None:
    few: dict[str, Any] = {"tested": tested, "failed": 1}
    tallies = (Tally(name="家用电器", **few),)
    national = replace(samples.national_report(), **few, by_category=tallies)
    compiled = replace(samples.regulator_compilation(), **few, by_category=tallies, by_platform=tallies)
    for paper in (national, compiled):
        said = draw(paper.template, {"paper": paper.content()}, language="en")
        rate = f"{100 / tested:.1f}%"
        assert (rate in said, "Of fewer than 10 batches no rate is told." in said) == (told, not told)


def test_every_kind_of_paper_has_a_series_of_one_character() -> None:
    """A shorter one than another's would let two offices come to the same number."""
    series = {name: paper.series for name, paper in PAPERS.items()}
    assert all(len(each) == 1 for each in series.values())
    shared = {name for name, each in series.items() if list(series.values()).count(each) > 1}
    assert shared == {"platform_compilation", "regulator_compilation"}  # one paper in two versions


def test_a_worker_that_begins_knows_every_paper() -> None:
    """The papers stand in the stages: whoever prints one finds it without having read the stage's actions."""
    said = "import django; django.setup(); from documents.papers import PAPERS; print(*sorted(PAPERS))"
    begun = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, cwd=ROOT)
    forms = {path.name: path.read_text() for path in (ROOT / "templates" / "papers").glob("*.html")}
    extends = {name: found[1] for name, text in forms.items() if (found := EXTENDS.search(text))}
    printed = set(extends) - set(extends.values())
    assert {Path(PAPERS[name].template).name for name in begun.stdout.split()} == printed
    assert begun.stdout.split() == sorted(PAPERS)
