"""Who receives the parcels, under which pseudonym, and with whose consent?"""

from __future__ import annotations

from secrets import choice
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Region, User, Viewer
from accounts.roles import Role
from casework.clauses import carries
from sampling import people

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def pseudonym() -> str:
    """A name that says nothing of the person: VO- and eight random signs."""
    return "VO-" + "".join(choice(SIGNS) for _sign in range(8))


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The database is its keeper's; not even the center's other people browse it."""
        if Role.ADDRESS_KEEPER not in viewer.roles:
            return self.none()
        return self.filter(center=viewer.organisation)

    def present(self) -> Self:
        """Those who have not been erased."""
        return self.filter(erased_at=None)


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
    consent_version = models.CharField(_("version of the consent"), max_length=40)
    consented_at = models.DateTimeField(_("consented"))
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

    def forget(self) -> None:
        """Destroy the key, what it sealed, and the indexes."""
        self.wrapped_key = self.name = self.phone = self.address = None
        self.key_id = self.person_index = self.address_index = ""
