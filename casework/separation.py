"""Who may not take a step, or decide on a clock, because of what they did before, and who could?

(≠: Step.differs, Step.apart)
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial, reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, User, Viewer
from accounts.prepared import Prepared
from accounts.roles import Role
from casework.flow import VOIDED, Flow, Step, Wait
from casework.members import Asked, members
from casework.models import Filed, Record, kinds
from trail.enumerations import enumerated
from trail.models import Event

# (kind, state) of records.
States = Collection[tuple[str, str]]
# So many names are enough to know whom to ask.
FEW = 3


def objection(
    step: Step, record: Filed, by: Viewer, represented: Collection[User], today: date
) -> str | None:
    """Why somebody, for themselves or in the place of others, may not take a step, and who may; or None."""
    if not step.differs and not step.apart:
        return None
    if step.target == VOIDED and _never_sent(record):
        return None
    took_part = partial(_who_took_part, step, record)
    took = took_part([by.user, *represented])
    if not took:
        return None
    own = _("You took an earlier step yourself: somebody else must do this.")
    lent = _("Who you stand in for took an earlier step: somebody else must do this.")
    if other := _taken_elsewhere(step, record, took):
        known = {"record": other}
        own = _("You had a hand in %(record)s, on which this rests: somebody else must do this.") % known
        lent = _("Who you stand in for had a hand in %(record)s: somebody else must do this.") % known
    roles = [
        role
        for role in step.by
        if role is not Role.SYSTEM and record.party(step.party(role)) == by.organisation.pk
    ]
    could = _who_could(roles, by, today, took_part)
    return f"{own if by.user.pk in took else lent} {could}"


def _who_did(step: Step, record: Filed, by: Viewer) -> str:
    """That others took the steps whose actors do not take this one: of one's own organisation by name."""
    before = _by_people().filter(subject_id=record.pk, verb__in=step.differs).order_by("pk")
    people = User.objects.in_bulk(before.values_list("actor_id", flat=True))
    offices = Organisation.objects.in_bulk(before.values_list("organisation_id", flat=True))
    took: dict[str, dict[str, None]] = {}  # by whom: which steps, each once
    for verb, person, office in before.values_list("verb", "actor_id", "organisation_id"):
        own = office == by.organisation.pk or office not in offices
        who = str(people[person] if own else offices[office])
        took.setdefault(who, {})[str(record.flow[verb].label)] = None
    done = [_("%(steps)s by %(who)s") % {"steps": enumerated(took[who]), "who": who} for who in took]
    said = [_("Others took the steps before: %(who)s") % {"who": _("; ").join(done)}] if done else []
    if step.apart or not done:
        said.append(_("You had no hand in that on which this rests"))
    return _("; ").join(said)


# Read only where it is shown.
by_others = lazy(_who_did, str)


def objection_to_deciding(record: Record, role: Role, asked_by: int, by: Viewer, today: date) -> str | None:
    """Why somebody, for themselves or in the place of others, may not decide in a role on what was asked for
    a clock of a record, and who may; or None."""
    works_on_it = partial(_who_works_on, record, role, asked_by)
    works = works_on_it([by.user, *by.lenders(role)])
    if not works:
        return None
    if asked_by == by.user.pk:
        said = _("You asked for it yourself: somebody else must decide.")
    elif by.user.pk in works:
        said = _("You work on this matter yourself: somebody else decides on its clocks.")
    else:
        said = _("Who you stand in for works on this matter: somebody else decides on its clocks.")
    return f"{said} {_who_could([role], by, today, works_on_it)}"


def kept_from(states: States, viewer: Viewer) -> Q:
    """Of the records in these states whose turn is this viewer's those that they cannot move in any way for
    what they did themselves, while a colleague can: for the worklist, in SQL."""
    found = Q(pk__in=[])
    for kind, state in states:
        model = kinds()[kind]
        if not (ways := _kept_from_somebody(model.flow, state)):
            continue
        role = model.flow.turns[state]
        own = [viewer.user.pk, *(absent.pk for absent in viewer.lenders(role))]
        barred = reduce(and_, (_took_part(model, step, own) for step in ways))
        free = reduce(or_, (_a_colleague_did_not(model, step, viewer, role) for step in ways))
        found |= Q(kind=kind, state=state) & barred & free
    return found


def is_kept_from(record: Record, viewer: Viewer) -> bool:
    """The same of one record, as its page says it."""
    if record.turn not in viewer.roles or record.holder_id != viewer.organisation.pk:
        return False
    return bool(_kept(viewer, record.pk, kind=record.kind, state=record.state))


@Prepared
def _kept(viewer: Viewer, pk: int, *, kind: str, state: str) -> QuerySet[Any, Any]:
    return Record.objects.filter(kept_from([(kind, state)], viewer), pk=pk).values_list("pk")


def _kept_from_somebody(flow: Flow, state: str) -> list[Step]:
    """The steps by which whoever has the turn moves a record on or back, where each is kept from somebody
    for what they did; else none."""
    turn, hands = flow.turns[state], flow.hands(state)
    own = [step for step in flow.leaving(state) if turn in step.by and step.party(turn) == hands]
    found = [step for step in own if step.target not in (state, VOIDED)]
    return found if all(step.differs or step.apart for step in found) else []


def _took_part(model: type[Filed], step: Step, people: Collection[int]) -> Q:
    taken = _parts_taken(model, step, OuterRef("pk")).filter(actor_id__in=people)
    # A scalar sub-query on purpose, as in casework.idle.
    return Q(IsNull(Subquery(taken.values("pk")[:1]), False))


def _a_colleague_did_not(model: type[Filed], step: Step, viewer: Viewer, role: Role) -> Q:
    taken = _parts_taken(model, step, OuterRef(OuterRef("pk"))).filter(actor_id=OuterRef("user"))
    holding = Membership.objects.filter(
        organisation=viewer.organisation, roles__contains=[role], left_on=None, user__is_active=True
    )
    others = holding.exclude(user=viewer.user).exclude(Exists(taken))
    return Q(IsNull(Subquery(others.values("pk")[:1]), False))


def _parts_taken(model: type[Filed], step: Step, record: OuterRef) -> QuerySet[Event]:
    """The steps that keep people from this one, for a query of records or of people under one."""
    taken = Q(subject_id=record, verb__in=step.differs)
    if step.apart:
        others = model._base_manager.filter(pk=OuterRef(record)).values(step.apart)
        taken |= Q(subject_id__in=others) & ~Q(moved_to="")
    return Event.objects.filter(taken, subject_kind="record", actor_kind="user")


def _who_works_on(record: Record, role: Role, asked_by: int, people: Collection[User]) -> set[int]:
    steps = work_of(people, role).filter(subject_id=record.pk)
    return {*steps.values_list("actor_id", flat=True), *(one.pk for one in people if one.pk == asked_by)}


def work_of(people: Collection[User], role: Role) -> QuerySet[Event]:
    """The steps that these people took otherwise than in the role that decides on clocks."""
    steps = Event.objects.filter(subject_kind="record", actor_kind="user").exclude(moved_to="")
    return steps.filter(actor_id__in=[person.pk for person in people]).exclude(role=role)


def _never_sent(record: Filed) -> bool:
    """Whether it is a draft that has never left its writers' hands: nothing was decided on it, and nobody
    waits for it."""
    if record.state != record.flow.initial or record.flow.waits.get(record.state) is not Wait.FREE:
        return False
    moved = Event.objects.of("record", record.pk).exclude(moved_to__in=("", record.state))
    return not moved.exists()


def _who_took_part(step: Step, record: Filed, people: Collection[User]) -> set[int]:
    """Which of these people took one of the steps that keep them from this one."""
    took = _took(record.pk, [person.pk for person in people], model=type(record), name=step.name)
    return {pk for (pk,) in took}


@Prepared
def _took(record: int, people: list[int], *, model: type[Filed], name: str) -> QuerySet[Any, Any]:
    step = model.flow[name]
    steps = Q(subject_id=record, verb__in=step.differs) | _elsewhere(step, model, record)
    return _of_people(people).filter(steps).values_list("actor_id")


def _elsewhere(step: Step, model: type[Filed], record: int) -> Q:
    """The steps on the other records from which this step is kept apart."""
    if not step.apart:
        return Q(pk__in=[])
    others = model._base_manager.filter(pk=record).values(step.apart)
    return Q(subject_id__in=others) & ~Q(moved_to="")


def _taken_elsewhere(step: Step, record: Filed, people: Collection[int]) -> str:
    """The number of the other record in which these people had a hand; "" where they had one in this."""
    taken = _of_people(people)
    if taken.filter(subject_id=record.pk, verb__in=step.differs).exists():
        return ""
    other = (
        taken.filter(_elsewhere(step, type(record), record.pk)).values_list("subject_id", flat=True).first()
    )
    return Record.objects.values_list("number", flat=True).get(pk=other) if other else ""


def _of_people(people: Collection[int]) -> QuerySet[Event]:
    return _by_people().filter(actor_id__in=people)


def _by_people() -> QuerySet[Event]:
    return Event.objects.filter(subject_kind="record", actor_kind="user")


def _who_could(
    roles: Collection[Role],
    by: Viewer,
    today: date,
    took_part: Callable[[Collection[User]], set[int]],
) -> str:
    """Whom of the same organisation to ask; the administrator, where nobody is left."""
    found = members({Asked(by.organisation.pk, str(role)) for role in roles}, today)
    people = {user.pk: user for users in found.values() for user in users if user.pk != by.user.pk}
    took = took_part(people.values())
    others = [str(user) for pk, user in people.items() if pk not in took]
    if others:
        return _("Of your organisation these could: %(names)s.") % {"names": enumerated(others[:FEW])}
    return _(
        "Nobody else of your organisation may: ask your administrator to give one more person this role"
        " (%(roles)s)."
    ) % {"roles": " / ".join(str(role.label) for role in roles)}


def all_who_took(record: Record, *verbs: str) -> list[str]:
    """Who took any of these steps, by name: each once, whoever came first first."""
    took = Event.objects.of("record", record.pk).filter(verb__in=verbs, actor_kind="user").order_by("id")
    actors = dict.fromkeys(took.values_list("actor_id", flat=True))
    people = User.objects.in_bulk(actors)
    return [str(people[actor]) for actor in actors if actor in people]


def who_took(record: Record, *verbs: str) -> str:
    """Who took the last of these steps, by name; "" where nobody did."""
    took = (
        Event.objects.of("record", record.pk)
        .filter(verb__in=verbs, actor_kind="user")
        .order_by("-id")
        .first()
    )
    return str(User.objects.get(pk=took.actor_id)) if took else ""
