"""How is shared information read? With a line in the ledger first, and never beyond the grant (6.5-2-d)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Kind
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Forbidden, Refused
from documents.actions import log_read
from sharing.flow import Method, Openness, ShareRequestState, Use
from sharing.models.requests import Reading, ShareRequest
from sharing.models.resources import Resource
from sharing.sources import Column
from trail import verbs

verbs.register("read shared information", gettext_lazy("Read shared information"))

PAGE, BATCH = 50, 5_000


@dataclass(frozen=True)
class Page:
    """Some rows. after: the cursor of the next ones, None at the end."""

    columns: list[Column]
    rows: list[list[Any]]
    after: int | None


@dataclass(frozen=True)
class Access:
    """The ground on which a viewer reads a resource, and which fields it opens."""

    resource: Resource
    viewer: Viewer
    columns: list[Column]
    request: ShareRequest | None = None
    draft: bool = False


def granted(request: ShareRequest, viewer: Viewer, *, use: Use, now: datetime) -> Access:
    """Access by a grant, asked of the database anew. Forbidden to others than the requester; Refused when
    it is not, or no longer, in force, or was not given for this way of use."""
    request.refresh_from_db()
    resource = Resource.objects.select_related("provider", "center").get(pk=request.resource_id)
    if request.requester_id != viewer.organisation.pk:
        raise Forbidden(_("The information was granted to another organisation."))
    if request.state != ShareRequestState.ACTIVE:
        raise Refused(
            _("Nothing can be read: the request is now “%(state)s”.") % {"state": request.get_state_display()}
        )
    if not request.in_period(now):
        raise Refused(_("Nothing can be read: the period of the grant is over."))
    if local_day(now) < request.asked_from:
        raise Refused(
            _("Nothing can be read yet: the grant begins on %(day)s.") % {"day": request.asked_from}
        )
    if use == Use.DOWNLOAD and request.method != Method.FILE:
        raise Refused(_("The grant is not for files: read the information on the page."))
    if use == Use.API and request.method != Method.INTERFACE:
        raise Refused(_("The grant is not for the interface."))
    resource.check_shared()
    resource.check_safeguards(viewer.organisation)
    return Access(resource, viewer, resource.named(request.fields_granted, viewer.organisation), request)


def openly(resource: Resource, viewer: Viewer, *, now: datetime) -> Access:
    """Access without a grant: to what is open to every member, and to what one provides or keeps oneself.

    Provider and keeper see the newest table also before it is accepted, so that it can be checked.
    """
    resource = Resource.objects.select_related("provider", "center").get(pk=resource.pk)
    if viewer.organisation.pk in (resource.provider_id, resource.center_id):
        return Access(resource, viewer, resource.columns, draft=True)
    resource.check_shared()
    if resource.openness != Openness.MEMBERS or viewer.kind == Kind.MERCHANT:
        raise Forbidden(_("This resource is given on request only."))
    resource.check_safeguards(viewer.organisation)
    return Access(resource, viewer, resource.open_to(viewer.organisation))


@carries("6.5-2-d")
def read(
    access: Access, *, use: Use, now: datetime, after: int | None = None, size: int = PAGE, words: str = ""
) -> Page:
    """The next rows. The ledger has its line before they are handed out, and without it there are none.

    The ground of access is looked at once more after the rows were fetched, so that a grant revoked
    meanwhile opens nothing.
    """
    viewer, words = access.viewer, words.strip()[:200]
    found = access.resource.rows(
        viewer.organisation, [column.name for column in access.columns], after, size, words, access.draft
    )
    rows = found[:size]
    _log(access, use, len(rows), words, now)
    _again(access, use, now)
    return Page(access.columns, [values for _at, values in rows], rows[-1][0] if len(found) > size else None)


def _again(access: Access, use: Use, now: datetime) -> None:
    """Ask the database once more for the ground of access; raises what `granted` and `openly` raise."""
    if access.request is not None:
        granted(access.request, access.viewer, use=use, now=now)
    else:
        openly(access.resource, access.viewer, now=now)


def _log(access: Access, use: Use, rows: int, words: str, now: datetime) -> None:
    """A line in the ledger and one in the trail, on the connection that commits at once."""
    with transaction.atomic(using="log"):
        line = Reading.objects.using("log").create(
            request_id=access.request.pk if access.request else None,
            resource_id=access.resource.pk,
            provider_id=access.resource.provider_id,
            organisation_id=access.viewer.organisation.pk,
            user_id=access.viewer.user.pk,
            at=now,
            use=use,
            rows=rows,
            words=words,
        )
        log_read("read shared information", ("reading", line.pk), by=access.viewer, at=now)


def batches(
    first: Page, access: Access, *, use: Use, clock: Callable[[], datetime], words: str = ""
) -> Iterator[list[list[Any]]]:
    """All the rows from a first page on, each further batch with its own look at the grant and ledger line.

    Raises Refused in the middle when the grant ends meanwhile.
    """
    page = first
    yield page.rows
    while page.after is not None:
        _again(access, use, clock())
        page = read(access, use=use, now=clock(), after=page.after, size=BATCH, words=words)
        yield page.rows


@carries("6.5-4")
def rows_of(
    request: ShareRequest,
    viewer: Viewer,
    after: int | None = None,
    *,
    now: datetime,
    size: int = PAGE,
    words: str = "",
) -> Page:
    """What a program gets of a grant for the interface (数据交换), page by page, logged like any other.

    Raises Forbidden (another organisation's grant: 403) and Refused (not in force, not for the interface:
    409). Look the request up in ShareRequest.objects.visible_to(viewer): a stranger's is not there (404).
    """
    access = granted(request, viewer, use=Use.API, now=now)
    return read(access, use=Use.API, now=now, after=after, size=size, words=words)
