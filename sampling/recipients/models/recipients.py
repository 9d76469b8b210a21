"""Who receives the parcels, under which pseudonym, and with whose consent?"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import date, datetime
from secrets import choice
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Region, User, Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.flow import Refused
from sampling.recipients import personal
from sampling.recipients.models.consents import Declaration
from trail.days import Day, Moment
from trail.keys import to, to_maybe

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def pseudonym() -> str:
    """A name that says nothing of the person: VO- and eight random signs."""
    return "VO-" + "".join(choice(SIGNS) for _sign in range(8))


class Scope(models.TextChoices):
    """What a volunteer is asked for one by one: each consent stands, ends and is withdrawn by itself."""

    PARCELS = "parcels", _("Receiving parcels of samples")
    PROVISION = "provision", _("Giving name, telephone and address to seller, carrier and platform")
    PAYMENT = "payment", _("Buying with a payment account of one's own")


# Without these no parcel can go to somebody: the shop learns the address (PV-02).
NEEDED = (Scope.PARCELS, Scope.PROVISION)


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The database is its keeper's; not even the center's other people browse it."""
        if Role.ADDRESS_KEEPER not in viewer.roles:
            return self.none()
        return self.filter(center=viewer.organisation)

    def present(self) -> Self:
        """Those who have not been erased."""
        return self.filter(erased_at=None)

    def consenting(self, now: datetime, *scopes: Scope) -> Self:
        """Those with a consent in force for each of these scopes."""
        found = self
        for scope in scopes:
            given = Consent.objects.in_force(timezone.localdate(now)).filter(recipient=OuterRef("pk"))
            found = found.filter(Exists(given.filter(scope=scope)))
        return found

    def usable(self, now: datetime) -> Self:
        """Those to whom parcels may go: present, not resting, and consenting to all that a parcel needs."""
        awake = self.present().exclude(rests_until__gt=now)
        return awake.consenting(now, *NEEDED)

    def withdrawn(self) -> Self:
        """Those not erased yet who took back what a parcel needs and have not given it anew (PV-03)."""
        given = Consent.objects.filter(recipient=OuterRef("pk"))
        found = Q()
        for scope in NEEDED:
            scoped = given.filter(scope=scope)
            found |= Exists(scoped.exclude(withdrawn_at=None)) & ~Exists(scoped.filter(withdrawn_at=None))
        return self.present().filter(found)


@carries("6.2-6", "W-04")
class Recipient(models.Model):
    """A volunteer who receives parcels at an address (6.2-5, 6.2-6).

    The name, and what every Identifier says, is Sealed. Erased, only the pseudonym is left, for the evidence
    that carries it.
    """

    pseudonym = models.CharField(
        _("pseudonym"), max_length=12, unique=True, default=pseudonym, editable=False
    )
    center = to(Organisation)
    area = to_maybe(Region, _("area"), blank=True)
    key_id = models.CharField(max_length=40, blank=True, editable=False)
    person_index = models.CharField(max_length=64, blank=True, editable=False)
    added_at = Moment(_("added"))
    added_by = to(User)
    erased_at = Moment(_("erased"), null=True)
    # A seller seems to know them: no parcel until then.
    rests_until = Moment(_("rests until"), null=True, editable=False)

    objects = models.Manager.from_queryset(RecipientQuerySet)()

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["center", "person_index"], condition=~Q(person_index=""), name="recipient_one"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False, key_id="", person_index="")
                | Q(erased_at=None) & ~Q(key_id=""),
                name="recipient_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym

    def about(self, kind: str) -> str:
        """What a sealed text of this person is bound to."""
        return f"{self.pseudonym}:{kind}"

    def keep(self, name: str, phone: str) -> tuple[bytes, dict[str, bytes]]:
        """A data key for a new person, and what is to be put away: it, wrapped, and the name under it.

        Sets the index by which the person is found again.
        """
        data_key = personal.new_key()
        wrapped = personal.wrap(data_key, self.pseudonym)
        self.key_id, self.person_index = wrapped.key_id, personal.index(name + phone, "person")
        sealed = personal.seal(data_key, name.encode(), self.about("name"))
        return data_key, {Piece.KEY: wrapped.data, Piece.NAME: sealed}

    def put_away(self, pieces: dict[str, bytes], identifiers: dict[Identifier, bytes]) -> None:
        """Store what is sealed of this person, who is saved, as the identifiers are."""
        rows = [Sealed(recipient=self, piece=piece, content=content) for piece, content in pieces.items()]
        rows += [
            Sealed(recipient=self, piece=Piece.IDENTIFIER, identifier=one, content=content)
            for one, content in identifiers.items()
        ]
        with personal.shown(self.pk):
            Sealed.objects.bulk_create(rows)

    def _pieces(self, **which: Any) -> list[Sealed]:
        """What lies sealed of this person. Raises people.Unreadable where nothing does, as when erased."""
        with personal.shown(self.pk):
            found = list(Sealed.objects.filter(recipient=self, **which))
        if not found:
            raise personal.Unreadable(self.pseudonym)
        return found

    def key(self) -> bytes:
        """The person's data key. Raises people.Unreadable, also when erased."""
        (kept,) = self._pieces(piece=Piece.KEY)
        return personal.unwrap(personal.Wrapped(self.key_id, bytes(kept.content)), self.pseudonym)

    def seal(self, kind: str, text: str) -> bytes:
        """A text of this person, sealed as what it is."""
        return personal.seal(self.key(), text.encode(), self.about(kind))

    def open(self, identifier: Identifier) -> str:
        """One of the person's identifiers in clear; log it first. Raises people.Unreadable."""
        (kept,) = self._pieces(identifier=identifier)
        return personal.unseal(self.key(), bytes(kept.content), self.about(identifier.kind)).decode()

    def lock(self, text: str, about: str) -> str:
        """What an order says of this person, sealed to be kept as a text. about: of which order, and what."""
        return urlsafe_b64encode(personal.seal(self.key(), text.encode(), about)).decode() if text else ""

    def unlock(self, locked: str, about: str) -> str:
        """The text of `lock` again; log it first. Raises people.Unreadable, also when erased."""
        return personal.unseal(self.key(), urlsafe_b64decode(locked), about).decode() if locked else ""

    def read(self, identifiers: Iterable[Identifier] | None = None) -> dict[str, str]:
        """The name, and by kind these of the person's identifiers (or all), in clear; log it first.

        Raises people.Unreadable, also when erased.
        """
        key = self.key()
        pieces = self._pieces()
        name = next(bytes(one.content) for one in pieces if one.piece == Piece.NAME)
        sealed = {one.identifier_id: bytes(one.content) for one in pieces}
        found = {"name": personal.unseal(key, name, self.about("name")).decode()}
        for one in self.identifiers.select_related("platform") if identifiers is None else identifiers:
            text = personal.unseal(key, sealed[one.pk], self.about(one.kind)).decode()
            text = f"{one.platform} · {text}" if one.platform else text
            found[one.kind] = f"{found[one.kind]}; {text}" if one.kind in found else text
        return found

    def willing(self, now: datetime) -> bool:
        """Whether they consent now to what a parcel needs."""
        return Recipient.objects.present().consenting(now, *NEEDED).filter(pk=self.pk).exists()

    @carries("PV-03")
    def heed(self) -> None:
        """Refuse the use of somebody who took a consent back that a parcel needs."""
        if Recipient.objects.withdrawn().filter(pk=self.pk).exists():
            raise Refused(
                gettext(
                    "The consent was withdrawn: the data are only stored until the parcel under way has "
                    "arrived."
                )
            )

    def under_way(self) -> bool:
        """Whether a parcel that was ordered has not arrived yet."""
        ordered = self.purchases.filter(ordered_at__isnull=False, delivered_at=None)
        return bool(ordered.exclude(turn="").exists())

    def forget(self) -> None:
        """Destroy the key, what it sealed, and the indexes."""
        with personal.shown(self.pk):
            self.sealed.all().delete()
            self.identifiers.all().delete()
        self.key_id = self.person_index = ""


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, day: date) -> Self:
        """Given, not withdrawn, and not run out on a day."""
        lasting = Q(until=None) | Q(until__gte=day)
        return self.filter(lasting, withdrawn_at=None, given_at__date__lte=day)


@carries("PV-01", "PV-02")
class Consent(models.Model):
    """What one volunteer consented to, in the words of one version; the row stays when they are erased."""

    recipient = to(Recipient, back="consents")
    declaration = to(Declaration, _("version"))
    scope = models.CharField(pgettext_lazy("consent", "scope"), max_length=12, choices=Scope)
    given_at = Moment(_("given"))
    until = Day(_("until"), null=True, blank=True)
    withdrawn_at = Moment(_("withdrawn"), null=True, editable=False)
    entered_by = to_maybe(User)

    objects = models.Manager.from_queryset(ConsentQuerySet)()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.recipient} · {self.get_scope_display()}"

    def stands(self, day: date) -> bool:
        """Whether it is in force on a day."""
        begun = timezone.localdate(self.given_at) <= day
        return begun and self.withdrawn_at is None and (self.until is None or self.until >= day)


class Means(models.TextChoices):
    """What a shop or a platform learns of a person by an order."""

    PHONE = "phone", _("Telephone")
    ADDRESS = "address", _("Address")
    ACCOUNT = "account", _("Buying account")
    PAYMENT = "payment", _("Payment account")


class Identifier(models.Model):
    """A telephone, an address, an account on a platform or a payment account of a person (6.2-6, PV-01).

    What it says is Sealed. index: the keyed digest by which the same one is known again, under
    whomever it stands ("" where it could not be made). Retired, it is used for no further order.
    """

    recipient = to(Recipient, back="identifiers")
    kind = models.CharField(_("kind"), max_length=8, choices=Means)
    platform = to_maybe(Organisation, _("platform"), blank=True)
    index = models.CharField(max_length=64, blank=True, editable=False)
    added_at = Moment(_("added"))
    retired_at = Moment(_("retired"), null=True, editable=False)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ("id",)
        indexes = [models.Index(fields=["index"], name="identifier_index", condition=~Q(index=""))]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="account", platform__isnull=False) | ~Q(kind="account") & Q(platform=None),
                name="identifier_platform",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.get_kind_display()}"

    @classmethod
    def of(
        cls, recipient: Recipient, kind: str, text: str, now: datetime, platform: Organisation | None = None
    ) -> Identifier:
        """A new one, not saved yet, nor what it says."""
        index = personal.index(text, means(kind, platform))
        return cls(recipient=recipient, kind=kind, platform=platform, index=index, added_at=now)


class Piece(models.TextChoices):
    """What lies sealed of a person."""

    KEY = "key"
    NAME = "name"
    IDENTIFIER = "means"


class Sealed(models.Model):
    """What lies sealed of a person: their data key, wrapped under a key of the installation, and their name
    and what an identifier says, AES-GCM under the data key (sampling.recipients.personal).

    PostgreSQL shows these rows within `people.shown` alone, and those of one person (docs/decisions/0023).
    """

    recipient = to(Recipient, back="sealed")
    piece = models.CharField(max_length=5, choices=Piece)
    identifier = models.OneToOneField(Identifier, null=True, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "piece"], condition=~Q(piece=Piece.IDENTIFIER), name="sealed_one"
            ),
            models.CheckConstraint(
                condition=Q(piece=Piece.IDENTIFIER, identifier__isnull=False)
                | ~Q(piece=Piece.IDENTIFIER) & Q(identifier=None),
                name="sealed_of_an_identifier",
            ),
        ]


def means(kind: str, platform: Organisation | None) -> str:
    """What an index is bound to: equal account names on two platforms are two accounts."""
    return f"{kind}:{platform.pk}" if platform else kind
