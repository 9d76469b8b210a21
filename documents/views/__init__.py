"""How does a person get at papers and files, serve a paper, and check that one is genuine?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, linked, member
from accounts.models import Viewer
from accounts.prepared import Prepared
from casework.flow import Forbidden, Refused
from casework.models import Record
from casework.pages.contents import NAMED
from casework.pages.foreseen import ISSUED
from casework.pages.submissions import answered, refusal
from documents.actions import attach_beside_steps, log_look, log_read
from documents.delivery import may_serve, open_to_service, refuse_twice, serve
from documents.drawn import not_issued_yet
from documents.forms import ServiceForm
from documents.models import Attachment, Document, Service
from documents.signed.copies import may_seal, sealers_of
from documents.signed.models import SignedCopy
from trail import verbs

verbs.register("download a file", gettext_lazy("Download a file"))
verbs.register("download a paper", gettext_lazy("Download a paper"))

V = TypeVar("V", bound=Callable[..., HttpResponse])

INLINE = ("application/pdf", "image/jpeg", "image/png", "image/webp")
# A paper may be looked at within a page of ours, and of nobody else.
shown_in_a_page: Callable[[V], V] = csp_replace({"frame-ancestors": [SELF]})  # type: ignore[assignment]
PICTURES = {"image": "photo", "video": "video"}


def about(record: Record, viewer: Viewer) -> dict[str, Any]:
    """What documents/on_file.html shows of a record, for a Desk(about=…)."""
    papers = papers_of(record, viewer)
    return {"papers": papers, "services": services_of(papers), "files": files_of(record, viewer)}


def names(record: Record, viewer: Viewer) -> dict[str, str]:
    """{file number: title and number} of the record's papers, for the lines of its trail; of those that the
    viewer may not see a line says no more than that there was one."""
    return {paper.file_number: str(paper) for paper in _named(viewer, record)}


@Prepared
def _named(viewer: Viewer, record: Record) -> QuerySet[Document]:
    return Document.objects.of(record, viewer).only("title", "file_number")


NAMED.update(dict.fromkeys(("issue a paper", "serve a paper"), names))
ISSUED.append(not_issued_yet)


def listed(paper: Document) -> dict[str, Any]:
    """A paper as parts/documents.html lists it; it comes from Document.objects.with_corrections()."""
    return {
        "title": paper.title,
        "number": paper.file_number,
        "url": paper.get_absolute_url() if paper.pdf else "",
        "verify_url": reverse("verify", args=[paper.verify_token]),
        "issued_at": paper.issued_at,
        "size": paper.pdf_size,
        "superseded": paper.superseded or paper.corrected_at is not None,
        "void": False,
        "sealed": "",
    }


def papers_of(record: Record, viewer: Viewer) -> list[dict[str, Any]]:
    """The record's papers that the viewer may see, newest first, as parts/documents.html wants them.

    Besides: `services`, one sentence each; `serve_url`, "" unless the viewer may serve the paper; `seal_url`,
    the same of returning it sealed.
    """
    return papers_of_each([record], viewer)[0]


def papers_of_each(records: Sequence[Record], viewer: Viewer) -> list[list[dict[str, Any]]]:
    """For each of these records what papers_of gives."""
    found = list(_papers(viewer, [record.pk for record in records]))
    return [
        [_paper(each, record, viewer) for each in found if each.record_id == record.pk] for record in records
    ]


def _paper(paper: Any, record: Record, viewer: Viewer) -> dict[str, Any]:
    return {
        **listed(paper),
        "title": f"{paper.title} · {paper.addressee}" if paper.addressee else paper.title,
        "services": [_served(service) for service in paper.services.all()],
        "void": not record.stands(paper.paper),
        "serve_url": _service_url(paper, record, viewer),
        "size": paper.sealed or paper.pdf_size,
        "sealed": _sealed(paper),
        "seal_url": _seal_url(paper, record, viewer),
    }


@Prepared
def _papers(viewer: Viewer, records: list[int]) -> QuerySet[Document]:
    papers = Document.objects.of_all(records, viewer).with_corrections()
    told = papers.select_related("superseded_by", "addressee").prefetch_related("services__addressee")
    copies = SignedCopy.objects.filter(document=OuterRef("pk"))
    told = told.annotate(sealed=Subquery(copies.order_by("-pk").values("size")[:1]))
    return told.defer("content", "superseded_by__content")


def _served(service: Service) -> str:
    noted = _("%(who)s, %(method)s, %(on)s") % {
        "who": service.addressee or service.name,
        "method": service.get_method_display(),
        "on": service.served_on.isoformat(),
    }
    if service.witness:
        noted = _("%(noted)s, seen by %(name)s") % {"noted": noted, "name": service.witness}
    if not service.signed_by:
        return noted
    signed = _("signed for by %(name)s, %(relation)s") % {
        "name": service.signed_by,
        "relation": service.signed_as() or _("relation not stated"),
    }
    return f"{noted}, {signed}"


def _service_url(paper: Document, record: Record, viewer: Viewer) -> str:
    if not (may_serve(paper, viewer) and record.stands(paper.paper) and open_to_service(paper)):
        return ""
    return reverse("document-service", args=[paper.verify_token])


def _sealed(paper: Any) -> str:
    """What is said of its seal: yes, no, or nothing where nobody seals such papers."""
    return ("yes" if paper.sealed else "no") if sealers_of(paper) else ""


def _seal_url(paper: Document, record: Record, viewer: Viewer) -> str:
    open_to_seals = paper.pdf and not paper.superseded and record.stands(paper.paper)
    if not (open_to_seals and may_seal(paper, viewer)):
        return ""
    return reverse("document-sealed", args=[paper.verify_token])


def services_of(papers: list[dict[str, Any]]) -> dict[str, Any]:
    """How those papers were served: columns and rows of parts/table.html; a row a paper."""
    return {
        "columns": [
            {"label": _("Paper"), "key": "paper", "kind": "pair"},
            {"label": _("Served on, how and when"), "key": "served"},
            {"label": "", "key": "act", "kind": "act"},
        ],
        "rows": [
            {
                "paper": {"text": paper["title"], "sub": paper["number"]},
                "served": "; ".join(paper["services"]) or _("not served yet"),
                "act": {"label": _("Note a service"), "url": paper["serve_url"]}
                if paper["serve_url"]
                else None,
            }
            for paper in papers
            if paper["services"] or paper["serve_url"]
        ],
    }


def kept(file: Any) -> dict[str, Any]:
    """A row that documents.actions.keep kept, as parts/documents.html lists it."""
    return {
        "name": file.name,
        "url": file.get_absolute_url(),
        "kind": PICTURES.get(file.content_type.split("/")[0], "file-text"),
        "thumb": "",
        "size": file.size,
        "digest": file.sha256,
    }


def files_of(record: Record, viewer: Viewer) -> list[dict[str, Any]]:
    """The record's files that the viewer may see, oldest first, as parts/documents.html wants them.

    No small pictures: each look at a file is logged, a look at the record's page is none.
    """
    return files_of_each([record], viewer)[0]


def files_of_each(records: Sequence[Record], viewer: Viewer) -> list[list[dict[str, Any]]]:
    """For each of these records what files_of gives."""
    found = list(_files(viewer, [record.pk for record in records]))
    return [
        _shown([file for file in found if file.record_id == record.pk], record, viewer) for record in records
    ]


@Prepared
def _files(viewer: Viewer, records: list[int]) -> QuerySet[Attachment]:
    return Attachment.objects.of_all(records, viewer)


def _shown(files: Sequence[Attachment], record: Record, viewer: Viewer) -> list[dict[str, Any]]:
    shut = _shut(record, viewer, {file.person for file in files if file.person})
    return [{**shown(file), "shows": file.kind, "shut": shut.get(file.person, "")} for file in files]


def shown(file: Attachment) -> dict[str, Any]:
    """A file of a record that shows nobody, as parts/documents.html lists it."""
    return {**kept(file), "shown": file.content_type in INLINE, "told": _told(file)}


def _shut(record: Record, viewer: Viewer, people: set[str]) -> dict[str, str]:
    """Whose files this viewer cannot open now, and why: by the pseudonym of whom they show."""
    if not people:
        return {}
    own = record.child()
    if own.opened_by(viewer) is None:
        return dict.fromkeys(people, _("shows the recipient of a parcel: not yours to open"))
    found = {}
    for person in people:
        try:
            own.key_of(person)
        except Refused as refused:
            found[person] = str(refused)
    return found


def _told(file: Attachment) -> str:
    """When a file came by the server's clock, and how far the clock of the camera lies before it."""
    came = f"{timezone.localtime(file.at):%Y-%m-%d %H:%M}"
    if file.captured_at is None:
        return _("sent in %(came)s; the file says no time of its own") % {"came": came}
    taken = f"{timezone.localtime(file.captured_at):%Y-%m-%d %H:%M}"
    if file.captured_at > file.at:
        said = _("taken %(taken)s by the camera, after it was sent in %(came)s: its clock is fast")
    else:
        said = _("taken %(taken)s by the camera, sent in %(came)s by the server")
    return said % {"taken": taken, "came": came}


@shown_in_a_page
@linked.of(lambda viewer: Document.objects.visible_to(viewer).exclude(pdf=""), ("token", "verify_token")).by(
    "GET"
)
def document(request: Request, found: Document) -> HttpResponse:
    """The PDF of a paper, sealed where it came back so; the read is logged first."""
    log_read("download a paper", ("document", found.pk), by=request.viewer, at=timezone.now())
    sealed = found.signed_copies.order_by("-pk").first()
    return sent(
        sealed.file if sealed else found.pdf, "application/pdf", f"{found.title} {found.file_number}.pdf"
    )


@shown_in_a_page
@linked.of(lambda viewer: Attachment.objects.visible_to(viewer).select_related("record"), "token").by("GET")
def attachment(request: Request, found: Attachment) -> HttpResponse:
    """A file as it was sent in; the read is logged first, as one of personal data where it shows a person."""
    if found.person:
        return _unsealed(request, found)
    log_read("download a file", ("attachment", found.pk), by=request.viewer, at=timezone.now())
    return sent(found.file, found.content_type, found.name)


def _unsealed(request: Request, file: Attachment) -> HttpResponse:
    """A file that shows a person, opened while it is sent. A program is told of a refusal as a problem."""
    try:
        log_look(file.record, file.person, by=request.viewer, at=timezone.now())
        key = file.record.child().key_of(file.person)
    except Forbidden:
        raise
    except Refused as refused:
        if request.path.startswith("/api/"):
            raise
        return refusal(request, refused, file.record.get_absolute_url())
    answer = streamed(file.pieces(key), file.content_type, file.name)
    answer["Content-Length"] = str(file.size)
    return answer


def sent(file: FieldFile, content_type: str, name: str) -> HttpResponse:
    """A file as the answer: shown in the browser only where it is a PDF or a picture, kept by no cache."""
    answer = FileResponse(
        file.open("rb"), content_type=content_type, filename=name, as_attachment=content_type not in INLINE
    )
    return guarded(answer)  # type: ignore[arg-type]  # a streaming response is an HttpResponseBase


def streamed(pieces: Iterable[bytes], content_type: str, name: str) -> HttpResponse:
    """What is made while it is sent, as the answer; the same as `sent` else."""
    answer = StreamingHttpResponse(pieces, content_type=content_type)
    away = content_type not in INLINE
    answer["Content-Disposition"] = content_disposition_header(away, name) or "attachment"
    return guarded(answer)  # type: ignore[arg-type]  # a streaming response is an HttpResponseBase


def guarded(answer: HttpResponse) -> HttpResponse:
    """An answer that no cache keeps, and that is taken for nothing but what it says it is."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@member.of(Document.objects.visible_to, ("token", "verify_token")).where(
    may_serve, gettext_lazy("Only the office that issued this paper may serve it.")
)
def service(request: Request, paper: Document) -> HttpResponse:
    """The form that notes the service of a paper, for the office that issued it."""
    now, record = timezone.now(), Record.objects.visible_to(request.viewer).filter(documents=paper).first()
    back = record.get_absolute_url() if record else reverse("home")

    try:
        refuse_twice(paper)
    except Refused as refused:
        return refusal(request, refused, back)

    def action(data: dict[str, Any]) -> str:
        _serve(paper, data, request.viewer, now)
        return back

    said = [paper.title, paper.file_number]
    said.append(_("to %(name)s") % {"name": paper.addressed_to})
    return answered(
        request,
        ServiceForm(request.POST or None, request.FILES or None, document=paper, now=now),
        action,
        heading=_("Note a service"),
        path=[(record.number if record else _("Home"), back)],
        text=" · ".join(said),
        done=_("The service has been noted."),
    )


@transaction.atomic
def _serve(paper: Document, data: dict[str, Any], viewer: Viewer, now: datetime) -> None:
    """Keep the proof and note the service, or neither."""
    file, evidence = data.pop("evidence"), None
    if file:
        if paper.record is None:
            raise Refused(_("This paper belongs to no record that could keep the proof of service."))
        evidence = attach_beside_steps(paper.record, file, "service", by=viewer, now=now)
    serve(paper, by=viewer, now=now, evidence=evidence, **data)
