"""Who receives the parcels, under which pseudonym, and with whose consent?"""

from __future__ import annotations

from datetime import date, datetime
from secrets import choice
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Region, User, Viewer
from accounts.roles import Role
from casework.clauses import carries
from sampling import people
from sampling.models.consents import Declaration

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
        """Those to whom parcels may go: present, and consenting to all that a parcel needs."""
        return self.present().consenting(now, *NEEDED)

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

    name, phone and address are AES-GCM under the person's data key (sampling.people). Erased, only the
    pseudonym is left, for the evidence that carries it.
    """

    pseudonym = models.CharField(
        _("pseudonym"), max_length=12, unique=True, default=pseudonym, editable=False
    )
    center = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("area")
    )
    key_id = models.CharField(max_length=40, editable=False)
    wrapped_key = models.BinaryField(null=True, editable=False)
    name = models.BinaryField(_("name"), null=True, editable=False)
    phone = models.BinaryField(_("telephone"), null=True, editable=False)
    address = models.BinaryField(_("address"), null=True, editable=False)
    person_index = models.CharField(max_length=64, blank=True, editable=False)
    address_index = models.CharField(max_length=64, blank=True, editable=False)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(_("erased"), null=True)

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
                condition=Q(
                    erased_at__isnull=False,
                    wrapped_key=None,
                    name=None,
                    phone=None,
                    address=None,
                    person_index="",
                    address_index="",
                )
                | Q(erased_at=None, wrapped_key__isnull=False),
                name="recipient_erased_whole",
            ),
        ]
        indexes = [models.Index(fields=["center", "address_index"], name="recipient_address")]

    def __str__(self) -> str:
        return self.pseudonym

    def keep(self, **said: str) -> None:
        """Seal name, phone and address under a new data key, with the indexes that find duplicates."""
        data_key = people.new_key()
        wrapped = people.wrap(data_key, self.pseudonym)
        self.key_id, self.wrapped_key = wrapped.key_id, wrapped.data
        for field in ("name", "phone", "address"):
            setattr(self, field, people.seal(data_key, said[field].encode(), f"{self.pseudonym}:{field}"))
        self.person_index = people.index(said["name"] + said["phone"], "person")
        self.address_index = people.index(said["address"], "address")

    def read(self) -> dict[str, str]:
        """name, phone and address in clear; log it first. Raises people.Unreadable, also when erased."""
        if self.wrapped_key is None:
            raise people.Unreadable(self.pseudonym)
        data_key = people.unwrap(people.Wrapped(self.key_id, bytes(self.wrapped_key)), self.pseudonym)
        return {
            field: people.unseal(data_key, bytes(getattr(self, field)), f"{self.pseudonym}:{field}").decode()
            for field in ("name", "phone", "address")
        }

    def willing(self, now: datetime) -> bool:
        """Whether a parcel may go to them now."""
        return Recipient.objects.usable(now).filter(pk=self.pk).exists()

    def under_way(self) -> bool:
        """Whether a parcel that was ordered has not arrived yet."""
        ordered = self.purchases.filter(ordered_at__isnull=False, delivered_at=None)
        return bool(ordered.exclude(turn="").exists())

    def forget(self) -> None:
        """Destroy the key, what it sealed, and the indexes."""
        self.wrapped_key = self.name = self.phone = self.address = None
        self.key_id = self.person_index = self.address_index = ""


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, day: date) -> Self:
        """Given, not withdrawn, and not run out on a day."""
        lasting = Q(until=None) | Q(until__gte=day)
        return self.filter(lasting, withdrawn_at=None, given_at__date__lte=day)


@carries("PV-01", "PV-02")
class Consent(models.Model):
    """What one volunteer consented to, in the words of one version; the row stays when they are erased."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="consents")
    declaration = models.ForeignKey(
        Declaration, on_delete=models.PROTECT, related_name="+", verbose_name=_("version")
    )
    scope = models.CharField(_("scope"), max_length=12, choices=Scope)
    given_at = models.DateTimeField(_("given"))
    until = models.DateField(_("until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

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
