"""Who are the users, for which organisation do they act, and where does it stand?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.addresses import token
from accounts.roles import Kind, Role
from trail.days import Day, Moment
from trail.keys import to_maybe
from trail.models import Actor


class Level(models.TextChoices):
    """The levels of administration (各级, clause 1)."""

    NATION = "nation", _("National")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")


class Region(models.Model):
    """An administrative division by GB/T 2260; the code's first 2, 4 and 6 digits nest."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


def places(region: Region | None) -> dict[str, Region]:
    """Province, city and county of a region, as far down as it goes."""
    found: dict[str, Region] = {}
    while region is not None:
        if region.level != Level.NATION:
            found[region.level] = region
        region = region.parent
    return found


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def offered(self) -> Self:
        """Those to which new work may go: neither closed nor suspended."""
        return self.filter(active=True, suspended_on=None)


class Organisation(models.Model):
    """A regulator, center, laboratory or platform. It acts through its members.

    active: False once it is closed or a part of another: nobody acts for it. suspended_on: since when it gets
    nothing new; what is open its people finish. opened_by: the regulator that entered it and keeps its entry,
    wherever it has its seat.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    # With what the numbers of its documents begin (机关代字); its name where it has none.
    document_code = models.CharField(_("code of its documents"), max_length=30, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    region = to_maybe(Region, _("region"), blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level, blank=True)
    branch = models.CharField(_("branch"), max_length=60, blank=True)
    mandate = models.ManyToManyField(
        Region,
        blank=True,
        verbose_name=_("mandate"),
        related_name="mandated",
        help_text=_("The provinces a monitoring center works for."),
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    # Served through the portal only where the organisation has said so (Electronic Signature Law art. 11).
    portal_service_since = Day(_("accepts service through the portal since"), null=True, blank=True)
    # A period that ends while this organisation is to act ends when it closes (Civil Code art. 203).
    closes_at = models.TimeField(_("close of business"), null=True, blank=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, editable=False)
    active = models.BooleanField(_("active"), default=True)
    suspended_on = Day(_("suspended since"), null=True, editable=False)
    opened_by = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="opened",
        verbose_name=pgettext_lazy("organisation", "entered by"),
        editable=False,
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="absorbed",
        verbose_name=_("merged into"),
        editable=False,
    )

    objects = models.Manager.from_queryset(OrganisationQuerySet)()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name",)
        indexes = [models.Index(fields=["kind", "name"], name="org_kind_name")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.REGULATOR) | ~models.Q(level=""), name="org_regulator_has_level"
            ),
            models.UniqueConstraint(
                fields=["document_code"],
                condition=~models.Q(document_code=""),
                name="org_document_code_one",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def selves(self) -> models.QuerySet[Organisation]:
        """This organisation and those merged into it: what was addressed to them is addressed to it."""
        return Organisation.objects.filter(models.Q(pk=self.pk) | models.Q(merged_into=self.pk))

    def above(self) -> list[Organisation]:
        """The regulator that answers for this regulator's or center's work, where one is registered."""
        if self.parent is not None or self.kind == Kind.REGULATOR:
            return [self.parent] if self.parent is not None else []
        province = places(self.region).get(Level.PROVINCE)
        of_it = Organisation.objects.filter(kind=Kind.REGULATOR, level=Level.PROVINCE, active=True)
        return list(of_it.filter(region=province).order_by("branch", "pk")[:1]) if province else []

    def name_on(self, day: date) -> str:
        """What it was called on a day; from the day of a change on it bears the new name."""
        later = [past for past in self.past_names.all() if day < past.until]
        return str(min(later, key=lambda past: (past.until, past.pk)) if later else self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new organisation gets the group that admissions are granted to."""
        if self.group_id is None:
            self.group = Group.objects.create(name=f"{self.kind}:{token()}")
        super().save(*args, **kwargs)


class PastName(models.Model):
    """A name that an organisation bore; records and papers of that time keep it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="past_names")
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    # The day on which the next name took its place.
    until = Day(_("until"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ("-until", "-id")

    def __str__(self) -> str:
        return self.short_name or self.name


class Mail(models.TextChoices):
    """How a person's notifications also reach them by e-mail."""

    NEVER = "never", _("Not at all")
    EACH = "each", _("Each one at once")
    DIGEST = "digest", _("Once a day, together")


class User(AbstractUser):
    """A person who logs in. What they may do follows from their memberships, never from the user."""

    name = models.CharField(_("name"), max_length=60, blank=True)
    mail = models.CharField(_("notifications by e-mail"), max_length=8, choices=Mail, default=Mail.DIGEST)
    language = models.CharField(
        _("language of e-mails"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    program = models.BooleanField(_("a program, not a person"), default=False, editable=False)
    last_login = Moment(_("last log-in"), null=True, blank=True)
    date_joined = Moment(_("date joined"), default=timezone.now)
    # The password was given by an administrator: nothing can be done before it is changed.
    password_given = models.BooleanField(default=False, editable=False)
    # Of whoever is logged in: the day, and where they work on it, which is asked for with them.
    places_on: tuple[date, Sequence[Membership]] | None = None

    class Meta(AbstractUser.Meta):
        pass

    def __str__(self) -> str:
        return self.name or self.username


class Membership(models.Model):
    """A user's place in an organisation, with the roles held there."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name=_("roles"))
    since = Day(_("since"), null=True, blank=True)
    left_on = Day(_("left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="membership_one")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"


class StandInQuerySet(models.QuerySet["StandIn"]):
    def on(self, day: date) -> Self:
        """Those in force on a day."""
        return self.filter(first__lte=day, last__gte=day, ended_on=None)


class StandIn(models.Model):
    """Somebody who acts for an absent colleague, in named roles, on the days from first to last."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="stand_ins")
    absent = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name=_("who is absent")
    )
    substitute = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name=_("who stands in")
    )
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name=_("roles"))
    first = Day(_("from"))
    last = Day(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    ended_on = Day(_("ended on"), null=True, editable=False)

    objects = models.Manager.from_queryset(StandInQuerySet)()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="stand_in_days"),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("substitute")), name="stand_in_is_another"
            ),
        ]
        indexes = [models.Index(fields=["substitute", "organisation", "last"], name="stand_in_now")]

    def __str__(self) -> str:
        return f"{self.substitute} → {self.absent}"


class ApiToken(models.Model):
    """A key with which a program acts for an organisation, for one purpose, in named roles.

    Only a digest of the key is kept. user: the account the program signs the trail with; no one can log
    in with it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tokens")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="token", editable=False)
    purpose = models.CharField(_("purpose"), max_length=120)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name=_("roles"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(_("begins with"), max_length=12, editable=False)
    issued_by = to_maybe(User, _("given out by"))
    issued_at = Moment(pgettext_lazy("token", "issued"))
    expires_on = Day(_("valid until"))
    revoked_at = Moment(_("revoked"), null=True, editable=False)
    # Whoever has the key alone may then read, but do nothing: what is posted must be signed (signatures.py).
    signs = models.BooleanField(_("what it posts must be signed"), default=False)
    # How often it was given another secret to sign with than its first.
    secrets = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return f"{self.purpose} ({self.start}…)"


class Attempt(models.Model):
    """A password that somebody typed: for which name, from where, and whether it was right.

    counts_until: for so long one that is not known as right is counted as a guess.
    """

    at = Moment(_("when"))
    counts_until = Moment(_("counts until"))
    # A keyed digest: people type their password where their name belongs.
    name = models.CharField(max_length=64)
    address = models.GenericIPAddressField()
    subnet = models.CharField(max_length=50)
    right = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("password that was typed")
        verbose_name_plural = _("passwords that were typed")
        indexes = [
            models.Index(fields=["name", "address", "at"], name="attempt_name"),
            models.Index(
                fields=["address", "counts_until"], condition=models.Q(right=False), name="attempt_address"
            ),
            models.Index(
                fields=["subnet", "counts_until"], condition=models.Q(right=False), name="attempt_subnet"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.at}"


@dataclass(frozen=True)
class Viewer:
    """A user acting for one organisation in its roles: what every rule is asked about.

    standing_in: the absent colleagues in whose place the user acts today, by role. lent: those of the roles
    that the user holds only in their place. at_home: in how many organisations the user has a place.
    """

    user: User
    organisation: Organisation
    roles: frozenset[Role]
    standing_in: Mapping[Role, tuple[User, ...]] = field(default_factory=dict)
    lent: frozenset[Role] = frozenset()
    at_home: int = 1

    def acts_for(self, user_id: int | None, *roles: Role) -> bool:
        """Whether this is the user meant, or who stands in for them; in one of the roles, if any is named."""
        return user_id == self.user.pk or any(
            user_id == absent.pk
            for role, absents in self.standing_in.items()
            if not roles or role in roles
            for absent in absents
        )

    def lenders(self, role: str) -> tuple[User, ...]:
        """The absent colleagues in whose place alone the user has the role; () when it is their own."""
        return self.standing_in[Role(role)] if role in self.lent else ()

    @property
    def kind(self) -> Kind:
        return Kind(self.organisation.kind)

    def actor(self, role: str = "") -> Actor:
        """The name this viewer signs the trail with."""
        return Actor("user", self.user.pk, self.organisation.pk, role)


@dataclass(frozen=True)
class System:
    """The system, acting on an event: a downstream result that moves a record upstream.

    cause: the event, which the trail names beside what the system does.
    """

    cause: int | None = None
    roles: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})

    def actor(self, role: str = "") -> Actor:
        return Actor("system", 0, None, Role.SYSTEM)


# Who does something: somebody, or the system.
By = Viewer | System
