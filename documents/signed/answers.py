"""Is the PDF that somebody presents a paper of ours? Which, who sealed it, and what differs?

Whoever asks may be anybody: of the paper they are told what stands on its page of verification, and of their
own copy which of its lines do not stand in the paper. What their copy lacks they are never told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from documents.signed.models import SignedCopy
from documents.signed.read import Additions, Signature, additions, beginnings, written

# The part of a paper's address of verification that names it.
NAMED = re.compile(r"/verify/([\w-]{32})")
# So many lines that differ are told. A copy with fewer of the paper's lines than this share of them is none
# that was altered, and no line of it is held against the paper: else one could ask for its lines one by one.
MOST_TOLD, ENOUGH = 40, 0.5


class Verdict(models.TextChoices):
    SEALED = "sealed", _("Genuine, and sealed by the office that issued it")
    ISSUED = "issued", _("Genuine: this very file was issued here, without a seal")
    UNSEALED = (
        "unsealed",
        _("As it was issued here, unchanged, but without the seal with which its office returned it"),
    )
    ADDED_TO = (
        "added_to",
        _("Not as its office returned it: a signature was added that did not come from there"),
    )
    CHANGED = "changed", _("Changed after it was issued: do not rely on it")
    UNJUDGED = "unjudged", _("It begins as a paper issued here, and what was added cannot be judged")
    ANOTHER = "another", _("Not the file that was issued here, though it names it: altered, or saved anew")
    UNKNOWN = "unknown", _("Nothing that was issued here")


GENUINE = (Verdict.SEALED, Verdict.ISSUED)


@dataclass(frozen=True)
class Answer:
    """paper: which one it is, or says that it is. beside: lines of the copy that do not stand in it.

    sealed_anew: when its office last returned it, where the copy is an older one that it sealed.
    """

    verdict: Verdict
    paper: Document | None = None
    signatures: tuple[Signature, ...] = ()
    beside: tuple[str, ...] = ()
    sealed_anew: datetime | None = None

    @property
    def genuine(self) -> bool:
        return self.verdict in GENUINE


def judged(file: IO[bytes]) -> Answer:
    """What a PDF is that somebody presents."""
    states = beginnings(file)
    digests = [digest for _size, digest in states]
    if states and (copy := _returned(digests[-1:])):
        newer = copy.document.signed_copies.filter(pk__gt=copy.pk).order_by("pk").last()
        return Answer(
            Verdict.SEALED, copy.document, _signatures(copy), sealed_anew=newer.at if newer else None
        )
    if states and (paper := _issued(digests[-1:])):
        sealed = paper.signed_copies.exists()
        return Answer(Verdict.UNSEALED if sealed else Verdict.ISSUED, paper)
    if copy := _returned(digests):
        return _added_to(copy.document, additions(file, copy.size), len(copy.signatures))
    if paper := _issued(digests):
        return _added_to(paper, additions(file, paper.pdf_size or 0))
    return _read(file)


def _returned(digests: Sequence[str]) -> SignedCopy | None:
    """The newest copy among files that begin alike."""
    found = SignedCopy.objects.filter(sha256__in=digests).select_related("document__office")
    return found.order_by("-size").first()


def _issued(digests: Sequence[str]) -> Document | None:
    found = Document.objects.filter(pdf_sha256__in=digests).select_related("office", "superseded_by")
    return found.defer("superseded_by__content").first()


def _signatures(copy: SignedCopy) -> tuple[Signature, ...]:
    return tuple(Signature(**each) for each in copy.signatures)


def _added_to(paper: Document, found: Additions, known: int = 0) -> Answer:
    """Of a file that goes on behind the bytes that were issued or returned, which bore so many signatures."""
    if not found.judged:
        return Answer(Verdict.UNJUDGED, paper, found.signatures)
    if not found.signed or len(found.signatures) == known:  # nobody signed, so more was done
        return Answer(Verdict.CHANGED, paper, found.signatures)
    return Answer(Verdict.ADDED_TO, paper, found.signatures)


def _read(file: IO[bytes]) -> Answer:
    """Of a file that is none of ours: which paper it names, which of its lines it has not from there."""
    said = written(file)
    tokens = dict.fromkeys(NAMED.findall("".join("".join(said).split())))
    papers = Document.objects.filter(verify_token__in=tokens).select_related("office", "superseded_by")
    paper = papers.defer("superseded_by__content").first()
    if paper is None:
        return Answer(Verdict.UNKNOWN)
    return Answer(Verdict.ANOTHER, paper, beside=_beside(said, paper))


def _beside(said: list[str], paper: Document) -> tuple[str, ...]:
    if not paper.pdf:
        return ()
    with paper.pdf.open("rb") as issued:
        own = written(issued)
    if (Counter(own) & Counter(said)).total() < ENOUGH * len(own):
        return ()
    beside = Counter(said) - Counter(own)
    return tuple(dict.fromkeys(line for line in said if line in beside))[:MOST_TOLD]


def plain(answer: Answer) -> dict[str, Any]:
    """The answer as JSON can hold it."""
    paper = answer.paper
    return {
        "verdict": answer.verdict.value,
        "genuine": answer.genuine,
        "paper": paper.title if paper else None,
        "number": paper.file_number if paper else None,
        "office": paper.office.name if paper else None,
        "superseded": paper.superseded if paper else None,
        "stands": paper.stands if paper else None,
        "sealed_anew": answer.sealed_anew.isoformat() if answer.sealed_anew else None,
        "signatures": [{**vars(each), "holds": each.holds} for each in answer.signatures],
        "lines_not_in_the_paper": list(answer.beside),
    }
