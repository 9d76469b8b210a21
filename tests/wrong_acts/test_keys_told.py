"""Does a program learn by keys what the page keeps from whoever it acts for?"""

from __future__ import annotations

import json
from functools import partial

import pytest
import time_machine
from django.urls import reverse

from tests.api.conftest import issue
from tests.conftest import NOW
from tests.test_access import example

written = partial(json.dumps, sort_keys=True)


@pytest.mark.parametrize("who", ["quality_officer", "tester", "case_officer", "organiser"])
@pytest.mark.parametrize("kind", ["report", "platformdisposal", "purchase", "enforcementcase"])
def test_what_comes_by_key_is_what_the_particulars_say_and_no_more(kind, who, cast):
    with time_machine.travel(NOW, tick=False):
        record = example(kind, cast)
        answer = issue(getattr(cast, who)).get(reverse(f"api-{kind}", args=[record.number]))
    said = answer.json()
    if answer.status_code == 404:
        said |= {"particulars": [], "by_key": said.get("by_key", {})}
    told = [fact for group in said["particulars"] for fact in group["facts"]]
    by_key = []
    for one in said["by_key"].values():
        things = one if isinstance(one, list) else [one]
        by_key += [fact for thing in things for fact in ([thing] if "key" in thing else thing.values())]
    assert sorted(map(written, by_key)) == sorted(map(written, told))
