"""How is information asked for, granted, and taken back?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Organisation, System, Viewer
from accounts.roles import Role
from casework.actions import lock, open_record, take
from casework.admissions import withdraw
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from casework.work.notifications import tell
from documents.actions import issue
from sharing.actions.safeguards import officer
from sharing.flow import SHARE_REQUEST_FLOW, Answer, Method, ShareRequestState
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource
from sharing.models.safeguards import in_force


@carries("6.5-1")
@transaction.atomic
def ask(resource: Resource, *, by: Viewer, now: datetime, **data: Any) -> ShareRequest:
    """Ask the holder for a resource; holder and center are told, and the holder's clock starts."""
    officer(by)
    if resource.provider_id == by.organisation.pk:
        raise Refused(_("This resource is your own: nothing needs to be asked for."))
    _known(resource, data["fields_asked"], by.organisation)
    if resource.personal and not data.get("legal_ground"):
        raise Refused(_("The resource contains personal data: name the legal ground."))
    return open_record(
        ShareRequest,
        by=by,
        now=now,
        title=f"{resource.name} · {by.organisation}"[:200],
        resource=resource,
        requester=by.organisation,
        owner=resource.provider,
        center=resource.center,
        **data,
    )


def _known(resource: Resource, names: list[str], reader: Organisation) -> None:
    if not names or len(resource.named(names, reader)) != len(set(names)):
        raise Refused(_("Choose among the fields of the resource."))


@SHARE_REQUEST_FLOW.handles("ask")
@transaction.atomic
def inquire(request: ShareRequest, *, question: str, by: Viewer, now: datetime) -> None:
    """The holder asks the requester; the clock stands still until the answer."""
    take("ask", request, by=by, now=now, question=question)


@SHARE_REQUEST_FLOW.handles("answer")
@transaction.atomic
def answer(request: ShareRequest, *, clarification: str, by: Viewer, now: datetime) -> None:
    take("answer", request, by=by, now=now, clarification=clarification)


@SHARE_REQUEST_FLOW.handles("grant")
@carries("6.5-2-a", "6.5-2-d")
@transaction.atomic
def grant(
    request: ShareRequest,
    *,
    fields_granted: list[str],
    granted_until: date,
    reason: str,
    by: Viewer,
    now: datetime,
    method: str = "",
    assessed: bool = False,
) -> None:
    """Grant all of what was asked, or less: fewer fields, a shorter time. The reply is issued on paper."""
    lock(request)
    request.refresh_from_db()
    if not fields_granted or set(fields_granted) - set(request.fields_asked):
        raise Refused(_("Grant at least one field, and none that was not asked for."))
    if not local_day(now) <= granted_until <= request.asked_until:
        raise Refused(_("Grant it until a day that is not over, within the time asked for."))
    if request.resource.personal and not assessed:
        raise Refused(_("The resource contains personal data: assess the effect first."))
    whole = set(fields_granted) == set(request.fields_asked) and granted_until == request.asked_until
    take(
        "grant",
        request,
        by=by,
        now=now,
        fields_granted=fields_granted,
        granted_until=granted_until,
        reason=reason,
        method=method or request.method,
        assessed=assessed,
        answer=Answer.WHOLE if whole else Answer.PART,
        decided_on=local_day(now),
    )
    _reply(request, request.resource, by, now)


@SHARE_REQUEST_FLOW.handles("refuse")
@transaction.atomic
def refuse(request: ShareRequest, *, reason: str, by: Viewer, now: datetime) -> None:
    """Grant nothing, and say why."""
    take("refuse", request, by=by, now=now, reason=reason, answer=Answer.NO, decided_on=local_day(now))
    _reply(request, request.resource, by, now)


@SHARE_REQUEST_FLOW.handles("pass_on")
@transaction.atomic
def pass_on(request: ShareRequest, *, resource: Resource, reason: str, by: Viewer, now: datetime) -> None:
    """Pass a request on to the holder of another resource, who answers in its own time.

    Who passes it on sees no more of it. Of the fields asked for those stay that the other resource has;
    where it has none, all of its fields are asked for.
    """
    lock(request)
    request.refresh_from_db()
    before, former = request.resource, request.owner_id
    resource.check_shared()
    resource.check_safeguards(request.requester)
    if resource.provider_id in (former, request.requester_id):
        raise Refused(_("Choose a resource of another organisation."))
    if resource.personal and not request.legal_ground:
        raise Refused(_("The resource contains personal data, and the request names no legal ground."))
    same = [column.name for column in resource.named(request.fields_asked, request.requester)]
    take(
        "pass_on",
        request,
        by=by,
        now=now,
        title=f"{resource.name} · {request.requester}"[:200],
        resource=resource,
        owner=resource.provider,
        center=resource.center,
        fields_asked=same or [column.name for column in resource.open_to(request.requester)],
        question="",
        clarification="",
        answer=Answer.ELSEWHERE,
        reason=reason,
        decided_on=local_day(now),
    )
    _reply(request, before, by, now, passed_to=resource.provider)
    if former != resource.center_id:
        _leave(request, by.organisation)


def _leave(request: ShareRequest, former: Organisation) -> None:
    """The former holder is no party any more."""
    withdraw(request, "owner", former.pk)
    request.refresh_from_db()


@SHARE_REQUEST_FLOW.handles("revoke")
@carries("6.5-2-d")
@transaction.atomic
def revoke(request: ShareRequest, *, ended_why: str, by: Viewer, now: datetime) -> None:
    """The holder ends the grant: from this moment nothing more is read under it."""
    take("revoke", request, by=by, now=now, ended_why=ended_why)


@SHARE_REQUEST_FLOW.handles("give_back")
@transaction.atomic
def give_back(request: ShareRequest, *, by: Viewer, now: datetime) -> None:
    """The requester needs it no longer."""
    event = take("give_back", request, by=by, now=now)
    tell(request, event, request.owner_id, Role.SHARING_OFFICER)


def expire_over(now: datetime) -> int:
    """Close the grants whose last day is over; returns how many. Late or twice, it does no harm: a grant
    opens nothing after its last day anyway."""
    over = ShareRequest.objects.filter(
        kind="sharerequest", state=ShareRequestState.ACTIVE, granted_until__lt=local_day(now)
    )
    ended = 0
    for request in over.order_by("pk"):
        try:
            take("expire", request, by=System(), now=now)
        except Refused:
            continue  # revoked or given back in this very moment
        ended += 1
    return ended


def _reply(
    request: ShareRequest,
    resource: Resource,
    by: Viewer,
    now: datetime,
    passed_to: Organisation | None = None,
) -> None:
    """The holder's reply on paper (共享答复)."""
    with override(settings.LANGUAGE_CODE):
        given = request.answer in (Answer.WHOLE, Answer.PART)
        rules = in_force(resource.center_id)
        content = {
            "addressee": request.requester.name,
            "request": request.number,
            "asked_on": local_day(request.opened_at),
            "resource": resource.name,
            "resource_number": resource.number,
            "purpose": request.purpose,
            "decision": str(Answer(request.answer).label),
            "reason": request.reason,
            "passed_to": passed_to.name if passed_to else "",
        }
        if given:
            content |= {
                "granted": True,
                "fields": tuple(
                    str(column.label) for column in resource.named(request.fields_granted, request.requester)
                ),
                "method": str(Method(request.method).label),
                "valid_from": max(request.asked_from, local_day(now)),
                "valid_until": request.granted_until,
                "safeguards": _("Version %(version)s of %(center)s")
                % {"version": rules.version if rules else "", "center": resource.center},
            }
        issue(
            request,
            paper="share_reply",
            title=_("Reply to a share request"),
            content=content,
            by=by,
            now=now,
            office=by.organisation,
            addressee=request.requester,
            language=settings.LANGUAGE_CODE,
        )
