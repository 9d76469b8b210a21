"""What can be done with papers and files? Attach one, issue one, serve one, and log that one was read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import token
from accounts.models import By, Organisation, Viewer
from casework.actions import check as check_step
from casework.actions import take
from casework.flow import Forbidden, Refused
from casework.models import Filed, Record
from casework.work.outbox import promise
from documents import quotas
from documents.capture import captured
from documents.delivery import awaited, deliver, serve, served_on_that_day
from documents.file_numbers import draw_number
from documents.filetypes import check, clean_name
from documents.models import AUTHORITIES, Attachment, Document, Opened, Reach
from documents.papers import PAPERS
from documents.sealing import Seal, Sealing
from documents.uploads import Arrived, claim
from trail import verbs
from trail.models import LOOK, Event, write, write_first

verbs.register("attach a file", gettext_lazy("Attach a file"))
verbs.register(
    "issue a paper", gettext_lazy("Issue a paper"), notification=gettext_lazy("A paper is to be served")
)
verbs.register("open a paper", gettext_lazy("Open a paper"))

# Where the portal is reached from outside: printed on every paper.
SITE = getattr(settings, "SITE_URL", "http://localhost:8000").rstrip("/")


# What is attached beside steps, as often as one likes: to ask about a clock, to note a service.
BESIDE_STEPS = ("clock", "service")


@quotas.counted
def attached_beside_steps(organisation: Organisation, since: datetime) -> QuerySet[Attachment]:
    """What an organisation attached beside steps."""
    return Attachment.objects.filter(organisation=organisation, kind__in=BESIDE_STEPS, at__gte=since)


@transaction.atomic
def attach_beside_steps(
    record: Record, file: File[bytes], kind: str, *, by: Viewer, now: datetime
) -> Attachment:
    """Attach a file that no step brings. kind: one of BESIDE_STEPS. Refused also where the organisation sent
    in too much."""
    quotas.make_room(file.size, by=by, now=now)
    return attach(record, file, kind, by=by, now=now)


@transaction.atomic
def attach(
    record: Record,
    file: File[bytes],
    kind: str,
    *,
    by: By,
    now: datetime,
    shared: bool = False,
    private: bool = False,
    seal: Seal | None = None,
    unlike: Collection[str] = (),
) -> Attachment:
    """Keep a file with a record, under a random name; Refused if its content is not what is taken.

    kind: what it is, e.g. "shot_order". shared: also laboratories and platforms that may see the record see
    it. private: only the sender's organisation sees it (an order's screenshot shows the recipient); without
    either, regulators and the center in whose scope the record lies do too. seal: of the person whom it
    shows; it is checked and measured in clear, and written sealed. unlike: as which kinds the same file may
    not be on record: one file does not prove two things.
    """
    claim(file, by, now)
    reach = Reach.UPLOADER if private else Reach.PARTIES if shared else Reach.AUTHORITIES
    attachment = Attachment(
        record_id=record.pk,
        kind=kind,
        reach=reach,
        content_type=(content_type := check(file)),
        captured_at=captured(file, content_type),
        uploaded_by=by.user if isinstance(by, Viewer) else None,
        organisation=by.organisation if isinstance(by, Viewer) else None,
        at=now,
    )
    if unlike:
        _refuse_twice(record, file, unlike)
    if seal:
        _keep_sealed(attachment, file, seal)
    else:
        _saved(attachment, file)
    detail = {"kind": kind, "sha256": attachment.sha256, "size": attachment.size}
    write("attach a file", ("record", record.pk), actor=by.actor(), at=now, detail=detail)
    return attachment


def _refuse_twice(record: Record, file: File[bytes], kinds: Collection[str]) -> None:
    digest = _digest(file)
    other = Attachment.objects.filter(record_id=record.pk, kind__in=kinds, sha256=digest).first()
    if other:
        raise Refused(
            _("This very file is on record as something else already (%(name)s): attach the right one.")
            % {"name": other.name}
        )


def _digest(file: File[bytes]) -> str:
    """The SHA-256 of a file, which is rewound."""
    found = sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


class Kept(Protocol):
    """A row that tells of one file."""

    file: Any
    name: str
    size: int
    sha256: str


K = TypeVar("K", bound=Kept)


def keep(row: K, file: File[bytes], *, by: Viewer, now: datetime) -> K:
    """Save a row with a file that is sent in beside steps, as it was sent in: under a random name, beside its
    own name made harmless, its size and its SHA-256. Its row's table is counted (quotas.counted).

    Raises Refused where the organisation sent in too much.
    """
    claim(file, by, now)
    quotas.make_room(file.size, by=by, now=now)
    return _saved(row, file)


def _saved(row: K, file: File[bytes]) -> K:
    """The content is read a piece at a time."""
    _describe(row, file)
    # What came in parts lies on the disk already: it is moved, not copied.
    row.file.save("", file if isinstance(file, Arrived) else File(file), save=True)
    return row


def _describe(row: Kept, file: File[bytes]) -> None:
    """What a row says of a file as it was sent in. The file is rewound."""
    row.name, row.size, row.sha256 = clean_name(file), file.size, _digest(file)


def _keep_sealed(row: Attachment, file: File[bytes], seal: Seal) -> None:
    """The same under a person's key; a film that came in parts leaves nothing in clear behind."""
    _describe(row, file)
    row.name, row.person = f"{seal.called}{PurePath(row.name).suffix}", seal.person
    sealing = Sealing(file, seal.key, row.bound_to)
    row.file.save("", File(sealing), save=False)  # type: ignore[arg-type]  # a storage only reads it
    row.sealed_sha256 = sealing.digest.hexdigest()
    row.save()
    if isinstance(file, Arrived):
        transaction.on_commit(file.discard)


@transaction.atomic
def issue(
    record: Record | None,
    *,
    paper: str,
    title: str,
    content: Mapping[str, Any],
    by: By,
    now: datetime,
    office: Organisation,
    addressee: Organisation | None = None,
    supersedes: Document | None = None,
    number: str = "",
    language: str = "zh-hans",
) -> Document:
    """Issue a paper: number it, freeze its content, and promise its PDF. The PDF follows within seconds.

    paper: a name in PAPERS. content: the fields of that dataclass (documents.papers) except those filled
    in here: office, title, number, issued_on, qr, verify_at and red_head. supersedes: the version this one
    replaces. number: the file number that a person gave; without it the next of the series is drawn. Raises
    TypeError or ValueError where the content is not the paper's, Refused where the older version has been
    superseded already.
    """
    form, year = PAPERS[paper], timezone.localtime(now).year
    version = 1
    if supersedes is not None:
        older = Document.objects.select_for_update().get(pk=supersedes.pk)
        if Document.objects.filter(supersedes=older).exists():
            raise Refused(_("A newer version of this paper has been issued already: go on from that one."))
        version = older.version + 1
    check_token, number = token(), number or draw_number(office, form.series, year)
    address = f"{SITE}{reverse('verify', args=[check_token])}"
    frozen = form(
        office=office.name,
        title=title,
        number=number,
        issued_on=timezone.localdate(now),
        qr=address,
        verify_at=address,
        red_head=office.kind in AUTHORITIES,
        **content,
    ).content()
    document = Document.objects.create(
        record_id=record.pk if record else None,
        paper=paper,
        title=title,
        file_number=number,
        language=language,
        content=frozen,
        content_sha256=digest(frozen),
        edition=edition(),
        version=version,
        supersedes=supersedes,
        office=office,
        addressee=addressee,
        issued_at=now,
        issued_by=by.user if isinstance(by, Viewer) else None,
        verify_token=check_token,
    )
    detail = {"paper": paper, "number": number, "sha256": document.content_sha256}
    subject = ("record", document.record_id) if document.record_id else ("document", document.pk)
    event = write("issue a paper", subject, actor=by.actor(), at=now, detail=detail)
    promise("documents.render", now, document=document.pk)
    deliver(document, event)
    return document


@transaction.atomic
def newest(record: Record, paper: str) -> Document | None:
    """The paper of a record that no newer one has replaced."""
    issued = Document.objects.filter(record_id=record.pk, paper=paper, superseded_by=None)
    return issued.order_by("-pk").first()


def open_to(papers: Iterable[Document], organisation: Organisation, *, by: By, now: datetime) -> None:
    """Let an organisation read papers that are addressed to others; what it reads already stays as it is."""
    for paper in papers:
        if organisation.pk in (paper.addressee_id, paper.office_id):
            continue
        _row, new = Opened.objects.get_or_create(
            document=paper, organisation=organisation, defaults={"since": now}
        )
        if new:
            detail = {"paper": str(paper), "to": organisation.name}
            write("open a paper", ("document", paper.pk), actor=by.actor(), at=now, detail=detail)


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of a paper's content as canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


@cache
def edition() -> str:
    """A digest of the papers' templates: which edition of the forms a paper was issued with."""
    found = sha256()
    for path in sorted((settings.BASE_DIR / "templates" / "papers").iterdir()):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


@transaction.atomic
def serve_awaited(
    record: Filed,
    *,
    method: str,
    served_on: date,
    by: By,
    now: datetime,
    evidence: File[bytes] | None = None,
    signed_by: str = "",
    relation: str = "",
    witness: str = "",
) -> None:
    """Note the service of the paper that a record waits for, with its proof; its step is taken with that."""
    paper = awaited(record)
    following = [step for step in record.flow if step.follows]
    step = next((step for step in following if record.state in step.sources), following[0])
    check_step(step, record, by, now)
    if paper is None or paper.record is None:
        raise Refused(_("The paper has not been issued yet."))
    proof = attach(paper.record, evidence, "service", by=by, now=now) if evidence else None
    how: dict[str, Any] = {
        "method": method,
        "served_on": served_on,
        "signed_by": signed_by,
        "relation": relation,
        "witness": witness,
    }
    if served_on_that_day(paper, served_on):  # what was served before the step followed goes on from that
        dated: dict[str, Any] = {step.dated: served_on}
        take(step.name, record, by=by, now=now, **dated)
    else:
        serve(paper, by=by, now=now, evidence=proof, **how)
    record.refresh_from_db()


def log_read(
    verb: str, subject: tuple[str, int], *, by: Viewer, at: datetime, role: str = "", **detail: Any
) -> Event:
    """Write down that somebody reads a paper or a file, before they get it (trail.models.write_first).

    role: in which role they may, where it takes one.
    """
    return write_first(verb, subject, actor=by.actor(role), at=at, detail=detail)


def log_look(record: Record, person: str, *, by: Viewer, at: datetime) -> Event:
    """Write down that somebody looks at what shows a person: a read of personal data (PV-01).

    Raises Forbidden for whoever may not.
    """
    role = record.child().opened_by(by)
    if role is None:
        raise Forbidden(_("This file shows the recipient of a parcel: it is not yours to open."))
    return log_read(LOOK, ("record", record.pk), by=by, at=at, role=role, recipient=person)
