"""What do the signatures in a PDF say, and what did whoever had it do besides signing?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from documents.quarantine import Harmful, Objection, lines

REVISIONS, PDFS = "documents.quarantine.revisions", "documents.quarantine.pdfs"


@dataclass(frozen=True)
class Signature:
    """A signature in a PDF, as documents.quarantine.revisions tells of it. certificate: the SHA-256 of the
    signer's; at: when it was made, as the signer says himself, ISO 8601, "" = he does not."""

    field: str
    name: str
    issuer: str
    certificate: str
    stands_by: bool
    at: str
    method: str
    judged: bool
    intact: bool
    whole: bool
    untouched: bool

    @property
    def holds(self) -> bool:
        """Whether what it covers is as it was signed, and only signatures came after."""
        return self.judged and self.intact and self.whole and self.untouched

    @property
    def signed_at(self) -> datetime | None:
        return datetime.fromisoformat(self.at) if self.at else None


@dataclass(frozen=True)
class Additions:
    """What was added to a PDF. judged: whether that could be found out; signed: signatures alone were added,
    and all of them hold."""

    judged: bool
    signed: bool
    signatures: tuple[Signature, ...] = ()


def beginnings(file: IO[bytes]) -> list[tuple[int, str]]:
    """(bytes, SHA-256) of each beginning of a file that may have been a file of its own, shortest first; the
    last is all of it. [] where that could not be found out."""
    try:
        return [(size, digest) for size, digest in lines(f"{REVISIONS}:ends", file)]
    except (Harmful, Objection):
        return []


def additions(file: IO[bytes], known: int) -> Additions:
    """What was added to a PDF since it had so many bytes."""
    try:
        alone, *said = lines(f"{REVISIONS}:since", file, known)
    except (Harmful, Objection):
        return Additions(judged=False, signed=False)
    signatures = tuple(Signature(**each) for each in said)
    judged = all(each.judged for each in signatures)
    return Additions(judged, bool(alone and all(each.holds for each in signatures)), signatures)


def written(file: IO[bytes]) -> list[str]:
    """The lines that stand in a PDF, without what is only drawn; [] where it could not be read."""
    try:
        return list(lines(f"{PDFS}:written", file))
    except (Harmful, Objection):
        return []


def plain(signatures: tuple[Signature, ...]) -> list[dict[str, Any]]:
    """As they are kept."""
    return [{**vars(each)} for each in signatures]
