"""Does a rule hold everything that is asked of it, one after the other?"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.gate import Rule, member
from accounts.models import Organisation

FIRST, SECOND = "Ask the first.", "Ask the second."


def admitted(rule: Rule, cast: Any, method: str) -> None:
    rule.admit(cast.leader, method, {"pk": cast.center.pk})


@pytest.mark.parametrize(("yes", "refusal"), [((False, True), FIRST), ((True, False), SECOND)])
@pytest.mark.parametrize("narrows", ["to", "where", "to_post"])
def test_of_two_questions_each_shuts_out_with_its_own_sentence(cast, narrows, yes, refusal):
    rule = member.of(lambda viewer: Organisation.objects.all(), "pk")
    for answer, sentence in zip(yes, (FIRST, SECOND), strict=True):
        rule = getattr(rule, narrows)(lambda *asked, answer=answer: answer, sentence)
    with pytest.raises(PermissionDenied, match=refusal):
        admitted(rule, cast, "POST")
    if narrows == "to_post":
        admitted(rule, cast, "GET")
