"""How does one organisation become a part of another?

Whatever names the organisation is found in the models themselves, so that a table added tomorrow moves too.
What stays, and why, stands in docs/decisions/0007-merging-organisations.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ApiToken, Membership, Organisation, Viewer, places
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Refused
from casework.models import Admission, Filed, kinds
from trail import verbs
from trail.models import write

verbs.register("absorb", gettext_lazy("Another organisation merged into it"))
verbs.register("merge", gettext_lazy("Merged into another organisation"))

# What is dealt with by itself below, or stays with the organisation that it tells of.
KEPT = frozenset(
    {
        "accounts.PastName.organisation",
        "accounts.Organisation.parent",
        "accounts.Membership.organisation",
        "accounts.ApiToken.organisation",
        "documents.FileNumber.office",
    }
)


@carries("W-06")
@transaction.atomic
def merge(
    absorbed: Organisation, into: Organisation, *, reason: str, by: Viewer, now: datetime
) -> Counter[str]:
    """Merge an organisation into another of its kind: people, records, admissions and all else move at once.

    Returns how many rows moved, by what they are. Raises Refused, and then nothing has moved.
    """
    _lock()
    found = Organisation.objects.select_for_update().order_by("pk").in_bulk([absorbed.pk, into.pk])
    absorbed, into = found[absorbed.pk], found[into.pk]
    _check(absorbed, into)
    moved = Counter({Membership._meta.label_lower: _people(absorbed, into, now)})
    _parents(absorbed, into)
    for model, field in references():
        moved[model._meta.label_lower] += _move(model, field, absorbed, into)
    moved[Admission._meta.label_lower] = _admissions(absorbed, into)
    ApiToken.objects.filter(organisation=absorbed, revoked_at=None).update(revoked_at=now)
    absorbed.active, absorbed.merged_into = False, into
    absorbed.save(update_fields=["active", "merged_into"])
    moved = +moved
    detail = {"from": absorbed.name, "into": into.name, "note": reason, "moved": dict(moved)}
    for verb, organisation in (("merge", absorbed), ("absorb", into)):
        write(
            verb,
            ("organisation", organisation.pk),
            actor=by.actor(Role.ADMINISTRATOR),
            at=now,
            clause="W-06",
            detail=detail,
        )
    return moved


def references() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Every column that names an organisation and moves, through tables of many-to-many fields included."""
    fixed = _fixed()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            label = f"{model._meta.label}.{field.name}"
            if (
                field.related_model is Organisation
                and label not in KEPT
                and (model._meta.db_table, field.column) not in fixed
            ):
                yield model, field


def _fixed() -> set[tuple[str, str]]:
    """Tables and columns that never change, whoever asks: the application may not, or a trigger refuses."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0
            AND (NOT has_column_privilege(c.oid, a.attnum, 'UPDATE') OR EXISTS (
                SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
                AND t.tgtype & 16 = 16 AND t.tgattr = ''
            ))
            """
        )
        return {*cursor.fetchall()}


def _lock() -> None:
    """Wait for every step under way and hold off new ones; readers go on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_hold_off_steps()")


def _check(absorbed: Organisation, into: Organisation) -> None:
    if absorbed.pk == into.pk:
        raise Refused(_("An organisation cannot be merged into itself."))
    if absorbed.kind != into.kind:
        raise Refused(_("Only organisations of one kind can be merged."))
    for organisation in (absorbed, into):
        if organisation.merged_into_id or not organisation.active:
            raise Refused(_("%(name)s is no longer active.") % {"name": organisation})
    if absorbed.kind == Kind.REGULATOR and not _covers(into, absorbed):
        raise Refused(
            _("A regulator can only be merged into one whose region holds its own: it sees by region.")
        )


def _covers(into: Organisation, absorbed: Organisation) -> bool:
    if into.region is None or absorbed.region is None:
        return into.region is None
    return into.region in places(absorbed.region).values()


def _people(absorbed: Organisation, into: Organisation, now: datetime) -> int:
    """Members keep their roles; who belongs to both has the roles of both."""
    present = Membership.objects.filter(organisation=absorbed, left_on=None)
    there = {one.user_id: one for one in Membership.objects.filter(organisation=into)}
    both = list(present.filter(user__in=there))
    for membership in both:
        other = there[membership.user_id]
        other.roles = sorted({*other.roles, *membership.roles})
        other.left_on = None
        other.save(update_fields=["roles", "left_on"])
    today = timezone.localdate(now)
    present.filter(user__in=there).update(roles=[], left_on=today)
    return len(both) + present.update(organisation=into)


def _parents(absorbed: Organisation, into: Organisation) -> None:
    """Below and above: what was under the one is under the other, and neither is under itself."""
    above = into
    while above.parent is not None:
        if above.parent_id == absorbed.pk:
            Organisation.objects.filter(pk=above.pk).update(parent=absorbed.parent)
            break
        above = above.parent
    Organisation.objects.filter(parent=absorbed).update(parent=into)
    into.refresh_from_db()


def _move(
    model: type[models.Model], field: models.Field[Any, Any], absorbed: Organisation, into: Organisation
) -> int:
    """Let the rows name the other organisation, but for those that it has already."""
    rows = model._base_manager.filter(**{field.name: absorbed})
    twins = _twins(model, field, into)
    if twins:
        clashing = rows.filter(twins)
        if issubclass(model, Filed):
            still_open = clashing.exclude(turn="").first()
            if still_open is not None:
                raise Refused(
                    _("%(record)s stands between the two and is open: end it first.") % {"record": still_open}
                )
        if model._meta.auto_created:
            clashing.delete()
        rows = rows.exclude(twins)
    try:
        with transaction.atomic():
            return rows.update(**{field.name: into})
    except IntegrityError as error:
        raise Refused(
            _("Something stands between the two that cannot be within one: %(what)s.")
            % {"what": model._meta.verbose_name_plural}
        ) from error


def _twins(model: type[models.Model], field: models.Field[Any, Any], into: Organisation) -> Q:
    """Which rows would be there twice, by the model's unique constraints; empty when none could be."""
    found = Q()
    uniques = [(each.fields, each.condition or Q()) for each in model._meta.total_unique_constraints]
    uniques += [
        (each.fields, each.condition)
        for each in model._meta.constraints
        if isinstance(each, models.UniqueConstraint) and each.condition
    ]
    uniques += [(tuple(together), Q()) for together in model._meta.unique_together]
    uniques += [((field.name,), Q())] if field.unique else []
    for fields, condition in uniques:
        if field.name in fields:
            same = {name: OuterRef(name) for name in fields if name != field.name}
            found |= condition & Q(
                Exists(model._base_manager.filter(condition, **{field.name: into}, **same))
            )
    return found


def _admissions(absorbed: Organisation, into: Organisation) -> int:
    """What the one was let see, the other sees."""
    theirs = Admission.objects.filter(
        group=into.group_id, content_object=OuterRef("content_object"), permission=OuterRef("permission")
    )
    own = Admission.objects.filter(group=absorbed.group_id)
    return own.exclude(Exists(theirs)).update(group=into.group_id)


def records_of(organisation: Organisation) -> int:
    """How many records name an organisation as a party: what a merger would move."""
    found: set[int] = set()
    for model in kinds().values():
        party = Q()
        for field in model._meta.fields:
            if field.related_model is Organisation:
                party |= Q(**{field.name: organisation})
        found.update(model._base_manager.filter(party).values_list("pk", flat=True))
    return len(found)
