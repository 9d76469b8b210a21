"""How does a record move? A table of steps, each under a clause of the standard.

A stage's flow.py is a chapter of the standard as such a table. Buttons, refusals, worklists, API actions,
deadlines, diagrams and the conformity matrix derive from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from inspect import signature
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import SIGNING, Role
from casework.clauses import clause
from casework.kept_apart import apart, kept_apart, not_voided_after
from casework.lifting import ensured, is_said
from casework.terms.table import Term
from casework.terms.table import Text as Text
from trail.enumerations import enumerated

VOIDED = "voided"
VOID = _("Void")
# Ended because what it rested on is gone. Like what was voided it counts for nothing.
LAPSED = "lapsed"
NOTHING = (VOIDED, LAPSED)
# Taken back from whom it was handed to: it waits, and none of its papers holds meanwhile.
TAKEN_BACK = "taken_back"

Guard = Callable[[Any, datetime], None]
Ability = Callable[[Any, Viewer, datetime], None]
# What a step does beside moving its record: handler(record, by=, now=, **what its form asks for); that of an
# opening has no record. One that serves several steps may ask for `step`, the name of the one that is taken.
Handler = Callable[..., Any]
H = TypeVar("H", bound=Handler)
# Which records of a kind, in a state at an instant, have nothing to do for a viewer whose turn it is.
Idle = Callable[[datetime, Viewer], Q]
C = TypeVar("C", bound=Idle)
# What a step asks for: a form, or what makes one.
Shape = Callable[..., Any]
S = TypeVar("S", bound=Shape)


class Refused(Exception):
    """A step that may not be taken now; str() is the reason, fit for the screen (409 in the API)."""

    # The guard that refuses it, where one does.
    guard: Callable[..., None] | None = None

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return str(self.reason)


class Forbidden(Refused, PermissionDenied):
    """A step that is not this viewer's to take (403)."""


class KeptApart(Forbidden):
    """What somebody may not do who has the role, for what they did themselves (403)."""


class Gone(Refused):
    """What was asked for has been erased for good (410)."""


@dataclass(frozen=True)
class Step:
    """One way a record may move.

    sources: the states it may be taken from; () for the step that opens a record. by: the roles that may
    take it, always for the organisation that is the record's party of that kind. of: the record's attribute
    with the organisation meant, where it is another, or the role is one that every kind has. above: those of
    the roles that take it for the organisation above, the record's `superior`. differs: steps whose actors
    must be other persons (≠). apart: the way to records in which they have had no hand either. only: an
    attribute with the one user who may take it. guards: further conditions, each a function (record, now)
    that raises Refused. able: conditions of whoever takes it themselves, each a function (record, viewer,
    now) that raises Refused. starts, meets, suspends, resumes: what the step does to the clocks. drops: the
    terms whose duty falls away with it, which nobody has met. prompt: terms that it meets as it starts them,
    from the day that the record states, to show whether it was taken at once. heeds_holds: refused while a
    Hold stands. reason: where it says why to the other organisations that it hits, who read that and are
    told: the record's field that it fills in, or "note"; it is not taken without. admits: the parties (a
    kind, or the attribute that names one) that may see the record from now on. follows: the paper with whose
    service on the party to act next it is taken, by itself; the terms that it starts begin on the day of
    service. on: the record's attribute with the record whose paper that is; "" = the record's own.
    shaken_by: the way to the record upstream whose turn takes it by itself (actions.shake), where its guards
    allow; it ends in the name of that kind. undoes: the steps that it takes back: from then on they count in
    no figure. primary: it carries the work on. equal: one of several answers, of which none is the next step
    rather than another. prepared: it is read first, as it will be; a decision is signed with one's password.
    also: further clauses that it carries.
    """

    name: str
    label: Text
    sources: tuple[str, ...]
    target: str
    by: tuple[Role, ...]
    clause: str
    guards: tuple[Guard, ...] = ()
    able: tuple[Ability, ...] = ()
    starts: tuple[Term, ...] = ()
    meets: tuple[Term, ...] = ()
    drops: tuple[Term, ...] = ()
    suspends: tuple[Term, ...] = ()
    resumes: tuple[Term, ...] = ()
    prompt: tuple[Term, ...] = ()
    differs: tuple[str, ...] = ()
    apart: str = ""
    only: str = ""
    of: str = ""
    above: tuple[Role, ...] = ()
    heeds_holds: bool = False
    reason: str = ""
    admits: tuple[str, ...] = ()
    follows: str = ""
    on: str = ""
    shaken_by: str = ""
    undoes: tuple[str, ...] = ()
    primary: bool = True
    equal: bool = False
    prepared: bool = False
    at_once: bool = False
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for number in (self.clause, *self.also):
            clause(number)

    @property
    def clauses(self) -> set[str]:
        """The clauses that it carries: its own, and those of the terms that it starts and meets."""
        return {self.clause, *self.also, *(term.clause for term in (*self.starts, *self.meets, *self.prompt))}

    @property
    def conditions(self) -> tuple[Callable[..., None], ...]:
        """Its guards and what it wants of whoever takes it."""
        return (*self.guards, *self.able)

    @property
    def decides(self) -> bool:
        """Whether none but those who answer for it take it: on one record at a time, having seen it."""
        people = set(self.by) - {Role.SYSTEM}
        return bool(people) and people <= SIGNING

    @property
    def moves_clocks(self) -> bool:
        """Whether any clock of the record is touched."""
        return bool(self.starts or self.meets or self.drops or self.suspends or self.resumes or self.prompt)

    @property
    def dated(self) -> str:
        """The record's attribute with the day from which the terms that it starts are counted, or ""."""
        return self.starts[0].start if self.starts else ""

    def party(self, role: Role) -> str:
        """The record's attribute with the organisation for which somebody in this role takes it."""
        return "superior" if role in self.above else self.of or str(role.kind or "")

    def starting(self, record: Any) -> tuple[Term, ...]:
        """The terms that it starts on this record."""
        return tuple(term for term in self.starts if term.fits(record))


def nothing_rests_on(record: Any, now: datetime) -> None:
    """Voiding drops a record's clocks and nothing else: what came of it is to be voided or ended first, and
    what outsiders rely on stays."""
    if resting := record.rests_on_it():
        open_yet = gettext("%(record)s came of this record and is still open: end or void that one first.")
        relied_on = gettext("%(record)s came of this record, and others rely on it: this record stays.")
        raise Refused((open_yet if resting.turn else relied_on) % {"record": resting})


class Wait(TextChoices):
    """Why nothing runs on what waits for somebody.

    Kept until a day: in the hands of the organisation that brought it there. Free: their own draft, which
    nobody but those who brought it there waits to go on; what is submitted or returned never is.
    """

    UNTIL = "until", _("kept until a day")
    FREE = "free", _("the holder's free choice")


@dataclass(frozen=True)
class With:
    """Nothing runs on it, because the clock of another record does: of its part, or of what it is a part of.

    kind: of the other record. states: in which of its open states it is meanwhile; () = in any. then: of the
    record with whose clock it goes once it can go on, as all of its parts are done.
    """

    kind: str
    states: tuple[str, ...] = ()
    then: str = ""


class Flow:
    """The steps of one kind of record, checked for sense when the module is imported.

    states: the kind's TextChoices, with a VOIDED member. turns: whose move it is in each open state; a
    state that is not a key waits for nobody (it may still be left, as when an excluded case is reopened).
    main: the states of the main path, for the step bar. voids: the roles that may void a record in any
    open state but the lasting ones, in which something was decided, or lies before others, that outsiders
    rely on; voiding: what they call it; void_guards: further conditions of that; void_differs: the
    steps besides whose actors do not void. waits: of an open state on
    which no step's clock runs, the term from its beginning to its end, or why it has none
    (casework/deadlines/waiting.py looks whether that holds).
    """

    def __init__(
        self,
        states: type[TextChoices],
        *steps: Step,
        turns: Mapping[str, Role],
        main: tuple[str, ...],
        voids: tuple[Role, ...],
        voiding: Text = VOID,
        lasting: tuple[str, ...] = (),
        void_guards: tuple[Guard, ...] = (),
        void_differs: tuple[str, ...] = (),
        waits: Mapping[str, Term | Wait | With] | None = None,
    ) -> None:
        self.waits = dict(waits or {})
        steps = tuple(self._with_waits(step) for step in steps)
        steps = tuple(replace(step, differs=kept_apart(step, steps)) for step in steps)
        self.states, self.turns, self.main = states, dict(turns), main
        void = Step(
            "void",
            voiding,
            tuple(state for state in self.turns if state not in lasting),
            VOIDED,
            voids,
            "W-01",
            guards=(nothing_rests_on, *void_guards),
            differs=(*not_voided_after(steps, voids), *void_differs),
            apart=apart(steps),
            reason="note",
            primary=False,
        )
        self.steps = {step.name: step for step in (*steps, void)}
        openings = [step for step in steps if not step.sources]
        if len(self.steps) != len(steps) + 1 or len(openings) != 1:
            raise ValueError(f"{states.__module__}: step names must differ; one step must open the record")
        self.opening = openings[0]
        self.idle: dict[str, Idle] = {}
        self.besides: dict[str, tuple[Role, Idle]] = {}
        self.handlers: dict[str, Handler] = {}
        self.shapes: dict[str, Shape] = {}
        self._check()

    def _with_waits(self, step: Step) -> Step:
        """The step, which also begins the term of the state it leads to and meets that of the one left, where
        it does not drop it."""
        own = {str(state): wait for state, wait in self.waits.items() if isinstance(wait, Term)}
        waited = (own[state] for state in step.sources if state in own and state != step.target)
        left = tuple(term for term in waited if term not in step.drops)
        enters = step.target in own and set(step.sources) != {step.target}
        begun = (own[step.target],) if enters else ()
        return replace(step, meets=(*step.meets, *left), starts=(*step.starts, *begun))

    def _check(self) -> None:
        known = set(self.states.values)
        for step in self:
            if not {*step.sources, step.target} <= known:
                raise ValueError(f"step {step.name} names a state that {self.states.__name__} lacks")
            if step.follows and not (step.dated and Role.SYSTEM in step.by):
                raise ValueError(f"step {step.name} follows a paper: the system takes it, from a stated day")
            if {*step.differs, *step.undoes} - set(self.steps):
                raise ValueError(f"{step.name} must differ from a step that does not exist, or undoes one")
            if step.prepared and (unsaid := [each for each in step.conditions if not ensured(each)]):
                raise ValueError(f"step {step.name} is read first: what is so when these let pass: {unsaid}?")
        entered = {step.target for step in self if step.target not in step.sources}
        for state in known - entered:
            raise ValueError(f"no step leads to {state}")
        if set(self.main) - known:
            raise ValueError(f"the main path names a state that {self.states.__name__} lacks")
        for state, role in self.turns.items():
            if not any(state in step.sources and role in step.by for step in self if step.name != "void"):
                raise ValueError(f"it is the turn of {role} in {state}, but there is nothing for them to do")
            for step in self.carrying(state):
                if unsaid := [guard for guard in step.conditions if not is_said(guard)]:
                    raise ValueError(f"who lifts what these refuse of {step.name} in {state}: {unsaid}?")

    def handles(self, *steps: str) -> Callable[[H], H]:
        """What these steps do, registered where it is written. A step without one moves its record alone."""

        def register(handler: H) -> H:
            serves = "step" in signature(handler).parameters
            for name in steps:
                done = partial(handler, step=name) if serves else handler
                self._registered(self.handlers, name, done)
            return handler

        return register

    def idles(self, *states: str) -> Callable[[C], C]:
        """In which of these states there is nothing to do for whose turn it is, as long as this holds."""

        def register(condition: C) -> C:
            for state in states:
                if state not in self.turns or state in self.idle:
                    raise ValueError(f"{state} of {self.states.__name__} is nobody's turn, or idles twice")
                self.idle[state] = condition
            return condition

        return register

    def comes_to(self, role: Role, state: str) -> Callable[[C], C]:
        """In this state it is work of another role of its holder too, who opens the next record, as long as
        this holds."""

        def register(condition: C) -> C:
            self.besides[state] = (role, condition)
            return condition

        return register

    def asks(self, *steps: str) -> Callable[[S], S]:
        """What these steps ask for, registered where it is written. A step without a form is one button,
        unless it owes others a reason; so is one whose form says that it `asks` nothing of the record."""

        def register(shape: S) -> S:
            for name in steps:
                self._registered(self.shapes, name, shape)
            return shape

        return register

    def _registered(self, known: dict[str, Any], name: str, what: Any) -> None:
        if name not in self.steps:
            raise ValueError(f"{what} is for a step that the flow of {self.states.__name__} lacks: {name}")
        if name in known:
            raise ValueError(f"{name} of {self.states.__name__} has both {known[name]} and {what}")
        known[name] = what

    def __getitem__(self, name: str) -> Step:
        return self.steps[name]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps.values())

    @property
    def initial(self) -> str:
        return self.opening.target

    @property
    def opened_by_form(self) -> bool:
        return self.opening.name in self.shapes

    @property
    def voided_by(self) -> str:
        """Who voids such a record, as a sentence names them to somebody who may not."""
        return enumerated(str(role.label) for role in self["void"].by if role != Role.SYSTEM)

    def turn(self, state: str) -> str:
        """The role whose move it is in a state, "" when the state is final."""
        return self.turns.get(state, "")

    def hands(self, state: str) -> str:
        """The record's attribute with the organisation whose move it is in a state, "" when it is final."""
        role = self.turns.get(state)
        if role is None:
            return ""
        named = (step.of for step in self.leaving(state) if role in step.by and step.of)
        return next(named, str(role.kind or ""))

    def delivers(self, state: str) -> bool:
        """Whether the move in a state is to serve a paper."""
        return any(step.follows and self.turns.get(state) in step.by for step in self.leaving(state))

    @property
    def binding(self) -> set[str]:
        """The states in which others rely on a record: the lasting ones, and the ends that they lead to."""
        lasting = set(self.turns) - set(self["void"].sources)
        ends = (step.target for step in self if set(step.sources) & lasting)
        return lasting | {end for end in ends if end not in self.turns}

    def leaving(self, state: str) -> list[Step]:
        """The steps that may be taken in a state."""
        return [step for step in self if state in step.sources]

    def carrying(self, state: str) -> list[Step]:
        """The steps of whoever has the turn in a state that carry the work on."""
        return [step for step in self.leaving(state) if step.primary and self.turns.get(state) in step.by]

    @property
    def terms(self) -> dict[str, Term]:
        """Every term the flow starts, by code."""
        return {term.code: term for step in self for term in (*step.starts, *step.prompt)}
