"""Which work on papers and files is done by a worker? Rendering, and sweeping up what never came whole."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from celery import shared_task
from django.core.files.base import ContentFile
from django.utils import timezone

from casework.work.outbox import once
from documents import orphans, uploads
from documents.models import Document
from documents.papers import PAPERS
from documents.printed import photos_of
from documents.render import render


def render_document(now: datetime, document: int) -> None:
    """Render an issued paper from its frozen content and keep the PDF with its digest; once."""
    paper = Document.objects.select_for_update().get(pk=document)
    if paper.pdf:
        return
    context = {"paper": paper.content, "photos": photos_of(paper)}
    pdf = render(PAPERS[paper.paper].template, context, language=paper.language)
    paper.pdf_sha256, paper.pdf_size = sha256(pdf).hexdigest(), len(pdf)
    paper.pdf.save("", ContentFile(pdf), save=False)
    paper.save(update_fields=["pdf", "pdf_size", "pdf_sha256"])


render_task = shared_task(name="documents.render", ignore_result=True)(once(render_document))


@shared_task(name="documents.sweep_uploads", ignore_result=True)
def sweep_uploads() -> int:
    """Remove what was begun to be sent and not gone on with."""
    return uploads.sweep(timezone.now())


@shared_task(name="documents.sweep_orphans", ignore_result=True)
def sweep_orphans() -> int:
    """Remove the files that no row names."""
    return orphans.sweep(timezone.now())
