"""Which pages of papers are there to be looked at: of service, of seals, and of whether one is genuine?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Viewer
from documents.delivery import may_serve, open_to_service
from documents.models import Document
from documents.signed.copies import may_seal, take_back
from documents.tasks import render_document
from inspection.issuing.models import Issuing
from inspection.issuing.sealing.models import Sealing
from tests.conftest import NOW
from tests.looks.sights import Sight
from tests.sealers import sealed, sealer

People = Mapping[str, Viewer]


class Sent(SimpleUploadedFile):
    """A file that is sent in anew in each language."""

    def read(self, *size: int) -> bytes:
        self.seek(0)
        return bytes(super().read(*size))


def of_papers(people: People) -> Iterator[Sight]:
    """Whoever holds a paper asks about it; whoever issued it notes its service and returns it sealed."""
    paper, viewer = _paper_to_serve(people)
    serving = reverse("document-service", args=[paper.verify_token])
    yield Sight("document-service", "document-service", serving, viewer)
    yield Sight("verify", "verify", reverse("verify", args=[paper.verify_token]))
    yield Sight("verify-number", "verify-number", reverse("verify-number"))
    unknown = {"number": paper.file_number, "code": "0000-0000"}
    yield Sight("verify-number", "verify-unknown", reverse("verify-number"), None, unknown, 422)
    report, signatory = _report(people)
    returning = reverse("document-sealed", args=[report.verify_token])
    yield Sight("document-sealed", "document-sealed", returning, signatory)
    asked = {"organisation": report.office, "asked_by": signatory.user, "papers": [report.pk] * 3}
    refused = [{"number": report.file_number, "why": "印章已停用。"}]
    sealing = Sealing.objects.create(**asked, done=2, refused=refused, begun_at=NOW, finished_at=NOW)
    yield Sight("sealing", "sealing", sealing.get_absolute_url(), signatory)
    asked |= {"reports": [1, 2, 3]}
    asked.pop("papers")
    refused = [{"number": report.file_number, "title": report.title, "why": "样品的异常情况尚未处理。"}]
    issuing = Issuing.objects.create(**asked, done=3, refused=refused, begun_at=NOW, finished_at=NOW)
    yield Sight("issuing", "issuing", issuing.get_absolute_url(), signatory)
    yield Sight("signed-reports", "signed-reports", reverse("signed-reports"), signatory)
    with report.pdf.open("rb") as content:
        issued = content.read()
    copy = sealed(issued, sealer(report.office.name))
    take_back(report, SimpleUploadedFile("sealed.pdf", copy), by=signatory, now=NOW)
    for name, pdf in (
        ("sealed", copy),
        ("stripped", issued),
        ("stranger", sealed(copy, sealer("某人"), "S2")),
    ):
        data = {"file": Sent("report.pdf", pdf)}
        yield Sight("verify-file", f"verify-{name}", reverse("verify-file"), None, data)


def _paper_to_serve(people: People) -> tuple[Document, Viewer]:
    papers = Document.objects.select_related("office").order_by("-pk")
    unserved = (paper for paper in papers if open_to_service(paper))
    return next(
        (paper, viewer) for paper in unserved for viewer in people.values() if may_serve(paper, viewer)
    )


def _report(people: People) -> tuple[Document, Viewer]:
    """The newest report, with its PDF, and who may return it sealed."""
    reports = Document.objects.filter(paper="test_report", superseded_by=None).order_by("-pk")
    report, signatory = next((one, who) for one in reports for who in people.values() if may_seal(one, who))
    render_document(NOW, report.pk)
    report.refresh_from_db()
    return report, signatory
