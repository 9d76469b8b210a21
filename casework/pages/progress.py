"""What does the page of a job say of how far it is and what came of it, and what may be pressed there?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.gate import Request, Rule, View
from casework.models import Job
from casework.pages import in_charge
from casework.pages.contents import Line
from casework.pages.submissions import pressed
from casework.work import charge, jobs


def followed(model: type[Job], rule: Rule) -> Callable[[View], View]:
    """Guards the view of a kind of job by a rule; its twin in the API has the same address and rule."""

    def guard(view: View) -> View:
        guarded = rule(view)
        guarded.job = model  # type: ignore[attr-defined]
        return guarded

    return guard


def followed_page(
    request: Request,
    job: Job,
    template: str,
    *,
    now: datetime,
    may: object,
    begin: partial[Any] | None = None,
    actions: Iterable[str] = in_charge.ACTIONS,
    more_lines: Iterable[Line] = (),
    **shown: Any,
) -> HttpResponse:
    """The page of a job. Posted to: begin it anew, take it over from a colleague, or else stop it.

    template: extends casework/job.html. may: whether the viewer has the role for it. begin: where it can be
    begun on its page. actions: the verbs of the trail that its page lists; more_lines: what else it lists.
    shown: what else the template shows, or instead.
    """
    if request.method == "POST":
        action = partial(jobs.stop, job, by=request.viewer, now=now)
        if "take_over" in request.POST:
            action = partial(charge.take_over, job, by=request.viewer, now=now)
        elif begin is not None and "begin" in request.POST:
            action = begin
        return pressed(request, action, back=job.get_absolute_url(), done="")
    about = in_charge.shown(job, request.viewer, may=may, actions=actions)
    about["lines"] = sorted([*more_lines, *about["lines"]], key=lambda line: line.at, reverse=True)
    context = {"job": job, "state": badge_of(job), "reached": jobs.reached(job), "charge": about, **shown}
    return render(request, template, context, using="jinja2")


def badge_of(job: Job) -> dict[str, str]:
    """How it stands, as a badge."""
    text, tone = job.standing
    return {"text": str(text), "tone": tone}
