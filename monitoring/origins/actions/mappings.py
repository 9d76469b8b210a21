"""How is it remembered what columns hold, and what becomes of what was remembered before? (6.1.2)

For every kind of file whose header a person reads once: risk information here, listings in `sampling`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, User, Viewer
from casework.flow import Refused
from documents.incoming.headers import Own, outline
from monitoring.origins.models.intakes import Mapping as OfSource
from monitoring.origins.models.intakes import Remembered
from trail import verbs
from trail.models import write

verbs.register("change a mapping", gettext_lazy("Change a mapping"))
verbs.register("forget a mapping", gettext_lazy("Forget a mapping"))
verbs.register("look at a mapping", gettext_lazy("Look at a mapping"))
verbs.register("remember a mapping", gettext_lazy("Remember a mapping"))
verbs.register("rename a mapping", gettext_lazy("Rename a mapping"))

# How many readings of one header are shown.
SHOWN = 50


def remembered(sender: Organisation, channel: str) -> list[OfSource]:
    """The headers of this sender's files that a person has read before."""
    standing = OfSource.objects.standing().filter(organisation=sender, channel=channel)
    return list(standing.select_related("made_by").order_by("pk"))


def as_read(mapping: OfSource) -> Own:
    """The header as an importer follows it."""
    return Own(mapping.layout, mapping.outline, mapping.fields, mapping.pk)


def followed(known: list[OfSource], headers: Iterator[tuple[str, ...]]) -> list[OfSource]:
    """By which of them these headers were read."""
    outlines = {outline(header) for header in headers}
    return [one for one in known if one.outline in outlines]


def unseen(read_by: Iterable[Remembered], reader: User | None) -> str:
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
def remember(said: Remembered, *, by: Viewer, now: datetime) -> None:
    """Remember a header for the organisation. What was remembered of it ends, and stays on file; who says
    the same again has looked at it.

    said: name, header and what its columns hold; by whom and when is filled in here.
    """
    # One at a time: two who say it at once are the first, and the one who changed it.
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=by.organisation.pk).values_list("pk"))
    said.organisation, said.outline = by.organisation, outline(said.header)
    earlier = said.same()
    before = earlier.standing().first()
    if before and before.says_as(said):
        if before.unseen(by.user):
            look_at(before, by=by, now=now)
        if before.name != said.name:
            rename(before, said.name, by=by, now=now)
        return
    said.changed = earlier.exists()
    if before:
        before.ended_at = now
        before.save(update_fields=["ended_at"])
    said.made_by, said.made_at = by.user, now
    said.save(force_insert=True)
    _tell("change a mapping" if before else "remember a mapping", said, by, now, before)


def look_at(mapping: Remembered, *, by: Viewer, now: datetime) -> None:
    """A colleague of who changed it has looked at the change: from now on files are read by it."""
    seen = _standing(mapping).filter(looked_at_by=None, changed=True)
    if not seen.exclude(made_by=by.user).update(looked_at_by=by.user):
        raise Refused(_("There is no change here for you to look at: load the page again."))
    _tell("look at a mapping", mapping, by, now)


@transaction.atomic
def rename(mapping: Remembered, name: str, *, by: Viewer, now: datetime) -> None:
    """Give a mapping another name."""
    mapping.name = name
    mapping.save(update_fields=["name"])
    _tell("rename a mapping", mapping, by, now)


@transaction.atomic
def forget(mapping: Remembered, *, by: Viewer, now: datetime) -> None:
    """Read no file by it any more: the next of this header is asked about again. It stays on file."""
    if not _standing(mapping).update(ended_at=now):
        raise Refused(_("This is not followed any more: load the page again."))
    _tell("forget a mapping", mapping, by, now)


def _standing(mapping: Remembered) -> Any:
    return type(mapping).objects.standing().filter(pk=mapping.pk)


def versions(mapping: Remembered, labels: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All that was ever remembered of this header, newest first, as templates/parts/readings.html shows it:
    by whom, when, and what was otherwise in the one before. labels: of the fields."""
    found: list[Remembered | None] = [*mapping.same()[:SHOWN], None]
    return [
        {
            "name": one.name,
            "who": one.made_by,
            "at": one.made_at,
            "looked_at_by": one.looked_at_by,
            "changes": [
                (text, *(labels.get(field, _("not read")) for field in fields))
                for text, *fields in _differences(before, one)
            ],
        }
        for one, before in pairwise(found)
        if one
    ]


def _differences(before: Remembered | None, after: Remembered) -> list[tuple[str, str, str]]:
    """Which columns are read as something else: (header, before, after)."""
    held = zip(before.held, after.held, strict=False) if before else ()
    return [(text, was, then) for (_text, was), (text, then) in held if was != then]


def _tell(
    verb: str, mapping: Remembered, by: Viewer, now: datetime, before: Remembered | None = None
) -> None:
    detail = {"name": mapping.name, "columns": mapping.meaning}
    detail |= {name: getattr(mapping, name) for name in mapping.apart}
    if before:
        detail["before"] = {"name": before.name, "columns": before.meaning, "by": before.made_by_id}
    write(verb, ("organisation", by.organisation.pk), actor=by.actor(), at=now, detail=detail)
