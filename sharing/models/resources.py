"""Which information is offered, by whom, in what form, and what of it is in the repository (6.5-3)?"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from accounts.numbers import number
from accounts.roles import Kind
from casework.clauses import carries
from casework.flow import Refused
from documents.models import random_name
from sharing.flow import Cycle, Heading, Holding, Openness, ResourceState
from sharing.models.safeguards import Acknowledgement, in_force
from sharing.sources import SOURCES, Column, Row, narrowed
from trail.days import Moment
from trail.keys import to


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The repository is listed for everybody who shares; what is not in it, for provider and center."""
        if viewer.kind == Kind.MERCHANT:
            return self.none()
        own = viewer.organisation
        return self.filter(Q(state=ResourceState.ACCEPTED) | Q(provider=own) | Q(center=own))

    def page(self, after: int | None = None, size: int = 50) -> Self:
        """The next rows, newest first, one more than a page."""
        return (self.filter(id__lt=after) if after else self).order_by("-id")[: size + 1]


@carries("6.5-2-a", "6.5-2-c")
class Resource(models.Model):
    """An entry of the catalogue. There is no price: whatever is shared is shared free of charge (6.5).

    source: the name in sharing.sources of what the system serves itself; "" for supplied files, whose
    fields are then (name, meaning) pairs.
    """

    number = models.CharField(_("number"), max_length=14, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    abstract = models.TextField(_("what it holds"), max_length=1000)
    holding = models.CharField(_("kind of information"), max_length=12, choices=Holding)
    provider = to(Organisation, _("provider"))
    center = to(Organisation, _("kept by"), limit_choices_to={"kind": Kind.CENTER})
    source = models.CharField(max_length=20, blank=True, editable=False)
    fields = models.JSONField(_("fields"), default=list, blank=True)
    format = models.CharField(_("format"), max_length=40)
    schema_version = models.CharField(_("version of the schema"), max_length=20, default="1.0")
    headings = ArrayField(
        models.CharField(max_length=12, choices=Heading), verbose_name=_("headings of GB/T 30135")
    )
    cycle = models.CharField(_("brought up to date"), max_length=8, choices=Cycle)
    retention = models.PositiveSmallIntegerField(_("kept for, years"), default=5)
    openness = models.CharField(_("secrecy"), max_length=8, choices=Openness)
    personal = models.BooleanField(_("contains personal data"), default=False)
    contact = models.CharField(_("contact"), max_length=120)
    state = models.CharField(
        _("state"), max_length=10, choices=ResourceState, default=ResourceState.OFFERED, editable=False
    )
    registered_by = to(User, editable=False)
    registered_at = Moment(_("registered"), editable=False)
    accepted_at = Moment(_("in the repository since"), null=True, editable=False)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True, editable=False)

    objects = models.Manager.from_queryset(ResourceQuerySet)()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(condition=Q(retention__gte=1), name="resource_is_kept"),
            models.CheckConstraint(
                condition=~Q(personal=True, openness=Openness.MEMBERS), name="resource_personal_is_not_open"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="resource_new"),
            models.Index(fields=["provider", "-id"], name="resource_provider"),
            models.Index(fields=["center", "-id"], name="resource_center"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("resource", args=[self.number])

    def waits(self) -> bool:
        """Whether it, or the newest version of its table, waits to be taken into the repository."""
        if self.state != ResourceState.ACCEPTED:
            return self.state == ResourceState.OFFERED
        newest = self.supplies.order_by("-version").first()
        return newest is not None and newest.accepted_at is None

    @property
    def columns(self) -> list[Column]:
        """Its fields, with what each means."""
        if self.source:
            return list(SOURCES[self.source].columns)
        return [Column(name, name, meaning) for name, meaning in self.fields]

    def open_to(self, reader: Organisation) -> list[Column]:
        """Its fields, but for those by which whoever sold the goods would find who bought them (W-04)."""
        sold = reader.kind in (Kind.PLATFORM, Kind.MERCHANT)
        return [column for column in self.columns if not (sold and column.order)]

    def named(self, names: list[str], reader: Organisation) -> list[Column]:
        """Those of its fields that are open to a reader, in its own order."""
        return [column for column in self.open_to(reader) if column.name in names]

    @carries("6.5-2-c")
    def heads(self) -> list[tuple[str, list[tuple[Any, Any]]]]:
        """What every entry of the catalogue states, in one order, as parts/facts.html wants it."""
        content = [
            *self._said("abstract", "holding"),
            (gettext("Headings of GB/T 30135"), [str(Heading(one).label) for one in self.headings]),
            *self._said("personal"),
        ]
        kept = (
            "provider",
            "contact",
            "center",
            "accepted_at",
            "format",
            "schema_version",
            "cycle",
            "retention",
        )
        sharing = [
            *self._said("openness"),
            (gettext("Price"), gettext("free of charge")),
            *(self._said("withdrawn_why") if self.withdrawn_why else []),
        ]
        return [
            (gettext("Content"), content),
            (gettext("Supply, storage, exchange and archiving"), self._said(*kept)),
            (gettext("Sharing"), sharing),
        ]

    def _said(self, *names: str) -> list[tuple[Any, Any]]:
        """(label, value as shown) of the named fields."""
        found = []
        for name in names:
            shown = getattr(self, f"get_{name}_display", None)
            label = getattr(self._meta.get_field(name), "verbose_name", name)
            found.append((label, shown() if shown else getattr(self, name)))
        return found

    def check_shared(self) -> None:
        """Raise Refused unless it stands in the repository and is not closed."""
        if self.state != ResourceState.ACCEPTED:
            raise Refused(gettext("This resource is not in the repository."))
        if self.openness == Openness.CLOSED:
            raise Refused(gettext("This resource is listed, but not shared: ask its provider."))

    @carries("6.5-2-d")
    def check_safeguards(self, organisation: Organisation) -> None:
        """Raise Refused unless the organisation has acknowledged the safeguards that are in force."""
        rules = in_force(self.center_id)
        if rules is None:
            raise Refused(
                gettext("%(center)s has no safeguards in force yet: nothing is shared before.")
                % {"center": self.center}
            )
        if not Acknowledgement.objects.filter(safeguard=rules, organisation=organisation).exists():
            raise Refused(
                gettext("%(organisation)s has not acknowledged version %(version)s of the safeguards yet.")
                % {"organisation": organisation, "version": rules.version}
            )

    def rows(
        self,
        reader: Organisation,
        names: list[str],
        after: int | None,
        size: int,
        words: str,
        draft: bool = False,
    ) -> list[Row]:
        """The next rows for a reader: the named fields only, and looked for in these alone.

        One row more than asked for says that there are others. draft: of the newest table, accepted or not.
        """
        columns = self.named(names, reader)
        if self.source:
            return SOURCES[self.source].page(self.provider, reader, columns, after, size, words)
        supplied = self.supplies.order_by("-version")
        supply = (supplied if draft else supplied.exclude(accepted_at=None)).first()
        places = [[name for name, _meaning in self.fields].index(column.name) for column in columns]
        if supply is None:
            return []
        rows = narrowed(supply.rows.order_by("position"), [f"values__{place}" for place in places], words)
        if after is not None:
            rows = rows.filter(position__gt=after)
        return [
            (position, [values[place] for place in places])
            for position, values in rows.values_list("position", "values")[: size + 1]
        ]


def next_resource() -> tuple[int, str]:
    """(primary key, number) for a new resource."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('sharing_resource', 'id'))")
        pk = cursor.fetchone()[0]
    return pk, number("SD", pk, settings.NUMBER_KEY)


class Supply(models.Model):
    """A version of a supplied table. The newest one that the center has accepted is what is shared."""

    resource = to(Resource, back="supplies")
    version = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to=random_name)
    name = models.CharField(_("file name"), max_length=150)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("content type"), max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    count = models.PositiveIntegerField(_("rows"))
    supplied_by = to(User)
    supplied_at = Moment(_("supplied"))
    accepted_at = Moment(_("accepted"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "version"], name="supply_version")]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class SuppliedRow(models.Model):
    """A line of a supplied table, in the order of the resource's fields."""

    supply = models.ForeignKey(Supply, on_delete=models.CASCADE, related_name="rows", db_index=False)
    position = models.PositiveIntegerField()
    values: Any = ArrayField(models.TextField(blank=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["supply", "position"], name="supplied_row_one")]

    def __str__(self) -> str:
        return f"{self.supply} · {self.position}"
