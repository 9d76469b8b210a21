"""Which files prove a purchase, by digest, and are they still what they were?

The manifest is closed when the purchase is accepted or ended, and its own digest goes into the trail. The
export is a bag (BagIt, RFC 8493) as a ZIP, written while it is sent: nothing is held in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import By, Viewer
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from documents.actions import log_look, log_read
from documents.models import Attachment
from documents.sealing import Broken
from sampling.evidence.models import Capsule
from sampling.purchases.models.purchases import Purchase
from sampling.recipients import personal
from trail import verbs
from trail.models import Event, write

verbs.register("check the evidence", gettext_lazy("Check the files of the evidence"))
verbs.register("close the capsule", gettext_lazy("Close the evidence"))
verbs.register("take the evidence out", gettext_lazy("Take the evidence out as a bag"))

BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def manifest(purchase: Purchase) -> dict[str, Any]:
    """What is on file: each file's kind, size, digest, when it was taken and kept, by whom (pseudonym and
    role), and which line of the purchase's trail tells of it. A file that lies sealed also has the pseudonym
    of whom it shows and the digest of what lies there, which stays when they are erased."""
    lines = Event.objects.of("record", purchase.pk).order_by("id")
    told: dict[str, list[tuple[int, Event]]] = {}
    for n, event in enumerate(lines, start=1):
        if event.verb == "attach a file":
            told.setdefault(event.detail["sha256"], []).append((n, event))
    steps = {(e.at, e.actor_id): e.role for e in lines if e.role}
    files = []
    for place, file in enumerate(purchase.attachments.order_by("pk"), start=1):
        line, event = told[file.sha256].pop(0)
        files.append(
            {
                "path": f"data/{place:03}-{file.kind}{PurePath(file.name).suffix.lower()}",
                "kind": file.kind,
                "size": file.size,
                "sha256": file.sha256,
                "content_type": file.content_type,
                "captured_at": _written(file.captured_at),
                "attached_at": _written(file.at),
                "by": _pseudonym(file.uploaded_by_id),
                "role": steps.get((event.at, event.actor_id), ""),
                "trail_line": line,
                **({"person": file.person, "sealed_sha256": file.sealed_sha256} if file.person else {}),
            }
        )
    papers = purchase.documents.order_by("pk").values_list("paper", "file_number", "content_sha256")
    return {
        "purchase": purchase.number,
        "state": purchase.state,
        "center": str(purchase.center),
        "files": files,
        "papers": [{"paper": p, "number": number, "content_sha256": digest} for p, number, digest in papers],
    }


def _pseudonym(user: int | None) -> str:
    """Somebody of the center under a name that says nothing, the same in every capsule."""
    return f"P-{personal.index(str(user), 'capsule')[:10].upper()}" if user else ""


def _written(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


def written(content: dict[str, Any]) -> str:
    """Canonical JSON: keys sorted, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@carries("O18-05")
def close(purchase: Purchase, *, by: By, now: datetime) -> Capsule:
    """Close the manifest; its digest goes into the trail. Call it in the transaction of the action."""
    content = manifest(purchase)
    text = written(content)
    digest = sha256(text.encode()).hexdigest()
    capsule, _made = Capsule.objects.update_or_create(
        purchase=purchase, defaults={"manifest": text, "sha256": digest, "closed_at": now}
    )
    detail = {"sha256": digest, "files": len(content["files"])}
    write("close the capsule", ("record", purchase.pk), actor=by.actor(), at=now, detail=detail)
    return capsule


def may_open(purchase: Purchase, viewer: Viewer) -> bool:
    """Whether this viewer gets at the whole of the evidence: those of the center who answer for it."""
    return purchase.opened_by(viewer) is not None


def _only_readers(purchase: Purchase, by: Viewer) -> None:
    if not may_open(purchase, by):
        raise Forbidden(_("Only the buyer, the verifier and those who lead the sampling may do this."))


def _shown_in(purchase: Purchase) -> list[str]:
    """The pseudonyms of those whom its files show, and who have not been erased."""
    people_shown = purchase.attachments.exclude(person="").values_list("person", flat=True)
    return sorted(person for person, key in _keys(purchase, set(people_shown)).items() if key)


def _keys(purchase: Purchase, shown: set[str]) -> dict[str, bytes | None]:
    """The key of each who is shown; None of those who were erased, or whom nobody may look at now."""
    found: dict[str, bytes | None] = {"": None}
    for person in shown:
        try:
            found[person] = purchase.key_of(person)
        except Refused:
            found[person] = None
    return found


@dataclass(frozen=True)
class Match:
    """Whether a file is still what the manifest says. found: its digest now, "" where it is gone.

    sealed: it cannot be opened any more; both digests are of what lies there.
    """

    path: str
    kind: str
    sha256: str
    found: str
    sealed: bool = False

    @property
    def same(self) -> bool:
        return self.found == self.sha256

    def said(self) -> str:
        """What it turned out to be, in words or by its digest."""
        if self.same:
            return _("unchanged as it lies sealed, to be opened no more") if self.sealed else _("unchanged")
        return self.found or _("no longer on file")


def checked(purchase: Purchase, *, by: Viewer, now: datetime) -> list[Match]:
    """Read every file again and compare it with the manifest; a piece at a time. The read is logged first."""
    _only_readers(purchase, by)
    log_read("check the evidence", ("record", purchase.pk), by=by, at=now)
    return [_matched(*found) for found in _with_files(purchase, _closed(purchase))]


def _matched(row: dict[str, Any], file: Attachment, key: bytes | None) -> Match:
    sealed = bool(file.person) and key is None
    kept = row.get("sealed_sha256", file.sealed_sha256) if sealed else row["sha256"]
    found = _digest(file.pieces(key)) if _there(file) else ""
    return Match(row["path"], row["kind"], kept, found, sealed)


def _with_files(
    purchase: Purchase, content: dict[str, Any]
) -> list[tuple[dict[str, Any], Attachment, bytes | None]]:
    """Each row of a manifest with its file, and the key of whom it shows: files are never taken away, and
    newer ones come after."""
    files = list(purchase.attachments.order_by("pk"))
    keys = _keys(purchase, {file.person for file in files if file.person})
    return [(row, file, keys[file.person]) for row, file in zip(content["files"], files, strict=False)]


def _digest(pieces: Iterator[bytes]) -> str:
    """The SHA-256 of a file, "" of one that does not open."""
    found = sha256()
    try:
        for piece in pieces:
            found.update(piece)
    except Broken:
        return ""
    return found.hexdigest()


def _there(file: Attachment) -> bool:
    """Whether something is kept under a file's name."""
    return bool(file.file.name) and file.file.storage.exists(str(file.file.name))


def _closed(purchase: Purchase) -> dict[str, Any]:
    """The manifest as it was closed, or as it would be closed now."""
    capsule = Capsule.objects.filter(purchase=purchase).first()
    content: dict[str, Any] = json.loads(capsule.manifest) if capsule else manifest(purchase)
    return content


class _Sink:
    """Where the archive is written, a piece at a time, and taken from. It cannot be rewound."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        found, self.pieces = b"".join(self.pieces), []
        return found


def take_out(purchase: Purchase, *, by: Viewer, now: datetime) -> Iterator[bytes]:
    """The evidence as a bag, in pieces of a ZIP. A file that is gone, or cannot be opened any more, stays in
    the manifest by its digest.

    The read is logged first, as a look at each person whom the files show. Raises Forbidden before the first
    piece is asked for.
    """
    _only_readers(purchase, by)
    log_read("take the evidence out", ("record", purchase.pk), by=by, at=now)
    for person in _shown_in(purchase):
        log_look(purchase, person, by=by, at=now)
    return _bagged(purchase)


def _bagged(purchase: Purchase) -> Iterator[bytes]:
    content = _closed(purchase)
    held = [
        (row, file, key)
        for row, file, key in _with_files(purchase, content)
        if _there(file) and (key or not file.person)
    ]
    tags = {
        "bagit.txt": BAGIT,
        "manifest.json": written(content),
        "manifest-sha256.txt": "".join(f"{row['sha256']}  {row['path']}\n" for row, _file, _key in held),
    }
    tags["tagmanifest-sha256.txt"] = "".join(
        f"{sha256(text.encode()).hexdigest()}  {name}\n" for name, text in tags.items()
    )
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for name, text in tags.items():
            archive.writestr(f"{purchase.number}/{name}", text)
        for row, file, key in held:
            inside = ZipInfo(f"{purchase.number}/{row['path']}")
            with archive.open(inside, "w", force_zip64=True) as out, suppress(Broken):
                for piece in file.pieces(key):
                    out.write(piece)
                    yield sink.taken()
    yield sink.taken()
