"""Which papers were issued, how were they served, and which files are kept as evidence?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from secrets import token_hex
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.addresses import token
from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind
from casework.models import Record
from documents.codes import check_code
from documents.papers import PAPERS
from documents.sealing import PIECE, opened
from trail.days import Day, Moment
from trail.keys import to, to_maybe
from trail.reading import read

AUTHORITIES = (Kind.REGULATOR, Kind.CENTER)


def random_name(instance: models.Model, filename: str) -> str:
    """Where a file is kept: nothing of what it was called, and nothing that can be guessed."""
    name = token_hex(16)
    return f"{instance._meta.model_name}/{name[:2]}/{name}"


class Reach(models.TextChoices):
    """How far a file reaches among those who may see its record."""

    UPLOADER = "uploader", _("Only the organisation that sent it in")
    AUTHORITIES = "authorities", _("Also regulators and the monitoring center")
    PARTIES = "parties", _("Everybody who may see the record")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Files of records the viewer may see, as far as each file reaches; one's own always."""
        own, shared = Q(organisation__in=viewer.organisation.selves()), Q(reach=Reach.PARTIES)
        if viewer.kind in AUTHORITIES:
            shared = ~Q(reach=Reach.UPLOADER)
        records = Record.objects.visible_to(viewer).values("pk")
        return self.filter(own | shared, record__in=records)

    def of(self, record: Record, viewer: Viewer) -> Self:
        """The files of a record that the viewer may see, oldest first."""
        return self.of_all([record.pk], viewer)

    def of_all(self, records: Sequence[int], viewer: Viewer) -> Self:
        """Those of all the records with these keys."""
        return self.filter(record__in=records).visible_to(viewer).order_by("id")


class Attachment(models.Model):
    """A file kept with a record: evidence, a photo, a raw record. Written by documents.actions.attach.

    size, sha256: of the file as it was sent in. person: the pseudonym of whom it shows and under whose key it
    lies sealed, "" where it shows nobody; sealed_sha256: of what lies there then.
    """

    record = to(Record, back="attachments")
    kind = models.CharField(_("kind"), max_length=40)
    reach = models.CharField(_("who may see it"), max_length=12, choices=Reach, default=Reach.AUTHORITIES)
    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    file = models.FileField(_("file"), upload_to=random_name)
    name = models.CharField(_("file name"), max_length=150)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("content type"), max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = to_maybe(User, _("sent in by"))
    organisation = to_maybe(Organisation, _("organisation"))
    at = Moment(_("when"))
    # By what the file says of itself (documents.capture): the clock of a camera may be wrong.
    captured_at = Moment(_("taken, by the file"), null=True)
    person = models.CharField(max_length=12, blank=True, default="", editable=False)
    sealed_sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = models.Manager.from_queryset(AttachmentQuerySet)()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(
                condition=Q(person="", sealed_sha256="") | ~Q(person="") & ~Q(sealed_sha256=""),
                name="attachment_sealed_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.token])

    @property
    def bound_to(self) -> str:
        """What a sealed file is bound to, so that it does not open as another."""
        return f"{self.person}:{self.token}"

    def pieces(self, key: bytes | None = None) -> Iterator[bytes]:
        """The file as it was sent in, a piece at a time; with the key of whom it shows. Raises Broken."""
        with self.file.open("rb") as content:
            yield from opened(content, key, self.bound_to) if key else iter(lambda: content.read(PIECE), b"")


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, in the organisation for which they were begun."""
        return self.filter(owner=viewer.user, organisation=viewer.organisation)

    def waiting(self) -> Self:
        """What has not been put to use yet."""
        return self.filter(used_at=None)


class Upload(models.Model):
    """A large file on its way, in chunks (tus 1.0); `offset` bytes of it are safe on disk.

    path: its name under settings.UPLOAD_ROOT. used_at: when a record took it.
    """

    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    path = models.CharField(max_length=40)
    touched_at = Moment()
    used_at = Moment(null=True)

    objects = models.Manager.from_queryset(UploadQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["touched_at"], name="upload_touched")]
        constraints = [
            models.CheckConstraint(condition=Q(offset__lte=models.F("size")), name="upload_within_its_size")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def come(self) -> bool:
        """Whether all of it is there."""
        return self.offset == self.size


class FileNumber(models.Model):
    """The last file number (文号) an office has drawn in a series in a year; its row is locked meanwhile.

    series: documents.papers.Paper.series; "" of the years in which an office had one for all its papers.
    """

    office = to(Organisation)
    series = models.CharField(max_length=1, blank=True, default="")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "series", "year"], name="file_number_one")]


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's own office issued or was sent; papers of records in an authority's scope; and, for
        laboratories and platforms, those papers of their records that are addressed to nobody. Also what was
        opened to it. Of another office's inward papers nobody sees any."""
        own = viewer.organisation.selves()
        inward = [name for name, paper in PAPERS.items() if paper.inward]
        # EXISTS, asked of each paper: as IN it would be hashed whole, every record in the viewer's scope.
        on_file = Q(Exists(Record.objects.visible_to(viewer).filter(pk=OuterRef("record"))))
        if viewer.kind not in AUTHORITIES:
            on_file &= Q(addressee=None)
        opened = Q(Exists(Opened.objects.filter(document=OuterRef("pk"), organisation__in=own)))
        return self.filter(on_file & ~Q(paper__in=inward) | Q(addressee__in=own) | Q(office__in=own) | opened)

    def of(self, record: Record, viewer: Viewer) -> Self:
        """The papers of a record that the viewer may see, newest first."""
        return self.of_all([record.pk], viewer)

    def of_all(self, records: Sequence[int], viewer: Viewer) -> Self:
        """Those of all the records with these keys."""
        return self.filter(record__in=records).visible_to(viewer).order_by("-id")

    def presented(self, token: str) -> Self:
        """The paper whose token somebody, whoever it is, read off the paper itself."""
        return self.filter(verify_token=token)

    def with_corrections(self) -> Self:
        """Each with `corrected_at`: when the paper of which it gives a form got a newer version, or None."""
        newer = Document.objects.filter(supersedes__file_number=OuterRef("form_of_number"))
        found = [
            When(
                paper=name,
                then=Subquery(newer.filter(supersedes__paper=paper.form_of).values("issued_at")[:1]),
            )
            for name, paper in PAPERS.items()
            if paper.form_of
        ]
        return self.alias(form_of_number=KT("content__report_number")).annotate(corrected_at=Case(*found))


class Document(models.Model):
    """A paper as it was issued. Its content never changes (migration 0002); a newer version supersedes it.

    content: what documents.papers says of such a paper, as JSON. edition: a digest of the templates it was
    issued with. pdf and its digest are filled in once, by the worker.
    """

    record = to_maybe(Record, back="documents")
    paper = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=120)
    file_number = models.CharField(_("file number"), max_length=160)
    language = models.CharField(_("language"), max_length=10)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    edition = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    supersedes = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    office = to(Organisation, _("issuing office"))
    addressee = to_maybe(Organisation, _("addressee"))
    issued_at = Moment(_("issued"))
    issued_by = to_maybe(User)
    verify_token = models.CharField(max_length=32, unique=True, editable=False)
    pdf = models.FileField(upload_to=random_name, blank=True)
    pdf_size = models.PositiveIntegerField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    # Of those that with_corrections() reads.
    corrected_at: datetime | None

    objects = models.Manager.from_queryset(DocumentQuerySet)()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        # The number first: a form of a paper knows it by that alone.
        constraints = [models.UniqueConstraint(fields=["file_number", "office"], name="document_number_one")]
        indexes = [models.Index(fields=["pdf_sha256"], condition=~Q(pdf_sha256=""), name="document_pdf")]

    def __str__(self) -> str:
        return f"{self.title} {self.file_number}"

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.verify_token])

    @property
    def check_code(self) -> str:
        """What is typed beside its number to ask whether it is genuine."""
        return check_code(self.verify_token)

    @property
    def superseded(self) -> bool:
        """Whether a newer version took its place."""
        return hasattr(self, "superseded_by")

    @property
    def stands(self) -> bool:
        """Whether it still holds, by the record on which it was issued."""
        if self.record is None:
            return True
        # As it is now: a record at hand may know its child from before.
        now = self.record.filed_class._base_manager.filter(pk=self.record.pk).first()
        return (now or self.record).stands(self.paper)

    @property
    def addressed_to(self) -> str:
        """Whom the paper itself names as its addressee, in the system or not; "" where it names nobody."""
        written = str(self.content.get(PAPERS[self.paper].named) or "")
        return written or (self.addressee.name if self.addressee else "")


class Opened(models.Model):
    """An organisation reads a paper addressed to another: a matter that rests on it became its own."""

    document = to(Document, back="opened")
    organisation = to(Organisation)
    since = Moment()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "organisation"], name="opened_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document} → {self.organisation}"


class Method(models.TextChoices):
    """How a paper reaches its addressee (送达方式)."""

    IN_PERSON = "in_person", _("In person")
    POST = "post", _("By post")
    PLATFORM_SYSTEM = "platform_system", _("Through the platform's system")
    ELECTRONIC = "electronic", _("Electronically")
    PUBLIC_NOTICE = "public_notice", _("By public notice")
    LEFT = "left", _("Left at the address")


class Relation(models.TextChoices):
    """What whoever signs for a paper is to its addressee (民事诉讼法 art. 88)."""

    SELF = "self", _("the addressee, or who heads or represents it")
    MAIL_ROOM = "mail_room", _("who receives its mail, as a front desk")
    FAMILY = "family", _("an adult of the same household")
    AGENT = "agent", _("its agent, or whom it named to receive papers")
    # Of what is confirmed here nobody notes more than was shown: an account, or a link and a typed name.
    MEMBER = "member", _("somebody of the addressee, by its account here")
    STATED = "stated", _("whoever had the link, by own statement")

    @classmethod
    def noted(cls) -> list[tuple[str, Any]]:
        """Those that somebody notes who saw it signed for."""
        return [("", "---------"), *(each for each in cls.choices if each[0] not in (cls.MEMBER, cls.STATED))]


class Service(models.Model):
    """One service (送达) of a paper, with its proof; the day it was served may start a clock.

    name: the addressee as the paper names it, where that is nobody in the system.
    """

    document = to(Document, back="services")
    addressee = to_maybe(Organisation, _("served on"))
    name = models.CharField(_("name of the addressee"), max_length=200, blank=True)
    method = models.CharField(_("method"), max_length=16, choices=Method)
    evidence = to_maybe(Attachment, _("proof of service"))
    served_on = Day(_("day of service"))
    served_by = to_maybe(User)
    signed_by = models.CharField(_("signed for by"), max_length=60, blank=True)
    relation = models.CharField(
        _("who that is to the addressee"), max_length=10, choices=Relation, blank=True
    )
    witness = models.CharField(_("witness of leaving it"), max_length=60, blank=True)
    at = Moment(_("when"))

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(condition=~Q(addressee=None, name=""), name="service_to_somebody"),
            models.CheckConstraint(
                condition=Q(evidence__isnull=False) | Q(method="electronic", addressee__isnull=False),
                name="service_is_proved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} → {self.addressee or self.name}"

    def signed_as(self) -> str:
        """What whoever signed is to the addressee, by what was shown: of what was confirmed through the page
        it is the word of whoever confirmed."""
        unseen = self.evidence_id is None and self.relation == Relation.SELF
        return str(Relation.STATED.label if unseen else self.get_relation_display())


def takes_portal_service(organisation: Organisation | None, on: date) -> bool:
    """Whether a day lies in the time since when an organisation accepts service through the portal.

    A data message is received when it enters the system its addressee has named (电子签名法 art. 11).
    """
    since = organisation.portal_service_since if organisation else None
    return since is not None and since <= on


# What is kept of those that came back sealed; it names the papers above.
read("documents.signed", "models")
