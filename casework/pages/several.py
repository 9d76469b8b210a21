"""How does a person take one step on several records, and keep a way of looking at a list?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.prepared import Prepared
from casework.flow import Refused, Step
from casework.handlers import perform
from casework.models import Filed, Record, SavedView
from casework.pages.cautions import sent_back
from casework.pages.desks import Desk, Together

R = TypeVar("R", bound=Filed)

MOST = 100
KEPT = 20
LONGEST = 1000


class Taken(NamedTuple):
    """How many records have moved, and which have not: (address, number, why)."""

    done: int
    refused: list[tuple[str, str, str]]


def take_each(
    records: Iterable[R],
    step: Step,
    by: Viewer,
    now: datetime,
    asked: Callable[[R], dict[str, Any]] = lambda record: {},
) -> Taken:
    """Take the step on each record in a transaction of its own: one refusal stops none of the others. asked:
    what the step asks for, of each."""
    done, refused = 0, []
    for record in records:
        try:
            perform(step, record, by=by, now=now, **asked(record))
            done += 1
        except Refused as reason:
            refused.append((record.get_absolute_url(), record.number, str(reason)))
    return Taken(done, refused)


def on_offer(
    desk: Desk, records: Collection[Record], viewer: Viewer
) -> tuple[set[int], list[Step], list[Together], dict[int, str]]:
    """(the primary keys of those of a list with which something can be done there, the steps taken on them,
    what else is done with them, of those that were sent back to this viewer why)."""
    states = {record.state for record in records}
    together = desk.with_chosen(viewer, states)
    back = sent_back(records, viewer) if desk.alone(viewer, states) else {}
    seen = [record for record in records if record.pk not in back]
    steps = desk.alone(viewer, {record.state for record in seen})
    sources = {state for step in steps for state in step.sources}
    meant = {each.state for each in together}
    chosen = [record for record in seen if record.state in sources]
    chosen += [record for record in records if "" in meant or record.state in meant]
    return {record.pk for record in chosen}, steps, together, back


def take_unseen(records: Collection[Filed], step: Step, by: Viewer, now: datetime) -> Taken:
    """Take the step on each of these, of which nobody saw more than a row. What was sent back is left out:
    whoever hands it in again has its page before them, and why it came back."""
    back = sent_back(records, by)
    taken = take_each([each for each in records if each.pk not in back], step, by, now)
    said = gettext("it was sent back (“%(reason)s”). Go on with it on its page.")
    left = [each for each in records if each.pk in back]
    unread = [(each.get_absolute_url(), each.number, said % {"reason": back[each.pk]}) for each in left]
    return Taken(taken.done, [*taken.refused, *unread])


def tell(request: HttpRequest, step: Step, taken: Taken) -> None:
    """Say how many have moved, and of each of the others why it has not."""
    if taken.done:
        said = ngettext("Done: %(step)s, %(n)d record.", "Done: %(step)s, %(n)d records.", taken.done)
        messages.success(request, said % {"step": step.label, "n": taken.done})
    for url, number, reason in taken.refused:
        messages.error(request, format_html('<a href="{}">{}</a>: {}', url, number, reason))


def saved(viewer: Viewer, kind: str) -> list[SavedView]:
    """The ways of looking at a kind's list that this viewer keeps, by name."""
    return _saved(viewer, kind)


@Prepared
def _saved(viewer: Viewer, kind: str) -> QuerySet[SavedView]:
    return SavedView.objects.filter(user=viewer.user, organisation=viewer.organisation, kind=kind)


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
