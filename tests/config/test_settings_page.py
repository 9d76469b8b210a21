"""Is every setting told, and told in words?"""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from config.management.commands import settings as told

NAMED = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"')


def test_every_setting_that_is_read_stands_on_the_page_with_what_it_does():
    source = told.SOURCE.read_text()
    found = {one.name: one for one in told.read(source)}
    assert set(found) == set(NAMED.findall(source)) and len(found) > 40
    assert not [name for name, one in found.items() if len(one.said) < 20]
    assert all(f"| `{name}` |" in told.PAGE.read_text() for name in found)


def test_the_page_is_that_of_the_settings():
    call_command("settings", check=True)


def test_a_page_that_is_out_of_date_is_refused(tmp_path, monkeypatch):
    page = tmp_path / "settings.md"
    page.write_text(told.PAGE.read_text().replace("METRICS_TOKEN", "METRIC_TOKEN"))
    monkeypatch.setattr(told, "PAGE", page)
    with pytest.raises(CommandError, match="settings --write"):
        call_command("settings", check=True)


def test_a_comment_tells_of_the_line_below_it_and_of_those_that_follow():
    source = (
        '# Two lines\n# of it.\nA = env.int("A", 1)\nB = (\n    env.str("B", "x|y"),\n)\n\nC = env.str("C")\n'
    )
    rows = [(one.name, one.type, one.default, one.said) for one in told.read(source)]
    both = "Two lines of it."
    assert rows == [("A", "int", "1", both), ("B", "str", "'x|y'", both), ("C", "str", "''", "")]
    assert r"`'x\|y'`" in told.page(source)
