"""Where and how is a kind of record met: at which addresses, in which portals, with what on its page?"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, QueryDict
from django.urls import resolve, reverse

from accounts.gate import Request
from accounts.models import Viewer
from accounts.prepared import Prepared
from accounts.roles import Kind, Role
from casework.actions import may_open
from casework.flow import Step, Text
from casework.models import Filed
from casework.pages.beside import Beside
from casework.pages.forms import ReasonForm
from casework.pages.navigation import Place, Station
from casework.pages.references import fill, joined

About = Callable[[Any, Viewer], dict[str, Any]]


class Together(NamedTuple):
    """What is done with rows chosen of a list, besides steps that ask nothing. address: its name. role: whose
    it is; None for everybody's. state: of which rows; "" for all."""

    address: str
    label: Text
    role: Role | None = None
    state: str = ""

    @property
    def url(self) -> str:
        return reverse(self.address)


# All desks at which records are met, as they were read.
DESKS: list[Desk] = []


@dataclass(frozen=True)
class Desk:
    """One kind of record as pages.

    about: (record, viewer) → what else the kind's template shows; parts that stand to the right of its own
    add theirs by `shows`. beside: by step name, where its form stands beside something;
    otherwise: beside what any other form does. reads: what is the record's own and its page reads again and
    again, as prefetch_related names it.
    filled: what the query of the opening's form fills in beside the records it names.
    together: what else is done with rows chosen of the list. on_page: the steps that ask nothing and yet are
    taken on the record's page alone, as they say that what stands there was seen.
    at: how its addresses begin; one that has none stands in no portal. order: among all kinds, along the
    river. label: of its list, where the navigation names it. menu: in which portals, and where there.
    station: of figure 1.
    """

    model: type[Filed]
    about: About = lambda record, viewer: {}
    template: str = "casework/record.html"
    beside: dict[str, Beside] = field(default_factory=dict)
    otherwise: Beside | None = None
    reads: tuple[str, ...] = ()
    filled: Callable[[QueryDict], dict[str, Any]] = lambda asked: {}
    together: tuple[Together, ...] = ()
    on_page: frozenset[str] = frozenset()
    at: str = ""
    order: int = 0
    label: Text = ""
    menu: Mapping[Kind, Place] = field(default_factory=dict)
    station: Station | None = None
    _more: list[About] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.at:
            DESKS.append(self)

    def shows(self, about: About) -> About:
        """Add what a part to the right knows of such a record to its page."""
        self._more.append(about)
        return about

    def context(self, record: Filed, viewer: Viewer) -> dict[str, Any]:
        """All that the kind's template shows beside what every record's page does."""
        found = self.about(record, viewer)
        for about in self._more:
            found |= about(record, viewer)
        return found

    @property
    def kind(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def linked(self) -> bool:
        """Whether whoever comes by a link has a step in it: then it stands in their portal."""
        return any(role.kind is Kind.MERCHANT for step in self.model.flow for role in step.by)

    def seen(self, viewer: Viewer) -> QuerySet[Any]:
        """The records of the kind that the viewer may know of."""
        return _seen(self.model, viewer)

    def find(self, request: Request, number: str) -> Filed:
        """The record of this number, if the viewer may know of it; else 404."""
        record = next(iter(_numbered(request.viewer, number, model=self.model)), None)
        if record is None:
            raise Http404
        fill(record)
        return record

    def opens(self, viewer: Viewer) -> bool:
        """Whether this viewer opens such records from a form that starts from nothing."""
        return self.model.flow.opened_by_form and may_open(self.model, viewer)

    def alone(self, viewer: Viewer, states: Container[str]) -> list[Step]:
        """The steps that lead on from these states and are taken in a list, as far as they are this
        viewer's."""
        return [
            step
            for step in self.model.flow
            if any(state in states for state in step.sources)
            and step.primary
            and self.is_light(step)
            and set(step.by) & viewer.roles
        ]

    def is_light(self, step: Step) -> bool:
        """Whether a step may be taken in a list, without looking at the record: it asks nothing, decides
        nothing, confirms nothing that somebody else did, and is not read before."""
        heavy = step.decides or step.prepared or step.differs or step.name in self.on_page
        return not (heavy or self.form(step))

    def with_chosen(self, viewer: Viewer, states: Container[str]) -> list[Together]:
        """What else this viewer does with rows chosen in these states."""
        own = (each for each in self.together if each.role in (None, *viewer.roles))
        return [each for each in own if not each.state or each.state in states]

    def form(self, step: Step) -> Callable[..., BaseForm] | None:
        return self.model.flow.shapes.get(step.name, ReasonForm if step.reason == "note" else None)

    def asking(self, record: Filed) -> set[str]:
        """The steps that have a page: their form asks something of this record, or they are read first; the
        others are single buttons."""
        shapes = {step.name: self.form(step) for step in self.model.flow}
        asks = {name: getattr(shape, "asks", lambda _record: True) for name, shape in shapes.items() if shape}
        read = {step.name for step in self.model.flow if step.prepared}
        return read | {name for name, something in asks.items() if something(record)}


def _seen(model: type[Filed], viewer: Viewer) -> QuerySet[Any]:
    found = model._default_manager.get_queryset().visible_to(viewer)  # type: ignore[attr-defined]
    return found.select_related(*joined(model))  # type: ignore[no-any-return]


@Prepared
def _numbered(viewer: Viewer, number: str, *, model: type[Filed]) -> QuerySet[Filed]:
    # One at most: to bring its many columns into an order costs as much as to find it.
    return _seen(model, viewer).filter(number=number).order_by()


def desk_of(kind: str) -> Desk:
    """The desk at which a kind is met."""
    return _desk_of(kind, settings.ROOT_URLCONF)


@cache
def _desk_of(kind: str, _urlconf: str) -> Desk:
    found: Desk = resolve(reverse(f"{kind}-list")).kwargs["desk"]
    return found
