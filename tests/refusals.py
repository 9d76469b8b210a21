"""How is each guard of each step made to refuse? Every stage's tests/<stage>/refusals.py lists its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from casework.deadlines.urging import a_clock_has_run_out, not_urged_today
from casework.flow import Guard, Step, nothing_rests_on
from casework.models import Filed, kinds
from tests.cast import Cast
from tests.conftest import NOW
from tests.walks import Given, Walk
from trail.models import write

Spoil = Callable[[Any, Cast], object]


def as_given(record: Any, cast: Cast) -> None:
    """Nothing is to be spoilt: the record was brought to where the guard refuses."""


@dataclass(frozen=True)
class Refusal:
    """A record to which one guard of a step objects, and no other guard of it.

    spoil: turns the record of the step's walk into it. given: brings a record there, in place of the walk's.
    actor, data: who takes the step then, and posts what, where it is not as in the walk. door: of an
    opening step, where it is posted. behind: what refuses once the guard is gone, where the step would not go
    through all the same: a part of its sentence. why: why nobody meets the guard by HTTP; it is asked itself.
    """

    kind: str
    step: str
    guard: Guard
    spoil: Spoil = as_given
    given: Given | None = None
    actor: str = ""
    data: Callable[[Any, Cast], dict[str, Any]] | None = None
    door: Callable[[Any], str] | None = None
    behind: str = ""
    why: str = ""

    @property
    def id(self) -> str:
        return f"{self.kind}: {self.step} · {self.guard.__name__}"

    @property
    def of(self) -> Step:
        return kinds()[self.kind].flow[self.step]

    def walk(self, walks: Iterable[Walk]) -> Walk | None:
        """The walk of its step, None of the opening one: of several one that a person takes, if any."""
        own = [walk for walk in walks if (walk.kind, walk.step) == (self.kind, self.step)]
        return min(own, key=lambda walk: walk.cause is not None, default=None)

    @contextmanager
    def disarmed(self) -> Iterator[None]:
        """The step without the guard."""
        flow = kinds()[self.kind].flow
        guards = tuple(guard for guard in self.of.guards if guard is not self.guard)
        bare = replace(self.of, guards=guards)
        opening = bare if self.of is flow.opening else flow.opening
        with patch.dict(flow.steps, {self.step: bare}), patch.object(flow, "opening", opening):
            yield


def refusals(kind: str, steps: str, guard: Guard, spoil: Spoil = as_given, **more: Any) -> list[Refusal]:
    """The same for several steps of a kind."""
    return [Refusal(kind, step, guard, spoil, **more) for step in steps.split()]


def rested_on(kind: str, given: Given, spoil: Spoil = as_given) -> Refusal:
    """A record from which another came that is still open: it is not voided."""
    return Refusal(kind, "void", nothing_rests_on, spoil, given)


def changed(**data: Any) -> Spoil:
    """Fields of the record are otherwise, however that came about."""
    return lambda record, cast: type(record)._default_manager.filter(pk=record.pk).update(**data)


def needed() -> set[tuple[str, str, str]]:
    """(kind, step, guard) of every guard that can refuse: nothing ever rests on what no other kind names."""
    return {
        (kind, step.name, guard.__name__)
        for kind, model in kinds().items()
        for step in model.flow
        for guard in step.guards
        if guard is not nothing_rests_on or _named_by_others(model)
    }


def _named_by_others(model: type[Filed]) -> bool:
    fields = model._meta.related_objects
    return any(issubclass(field.related_model, Filed) and not field.one_to_one for field in fields)


def urged_today(record: Filed, cast: Cast) -> None:
    """Somebody has urged it this morning."""
    at = (record.state, record.state)
    write("urge_before", ("record", record.pk), actor=cast.compiler.actor(), at=NOW, moved=at)


def unurged(kind: str, state: str, in_time: Given) -> list[Refusal]:
    """What is still in time, and what was urged today, is not urged. in_time: brings a record there."""
    step, behind = f"urge_{state}", "The letter cannot be written"
    return [
        Refusal(kind, step, a_clock_has_run_out, given=in_time, behind=behind),
        Refusal(kind, step, not_urged_today, urged_today),
    ]
