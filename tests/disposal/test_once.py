"""One-off."""

from documents.models import Document
from documents.tasks import render_document
from tests.disposal import given
from django.utils import translation
import pytest
from datetime import date, timedelta


def test_all(cast, now, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    given.case_at("decide", cast, now)
    given.handed_in(
        cast, now + timedelta(days=8), period_from=date(2026, 11, 1), period_to=date(2026, 11, 30)
    )
    for paper in Document.objects.exclude(paper="test_report"):
        render_document(now=now, document=paper.pk)
        paper.refresh_from_db()
        print(
            paper.paper,
            paper.addressee,
            paper.title,
            paper.pdf_size,
            {k: v for k, v in paper.content.items() if k not in ("qr", "verify_at")},
        )
