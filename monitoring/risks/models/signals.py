"""Which pieces of risk information came in, over which channel, and who may read them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.addresses import token
from accounts.models import Level, Organisation, Region, User, Viewer
from accounts.numbers import number
from accounts.roles import Kind
from casework.deadlines.clocks import instant
from casework.models import Begun
from casework.models.facts import Fact, Particulars
from casework.terms.calendar import DAY
from catalogue.models import Category, Folded
from documents.models import random_name
from monitoring.origins.models.intakes import SENDERS
from monitoring.origins.models.origins import SignalImport, Voiding
from monitoring.risks.flow.risk import STANDING, UNSENT, SignalState
from monitoring.vocabulary import (
    SUB_CHANNELS,
    Channel,
    Degree,
    HazardType,
    Scope,
    Secrecy,
    SubChannel,
    Trigger,
)
from trail.days import Day, Moment
from trail.keys import to, to_maybe

SOURCE = (
    "channel",
    "sub_channel",
    "source_ref",
    "reported_on",
    "collected_at",
    "collector",
    "organisation",
    "center",
)
PRODUCT = ("product", "category", "brand", "model", "item_id", "platform", "shop", "enterprise")
HAZARD = (
    "hazard_item",
    "hazard_type",
    "scope",
    "scope_text",
    "degree",
    "trigger",
    "injury",
    "standard_ref",
)
# Of so many of the newest it is read whether they have words, are of a channel or of a time; of a time that
# ended so many are listed.
NEWEST, LISTED = 20_000, 2_000
NAMED = (
    *("product", "brand", "model", "item_id", "platform", "shop", "enterprise"),
    *("hazard_item", "source_ref"),
)
# So many others of one line are shown.
FEW = 5
GROUPS = ((_("Source"), SOURCE), (_("Product"), PRODUCT), (_("Hazard"), HAZARD))


def fits_its_channel() -> Q:
    """The condition that a signal's source is one of its channel's, or not named."""
    found = Q(sub_channel="")
    for channel, subs in SUB_CHANNELS.items():
        found |= Q(channel=channel, sub_channel__in=[str(sub) for sub in subs])
    return found


class RiskSignalQuerySet(models.QuerySet["RiskSignal"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A center sees what was sent to it, a platform what it sent, a regulator its province's; of what is
        still a draft, or was discarded as one, each sees its own."""
        own = viewer.organisation
        sent = self.filter(~Q(state__in=UNSENT) | Q(organisation=own))
        if viewer.kind == Kind.CENTER:
            return sent.filter(center=own)
        if viewer.kind == Kind.PLATFORM:
            return self.filter(organisation=own)
        if viewer.kind == Kind.REGULATOR and own.level == Level.NATION:
            return sent
        if viewer.kind == Kind.REGULATOR and own.level == Level.PROVINCE:
            return sent.filter(province=own.region_id)
        return self.none()

    def standing(self) -> Self:
        """Those that count: neither drafts nor void."""
        return self.filter(state__in=STANDING)

    def with_parties(self) -> Self:
        """With what the particulars and the page name."""
        return self.select_related(
            *("case", "category", "center", "organisation", "collector", "in_charge"),
            *("origin", "voiding__by", "voiding__organisation"),
        )

    def narrowed(
        self,
        *,
        state: str = "",
        channel: str = "",
        words: str = "",
        first: date | None = None,
        last: date | None = None,
    ) -> Self:
        """The one whose number the words are; else those of this state and, of the newest of them or of those
        collected until a day, those that fit the rest. Both days are included."""
        words = words.strip()
        if words and (one := self.filter(number=words.upper())).exists():
            return one
        found = self.filter(state=state) if state else self
        fits = Q(channel=channel) if channel else Q()
        if words:
            fits &= reduce(or_, (Q(**{f"{name}__icontains": words}) for name in NAMED))
        if last:
            # Found by their block (signal_collected), then by key: no walk past all that came after.
            told = found._collected(first, last).filter(fits).order_by("-collected_at")
            return self.filter(pk__in=list(told.values_list("pk", flat=True)[:LISTED]))
        if not (fits or first):
            return found
        floor = list(found.order_by("-id").values_list("pk", flat=True)[NEWEST - 1 : NEWEST])
        among = found.filter(pk__gte=floor[0]) if floor else found
        return among.filter(fits)._collected(first, None)

    def _collected(self, first: date | None, last: date | None) -> Self:
        since = Q(collected_at__gte=instant(first)) if first else Q()
        until = Q(collected_at__lt=instant(last + DAY)) if last else Q()
        return self.filter(since & until)

    def of_same_line(self, signal: RiskSignal) -> Self:
        """Others that the same line of a list or notice made, one before the other was voided."""
        if not signal.fingerprint:
            return self.none()
        same = self.filter(center=signal.center_id, fingerprint=signal.fingerprint).exclude(pk=signal.pk)
        # An index each: signal_voided and signal_once.
        void, stands = same.filter(state=SignalState.VOIDED), same.exclude(state=SignalState.VOIDED)
        return void.union(stands, all=True).order_by("-id")[:FEW]

    def page(self, before: int | None = None, size: int = 50) -> Self:
        """The next rows, newest first, one more than a page."""
        return (self.filter(id__lt=before) if before else self).order_by("-id")[: size + 1]


class RiskSignal(Begun):
    """One piece of risk information as it came in (6.1.1, form 4.1). A plain row, by the ten million."""

    subject, beginner, takers = "signal", "collector", SENDERS
    number = models.CharField(_("number"), max_length=14, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=SignalState, default=SignalState.DRAFT, editable=False
    )
    channel = models.CharField(_("channel"), max_length=1, choices=Channel)
    sub_channel = models.CharField(_("source"), max_length=24, choices=SubChannel, blank=True)
    source_ref = models.CharField(_("source number or address"), max_length=300)
    reported_on = Day(_("date of the source"), null=True, blank=True)
    collected_at = Moment(_("collected at"))
    collector = to_maybe(User, _("collector"), db_index=False)
    organisation = to(Organisation, _("sent in by"), db_index=False)
    center = to(Organisation, _("monitoring center"), db_index=False, limit_choices_to={"kind": Kind.CENTER})
    province = to_maybe(Region, db_index=False)
    product = models.CharField(_("product"), max_length=200)
    category = to_maybe(Category, _("product category"), blank=True, db_index=False)
    brand = models.CharField(_("brand"), max_length=120, blank=True)
    model = models.CharField(_("model"), max_length=200, blank=True)
    item_id = models.CharField(_("product ID"), max_length=60, blank=True)
    platform = models.CharField(_("platform"), max_length=120, blank=True)
    shop = models.CharField(_("shop"), max_length=200, blank=True)
    enterprise = models.CharField(_("enterprise"), max_length=200, blank=True)
    hazard_item = models.CharField(_("item that is hazardous"), max_length=400)
    hazard_type = models.CharField(_("type of hazard"), max_length=20, choices=HazardType)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope)
    scope_text = models.CharField(_("scope in words"), max_length=200, blank=True)
    degree = models.CharField(_("degree of the hazard"), max_length=10, choices=Degree)
    trigger = models.CharField(_("why it is risk information"), max_length=20, choices=Trigger)
    injury = models.TextField(_("injuries"), blank=True)
    standard_ref = models.CharField(_("standard concerned"), max_length=200, blank=True)
    secrecy = models.CharField(_("secrecy"), max_length=10, choices=Secrecy, default=Secrecy.INTERNAL)
    derived = ArrayField(models.CharField(max_length=20), default=list, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    # The file it came out of, and where in it it stands: sheet and line.
    origin = to_maybe(SignalImport, back="signals", db_index=False, editable=False)
    line = models.CharField(_("sheet and line"), max_length=80, blank=True, editable=False)
    voiding = to_maybe(Voiding, back="signals", db_index=False, editable=False)
    case = models.ForeignKey(
        "RiskCase",
        null=True,
        on_delete=models.PROTECT,
        related_name="signals",
        db_index=False,
        editable=False,
    )

    objects = models.Manager.from_queryset(RiskSignalQuerySet)()

    class Meta:
        verbose_name = _("risk signal")
        verbose_name_plural = _("risk signals")
        constraints = [
            # A line whose signal was voided may come in again.
            models.UniqueConstraint(
                fields=["center", "fingerprint"], condition=~Q(state=SignalState.VOIDED), name="signal_once"
            ),
            models.CheckConstraint(
                condition=Q(state=SignalState.VOIDED, voiding__isnull=False)
                | (~Q(state=SignalState.VOIDED) & Q(voiding__isnull=True)),
                name="signal_voided_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=SignalState.ATTACHED, case__isnull=False)
                | (~Q(state=SignalState.ATTACHED) & Q(case__isnull=True)),
                name="signal_attached_has_case",
            ),
            models.CheckConstraint(condition=fits_its_channel(), name="signal_source_of_its_channel"),
        ]
        indexes = [
            models.Index(fields=["center", "id"], name="signal_center"),
            models.Index(fields=["center", "state", "id"], name="signal_center_state"),
            models.Index(fields=["organisation", "id"], name="signal_organisation"),
            models.Index(fields=["province", "id"], name="signal_province"),
            models.Index(fields=["case", "id"], condition=Q(case__isnull=False), name="signal_case"),
            models.Index(fields=["origin", "id"], condition=Q(origin__isnull=False), name="signal_origin"),
            models.Index(fields=["voiding", "id"], condition=Q(voiding__isnull=False), name="signal_voiding"),
            # What stood in the same line before?
            models.Index(
                fields=["center", "fingerprint"], condition=Q(state=SignalState.VOIDED), name="signal_voided"
            ),
            # What does somebody who leaves leave behind?
            models.Index(fields=["organisation"], condition=Q(state=SignalState.DRAFT), name="signal_draft"),
            # What was taken down by hand a second time?
            models.Index(
                fields=["organisation", "product"],
                condition=Q(origin__isnull=True),
                name="signal_by_hand",
            ),
            # By what is a product of a case known again?
            models.Index(
                fields=["item_id"], condition=Q(case__isnull=False) & ~Q(item_id=""), name="signal_case_item"
            ),
            models.Index(
                Folded("model"), condition=Q(case__isnull=False) & ~Q(model=""), name="signal_case_model"
            ),
            # Signals lie in the order in which they came: for what is counted over a time.
            BrinIndex(fields=["collected_at"], name="signal_collected"),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("signal", args=[self.number])

    @property
    def home(self) -> int:
        return self.organisation_id

    @property
    def open(self) -> bool:
        return self.state == SignalState.DRAFT

    @classmethod
    def left_open(cls, home: Organisation) -> models.QuerySet[RiskSignal]:
        return cls.objects.filter(organisation=home, state=SignalState.DRAFT)

    def distinguished(self) -> list[str]:
        """What lists show beside the item, as products repeat: make, where it was read, and its day."""
        day = self.reported_on and f"{self.reported_on:%Y-%m-%d}"
        return [text for text in (self.brand, self.model, self.source_ref, day) if text]

    def particulars(self, viewer: Viewer) -> Particulars:
        """What the signal says, as its page and the API show it; what was assumed is marked so."""
        return [(heading, list(self._facts(names))) for heading, names in GROUPS]

    def _facts(self, names: Sequence[str]) -> Iterator[Fact]:
        for name in names:
            value = getattr(self, name)
            if value in (None, ""):
                continue
            label = str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            if name in self.derived:
                label = gettext("%(field)s (derived)") % {"field": label}
            shown = getattr(self, f"get_{name}_display", None)
            yield Fact(name, label, shown(), code=value) if shown else Fact(name, label, value)


class SignalFileQuerySet(models.QuerySet["SignalFile"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The files of the signals that the viewer may see."""
        return self.filter(signal__in=RiskSignal.objects.visible_to(viewer))


class SignalFile(models.Model):
    """A file kept with a signal as evidence: a photo, a screenshot, a letter. It is never changed."""

    signal = to(RiskSignal, back="files")
    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    file = models.FileField(_("file"), upload_to=random_name)
    name = models.CharField(_("file name"), max_length=150)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("content type"), max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = to(User, _("sent in by"))
    at = Moment(_("when"))

    objects = models.Manager.from_queryset(SignalFileQuerySet)()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("signal-file", args=[self.token])


def next_keys(count: int, over: BaseDatabaseWrapper | None = None) -> list[int]:
    """Primary keys for as many new signals. over: the connection, if not this thread's own."""
    with (over or connection).cursor() as cursor:
        cursor.execute(
            # The name of the sequence is looked up once, not for every key.
            "SELECT nextval(sequence) FROM generate_series(1, %s), (SELECT"
            " pg_get_serial_sequence('monitoring_risksignal', 'id')::regclass AS sequence OFFSET 0) AS named",
            [count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def signal_number(pk: int) -> str:
    """Under which number the signal with this primary key is known."""
    return number("RS", pk, settings.NUMBER_KEY)


def next_signals(count: int) -> list[tuple[int, str]]:
    """(primary key, number) for as many new signals."""
    return [(pk, signal_number(pk)) for pk in next_keys(count)]
