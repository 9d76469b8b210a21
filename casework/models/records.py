"""What is on file, and who may see it?

The spine (multi-table inheritance, the id as the order, what lists filter by on Record once) follows
measurements set down in docs/decisions/0001-the-spine.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from accounts.models import Level, Organisation, Region, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import NOTHING, TAKEN_BACK, Flow, Gone, Step, Wait
from casework.models.beneath import resting
from casework.models.facts import Fact, Facts, Particulars, Sayings, facts
from casework.models.indexes import OF_RECORDS
from catalogue.models import Category
from trail.days import Moment

R = TypeVar("R", bound="Record")


def _one(model: type[models.Model], **options: Any) -> Any:
    """A key without an index of its own (the named ones serve) and without a way back."""
    rules = {"null": True, "blank": True, "on_delete": models.PROTECT, "db_index": False, "related_name": "+"}
    return models.ForeignKey(model, **{**rules, **options})


def _scope(viewer: Viewer) -> Q:
    """A viewer's scope: by region, by mandate, or by what they were admitted to as the record's party."""
    own = viewer.organisation
    if viewer.kind == Kind.REGULATOR:
        if own.level == Level.NATION:
            return Q()
        # Without a region a regulator would see what is of no region.
        return Q(**{own.level: own.region_id}) if own.region_id else Q(pk__in=[])
    if viewer.kind == Kind.CENTER:
        return Q(center=own)
    admitted = Q(grant__isnull=False)
    if viewer.kind == Kind.MERCHANT:
        return admitted
    shown = "shown_platform" if viewer.kind == Kind.PLATFORM else "shown_laboratory"
    return Q(**{shown: own}) & admitted


def _nobody_elses(viewer: Viewer, named: Collection[str]) -> Q:
    """Of the personal kinds among those named only what is the viewer's own, or who they stand in for."""
    found = Q()
    for name in named:
        model = kinds()[name]
        if model.personal and not model.overseers & viewer.roles:
            people = [viewer.user, *(absent for those in viewer.standing_in.values() for absent in those)]
            own = model._base_manager.filter(**{f"{model.personal}__in": people}).values("pk")
            found &= ~Q(kind=name) | Q(pk__in=own)
    return found


def _out(viewer: Viewer, named: Collection[str]) -> Q:
    """Of the kinds named nothing that its writers have not sent yet, and none closed to the viewer."""
    found = Q()
    for name in named:
        model = kinds()[name]
        if viewer.roles and viewer.roles <= model.closed_to:
            found &= ~Q(kind=name)
        elif closed := _closed(viewer, model):
            found &= ~Q(kind=name, state__in=closed) | _out_before(model)
    return found


def _out_before(model: type[Filed]) -> Q:
    """What was out once already, and is being written anew."""
    once = {"pk": OuterRef("pk"), f"{model.out_once}__isnull": False}
    return Q(Exists(model._base_manager.filter(**once))) if model.out_once else Q(pk__in=[])


def _closed(viewer: Viewer, model: type[Filed]) -> Collection[str]:
    """The states of a kind in which it is not out yet and not the viewer's to read: all of them to those who
    do not write it. Of what a center writes the province is told when it is late, and reads it but for
    drafts, on which nobody waits."""
    if viewer.kind in model.writers:
        return ()
    above = viewer.kind == Kind.REGULATOR and viewer.organisation.level == Level.PROVINCE
    if above and Kind.CENTER in model.writers:
        return [state for state in model.unsent if model.flow.waits.get(state) is Wait.FREE]
    return model.unsent


def _theirs(viewer: Viewer, named: Collection[str]) -> Q:
    """What of the kinds named is within a viewer's scope and theirs to read."""
    return _nobody_elses(viewer, named) & _out(viewer, named)


def _apart(viewer: Viewer) -> tuple[Q, Q]:
    """Of all kinds what is in a viewer's scope; and what may be seen beside it by whoever was admitted."""
    joint = [name for name, model in kinds().items() if model.joint]
    passed = [name for name, model in kinds().items() if model.passed]
    return ~Q(kind__in=joint) & _scope(viewer), Q(kind__in=[*joint, *passed])


class RecordQuerySet(models.QuerySet[R]):
    @carries("1")
    def visible_to(self, viewer: Viewer) -> Self:
        """Only what this viewer may know of: the one definition for pages, API, exports and search.

        Regulators see their region, centers what they carry, laboratories, platforms, shops and enterprises
        what they were admitted to. A joint kind is seen by whoever was admitted, of whatever kind; what is
        passed on also by who passed it on; a personal one by the person it is about and by those who oversee
        such records; what is not sent yet by those who write it.
        """
        granted = Q(grant__isnull=False)
        if self.model is not Record:
            scope = _scope(viewer)
            # To a scope without a bound there is nothing to add: an empty Q would give way to the other.
            beyond = scope | granted if scope and self.model.passed else scope
            seen = granted if self.model.joint else beyond
            found = self.with_grant(viewer.organisation).filter(seen)
            return found.filter(_theirs(viewer, [str(self.model._meta.model_name)]))
        within, beside = _apart(viewer)
        admitted = self.with_grant(viewer.organisation)
        return admitted.filter(within | beside & granted).filter(_theirs(viewer, kinds()))

    def known_to(self, viewer: Viewer) -> models.QuerySet[R, int]:
        """The primary keys of what is `visible_to` a viewer, to look for many: the scope and what was
        admitted beside it apart, as neither is looked for record by record then."""
        within, beside = _apart(viewer)
        seen = self.with_grant(viewer.organisation).filter(_theirs(viewer, kinds())).order_by()
        pks = seen.values_list("pk", flat=True)
        admissions = Admission.objects.filter(group=viewer.organisation.group_id).values("content_object")
        return pks.filter(within).union(pks.filter(beside, pk__in=admissions), all=True)

    def listed(self, kind: str, viewer: Viewer) -> Self:
        """The records of a kind that the viewer may know of, so that an index can be walked."""
        found = self.filter(_theirs(viewer, [kind]), kind=kind)
        return found.admitted(viewer.organisation) if kinds()[kind].joint else found.within(viewer)

    def within(self, viewer: Viewer) -> Self:
        """The viewer's own scope, by region, mandate or party, without what was shown to them jointly."""
        return self.with_grant(viewer.organisation).filter(_scope(viewer)).filter(_out(viewer, kinds()))

    def with_grant(self, organisation: Organisation) -> Self:
        """With `grant`, the organisation's admission to each record, or None.

        A scalar sub-query on purpose: EXISTS is flattened into a semi-join and planned wrongly.
        """
        grant = Admission.objects.filter(group=organisation.group_id, content_object=OuterRef("pk"))
        return self.alias(grant=Subquery(grant.values("id")[:1]))

    def admitted(self, organisation: Organisation) -> Self:
        """Only records this organisation holds an admission to."""
        return self.with_grant(organisation).filter(grant__isnull=False)

    def awaiting(self, viewer: Viewer) -> Self:
        """Whose move it is is this viewer's organisation in one of their roles: nearest clock first."""
        turns = self.filter(holder=viewer.organisation, turn__in=sorted(viewer.roles))
        return turns.filter(_nobody_elses(viewer, kinds())).order_by(
            F("next_due_at").asc(nulls_last=True), "id"
        )

    def page(self, before: int | None = None, size: int = 50) -> models.QuerySet[Record]:
        """The next rows, newest first, one more than a page: ids from a covering index, then the rows."""
        ids = self.filter(id__lt=before) if before else self
        return Record.objects.filter(pk__in=ids.order_by("-id").values("pk")[: size + 1]).order_by("-id")


class Record(models.Model):
    """What every kind of record has in common; a record is opened and moved by casework.actions alone."""

    kind = models.CharField(max_length=20, editable=False)
    number = models.CharField(_("number"), max_length=14, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=24, editable=False)
    turn = models.CharField(max_length=20, blank=True, editable=False)
    holder = _one(Organisation, verbose_name=_("in the hands of"), editable=False)
    next_due_at = Moment(_("due"), null=True, editable=False)
    still_since = Moment(_("stands still since"), null=True, editable=False)
    opened_at = Moment(_("opened"), editable=False)

    center = _one(Organisation, verbose_name=_("monitoring center"))
    province, city, county = _one(Region), _one(Region), _one(Region)
    category = _one(Category, verbose_name=_("product category"))
    platform = _one(Organisation, verbose_name=_("platform"))
    outcome = models.CharField(_("outcome"), max_length=20, blank=True)
    # Set and cleared by admit() and withdraw() alone: a tenant's list walks these, never the subject.
    shown_platform = _one(Organisation, editable=False)
    shown_laboratory = _one(Organisation, editable=False)

    objects = models.Manager.from_queryset(RecordQuerySet)()

    flow: ClassVar[Flow]
    prefix: ClassVar[str] = ""
    # Of which the trail keeps no value; "note": what people remark is read in their own organisation alone.
    secrets: ClassVar[frozenset[str]] = frozenset()
    # Seen by whoever was admitted to it, of whatever kind, and by nobody else.
    joint: ClassVar[bool] = False
    # Also seen, beyond their scope, by whoever was admitted to it: who passed it on keeps sight of it.
    passed: ClassVar[bool] = False
    # Of its organisations' members only the person this attribute names sees one, and who has such a role.
    personal: ClassVar[str] = ""
    overseers: ClassVar[frozenset[Role]] = frozenset()
    # The states in which it is not out yet: then those of its writers' kind alone see it, unless it was out
    # before, by the lookup that is not null then.
    unsent: ClassVar[tuple[str, ...]] = ()
    writers: ClassVar[frozenset[Kind]] = frozenset()
    out_once: ClassVar[str] = ""
    # Who has no role but these sees none of the kind.
    closed_to: ClassVar[frozenset[Role]] = frozenset()
    # By what else it is looked for: lookups on what its page tells whoever may see it, or the center alone.
    known_by: ClassVar[tuple[str, ...]] = ()
    known_to_center_by: ClassVar[tuple[str, ...]] = ()
    # What lists show beside number and title, as titles repeat: lookups on what its page tells everybody.
    distinguished_by: ClassVar[tuple[str, ...]] = ()
    # What is told beside the reason of a step that fills these in: who signed for it, and as what.
    told_with: ClassVar[tuple[str, ...]] = ()
    # Downstream pulls: {kind upstream: states in which a record of this kind may be opened from it}.
    opens_from: ClassVar[dict[str, tuple[str, ...]]] = {}
    # Whether its outcome is a verdict on a product, which lists show.
    judged: ClassVar[bool] = False
    # The column that says how grave it is, of choices the gravest of which is last; "" where it has none.
    graded: ClassVar[str] = ""

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        indexes = OF_RECORDS

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def get_absolute_url(self) -> str:
        return f"{_shelf(self.kind, settings.ROOT_URLCONF)}{self.number}/"

    @property
    def filed_class(self) -> type[Filed]:
        """The class of this record's kind."""
        return kinds()[self.kind]

    def get_state_display(self) -> str:
        return str(self.filed_class.flow.states(self.state).label)

    def party(self, name: str) -> int | None:
        """The organisation that this record is the business of as its center, platform, laboratory …"""
        found: int | None = getattr(self, f"{name}_id", None)
        return found

    def stands(self, paper: str) -> bool:
        """Whether papers of this name that were issued on it still hold: none does once it is taken back
        or voided."""
        return self.state not in (*NOTHING, TAKEN_BACK)

    def child(self) -> Filed:
        """This record as its own kind, with its particulars."""
        found: Filed = getattr(self, f"as_{self.kind}")
        return found


class Filed(Record):
    """A record with particulars of its own: what every stage's main model inherits.

    A kind states `flow`, `prefix` (of its numbers) and, where the steps concern other parties than the
    center and the platform, foreign keys named regulator and laboratory.
    """

    record = models.OneToOneField(
        Record, primary_key=True, parent_link=True, on_delete=models.CASCADE, related_name="as_%(class)s"
    )

    # What its particulars hold besides its own fields, by the key under which programs read it.
    says: ClassVar[Sayings] = {}
    # What it has several of, with facts of their own (facts.one_of): names of relations.
    several: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def facts(self, *names: str) -> Facts:
        """The named fields that hold something, each under its own name."""
        return facts(self, *names)

    def said(self, key: str, value: Any, label: Any = None, code: Any = None) -> Fact:
        """Something that it `says`: Said.fact."""
        return self.says[key].fact(key, value, label, code)

    def lines(self, key: str, told: Iterable[tuple[Any, Any]]) -> Facts:
        """Any number of something that it `says`, each under its own label."""
        return [self.said(key, value, label) for label, value in told]

    def path(self) -> tuple[str, ...]:
        """The states of the main path, as the step bar shows them."""
        return self.flow.main

    def particulars(self, viewer: Viewer) -> Particulars:
        """What of this record the viewer may read, every fact of it a Fact. Page, PDF and API use it."""
        raise TypeError(f"{type(self).__name__} does not say which particulars it shows")

    @classmethod
    def opens_on(cls, record: Record) -> bool:
        """Whether one of this kind may still be opened from a record upstream, whose state allows it."""
        return True

    def short_of(self, term: str) -> str:
        """What a page says beside a term that was met by doing less than was asked for; "" where it was met
        in full."""
        return ""

    def opened_by(self, viewer: Viewer) -> Role | None:
        """In which role a viewer may open this record's files that show a person; None: they may not."""
        return None

    def unready(self, step: Step, viewer: Viewer) -> str:
        """What somebody to whom a step was assigned (Step.only) must do before they may take it, or ""."""
        return ""

    def key_of(self, person: str) -> bytes:
        """The key under which files that show a person lie sealed. Raises Refused while nobody may look at
        them, Gone once they were erased."""
        raise Gone(gettext("This file cannot be read any more: the person whom it shows was erased."))

    def escalates_to(self, term: str) -> list[tuple[Organisation, str]]:
        """(organisation, role) to be told too when a clock of this term runs out: the level above.

        Above a regulator stands its parent, above a center the regulator of its province; the others answer
        to those at the center who commission laboratories, and who follow up platforms and shops.
        """
        if (holder := self.holder) is None or (self.state in self.unsent and Kind.LABORATORY in self.writers):
            return []  # of what is not out yet the laboratory alone knows: its commission has a clock
        if holder.kind in (Kind.REGULATOR, Kind.CENTER):
            return [(above, str(Role.APPROVER)) for above in holder.above()]
        asks = Role.ORGANISER if holder.kind == Kind.LABORATORY else Role.COMPILER
        return [(self.center, str(asks))] if self.center else []

    def rests_on_it(self) -> Record | None:
        """A record that came from this one, straight or through others, and keeps it from being voided."""
        found = resting(type(self)._default_manager.filter(pk=self.pk), near=True)
        return found.record if found else None


@cache
def _shelf(kind: str, _urlconf: str) -> str:
    """How the addresses of a kind's records begin: with that of its list (casework.pages.views.addresses)."""
    return reverse(f"{kind}-list")


@cache
def kinds() -> dict[str, type[Filed]]:
    """Every kind of record, by its name."""
    return {
        str(model._meta.model_name): model
        for model in apps.get_models()
        if issubclass(model, Filed) and not model._meta.abstract
    }


class Admission(GroupObjectPermissionBase):
    """An organisation (through its group) may see a record. Granted and withdrawn by casework.actions."""

    content_object = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="admissions", db_index=False
    )
    since = Moment()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "group", "permission"], name="adm_one")
        ]
        indexes = [models.Index(fields=["group", "content_object"], name="adm_walk")]
