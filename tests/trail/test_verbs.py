"""Is every action of the trail called by a name, in both languages, and none written down that has none?"""

from __future__ import annotations

import pytest
from django.utils.translation import override

from trail.models import SYSTEM, Event, write, write_first
from trail.verbs import VERBS, register


def test_every_verb_has_a_name_in_both_languages():
    with override("en"):
        english = {verb: str(said.label) for verb, said in VERBS.items()}
    with override("zh-hans"):
        chinese = {verb: str(said.label) for verb, said in VERBS.items()}
    assert not [verb for verb in VERBS if not english[verb].isascii() or chinese[verb].isascii()]


@pytest.mark.parametrize("writes", [write, write_first])
def test_a_verb_that_nobody_registered_is_not_written_down(writes, db, now):
    with pytest.raises(LookupError, match="do something unheard of"):
        writes("do something unheard of", ("organisation", 1), actor=SYSTEM, at=now)
    assert not Event.objects.filter(verb="do something unheard of").exists()


def test_a_verb_is_named_by_one_module_alone():
    with pytest.raises(ValueError, match="registered already"):
        register("issue a paper", "Issue a paper once more")
