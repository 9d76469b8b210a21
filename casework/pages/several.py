"""How does a person take one step on several records, and keep a way of looking at a list?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from casework.flow import Refused, Step
from casework.handlers import perform
from casework.models import Filed, SavedView

MOST = 100
KEPT = 20
LONGEST = 1000


class Taken(NamedTuple):
    """How many records have moved, and which have not: (number, why)."""

    done: int
    refused: list[tuple[str, str]]


def take_each(records: Iterable[Filed], step: Step, by: Viewer, now: datetime) -> Taken:
    """Take the step on each record in a transaction of its own: one refusal stops none of the others."""
    done, refused = 0, []
    for record in records:
        try:
            perform(step, record, by=by, now=now)
            done += 1
        except Refused as reason:
            refused.append((record.number, str(reason)))
    return Taken(done, refused)


def saved(viewer: Viewer, kind: str) -> list[SavedView]:
    """The ways of looking at a kind's list that this viewer keeps, by name."""
    return list(SavedView.objects.filter(user=viewer.user, organisation=viewer.organisation, kind=kind))


def save(viewer: Viewer, kind: str, name: str, asked: QueryDict) -> SavedView:
    """Keep a way of looking under a name; one of the same name is replaced. Raises Refused."""
    name = name.strip()
    if not 0 < len(name) <= 40:
        raise Refused(_("Give the view a name of at most 40 characters."))
    own: dict[str, Any] = {"user": viewer.user, "organisation": viewer.organisation, "kind": kind}
    if SavedView.objects.filter(**own).exclude(name=name).count() >= KEPT:
        raise Refused(_("You keep twenty views of this list: delete one first."))
    pairs = [(key, value) for key, value in asked.lists() if key != "before"]
    query = urlencode(pairs, doseq=True)
    if len(query) > LONGEST:
        raise Refused(_("This view asks for too much to be kept: narrow it by fewer words."))
    view, _created = SavedView.objects.update_or_create(**own, name=name, defaults={"query": query})
    return view


def drop(viewer: Viewer, kind: str, name: str) -> None:
    """Forget one of one's own views."""
    SavedView.objects.filter(
        user=viewer.user, organisation=viewer.organisation, kind=kind, name=name
    ).delete()
