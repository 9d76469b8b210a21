"""How is one question asked of the database again and again, for whoever asks, without building it anew?

Django takes about a millisecond of processor to build a query and to compile it, each time; PostgreSQL
answers most in a tenth of that. A prepared question is written as a queryset, as everywhere. It is built
once for each shape in which it is asked, and asked with the values of each.

A change of many rows, as of the clocks that a step stops, is prepared in the same way.

Nothing on which it depends can be forgotten: what builds it is not given whoever asks, but a viewer made of
the shape alone, in which placeholders stand for all that moves. Whatever looks at a placeholder, or makes
something else of it, fails at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import update_wrapper
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import CharField, Model, QuerySet, prefetch_related_objects
from django.db.models.sql import UpdateQuery
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import Organisation, User, Viewer

M = TypeVar("M")
K = TypeVar("K")
# The rows that are changed, and what becomes of their columns, by name.
Altered = tuple[QuerySet[Any, Any], dict[str, Any]]
# Of a value what belongs to the shape: its sort, and what more of it decides how a question is built.
Form = tuple[Any, ...]

# So many shapes of one question are kept.
MOST = 1000
# What no record has: by that a placeholder, and what was made of one, is recognised in a compiled question.
NUMBERS, APART, WORDS = 2_000_000_000, 1000, "\N{SECTION SIGN}placeholder"
DAYS, YEARS, TICK = date(8000, 1, 1), range(7990, 8200), time(13, 0, 0, 987_654)
# All prepared questions of the system.
QUESTIONS: list[_Kept[Any]] = []


_being_built = ContextVar("_being_built", default=False)


class Spoilt(TypeError):
    """A question depends on a value otherwise than by asking for it."""


class _Unknown:
    """Stands for a value that is put in later: nothing may depend on what it equals."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _Unknown):
            return self is other
        if other in (None, ""):  # Django asks; both belong to the shape
            return False
        raise Spoilt(f"a prepared question compares what is put in later with {other!r}: give it by name")

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        if _being_built.get():  # when it compiles what was built, Django looks what is there twice
            raise Spoilt("a prepared question looks whether what is put in is among others: give it by name")
        return id(self)


class _Number(_Unknown, int):
    pass


class _Word(_Unknown, str):
    __slots__ = ()


@dataclass(frozen=True)
class Now:
    """The moment of asking. Its day belongs to the shape: what is reckoned from the day is no placeholder."""

    at: datetime


class _Kept(Generic[K]):
    """What is built once for each shape in which it is asked for.

    build: (value …, shape …) → what is to be compiled. What is given by place stands in it as a value: a
    number, a word, a day, a moment, a row (by its key), a viewer, or a list of such. What is given by name
    decides how it is built, and belongs to its shape; so do None, "" and truth values, about how long a list
    is, and of a viewer the kind and level of the organisation, the roles, and for how many they stand in.
    """

    compiled: Callable[[Any, Sequence[Any], set[int]], K]

    def __init__(self, build: Callable[..., Any]) -> None:
        self.build = build
        self.known: dict[Hashable, K] = {}
        QUESTIONS.append(self)

    def found(self, given: Sequence[Any], shape: dict[str, Any]) -> tuple[K, list[Any]]:
        """(what was compiled for this shape, the values to put in). Raises Spoilt where it cannot be."""
        apart = [_apart(each) for each in given]
        key = (tuple(form for form, _values in apart), tuple(shape.items()))
        found = self.known.get(key)
        if found is None:
            if len(self.known) >= MOST:
                self.known.clear()
            found = self.known[key] = self._prepare(apart, shape)
        return found, [value for _form, values in apart for value in values]

    def built(self, given: Sequence[Any], shape: dict[str, Any]) -> Any:
        """What is built for these very values."""
        return self.build(*(each.at if isinstance(each, Now) else each for each in given), **shape)

    def _prepare(self, apart: Sequence[tuple[Form, list[Any]]], shape: dict[str, Any]) -> K:
        stand_ins = _StandIns()
        put = [stand_ins.together(form) for form, _values in apart]
        sorts = [form[0] for form, values in apart for _value in values]
        asked_for = {place for place, sort in enumerate(sorts) if sort not in (Viewer, Now)}
        token = _being_built.set(True)
        try:
            built = self.build(*put, **shape)
        finally:
            _being_built.reset(token)
        return self.compiled(built, stand_ins.all, asked_for)


class Compiled:
    """One shape as SQL. stand_ins: what stands in it for values, in their order. asked_for: the places of
    those that it has to ask for; of a viewer and of the moment it may need less. is_empty: Django knows
    without asking that no row is meant."""

    def __init__(self, compiler: Any, stand_ins: Sequence[Any], asked_for: set[int]) -> None:
        self.compiler: Any = compiler
        self.is_empty, self.sql, self.values, self.places = False, "", [], []
        try:
            self.sql, values = self.compiler.as_sql()
        except EmptyResultSet:
            self.is_empty = True
            return
        self.values = list(values)
        places = [(at, _place(each, stand_ins)) for at, each in enumerate(self.values)]
        self.places = [(at, place) for at, place in places if place is not None]
        if lost := asked_for - {place for _at, place in self.places}:
            raise Spoilt(f"a prepared question does not ask for {[stand_ins[place] for place in lost]}")

    def put(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """What the SQL is asked with for these values, which are in the order of their stand-ins."""
        put = list(self.values)
        for at, place in self.places:
            put[at] = values[place]
        return tuple(put)


class Question(Compiled):
    """A queryset, compiled."""

    def __init__(self, found: QuerySet[Any, Any], stand_ins: Sequence[Any], asked_for: set[int]) -> None:
        self.found: Any = found
        super().__init__(found.query.get_compiler(DEFAULT_DB_ALIAS), stand_ins, asked_for)

    def ask(self, values: Sequence[Any]) -> list[Any]:
        """The rows for these values."""
        put = self.put(values)
        # What reads the rows is Django's, and asks nothing but this of a queryset.
        compiler, query = copy(self.compiler), copy(self.found.query)
        compiler.connection, compiler.as_sql = connection, lambda *_more, **_named: (self.sql, put)
        query.get_compiler = lambda *_more, **_named: compiler
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=query,
            model=self.found.model,
            _fields=self.found._fields,
            _known_related_objects={},
        )
        rows = list(self.found._iterable_class(asked))
        if lookups := self.found._prefetch_related_lookups:
            prefetch_related_objects(rows, *lookups)
        return rows


class Alteration(Compiled):
    """An UPDATE of rows, compiled."""

    def __init__(self, altered: Altered, stand_ins: Sequence[Any], asked_for: set[int]) -> None:
        rows, columns = altered
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(columns)
        if query.related_updates:
            raise Spoilt("a prepared change is of one table: name the model whose columns they are")
        super().__init__(query.get_compiler(DEFAULT_DB_ALIAS), stand_ins, asked_for)

    def make(self, values: Sequence[Any]) -> int:
        """Change the rows with these values; how many there were."""
        with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
            cursor.execute(self.sql, self.put(values))
            return int(cursor.rowcount)


class Prepared(_Kept[Question], Generic[M]):
    """A question to the database: build gives a queryset."""

    compiled = Question

    def __init__(self, build: Callable[..., QuerySet[Any, M]]) -> None:
        super().__init__(build)
        update_wrapper(self, build)

    def __call__(self, *given: Any, **shape: Hashable) -> list[M]:
        """The rows, as the queryset would give them. Raises Spoilt where it cannot be prepared."""
        question, values = self.found(given, shape)
        return [] if question.is_empty else question.ask(values)

    def unprepared(self, *given: Any, **shape: Hashable) -> list[M]:
        """The rows by a queryset that is built for them: what every answer has to equal."""
        return list(self.built(given, shape))


class PreparedChange(_Kept[Alteration]):
    """A change of rows: build gives them as a queryset, and what becomes of which of their columns."""

    compiled = Alteration

    def __init__(self, build: Callable[..., Altered]) -> None:
        super().__init__(build)
        update_wrapper(self, build)

    def __call__(self, *given: Any, **shape: Hashable) -> int:
        """How many rows were changed. Raises Spoilt where it cannot be prepared."""
        change, values = self.found(given, shape)
        return 0 if change.is_empty else change.make(values)

    def unprepared(self, *given: Any, **shape: Hashable) -> int:
        """The same by a queryset that is built for these values."""
        rows, columns = self.built(given, shape)
        return int(rows.update(**columns))


def _apart(value: Any) -> tuple[Form, list[Any]]:
    """(what of a value belongs to the shape, what of it is put in)."""
    match value:
        case None | bool() | "":
            return (None, value), []
        case int():
            return (int,), [value]
        case str() | Promise():
            return (str,), [str(value)]
        case Now():
            return (Now, timezone.localdate(value.at)), [value.at]
        case datetime():
            return (datetime,), [value]
        case date():
            return (date,), [value]
        case Viewer():
            return _viewer_apart(value)
        case Model():
            return (type(value),), [value.pk]
        case list() | tuple():
            return _list_apart(value)
    raise Spoilt(f"{value!r} cannot be put into a prepared question: give it by name")


def _list_apart(value: Sequence[Any]) -> tuple[Form, list[Any]]:
    """Filled with its last value to the next power of two: so few shapes are many lengths."""
    length = 1 << (len(value) - 1).bit_length() if value else 0
    filled = [*value, *list(value[-1:]) * (length - len(value))]
    apart = [_apart(each) for each in filled]
    return (list, *(form for form, _values in apart)), [each for _form, values in apart for each in values]


def _viewer_apart(viewer: Viewer) -> tuple[Form, list[Any]]:
    own, absent = viewer.organisation, [(role, len(those)) for role, those in viewer.standing_in.items()]
    placed = own.region_id is not None
    form = (Viewer, own.kind, own.level, placed, viewer.roles, tuple(absent), viewer.lent, viewer.at_home)
    values = [own.group_id, *([own.region_id] if placed else []), own.pk, viewer.user.pk]
    return form, [*values, *(each.pk for those in viewer.standing_in.values() for each in those)]


class _StandIns:
    """What stands for the values of a question, one after the other as `_apart` has them."""

    def __init__(self) -> None:
        self.all: list[Any] = []

    def together(self, form: Form) -> Any:
        """A value of this form, of which nothing is known but what belongs to the shape."""
        sort, *more = form
        if sort is None:
            return more[0]
        if sort is list:
            return [self.together(each) for each in more]
        if sort is Viewer:
            return self._viewer(*more)
        return self._value(sort, *more) if sort in (int, str, date, datetime, Now) else self._row(sort)

    def _value(self, sort: type, *day: date) -> Any:
        place = len(self.all)
        match sort.__name__:
            case "int":
                found: Any = _Number(NUMBERS + APART * place)
            case "str":
                found = _Word(f"{WORDS} {place}.")
            case "date":
                found = DAYS + APART * timedelta(place)
            case _:
                [on] = day or [DAYS]
                tick = TICK.replace(minute=place // 60, second=place % 60)
                found = datetime.combine(on, tick, timezone.get_default_timezone())
        self.all.append(found)
        return found

    def _row(self, model: Any, **known: Any) -> Any:
        """A row of which this is known and its key: to read more of it fails."""
        key = model._meta.pk
        known[key.attname] = self._value(str if isinstance(key, CharField) else int)
        names = [field.attname for field in model._meta.concrete_fields if field.attname in known]
        return model.from_db(DEFAULT_DB_ALIAS, names, [known[name] for name in names])

    def _viewer(
        self, kind: str, level: str, placed: bool, roles: Any, absent: Any, lent: Any, at_home: int
    ) -> Viewer:
        known = {"kind": kind, "level": level, "group_id": self._value(int)}
        known["region_id"] = self._value(str) if placed else None
        organisation, user = self._row(Organisation, **known), self._row(User)
        standing_in = {role: tuple(self._row(User) for _each in range(many)) for role, many in absent}
        return Viewer(user, organisation, roles, standing_in, lent, at_home)


def _place(value: Any, stand_ins: Sequence[Any]) -> int | None:
    """Which of these a value of a compiled question is; None for none. Raises Spoilt for what was made of
    one."""
    for place, each in enumerate(stand_ins):
        if type(value) in (type(each), type(each).__base__) and str(value) == str(each):
            return place
    if _is_made(value):
        raise Spoilt(f"a prepared question makes {value!r} of what is put in")
    return None


def _is_made(value: Any) -> bool:
    match value:
        case datetime():
            return value.microsecond == TICK.microsecond or value.year in YEARS
        case date():
            return value.year in YEARS
        case int():
            return NUMBERS <= value < NUMBERS + APART * APART
        case str():
            return WORDS in value
        case list() | tuple():
            return any(map(_is_made, value))
    return False
