"""Which test reports are out without their laboratory's seal? (6.3-6)"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from documents.models import Document
from documents.signed.models import SignedCopy
from inspection.flow.reports import ISSUED


def unsealed() -> QuerySet[Document]:
    """The papers of reports, as they stand now, that have not come back sealed."""
    out = Document.objects.filter(paper="test_report", superseded_by=None, record__state__in=ISSUED)
    return out.filter(~Exists(SignedCopy.objects.filter(document=OuterRef("pk"))))
