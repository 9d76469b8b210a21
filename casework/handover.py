"""What of a person's open work passes to whom, when they leave?

Most work is a role's, and waits for whoever holds it. A person's own is what a record names them for: the one
whom a step is for alone (`only`), as the buyer of a purchase, and the members of a panel; and what they began
and have not ended, as a file that came in (`charge.Left`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import end_membership
from accounts.models import Membership, Organisation, User, Viewer
from accounts.roles import Role
from casework.flow import Flow, Refused, Step
from casework.members import Asked
from casework.models import Filed, Record, kinds
from casework.work.charge import Left, hand_on, left_by
from casework.work.notifications import Owed, Telling
from trail.enumerations import enumerated
from trail.models import Event


@dataclass(frozen=True)
class Share:
    """The open records of one kind that name somebody in one of their fields."""

    model: type[Filed]
    field: models.Field[Any, Any]
    records: list[Filed]

    @property
    def key(self) -> str:
        return f"{self.model._meta.model_name}.{self.field.name}"

    def __str__(self) -> str:
        return f"{self.model._meta.verbose_name_plural}: {self.field.verbose_name} ({len(self.records)})"

    @property
    def steps(self) -> list[Step]:
        """The steps that only the person named may take; none for a panel."""
        return [step for step in self.model.flow if step.only == self.field.name]

    def roles(self, held: Collection[str]) -> set[Role]:
        """In which of the roles held the work is done, or, where the leaver lost it, in which it is; one of
        them is needed to take it over."""
        named = {role for step in self.steps for role in step.by}
        turns = named or {Role(record.turn) for record in self.records}
        return {role for role in turns if role in held} or named

    def forbidden(self) -> set[str]:
        """The steps whose taker must be somebody else than the person named, either way round."""
        own = {step.name for step in self.steps}
        rivals = {step.name for step in self.model.flow if own & set(step.differs)}
        return rivals | {name for step in self.steps for name in step.differs} - own


@dataclass(frozen=True)
class Passed:
    """What came of a hand-over. kept: the records that separation keeps from the successor."""

    moved: int
    kept: list[Filed]
    ended: bool


def open_work(person: User, organisation: Organisation) -> list[Share | Left]:
    """What is open and a person's own in an organisation, by kind and field."""
    found: list[Share | Left] = []
    for model in kinds().values():
        for field in _naming(model):
            records = list(_named(model, field, person, organisation).order_by("pk"))
            if records:
                found.append(Share(model, field, records))
    return found + left_by(person, organisation)


def _naming(model: type[Filed]) -> Iterator[models.Field[Any, Any]]:
    """The fields in which records of a kind name persons who are yet to act."""
    for name in sorted({step.only for step in model.flow if step.only}):
        yield model._meta.get_field(name)  # type: ignore[misc]
    yield from (field for field in model._meta.many_to_many if field.related_model is User)


def _named(
    model: type[Filed], field: models.Field[Any, Any], person: User, organisation: Organisation
) -> models.QuerySet[Filed]:
    """The open records of an organisation in which the person named is still to act."""
    parties = [each.name for each in model._meta.fields if each.related_model is Organisation]
    ours = Q()
    for party in parties:
        ours |= Q(**{party: organisation})
    found = model._base_manager.filter(ours, **{field.name: person}).exclude(turn="")
    if field.many_to_many:  # what they have had a hand in stays theirs: nobody votes twice, or for another
        took = Event.objects.filter(
            subject_kind="record", subject_id=OuterRef("pk"), actor_kind="user", actor_id=person.pk
        )
        return found.exclude(Exists(took))
    return found.filter(state__in=_before(model.flow, field.name))


def _before(flow: Flow, only: str) -> set[str]:
    """The states from which a step that is for this person alone can still be reached."""
    states = {source for step in flow if step.only == only for source in step.sources}
    while True:
        earlier = {source for step in flow if step.target in states for source in step.sources}
        if earlier <= states:
            return states
        states |= earlier


@transaction.atomic
def hand_over(
    leaver: Membership,
    successor: User | None,
    *,
    work: Collection[str],
    ends: bool,
    reason: str,
    by: Viewer,
    now: datetime,
) -> Passed:
    """Pass a member's open work (shares by key) to a colleague, and end the membership if nothing is left.

    Raises Refused, or ValidationError from ending the membership; nothing is changed then.
    """
    moved, kept = 0, []
    for share in open_work(leaver.user, leaver.organisation):
        if share.key not in work:
            continue
        if successor is None:
            raise Refused(_("Say who takes the open work over."))
        _holds_a_role(share, successor, leaver)
        if isinstance(share, Left):
            moved += hand_on(share, leaver.user, successor, reason=reason, by=by, now=now)
            continue
        fit, unfit = _fit(share, successor)
        _move(share, fit, leaver, successor, reason, by, now)
        moved += len(fit)
        kept += unfit
    ended = ends and not open_work(leaver.user, leaver.organisation)
    if ended:
        end_membership(leaver, by=by, now=now)
    return Passed(moved, kept, ended)


def _holds_a_role(share: Share | Left, successor: User, leaver: Membership) -> None:
    """Raises Refused where the successor does not hold the role in which the work is done."""
    home = Membership.objects.filter(user=successor, organisation=leaver.organisation, left_on=None).first()
    needed = share.roles(leaver.roles)
    if home is None or (needed and not needed & set(home.roles)):
        roles = enumerated(str(role.label) for role in sorted(needed))
        raise Refused(
            _("%(name)s does not hold the role this work needs: %(roles)s.")
            % {"name": successor, "roles": roles or _("none of this organisation")}
        )


def _fit(share: Share, successor: User) -> tuple[list[Filed], list[Filed]]:
    """(records that the successor may take over, records in which separation forbids it)."""
    took = set(
        Event.objects.filter(
            subject_kind="record",
            subject_id__in=[record.pk for record in share.records],
            verb__in=share.forbidden(),
            actor_kind="user",
            actor_id=successor.pk,
        ).values_list("subject_id", flat=True)
    )
    fit = [record for record in share.records if record.pk not in took]
    return fit, [record for record in share.records if record.pk in took]


def _move(
    share: Share,
    records: Sequence[Filed],
    leaver: Membership,
    successor: User,
    reason: str,
    by: Viewer,
    now: datetime,
) -> None:
    """Name the successor in all the records at once, with a line in the trail of each."""
    if not records:
        return
    pks = [record.pk for record in records]
    list(Record.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    name = share.field.name
    if share.field.many_to_many:
        _replace(share, pks, leaver.user, successor)
    else:
        share.model._base_manager.filter(pk__in=pks).update(**{name: successor})
    secret = name in share.model.secrets
    said = {} if secret else {"from": str(leaver.user), "to": str(successor)}
    actor = by.actor(Role.ADMINISTRATOR)
    events = Event.objects.bulk_create(
        Event(
            at=now,
            subject_kind="record",
            subject_id=pk,
            verb="hand over",
            actor_kind=actor.kind,
            actor_id=actor.id,
            organisation_id=actor.organisation,
            role=actor.role,
            detail={"field": name, "note": reason, **said},
        )
        for pk in pks
    )
    if successor != by.user:
        _tell(successor, replace(share, records=list(records)), leaver.organisation, events[0])


def _tell(successor: User, share: Share, organisation: Organisation, event: Event) -> None:
    """One word to whoever takes over, of one record by its name, of several by their kind and number."""
    telling = Telling(event.at)
    if len(share.records) == 1:
        telling.note(successor, share.records[0].pk, organisation.pk, event)
    else:
        address = reverse(f"{share.model._meta.model_name}-list")
        telling.note_of(successor, Owed(Asked(organisation.pk, ""), event, None, str(share), address))
    telling.send()


def _replace(share: Share, pks: Sequence[int], leaver: User, successor: User) -> None:
    """On a panel the successor takes the leaver's seat, unless they have one already."""
    seats = share.field.remote_field.through._base_manager.filter(  # type: ignore[union-attr]
        **{f"{share.model._meta.model_name}__in": pks}
    )
    column = str(share.model._meta.model_name)
    seated = seats.filter(user=successor).values_list(column, flat=True)
    seats.filter(user=leaver).exclude(**{f"{column}__in": list(seated)}).update(user=successor)
    seats.filter(user=leaver).delete()
