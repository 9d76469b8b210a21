"""Which photos prove a matter, what does each show, and may its reader look at it here?

A look at a photo is written to the trail, one at the page of a matter is none: so the photos of a record are
folded, and the browser asks for them once somebody unfolds them, by the address that every file has.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from casework.models import Record
from casework.terms.table import Text
from disposal.disclosure import PHOTOS
from documents.models import Attachment
from documents.views import shown
from portals.matters.story import Matter
from sampling.purchases.flow.proofs import CALLED

# Kind of file → what a photo of that kind shows. What is not named here is no photo of a matter.
PICTURED: dict[str, Text] = {
    **CALLED,
    **{kind: photo.called for kind, photo in PHOTOS.items()},
    "rejection": gettext_lazy("Why the laboratory turned the sample away"),
    "abnormality": gettext_lazy("What was abnormal"),
    "disposal": gettext_lazy("What became of the sample"),
    "measure": gettext_lazy("Proof of a measure of the platform"),
    "denial": gettext_lazy("Proof of a denial"),
}
# So many photos are shown of a matter.
MOST = 200


class Album(NamedTuple):
    """The photos of a record. shows: what is in them, each once; files: as parts/documents.html lists them;
    sealed: what those are that show a person, which are opened on the page of the record alone."""

    record: Record
    kind: str
    number: int
    shows: list[str]
    files: list[dict[str, Any]]
    sealed: list[str]


def albums(found: Matter, viewer: Viewer) -> list[Album]:
    """The photos of a matter by the record to which they were sent, along the river, as far as the viewer may
    see them; of each the oldest first."""
    files = Attachment.objects.filter(record__in=found.pks, kind__in=PICTURED).visible_to(viewer)
    by_record: dict[int, list[Attachment]] = defaultdict(list)
    for file in files.filter(content_type__startswith="image/").order_by("pk")[:MOST]:
        by_record[file.record_id].append(file)
    return [_album(record, by_record[record.pk]) for record in found.records if record.pk in by_record]


def _album(record: Record, files: list[Attachment]) -> Album:
    kind = str(record.filed_class._meta.verbose_name)
    sealed, others = [file for file in files if file.person], [file for file in files if not file.person]
    return Album(record, kind, len(files), _shows(files), [_photo(file) for file in others], _shows(sealed))


def _shows(files: list[Attachment]) -> list[str]:
    return list(dict.fromkeys(str(PICTURED[file.kind]) for file in files))


def _photo(file: Attachment) -> dict[str, Any]:
    name, taken = str(PICTURED[file.kind]), file.captured_at or file.at
    return {**shown(file), "name": name, "taken": taken, "thumb": file.get_absolute_url()}
