"""Do the scripts of a page leave each other's names alone?"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

NAMED = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)


def test_no_two_scripts_name_the_same_thing():
    """They share one scope: the later of two functions of a name is called by both, and nothing complains."""
    scripts = (Path(__file__).parents[2] / "static").glob("*.js")
    named = Counter(name for script in scripts for name in NAMED.findall(script.read_text()))
    assert not [name for name, times in named.items() if times > 1]
