"""How does a platform enter many measures at once, and report its handling, by files? (form 4.11)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from casework.actions import roles_for
from casework.pages.desks import desk_of
from disposal.flow.vocabulary import PlatformDisposalState
from disposal.models.disposals import DisposalItem, PlatformDisposal
from documents.form_files.fillings import Ask, FormFile, of_step

# In which state which step enters a measure.
ENTERS = {PlatformDisposalState.HANDLING: "measure", PlatformDisposalState.DISPUTED: "measure_disputed"}


def _scope(viewer: Viewer) -> Any:
    return desk_of("platformdisposal").seen(viewer)


def _by(name: str) -> Callable[[PlatformDisposal, Viewer], object]:
    return lambda disposal, viewer: roles_for(disposal.flow[name], disposal, viewer)


def _measures(disposal: PlatformDisposal, viewer: Viewer, now: datetime) -> Sequence[Ask]:
    """A line for each product on which too little was done so far, or one for all."""
    ask = of_step(disposal, ENTERS[PlatformDisposalState(disposal.state)], viewer, now)
    return [_about(ask, item) for item in disposal.short()] or [ask]


def _about(ask: Ask, item: DisposalItem) -> Ask:
    """The form of a measure about one product."""

    def make(*posted: Any) -> Any:
        form = ask.make(*posted)
        if not form.is_bound:
            form.initial["items"] = [item.pk]
        return form

    return replace(ask, make=make)


def _entered(disposal: PlatformDisposal) -> str:
    """What was entered so far, as one text: what went in once does not go in again."""
    stands = list(disposal.measures.order_by("pk").values_list("pk", "struck_at"))
    return salted_hmac("measures", repr(stands)).hexdigest()


MEASURES = FormFile(
    kind="platformdisposal",
    name="measures",
    at="disposals",
    label=_("Measures taken"),
    about=_(
        "A line for each measure, with the products it is about; each product on which too little was done "
        "has one already. The evidence is added on the page, when the file is shown."
    ),
    scope=_scope,
    may=_by("measure"),
    stands=lambda disposal: disposal.state in ENTERS,
    asks=_measures,
    added=True,
    stood=_entered,
)


def _report(disposal: PlatformDisposal, viewer: Viewer, now: datetime) -> Sequence[Ask]:
    return [of_step(disposal, "feed_back", viewer, now)]


REPORT = FormFile(
    kind="platformdisposal",
    name="feedback",
    at="disposals",
    label=_("Report on the handling"),
    about=_("What the platform reports of its handling (form 4.11). Taken in, it goes to the center."),
    scope=_scope,
    may=_by("feed_back"),
    stands=lambda disposal: disposal.state == PlatformDisposalState.DONE,
    asks=_report,
)
