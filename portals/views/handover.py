"""Whose open work passes to whom?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms import colleagues
from accounts.gate import Request, administrator
from accounts.models import Membership
from casework.deadlines.chips import chip
from casework.flow import Refused
from casework.handover import Passed, Share, hand_over, open_work
from casework.models import Begun, Filed
from casework.pages.forms import unchosen
from casework.work.charge import Left
from portals.forms import HandOverForm, LeaverForm
from sampling.money.actions.leavers import leave_unsettled, unsettled_of
from sampling.schemes.models import Scheme
from trail.enumerations import enumerated


@administrator
def handing_over(request: Request) -> HttpResponse:
    """Choose who leaves; see what is open and theirs; pass it on and, if wished, end the membership."""
    asked = LeaverForm(request.GET or None, people=colleagues(request.viewer.organisation))
    if not asked.is_valid():
        context: dict[str, Any] = {"asked": asked, "leaver": None}
        return render(request, "portals/hand_over.html", context, using="jinja2")
    leaver = get_object_or_404(
        Membership, user=asked.cleaned_data["leaver"], organisation=request.viewer.organisation
    )
    shares = open_work(leaver.user, leaver.organisation)
    others = colleagues(request.viewer.organisation).exclude(pk=leaver.user_id)
    owing = unsettled_of(leaver.user, leaver.organisation)
    form = HandOverForm(request.POST or None, people=others, shares=shares, owing=owing)
    if request.method == "POST" and form.is_valid():
        try:
            passed = _hand_over(request, leaver, form, owing)
            _say(request, leaver, passed, owing, wanted=form.cleaned_data["ends"])
            return redirect("people" if passed.ended else request.get_full_path())
        except Refused as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            form.add_error("ends", error)
    status = 422 if request.method == "POST" else 200
    context = {
        "asked": asked,
        "leaver": leaver,
        "form": unchosen(form),
        "groups": [*_groups(shares), *_money(owing)],
        "columns": _columns(),
    }
    return render(request, "portals/hand_over.html", context, status=status, using="jinja2")


@transaction.atomic
def _hand_over(request: Request, leaver: Membership, form: HandOverForm, owing: list[Scheme]) -> Passed:
    """What passes on, and a word to those who see to the money that does not."""
    now = timezone.now()
    passed = hand_over(leaver, **form.cleaned_data, by=request.viewer, now=now)
    if passed.ended and owing:
        leave_unsettled(leaver, owing, reason=form.cleaned_data["reason"], by=request.viewer, now=now)
    return passed


def _say(request: Request, leaver: Membership, passed: Passed, owing: list[Scheme], *, wanted: bool) -> None:
    if passed.moved:
        messages.success(request, _("Records handed over: %(n)d.") % {"n": passed.moved})
    if passed.kept:
        numbers = enumerated(record.number for record in passed.kept[:10])
        messages.warning(
            request,
            _("For these choose somebody else, who took no step that another must take: %(what)s.")
            % {"what": numbers},
        )
    if passed.ended:
        messages.success(request, _("The membership of %(name)s is ended.") % {"name": leaver.user})
        if owing:
            numbers = enumerated(scheme.number for scheme in owing)
            said = _("Their money in %(what)s is still to be settled: the organisers were told.")
            messages.warning(request, said % {"what": numbers})
    elif wanted:
        messages.warning(request, _("The membership goes on: open work is left."))


def _columns() -> list[dict[str, str]]:
    return [
        {"label": _("Matter"), "key": "what", "kind": "title"},
        {"label": _("State"), "key": "state"},
        {"label": _("Due"), "key": "clock", "kind": "clock"},
    ]


def _groups(shares: list[Share | Left]) -> list[tuple[str, list[dict[str, Any]], list[Any]]]:
    """The open records by kind, at most a hundred of each."""
    now = timezone.now()
    return [
        (str(share), [_begun(work) for work in share.records[:100]], [])
        if isinstance(share, Left)
        else (str(share), [_filed(record, now) for record in share.records[:100]], [])
        for share in shares
    ]


def _money(schemes: list[Scheme]) -> list[tuple[str, list[dict[str, Any]], list[Any]]]:
    """Where a buyer who leaves has money still to settle: it passes to nobody, and its sums are not the
    administrator's to know."""
    rows = [
        {
            "what": {"text": scheme.title, "url": "", "sub": scheme.number},
            "state": _("to be settled with this person before they leave"),
            "clock": None,
        }
        for scheme in schemes[:100]
    ]
    return [(_("Money that is not settled"), rows, [])] if rows else []


def _filed(record: Filed, now: datetime) -> dict[str, Any]:
    return {
        "what": {"text": record.title, "url": record.get_absolute_url(), "sub": record.number},
        "state": record.get_state_display(),
        "clock": chip(record.next_due_at, now, record.still_since),
    }


def _begun(work: Begun) -> dict[str, Any]:
    """A file that came in, say: whoever hands it over need not be able to open it."""
    return {
        "what": {"text": str(work), "url": ""},
        "state": _("under way") if work.under_way else _("Not ended"),
        "clock": None,
    }
