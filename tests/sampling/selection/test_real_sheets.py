"""Is the best choice found, and proven, in every sheet of real surveys?"""

import pytest

from sampling import check
from tests.sampling.offers import Question, written
from tests.sampling.sheets import SHEETS, sheets

pytestmark = pytest.mark.skipif(
    not SHEETS.is_file(), reason="the real survey sheets are not here: set WANGJIAN_REAL_DATA"
)


@pytest.mark.parametrize("share", (1, 4))
def test_every_sheet_has_a_proven_choice(share):
    """As many as there are rows, which nothing but repeats forbids; and a quarter of them."""
    for rows in (found := sheets()).values():
        question = Question(written(rows), len(rows) // share, [])
        choice, answer = question.answered(seconds=20)
        said = check.verdict(question.data, answer)
        assert choice.status == "optimal" and "proven" in said
        assert (choice.size, choice.risk) >= choice.greedy
    assert len(found) > 40
