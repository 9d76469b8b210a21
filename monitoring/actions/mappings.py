"""How is it remembered what columns hold, and what becomes of what was remembered before? (6.1.2)"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Meaning
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User, Viewer
from casework.flow import Refused
from monitoring.importers.headers import Own, outline, plain
from monitoring.models import Mapping
from trail.models import write


def remembered(sender: Organisation, channel: str) -> list[Mapping]:
    """The headers of this sender's files that a person has read before."""
    standing = Mapping.objects.standing().filter(organisation=sender, channel=channel)
    return list(standing.select_related("made_by").order_by("pk"))


def as_read(mapping: Mapping) -> Own:
    """The header as an importer follows it."""
    return Own(mapping.layout, mapping.outline, mapping.fields, mapping.pk)


def followed(known: list[Mapping], headers: Iterator[tuple[str, ...]]) -> list[Mapping]:
    """By which of them these headers were read."""
    outlines = {outline(header) for header in headers}
    return [one for one in known if one.outline in outlines]


def unseen(read_by: list[Mapping], reader: User | None) -> str:
    """What is said where a colleague changed how one is read, and nobody else has looked at it; "" if not."""
    for one in read_by:
        if one.unseen(reader):
            sentence = _(
                "%(who)s changed how the headers of “%(name)s” are read, and nobody has looked at that "
                "yet: see what changed, and say whether it is right."
            )
            return sentence % {"name": one.name, "who": one.made_by}
    return ""


@transaction.atomic
def remember(
    channel: str,
    layout: str,
    header: list[str],
    meaning: Meaning[str, str],
    *,
    name: str,
    by: Viewer,
    now: datetime,
) -> None:
    """Remember a header for the organisation. What was remembered of it ends, and stays on file; who says
    the same again has looked at it."""
    own = Mapping.objects.standing().filter(organisation=by.organisation, channel=channel)
    before = own.select_for_update(of=("self",)).filter(outline=outline(header)).first()
    if before and (before.layout, before.fields) == (layout, dict(meaning)):
        if before.unseen(by.user):
            look_at(before, by=by, now=now)
        if before.name != name:
            rename(before, name, by=by, now=now)
        return
    if before:
        before.ended_at = now
        before.save(update_fields=["ended_at"])
    earlier = Mapping.objects.filter(organisation=by.organisation, channel=channel, outline=outline(header))
    mapping = Mapping.objects.create(
        organisation=by.organisation,
        channel=channel,
        outline=outline(header),
        name=name,
        layout=layout,
        header=header,
        fields=dict(meaning),
        changed=earlier.exists(),
        made_by=by.user,
        made_at=now,
    )
    _tell("change a mapping" if before else "remember a mapping", mapping, by, now, before)


def look_at(mapping: Mapping, *, by: Viewer, now: datetime) -> None:
    """A colleague of who changed it has looked at the change: from now on files are read by it."""
    seen = Mapping.objects.standing().filter(pk=mapping.pk, looked_at_by=None, changed=True)
    if not seen.exclude(made_by=by.user).update(looked_at_by=by.user):
        raise Refused(_("There is no change here for you to look at: load the page again."))
    _tell("look at a mapping", mapping, by, now)


@transaction.atomic
def rename(mapping: Mapping, name: str, *, by: Viewer, now: datetime) -> None:
    """Give a mapping another name."""
    mapping.name = name
    mapping.save(update_fields=["name"])
    _tell("rename a mapping", mapping, by, now)


@transaction.atomic
def forget(mapping: Mapping, *, by: Viewer, now: datetime) -> None:
    """Read no file by it any more: the next of this header is asked about again. It stays on file."""
    if not Mapping.objects.standing().filter(pk=mapping.pk).update(ended_at=now):
        raise Refused(_("This is not followed any more: load the page again."))
    _tell("forget a mapping", mapping, by, now)


def history(mapping: Mapping) -> list[tuple[Mapping, list[tuple[str, str, str]]]]:
    """All that was ever remembered of this header, newest first, each with what it changed in the one before:
    (header, the field before, the field then)."""
    same = Mapping.objects.filter(
        organisation=mapping.organisation_id, channel=mapping.channel, outline=mapping.outline
    )
    found = list(same.select_related("made_by", "looked_at_by").order_by("-pk")[:50])
    return [
        (one, differences(before, one) if before else [])
        for one, before in zip(found, [*found[1:], None], strict=True)
    ]


def differences(before: Mapping, after: Mapping) -> list[tuple[str, str, str]]:
    """Which columns are read as something else: (header, before, after)."""
    fields = [(text, *(one.fields.get(plain(text), "") for one in (before, after))) for text in after.header]
    return [(text, was, then) for text, was, then in fields if was != then]


def _tell(verb: str, mapping: Mapping, by: Viewer, now: datetime, before: Mapping | None = None) -> None:
    detail = {"name": mapping.name, "channel": mapping.channel, "columns": mapping.fields}
    if before:
        detail["before"] = {"name": before.name, "columns": before.fields, "by": before.made_by_id}
    write(verb, ("organisation", by.organisation.pk), actor=by.actor(), at=now, detail=detail)
