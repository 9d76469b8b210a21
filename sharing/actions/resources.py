"""How does a resource come into the repository, and out of it (6.5-3)?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from documents import quotas
from documents.actions import keep
from documents.filetypes import TABLES, check
from documents.incoming.digits import first_cut, lost
from documents.incoming.grids import Unreadable, grids
from sharing.actions.safeguards import officer
from sharing.flow import Openness, ResourceState
from sharing.models.resources import Resource, SuppliedRow, Supply, next_resource
from sharing.sources import SOURCES
from trail import verbs
from trail.enumerations import enumerated
from trail.models import write

verbs.register("accept a resource", gettext_lazy("Accept a resource"))
verbs.register("change a resource", gettext_lazy("Change a resource"))
verbs.register("register a resource", gettext_lazy("Register a resource"))
verbs.register("supply a table", gettext_lazy("Supply a table"))
verbs.register("withdraw a resource", gettext_lazy("Withdraw a resource"))

MOST_ROWS = 50_000
BATCH = 5_000


@carries("6.5-1", "6.5-2-a")
@transaction.atomic
def register(*, by: Viewer, now: datetime, source: str = "", file: Any = None, **data: Any) -> Resource:
    """An organisation offers what it has: something live, or a table that it supplies.

    data: the values of the resource's fields; for a table, fields are its (name, meaning) pairs. What a
    center offers itself is in its own repository at once.
    """
    officer(by)
    own = by.kind == Kind.CENTER
    data["center"] = by.organisation if own else data["center"]
    pk, number = next_resource()
    resource = Resource(
        pk=pk,
        number=number,
        source=source,
        provider=by.organisation,
        registered_by=by.user,
        registered_at=now,
        **data,
    )
    if source:
        live = SOURCES[source]
        if by.kind not in live.providers:
            raise Forbidden(_("This information is not yours to offer."))
        _not_too_open(source, resource.openness)
        resource.holding, resource.headings = live.holding, list(live.headings)
        resource.fields = []
    resource.save(force_insert=True)
    _tell("register a resource", resource, by, now, "6.5-2-a")
    if file is not None:
        supply(resource, file=file, by=by, now=now)
    if own and resource.state == ResourceState.OFFERED:
        accept(resource, by=by, now=now)
    resource.refresh_from_db()
    return resource


def _not_too_open(source: str, openness: str) -> None:
    """Raise Refused where what the system serves may be had on request only, and is to be open to all."""
    if source and openness == Openness.MEMBERS and SOURCES[source].openness == Openness.REQUEST:
        raise Refused(_("This information is given on request only."))


@transaction.atomic
def change(resource: Resource, *, by: Viewer, now: datetime, **data: Any) -> None:
    """The provider corrects what the catalogue says of a resource."""
    resource = _held(resource, by)
    _not_too_open(resource.source, data.get("openness", ""))
    for name, value in data.items():
        setattr(resource, name, value)
    resource.save(update_fields=[*data])
    _tell("change a resource", resource, by, now)


@carries("6.5-2-c")
@transaction.atomic
def supply(resource: Resource, *, file: File[bytes], by: Viewer, now: datetime) -> Supply:
    """A table, or a new version of it: its columns must be the fields that the catalogue names."""
    resource = _held(resource, by)
    if resource.source:
        raise Refused(_("The system serves this resource itself: there is nothing to supply."))
    content_type = check(file, TABLES)
    file.seek(0)
    content = file.read()
    lines = _lines(content)
    header, expected = next(lines, []), [name for name, _meaning in resource.fields]
    if header != expected:
        raise Refused(
            _("The columns of the table are %(found)s, those of the catalogue %(expected)s: make them equal.")
            % {"found": enumerated(header), "expected": enumerated(expected)}
        )
    rows = [[*line, *[""] * len(header)][: len(header)] for line in islice(lines, MOST_ROWS + 1)]
    if not rows:
        raise Refused(_("The table has no rows under its heading."))
    if len(rows) > MOST_ROWS:
        raise Refused(_("The table has more than %(most)d rows: divide it.") % {"most": MOST_ROWS})
    for at, row in enumerate(rows, 1):
        if cut := first_cut(zip(header, row, strict=True)):
            raise Refused(_("Row %(row)d: %(reasons)s") % {"row": at, "reasons": lost(cut)})
    kept = Supply(
        resource=resource,
        version=resource.supplies.count() + 1,
        content_type=content_type,
        count=len(rows),
        supplied_by=by.user,
        supplied_at=now,
    )
    keep(kept, file, by=by, now=now)
    SuppliedRow.objects.bulk_create(
        (SuppliedRow(supply=kept, position=at, values=row) for at, row in enumerate(rows, 1)),
        batch_size=BATCH,
    )
    said = {"version": kept.version, "sha256": kept.sha256, "rows": kept.count}
    _tell("supply a table", resource, by, now, "6.5-2-c", **said)
    if resource.provider_id == resource.center_id and resource.state == ResourceState.ACCEPTED:
        Supply.objects.filter(pk=kept.pk).update(accepted_at=now)
    return kept


@quotas.counted
def supplied(organisation: Organisation, since: datetime) -> QuerySet[Supply]:
    """The tables that an organisation supplied."""
    return Supply.objects.filter(resource__provider=organisation, supplied_at__gte=since)


def _lines(content: bytes) -> Iterator[list[str]]:
    """The lines of the first sheet that hold something; raises Refused for what cannot be read."""
    try:
        sheet = next(iter(grids(content)), None)
    except Unreadable as unreadable:
        raise Refused(str(unreadable)) from unreadable
    if sheet is None or sheet.refusal:
        raise Refused(sheet.refusal if sheet else _("The table has no rows under its heading."))
    return (line for line in sheet.cells if any(line))


@carries("6.5-3")
@transaction.atomic
def accept(resource: Resource, *, by: Viewer, now: datetime) -> None:
    """The center takes a resource, or the newest version of its table, into the repository."""
    officer(by)
    resource = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    _is_keeper(resource, by)
    if not resource.waits():
        raise Refused(_("Nothing of this resource waits to be taken into the repository."))
    newest = resource.supplies.order_by("-version").first()
    if not resource.source and newest is None:
        raise Refused(_("The table itself is still missing."))
    if newest is not None:
        Supply.objects.filter(pk=newest.pk).update(accepted_at=now)
    resource.state, resource.accepted_at = ResourceState.ACCEPTED, now
    resource.save(update_fields=["state", "accepted_at"])
    _tell("accept a resource", resource, by, now)


@carries("6.5-3")
@transaction.atomic
def withdraw(resource: Resource, *, why: str, by: Viewer, now: datetime) -> None:
    """The provider, or the center that keeps it, takes a resource out; from then on nobody reads it."""
    officer(by)
    resource = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if by.organisation.pk != resource.provider_id:
        _is_keeper(resource, by)
    if resource.state == ResourceState.WITHDRAWN:
        raise Refused(_("This resource has been withdrawn already."))
    resource.state, resource.withdrawn_why = ResourceState.WITHDRAWN, why
    resource.save(update_fields=["state", "withdrawn_why"])
    _tell("withdraw a resource", resource, by, now, note=why)


def _held(resource: Resource, by: Viewer) -> Resource:
    """The resource, locked, for its provider; not once it has been withdrawn."""
    officer(by)
    resource = Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if resource.provider_id != by.organisation.pk:
        raise Forbidden(_("Only the provider may change this resource."))
    if resource.state == ResourceState.WITHDRAWN:
        raise Refused(_("This resource has been withdrawn already."))
    return resource


def _is_keeper(resource: Resource, by: Viewer) -> None:
    if by.organisation.pk != resource.center_id:
        raise Forbidden(_("Only the center that keeps this resource may do this."))


def _tell(
    verb: str, resource: Resource, by: Viewer, now: datetime, clause: str = "6.5-3", **said: Any
) -> None:
    detail = {"number": resource.number, "name": resource.name, **said}
    write(
        verb,
        ("resource", resource.pk),
        actor=by.actor(Role.SHARING_OFFICER),
        at=now,
        clause=clause,
        detail=detail,
    )
