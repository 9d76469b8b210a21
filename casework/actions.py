"""What can be done to any record? Open it, take a step, hold it.

`take` is the only way a state changes. A database trigger refuses any other, the application's own
included: it wants a line in the trail of the same transaction that tells of the same move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import By, System, User, Viewer
from accounts.numbers import number
from accounts.prepared import Altered, PreparedChange
from accounts.roles import Role
from casework import separation
from casework.admissions import admit
from casework.checks import ALSO, Check
from casework.clauses import carries
from casework.deadlines import clocks
from casework.deadlines.nearest import refresh
from casework.flow import NOTHING, Forbidden, Refused, Step
from casework.holds import on
from casework.lifting import ensured
from casework.models import Filed, Record, kinds
from casework.on_file import bring_up_to_date
from casework.work.notifications import notify
from catalogue.models import Finding
from trail.enumerations import enumerated
from trail.models import Event, write
from trail.reasons import says_why

F = TypeVar("F", bound=Filed)

SPINE = {"title", "center", "province", "city", "county", "category", "platform", "outcome"}
KEPT = {field.name for field in Record._meta.local_fields} - SPINE


@transaction.atomic
def open_record(model: type[F], /, *, by: By, now: datetime, note: str = "", **data: Any) -> F:
    """Open a record of a kind by its flow's opening step, and return it.

    data: the values of its fields. Raises Forbidden or Refused; nothing is written then.
    """
    step = model.flow.opening
    own, many = _sorted(model, data)
    record = model(**own)
    check(step, record, by, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('casework_record', 'id'))")
        record.pk = record.id = cursor.fetchone()[0]
    record.kind = str(model._meta.model_name)
    record.number = number(model.prefix, record.id, settings.NUMBER_KEY)
    record.opened_at = now
    record.state = step.target
    hand_over(record)
    event = write(
        step.name,
        ("record", record.id),
        actor=by.actor(role_of(step, record, by)),
        at=now,
        clause=step.clause,
        moved=("", step.target),
        detail=said(model, data, note) | instead(step, record, by),
        cause=by.cause if isinstance(by, System) else None,
    )
    record.save(force_insert=True)
    for name, values in many.items():
        getattr(record, name).set(values)
    _settle(record, step, event)
    return record


def lock(*records: Record) -> None:
    """Lock records of one kind in the order that everybody keeps: by primary key."""
    pks = [record.pk for record in records]
    list(Record.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))


@transaction.atomic
def take(name: str, record: Filed, /, *, by: By, now: datetime, note: str = "", **data: Any) -> Event:
    """Take a step: state, trail, clocks and hand-over change together or not at all.

    record: brought up to date in place. data: values of its fields that the step sets. note: a reason or
    remark, kept in the trail. Raises Forbidden (not theirs) or Refused (not now), and then nothing changes.
    """
    step = record.flow[name]
    bring_up_to_date(record)
    check(step, record, by, now)
    owed = {"note": note, **data}.get(step.reason) or ""
    if isinstance(by, Viewer) and step.reason and not says_why(str(owed)):
        raise Refused(_("Say why: those whom it concerns read it."))
    # Asked before the values are set: a step may name another party, and the doer is the former one's.
    role, in_place = role_of(step, record, by), instead(step, record, by)
    came_from = record.state
    own, many = _sorted(type(record), data)
    for field, value in own.items():
        setattr(record, field, value)
    event = write(
        step.name,
        ("record", record.pk),
        actor=by.actor(role),
        at=now,
        clause=step.clause,
        moved=(came_from, step.target),
        detail=said(type(record), data, note) | in_place,
        cause=by.cause if isinstance(by, System) else None,
    )
    particulars = [field for field in own if field not in SPINE]
    if particulars:
        record.save(update_fields=particulars)
    for field, values in many.items():
        getattr(record, field).set(values)
    record.state = step.target
    hand_over(record)
    columns = ("state", "turn", "holder_id", *sorted(SPINE & set(own)))
    if not _moved(record.pk, came_from, *(getattr(record, each) for each in columns), columns=columns):
        raise Refused(_("Somebody else has just moved this record: load the page again."))
    _settle(record, step, event)
    return event


@PreparedChange
def _moved(pk: int, came_from: str, *values: Any, columns: tuple[str, ...]) -> Altered:
    return Record.objects.filter(pk=pk, state=came_from), dict(zip(columns, values, strict=True))


def shake(record: Filed, event: Event) -> None:
    """What rests on a record that has turned comes before whoever answers for it: each by its own step."""
    for model in kinds().values():
        for step in model.flow:
            if step.shaken_by.rpartition("__")[2] != record.kind:
                continue
            for each in model._default_manager.filter(
                **{step.shaken_by: record.pk, "state__in": step.sources}
            ).order_by("pk"):
                try:
                    take(step.name, each, by=System(cause=event.pk), now=event.at)
                except Refused:  # it rests on others as well, or on something of its own
                    continue


def _settle(record: Filed, step: Step, event: Event) -> None:
    """What follows from a step: clocks, admissions, notifications, and of a voiding what is known no more."""
    went_on = bool(record.still_since and event.moved_from not in ("", event.moved_to))
    if went_on:
        clocks.go_on_with(record, event)
    if step.moves_clocks or went_on or not record.turn:
        _wind(record, step, event)
    for party in step.admits:
        admit(record, party, event.at)
    if record.state in NOTHING:
        Finding.objects.filter(came_of__contains=[record.number]).update(standing=False)
    notify(record, event, reasoned=bool(step.reason), moves=not record.flow.delivers(record.state))


def _wind(record: Filed, step: Step, event: Event) -> None:
    """Stop, suspend, resume and start the clocks of a step. With the last step each duty falls away that it
    does not meet."""
    if step.drops:
        clocks.stop(record, tuple(term.code for term in step.drops), event.at, met=False)
    if step.meets:
        clocks.stop(record, tuple(term.code for term in step.meets), event.at, met=True)
    if step.suspends:
        clocks.suspend(record, tuple(term.code for term in step.suspends), event.at)
    if step.resumes:
        clocks.resume(record, tuple(term.code for term in step.resumes), event.at)
    for term in step.starting(record):
        clocks.start(record, term, event, goes_on=bool(step.undoes))
    for term in step.prompt:
        clocks.start(record, term, event)
        clocks.stop(record, (term.code,), event.at, met=True)
    if not record.turn:
        clocks.stop(record, None, event.at, met=False)
    refresh(record)


def _sorted(model: type[Filed], data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of columns and those of many-to-many fields, by the names of the fields.

    Raises FieldDoesNotExist, and ValueError for a column of the spine that the engine alone writes.
    """
    own: dict[str, Any] = {}
    many: dict[str, Any] = {}
    for name, value in data.items():
        field = model._meta.get_field(name)
        if field.name in KEPT:
            raise ValueError(f"{name} is kept by the engine: no step may set it")
        (many if field.many_to_many else own)[name] = value
    return own, many


def hand_over(record: Filed) -> None:
    """Whose move it is follows from the flow table; in whose hands it is, from the record's parties."""
    record.turn = record.flow.turn(record.state)
    hands = record.flow.hands(record.state)
    record.holder_id = record.party(hands) if hands else None


def said(model: type[Filed], data: dict[str, Any], note: str) -> dict[str, Any]:
    """What a step said, for the trail: shown values, with secrets left out."""
    said = {
        name: "…" if name in model.secrets else _shown(value)
        for name, value in data.items()
        if value not in (None, "", [])
    }
    return {**said, **({"note": note} if note else {})}


def _shown(value: Any) -> Any:
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple | set | models.QuerySet):
        return [_shown(item) for item in value]
    if isinstance(value, models.Model):
        return str(value)
    try:
        return DjangoJSONEncoder().default(value)
    except TypeError:
        return str(value)


@carries("4.1")
def roles_for(step: Step, record: Filed, by: By) -> set[Role]:
    """The roles in which this person may take the step: held, named by the step, for the record's party."""
    held = set(step.by) & by.roles
    if isinstance(by, System):
        return held
    own = by.organisation.pk
    return {role for role in held - {Role.SYSTEM} if record.party(step.party(role)) == own}


def role_of(step: Step, record: Filed, by: By) -> str:
    """The role in which this person takes the step, for the trail; call it after `check`.

    Their own one rather than one that they hold only in the place of somebody else.
    """
    lent = by.lent if isinstance(by, Viewer) else frozenset()
    return min(roles_for(step, record, by), key=lambda role: (role in lent, role))


@carries("W-07")
def represented(step: Step, record: Filed, by: By) -> tuple[User, ...]:
    """The absent colleagues in whose place a step is taken; none when it is theirs in their own right."""
    if isinstance(by, System):
        return ()
    role = role_of(step, record, by)
    assigned = getattr(record, f"{step.only}_id") if step.only else by.user.pk
    if assigned == by.user.pk:
        return by.lenders(role)
    return tuple(absent for absent in by.standing_in.get(Role(role), ()) if absent.pk == assigned)


def instead(step: Step, record: Filed, by: By) -> dict[str, str]:
    """For the trail: in whose place a step is taken, if it is."""
    absents = represented(step, record, by)
    return {"for": enumerated(absents)} if absents else {}


def whose(step: Step) -> str:
    """Whose the step is, said to somebody whose it is not."""
    roles = [str(role.label) for role in step.by if role is not Role.SYSTEM or len(step.by) == 1]
    return gettext("Only this role of the organisation concerned may do this: %(roles)s.") % {
        "roles": " / ".join(roles)
    }


def check(step: Step, record: Filed, by: By, now: datetime) -> None:
    """Raise Forbidden if the step is not theirs to take, Refused if it cannot be taken now."""
    if not roles_for(step, record, by):
        raise Forbidden(whose(step))
    if obstacle := _obstacle(step, record, by, now):
        raise obstacle


def _obstacle(step: Step, record: Filed, by: By, now: datetime) -> Refused | None:
    """What would be raised if the step were taken now, with the guard that refuses it; or None."""
    return next((check.refused for check in _checks(step, record, by, now) if check.refused), None)


def checked(step: Step, record: Filed, viewer: Viewer, now: datetime) -> list[Check]:
    """What was looked at before a step, as far as it was: the first refusal is the last."""
    found: list[Check] = []
    for check in _checks(step, record, viewer, now):
        found.append(check)
        if check.refused:
            return found
    also = ALSO.get((record.kind, step.name))
    return [*found, *(also(record, viewer, now) if also else ())]


def _checks(step: Step, record: Filed, by: By, now: datetime) -> Iterator[Check]:
    """What is looked at one after the other; what comes after a refusal may rest on what was refused."""
    yield Check("", _elsewhere(step, record))
    if isinstance(by, Viewer):
        if step.only:
            yield Check(_("It was assigned to you"), _not_assigned(step, record, by))
        if step.differs or step.apart:
            took = represented(step, record, by)
            objection = separation.objection(step, record, by, took, clocks.local_day(now))
            said = Refused(objection) if objection is not None else None
            yield Check(separation.by_others(step, record, by), said)
    if step.heeds_holds:
        reasons = " ".join(on(record, now))
        yield Check(_("Nothing holds it up"), Refused(reasons) if reasons else None)
    for guard in step.guards:
        yield Check(ensured(guard), refusal(guard, record, now))
    for able in step.able if isinstance(by, Viewer) else ():
        yield Check(ensured(able), refusal(able, record, by, now))


def _elsewhere(step: Step, record: Filed) -> Refused | None:
    """That a record has left the states from which a step may be taken."""
    if not step.sources or record.state in step.sources:
        return None
    said = gettext("This record is now “%(state)s”; “%(step)s” is no longer possible. Load the page again.")
    return Refused(said % {"state": record.get_state_display(), "step": step.label})


def _not_assigned(step: Step, record: Filed, by: Viewer) -> Refused | None:
    """That a step is somebody else's in person, or what whoever it was assigned to has to do first."""
    if not by.acts_for(getattr(record, f"{step.only}_id"), *roles_for(step, record, by)):
        return Refused(_("This was assigned to somebody else."))
    unready = record.unready(step, by)
    return Refused(unready) if unready else None


def refusal(guard: Callable[..., None], *asked: Any) -> Refused | None:
    """What a guard raises, asked about a record; None where it lets pass."""
    try:
        guard(*asked)
    except Refused as refused:
        refused.guard = guard
        return refused
    return None


def offers(record: Filed, viewer: Viewer, now: datetime) -> Iterator[tuple[Step, str | None]]:
    """Each step this viewer may take in the record's state, with the reason it is refused, or None."""
    for step, obstacle in obstacles(record, viewer, now):
        yield step, None if obstacle is None else str(obstacle)


def obstacles(record: Filed, viewer: Viewer, now: datetime) -> Iterator[tuple[Step, Refused | None]]:
    """The same, with what refuses it."""
    for step in record.flow.leaving(record.state):
        if roles_for(step, record, viewer):
            yield step, _obstacle(step, record, viewer, now)


def may_open(model: type[Filed], viewer: Viewer) -> bool:
    """Whether this viewer's roles allow opening a record of the kind at all."""
    return bool(set(model.flow.opening.by) & viewer.roles)


def may_open_from(model: type[Filed], record: Filed, viewer: Viewer) -> bool:
    """Whether this viewer may open a record of the kind downstream of this one as it stands."""
    opens = record.state in model.opens_from.get(record.kind, ())
    return opens and may_open(model, viewer) and model.opens_on(record)
