"""How far is a long file, what came of it, and what do the columns of a file hold that nobody knew?"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.gate import Request
from casework.pages import in_charge
from casework.pages.lists import CAP
from casework.pages.progress import badge_of, followed, followed_page
from casework.pages.submissions import answered
from casework.work import charge
from documents.actions import log_read
from documents.discards import ERASED, discard
from documents.filetypes import XLSX
from documents.forms import DiscardForm
from documents.views import sent
from monitoring.imports.actions import intakes as files
from monitoring.imports.views.imports import AT_ONCE
from monitoring.imports.views.outcomes import result
from monitoring.origins.models.intakes import Intake
from monitoring.origins.models.origins import SignalImport
from monitoring.origins.walls import importer
from monitoring.risks.actions.voidings import FILE, since, with_voidings
from monitoring.risks.views.voidings import ACTIONS as VOIDED
from monitoring.risks.views.voidings import became
from monitoring.vocabulary import title
from trail import verbs

verbs.register("download refused lines", gettext_lazy("Hand out the refused lines as a file"))

LISTED = 100
# What was done with a file, as its page says it.
ACTIONS = (*in_charge.ACTIONS, files.TRIED, files.TAKEN_IN)


@importer.by("GET")
def intakes(request: Request) -> HttpResponse:
    """The files that the organisation's people sent in and that were kept: those that wait for somebody, the
    oldest first, and what came of the others."""
    now = timezone.now()
    seen = with_voidings(Intake.objects.visible_to(request.viewer).select_related("sent_by", "in_charge"))
    waiting = Intake.left_open(request.viewer.organisation).values("pk")
    groups = [
        (_("Not ended"), seen.filter(pk__in=waiting).order_by("pk")[:LISTED]),
        (_("Taken in or discarded"), seen.exclude(pk__in=waiting).order_by("-pk")[:LISTED]),
    ]
    columns = [
        {"label": _("File"), "key": "file", "kind": "title"},
        {"label": _("Channel"), "key": "channel"},
        {"label": _("Uploaded by"), "key": "by", "kind": "pair"},
        {"label": _("Sent in"), "key": "at", "kind": "pair"},
        {"label": _("State"), "key": "state", "kind": "badge"},
    ]
    rows: list[tuple[str, list[dict[str, Any]], list[Any]]] = [
        (heading, [_row(one, now) for one in found], []) for heading, found in groups
    ]
    context = {
        "columns": columns,
        "groups": [group for group in rows if group[1]],
        "title": title(request.viewer),
    }
    return render(request, "monitoring/imports/intakes.html", context, using="jinja2")


def _row(intake: Intake, now: datetime) -> dict[str, Any]:
    days = (timezone.localdate(now) - timezone.localdate(intake.sent_at)).days
    lies = ngettext("waits for %(n)d day", "waits for %(n)d days", days) % {"n": days}
    return {
        "file": {"text": intake.name, "url": intake.get_absolute_url()},
        "channel": intake.get_channel_display(),
        "by": {
            "text": intake.sent_by,
            "sub": _("in charge: %(name)s") % {"name": intake.in_charge} if intake.in_charge else "",
        },
        "at": {
            "text": f"{timezone.localtime(intake.sent_at):%Y-%m-%d %H:%M}",
            "sub": lies if intake.open and not intake.under_way and days else "",
        },
        "state": _state(intake, void=intake.void),  # type: ignore[attr-defined]
    }


def _state(intake: Intake, void: bool) -> dict[str, str]:
    void = void and bool(intake.finished_at and not intake.failure)
    return {"text": _("taken in, and voided since"), "tone": "grey"} if void else badge_of(intake)


of_intake = importer.of(Intake.objects.visible_to, "token")


@followed(Intake, of_intake)
def intake(request: Request, found: Intake) -> HttpResponse:
    """How far a file is, or what came of it; it is begun for good or as a trial."""
    now = timezone.now()
    begin = partial(files.begin, found, by=request.viewer, now=now, dry_run=False)
    outcome = files.outcome_of(found) if found.result else None
    returned = reverse("intake-refused", args=[found.token]) if found.returned else ""
    origin = SignalImport.objects.visible_to(request.viewer).filter(intake=found).first()
    later = since(origin, CAP) if origin else None
    return followed_page(
        request,
        found,
        "monitoring/imports/intake.html",
        now=now,
        may=True,
        begin=partial(begin, at_once=found.size <= AT_ONCE),
        actions=ACTIONS,
        more_lines=in_charge.lines(FILE, origin.pk, VOIDED) if origin else [],
        became=became(later) if later else "",
        state=_state(found, void=bool(later and later.whole)),
        columns_url=reverse("intake-columns", args=[found.token]),
        discards=found.discardable and charge.answers_for(found, request.viewer),
        result=result(found.name, found.channel, outcome, returned) if outcome else None,
        title=title(request.viewer),
    )


@of_intake.by("GET")
def intake_refused(request: Request, found: Intake) -> HttpResponse:
    """The refused lines of a long file as a workbook to put right; the read is logged first."""
    if not found.returned:
        raise Http404
    subject = ("organisation", found.organisation_id)
    log_read("download refused lines", subject, by=request.viewer, at=timezone.now())
    return sent(found.returned, XLSX, _("refused lines") + ".xlsx")


@of_intake.where(charge.answers_for, charge.NOT_IN_CHARGE)
def intake_discard(request: Request, found: Intake) -> HttpResponse:
    """Erase a file of which nothing was taken in, with the reason."""
    return answered(
        request,
        DiscardForm(request.POST or None),
        lambda data: discard(found, **data, by=request.viewer, now=timezone.now()) or reverse("intakes"),
        heading=_("Discard this file"),
        path=[(_("Files that came in"), reverse("intakes")), (found.name, found.get_absolute_url())],
        text=ERASED,
        done=_("The file is erased."),
    )
