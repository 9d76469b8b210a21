"""Does a paper fetch what its content names? A few of the texts of `./run bench fetched`."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from bench.management.commands.fetched import Command


def test_what_the_content_names_is_not_fetched_and_weasyprint_alone_does_fetch_it():
    said = StringIO()
    call_command(Command(), "--many", "12", "--seed", "2", stdout=said)
    assert "12 texts in" in said.getvalue() and ": 0 fetched, 0 shown, 0 attached" in said.getvalue()
