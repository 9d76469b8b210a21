"""How is the store counted with a phone in the hand?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.addresses import code_of, uncoded
from accounts.gate import Request
from casework.flow import Refused
from casework.pages.submissions import answered, pressed
from sampling.samples.actions import counts as actions
from sampling.samples.forms import counts
from sampling.samples.models.counts import Difference, Found, Stocktaking
from sampling.samples.walls import counter, of_count

LISTED, SHOWN, LATELY = 100, 500, 10


@counter
def stocktakings(request: Request) -> HttpResponse:
    """The counts of the store, newest first, and the form that opens another."""
    found = Stocktaking.objects.visible_to(request.viewer).select_related("opened_by")[:LISTED]
    columns = [
        {"label": _("Place in the store"), "key": "place", "kind": "title"},
        {"label": _("Opened by"), "key": "by"},
        {"label": _("Expected"), "key": "expected", "kind": "number"},
        {"label": _("Present"), "key": "present", "kind": "number"},
        {"label": _("State"), "key": "state", "kind": "badge"},
    ]
    rows = [
        {
            "place": {"text": str(one), "url": one.get_absolute_url(), "sub": _day(one)},
            "by": one.opened_by,
            "expected": one.expected,
            "present": one.present,
            "state": _state(one),
        }
        for one in found
    ]
    form = counts.CountForm(request.POST or None)

    def action(data: dict[str, Any]) -> Stocktaking:
        return actions.open_count(by=request.viewer, now=timezone.now(), **data)

    return answered(
        request,
        form,
        action,
        heading=_("Stocktaking"),
        done="",
        template="sampling/samples/stocktakings.html",
        columns=columns,
        rows=rows,
    )


def _day(count: Stocktaking) -> str:
    return timezone.localdate(count.opened_at).isoformat()


def _state(count: Stocktaking) -> dict[str, str]:
    if count.closed_at:
        return {"text": pgettext("stocktaking", "Closed"), "tone": "green"}
    if count.counted_at:
        return {"text": _("To be explained and closed"), "tone": "yellow"}
    return {"text": _("Being counted"), "tone": "blue"}


@of_count
def stocktaking(request: Request, count: Stocktaking) -> HttpResponse:
    """A count under way: a field for codes, and what was read last; afterwards its result."""
    now = timezone.now()
    if request.method == "POST":
        try:
            new, strange = actions.scan(count, codes=request.POST.get("code", ""), by=request.viewer, now=now)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            _say(request, new, strange)
        return redirect(count)
    context: dict[str, Any] = {"count": count, "state": _state(count)}
    context |= _result(count) if count.counted_at else _under_way(count)
    another = count.opened_by_id != request.viewer.user.pk
    ready = count.counted_at and not count.closed_at and not context.get("open_differences")
    context["closes"] = another and ready
    return render(request, "sampling/samples/stocktaking.html", context, using="jinja2")


def _say(request: Request, new: int, strange: int) -> None:
    if strange:
        messages.warning(request, _("%(n)d codes are of nothing of this center.") % {"n": strange})
    elif new:
        messages.success(request, _("Noted: %(n)d.") % {"n": new})
    else:
        messages.info(request, _("Read before: counted once."))


def _under_way(count: Stocktaking) -> dict[str, Any]:
    lately = count.scanned.select_related("sample", "by").order_by("-id")[:LATELY]
    return {
        "due": count.due().count(),
        "read": count.scanned.count(),
        "columns": [
            {"label": _("Code"), "key": "code"},
            {"label": _("Sample"), "key": "sample", "kind": "pair"},
            {"label": _("Read by"), "key": "by"},
        ],
        "rows": [
            {
                "code": one.code,
                "sample": {"text": one.sample.title if one.sample else _("Unknown code")},
                "by": one.by,
            }
            for one in lately
        ],
    }


def _result(count: Stocktaking) -> dict[str, Any]:
    differences = count.differences.select_related("sample", "explained_by")
    return {
        "tally": [
            (_("Expected"), count.expected),
            (_("Present"), count.present),
            *((found.label, differences.filter(found=found).count()) for found in Found),
        ],
        "open_differences": [_difference(one) for one in differences.filter(explanation="")[:SHOWN]],
        "explained": [_difference(one) for one in differences.exclude(explanation="")[:SHOWN]],
    }


def _difference(one: Difference) -> dict[str, Any]:
    sample = one.sample
    return {
        "code": code_of(one),
        "found": one.get_found_display(),
        "title": f"{sample.title} {sample.number}" if sample else one.code,
        "url": sample.get_absolute_url() if sample else "",
        "place": (sample.kept_at or sample.location) if sample else "",
        "explanation": one.explanation,
        "by": one.explained_by,
    }


@of_count.by("POST")
def stocktaking_end(request: Request, count: Stocktaking) -> HttpResponse:
    """The counting has ended."""
    action = partial(actions.end_count, count, by=request.viewer, now=timezone.now())
    return pressed(request, action, back=count.get_absolute_url(), heading=_("End the counting"))


@of_count.by("POST")
def stocktaking_explain(request: Request, count: Stocktaking) -> HttpResponse:
    """Why the differences chosen are there."""
    named = (uncoded("difference", text) for text in request.POST.getlist("difference")[:SHOWN])
    chosen = [key for key in named if key]
    said = request.POST.get("explanation", "").strip()[:500]
    action = partial(
        actions.explain, count, differences=chosen, explanation=said, by=request.viewer, now=timezone.now()
    )
    return pressed(request, action, back=count.get_absolute_url(), heading=_("Explain the differences"))


@of_count.by("POST")
def stocktaking_close(request: Request, count: Stocktaking) -> HttpResponse:
    """Another person closes the count."""
    action = partial(actions.close_count, count, by=request.viewer, now=timezone.now())
    return pressed(request, action, back=count.get_absolute_url(), heading=_("Close the stocktaking"))
