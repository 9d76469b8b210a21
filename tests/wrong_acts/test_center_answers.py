"""What does a hasty center do wrong, and is it refused or seen by who answers for it?"""

from __future__ import annotations

import time_machine

from tests.conftest import NOW
from tests.disposal import given
from tests.disposal import given_notices as told

REFUSED = "The orders of the week were looked through: the goods are of this shop."


def test_c8_a_return_without_its_reason_is_refused_and_the_platform_reads_the_reason(cast, at_desk, now):
    found = given.fed_back(cast, now)
    compiler, platform = at_desk(cast.compiler), at_desk(cast.quality_officer)
    with time_machine.travel(NOW, tick=False):
        assert given.press(compiler, found, "reopen", {"note": " "}).status_code == 422
        assert given.press(compiler, found, "reopen", {"note": "The link still opens."}).status_code == 302
        assert "The link still opens." in platform.get(found.get_absolute_url()).content.decode()


def test_c8_a_dispute_is_not_settled_without_an_answer_that_the_platform_reads(cast, at_desk, now):
    found = given.disputed(cast, now)
    compiler, platform = at_desk(cast.compiler), at_desk(cast.quality_officer)
    with time_machine.travel(NOW, tick=False):
        assert given.press(compiler, found, "settle").status_code == 422
        assert given.press(compiler, found, "settle", {"note": REFUSED}).status_code == 302
        assert REFUSED in platform.get("/notifications/").content.decode()


def test_c9_a_notice_whose_addressee_objects_is_not_closed_without_an_answer(cast, at_desk, now):
    notice = told.answered(cast, now)
    compiler, shop = at_desk(cast.compiler), at_desk(cast.respondent)
    with time_machine.travel(NOW, tick=False):
        refused = given.press(compiler, notice, "close")
        assert refused.status_code == 409 and "answer the comments first" in refused.content.decode()
        for shrug in ("", "不予采纳", "Not accepted."):
            assert given.press(compiler, notice, "answer", {"answer": shrug}).status_code == 422
        assert given.press(compiler, notice, "answer", {"answer": REFUSED}).status_code == 302
        assert given.press(compiler, notice, "close").status_code == 302
        assert REFUSED in shop.get(notice.get_absolute_url()).content.decode()
