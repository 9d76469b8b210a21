"""Is any forgery of a sealed report called genuine? On an empty database, for `./run bench forged`."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from bench.forged import asked
from bench.forging import content, forgeries, gathered
from documents.models import Document
from documents.signed.answers import judged
from documents.signed.copies import take_back
from documents.signed.read import additions
from documents.tasks import render_document
from inspection.reports.models.reports import Report
from tests import cast as casting
from tests.inspection import given
from tests.sealers import sealed, sealer


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--many", type=int, required=True)
        parser.add_argument("--seed", type=int, required=True)

    def handle(self, *args: Any, many: int, seed: int, **options: Any) -> None:
        now, cast = timezone.now(), casting.build()
        paper = _rendered(given.issued(cast, now, values=given.BAD), now)
        other = _rendered(given.issued(cast, now, values=given.GOOD), now)
        issued = content(paper)
        own = sealed(issued, sealer(paper.office.name))
        take_back(paper, SimpleUploadedFile("sealed.pdf", own), by=cast.signatory, now=now)
        papers = gathered(paper, other, own)
        for way, pdf in [("as it was sealed", own), *forgeries(papers, seed, many)]:
            answer = judged(BytesIO(pdf))
            agreed, differs = _beside_pdfsig(pdf, len(issued), genuine=answer.genuine)
            said = {"way": way, "verdict": answer.verdict.value, "genuine": answer.genuine}
            self.stdout.write(json.dumps({**said, "agreed": agreed, "differs": differs}, ensure_ascii=False))


def _beside_pdfsig(pdf: bytes, known: int, *, genuine: bool) -> tuple[int, list[str]]:
    """On how many signatures pdfsig agrees, and a line for each on which it does not: whether its bytes hold,
    and whether it covers what there was. Of what is genuine the only signature covers all of the file."""
    found, theirs = additions(BytesIO(pdf), known), asked(pdf)
    agreed, differs = 0, []
    for ours in found.signatures:
        other = theirs.get(ours.field)
        if other is None or not ours.judged:
            continue
        if other.valid == ours.intact and (ours.whole or not other.total) and (other.total or not genuine):
            agreed += 1
        else:
            differs.append(f"{ours.field}: ours intact {ours.intact}, whole {ours.whole}; {other}")
    return agreed, differs


def _rendered(report: Report, now: datetime) -> Document:
    found = Document.objects.get(record=report.pk, paper="test_report")
    with transaction.atomic():
        render_document(now, found.pk)
    found.refresh_from_db()
    return found
