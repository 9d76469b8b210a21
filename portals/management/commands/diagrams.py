"""How does each kind of record move, as a picture? Prints what docs/flows.md holds."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from accounts.roles import Role
from casework.deadlines.waiting import waiting
from casework.flow import VOIDED, Flow, Step, Wait, With
from casework.models import Filed, kinds
from casework.pages.desks import DESKS
from casework.terms.count import Unit

DOCS = Path(settings.BASE_DIR) / "docs"
PAGES = {"en": DOCS / "flows.md", "zh-hans": DOCS / "flows.zh-CN.md"}


class Command(BaseCommand):
    help = "Prints every flow as a Mermaid diagram with its clocks, in Markdown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", choices=sorted(PAGES), default="en")
        parser.add_argument("--write", action="store_true", help="write docs/flows.md in both languages")
        parser.add_argument("--check", action="store_true", help="fail if docs/flows.md is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["write"] and not options["check"]:
            self.stdout.write(page(options["language"]))
        for language, path in PAGES.items():
            text = page(language)
            if options["check"] and (not path.exists() or path.read_text() != text):
                raise CommandError(f"docs/{path.name} is out of date: run ./run manage diagrams --write")
            if options["write"]:
                path.write_text(text)


def page(language: str) -> str:
    """All flows in the order of the river, in one language."""
    with override(language):
        get_resolver().url_patterns  # noqa: B018 (reads all desks)
        found = [desk.model for desk in sorted(DESKS, key=lambda desk: desk.order)]
        head = _("How every kind of record moves: drawn from the flow tables by `./run manage diagrams`.")
        title = "# " + _("Flows")
        return "\n\n".join([title, head, *map(_section, found)]) + "\n"


def _section(model: type[Filed]) -> str:
    flow = model.flow
    title = str(model._meta.verbose_name).capitalize()
    parts = [f"## {title} ({model.prefix})", "```mermaid\n" + diagram(flow) + "\n```"]
    if flow.terms:
        parts.append(_clocks(flow))
    parts.append(_waits(flow))
    return "\n\n".join(parts)


def _waits(flow: Flow) -> str:
    """By what each open state waits: by which clocks, or why by none."""
    heads = (_("State"), _("Role that acts next"), _("By which clock, or why by none"))
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    found = waiting(flow)
    for state, role in flow.turns.items():
        lines.append(f"| {flow.states(state).label} | {Role(role).label} | {_by(found.get(str(state)))} |")
    return "\n".join(lines)


def _by(found: tuple[str, ...] | Wait | With | None) -> str:
    if isinstance(found, tuple):
        return ", ".join(found)
    if isinstance(found, With):
        return _("the clock of its %(kind)s") % {"kind": kinds()[found.kind]._meta.verbose_name}
    return str(found.label) if found else pgettext("deadline", "nothing")


def diagram(flow: Flow) -> str:
    """A flow as a Mermaid state diagram: each state with whose turn it is, each step with role and clause."""
    lines = ["stateDiagram-v2"]
    for state in flow.states:
        turn = f"<br/>{Role(flow.turn(state)).label}" if flow.turn(state) else ""
        lines.append(f'    state "{state.label}{turn}" as {state.value}')
    for step in flow:
        if step.target == VOIDED and step.name == "void":
            continue  # every open state can be voided: drawn, it would hide the rest
        lines += [
            f"    {source or '[*]'} --> {step.target}: {_said(step)}" for source in step.sources or ("",)
        ]
    closed = [state for state in flow.states if not flow.leaving(state) and state != VOIDED]
    lines += [f"    {state.value} --> [*]" for state in closed]
    voids = " / ".join(str(role.label) for role in flow["void"].by)
    said = _("From every open state, with a reason (%(roles)s)") % {"roles": voids}
    lines.append(f"    note right of {VOIDED}: {said}")
    return "\n".join(lines)


def _said(step: Step) -> str:
    by = " / ".join(str(role.label) for role in step.by)
    return f"{step.label} ({by}, {step.clause})"


def _clocks(flow: Flow) -> str:
    """The clocks of a flow: what starts, stops and meets each, how long it runs, and by which text."""
    heads = (
        _("Clock"),
        _("Runs"),
        _("Started by"),
        _("Met by"),
        _("Falls away with"),
        _("Stands still"),
        _("Source"),
    )
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for code, term in flow.terms.items():
        length = f"{term.number} {Unit(term.unit).label}"
        moved_by = (
            [step for step in flow if term in (*step.starts, *step.prompt)],
            [step for step in flow if term in (*step.meets, *step.prompt)],
            [step for step in flow if term in step.drops],
            [step for step in flow if term in step.suspends],
        )
        cells = [
            f"{code} {term.label}",
            length if term.fixed else _("%(length)s (may be set)") % {"length": length},
            *(", ".join(str(step.label) for step in steps) for steps in moved_by),
            str(term.source),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
