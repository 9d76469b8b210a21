"""What stands in a list of records: which rows, and which columns of them, on a page and in a file?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.prepared import Prepared
from accounts.roles import Kind, Role
from casework.deadlines import clocks
from casework.deadlines.chips import chip
from casework.deadlines.duty import is_others
from casework.flow import NOTHING, Wait, With
from casework.models import Filed, Record, kinds
from catalogue.models import Verdict

CAP = 1000
PAGE = 50
NONE: Mapping[int, str] = {}
# So many words at most tell a record from others of its title.
MARKS = 4
# The colours of grades, the gravest first.
GRAVE = ("red", "red", "amber", "grey")
# {key: what has to be read on its page} of records that lists warn a viewer of, by kind; packages downstream
# enter it.
WARNED: dict[str, Callable[[Collection[int], Viewer], dict[int, str]]] = {}


@dataclass(frozen=True)
class Column:
    """A column of a list. kind: how parts/table.html writes it; cell: what it writes; text: what a file has.

    needs: the relations read with the rows. alike: by which of a record's columns the cell is the same, so
    that it is made once for all that are; () = each has its own.
    """

    label: str | Promise
    cell: Callable[[Record, datetime], Any]
    text: Callable[[Record], str]
    kind: str = "text"
    needs: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


def turn(record: Record) -> str:
    """The role whose move it is; "" where it is nobody's."""
    return str(Role(record.turn).label) if record.turn else ""


def whose_turn(record: Record, viewer: Viewer) -> str:
    """Whose move it is, as a viewer is told: the role, and of which organisation where that is not theirs; to
    whoever came by a link only in whose hands it lies. "" where it is nobody's."""
    if is_others(record, viewer):
        return str(record.holder) if record.turn else ""
    if not record.turn or record.holder_id in (None, viewer.organisation.pk):
        return turn(record)
    if record.holder.kind == Kind.MERCHANT:
        return str(record.holder)
    return gettext("%(role)s of %(organisation)s") % {"role": turn(record), "organisation": record.holder}


def _region(record: Record) -> str:
    return str(record.county or record.city or record.province or "")


def _day(at: datetime | None) -> str:
    return clocks.local_day(at).isoformat() if at else ""


def _due(record: Record) -> str:
    if record.next_due_at:
        return clocks.due_day(record.next_due_at).isoformat()
    return gettext("standing still") if record.still_since else ""


def verdict(record: Record) -> str:
    """What a record of a kind that judges says of its product, in a word; "" where it says nothing yet."""
    judged = kinds()[record.kind].judged and record.outcome in Verdict.values
    return str(Verdict(record.outcome).label) if judged else ""


def toned(record: Record) -> dict[str, str] | None:
    """The same as a badge."""
    return Verdict(record.outcome).badge if verdict(record) else None


def grade(record: Filed, above: Iterable[Record]) -> dict[str, str] | None:
    """How grave the matter is, as a badge with what that is called; of several levels the gravest is told, as
    such. above: the records up the river, as far as the viewer sees them."""
    model, levels = _levels(record, above)
    if not levels - {""}:
        return None
    column: Any = model._meta.get_field(model.graded)
    scale = enumerate(reversed(column.flatchoices))
    known = [(place, label) for place, (value, label) in scale if value in levels]
    place, label = known[0]
    return {
        "label": str(column.verbose_name),
        "text": gettext("up to %(level)s") % {"level": label} if len(known) > 1 else str(label),
        "tone": GRAVE[min(place, len(GRAVE) - 1)],
    }


def _levels(record: Filed, above: Iterable[Record]) -> tuple[type[Filed], set[str]]:
    """What a record says of how grave it is, else what the first kind up the river does that says so."""
    if record.graded:
        return type(record), {getattr(record, record.graded)}
    rated = [each for each in above if each.filed_class.graded and each.state not in NOTHING]
    if not rated:
        return type(record), set()
    model = rated[0].filed_class
    return model, set(_graded([each.pk for each in rated if each.kind == rated[0].kind], model=model))


@Prepared
def _graded(pks: list[int], *, model: type[Filed]) -> QuerySet[Any, Any]:
    return model._base_manager.filter(pk__in=pks).values_list(model.graded, flat=True)


def _of(name: str, label: Promise) -> Column:
    """A column with an organisation, a category: whatever the spine refers to."""
    shown = attrgetter(name)

    def text(record: Record) -> str:
        return str(shown(record) or "")

    return Column(label, lambda r, now: text(r), text, needs=(name,), alike=(f"{name}_id",))


NUMBER = Column(_("Number"), lambda r, now: r.number, lambda r: r.number)
TITLE = Column(_("Title"), lambda r, now: r.title, lambda r: r.title)
TURN = Column(_("Role that acts next"), lambda r, now: turn(r), turn)
# Always there, and first.
MATTER = Column(
    _("Matter"),
    lambda r, now: {"text": r.title, "url": r.get_absolute_url(), "sub": r.number},
    lambda r: r.title,
    "title",
)
COLUMNS: dict[str, Column] = {
    "state": Column(
        _("State"),
        lambda r, now: {"text": r.get_state_display(), "sub": turn(r)},
        lambda r: r.get_state_display(),
        "pair",
        alike=("kind", "state", "turn"),
    ),
    "verdict": Column(_("Conclusion"), lambda r, now: toned(r), verdict, "badge"),
    "category": _of("category", _("Product category")),
    "platform": _of("platform", _("Platform")),
    "region": Column(_("Region"), lambda r, now: _region(r), _region, needs=("county", "city", "province")),
    "center": _of("center", _("Monitoring center")),
    "holder": _of("holder", _("In the hands of")),
    "due": Column(
        _("Due"),
        lambda r, now: chip(r.next_due_at, now, r.still_since),
        _due,
        "clock",
        alike=("next_due_at", "still_since"),
    ),
    "opened": Column(
        pgettext_lazy("column", "Opened"),
        lambda r, now: clocks.local_day(r.opened_at),
        lambda r: _day(r.opened_at),
    ),
}
PICK = {"label": _("Choose"), "key": "pick", "kind": "pick"}
USUAL = ("state", "category", "platform", "due", "opened")


def offered(model: type[Filed]) -> list[str]:
    """The names of the columns that a list of the kind may have: a verdict only where one is given."""
    return [name for name in COLUMNS if name != "verdict" or model.judged]


def chosen(names: Iterable[str], model: type[Filed]) -> list[str]:
    """The names of those columns, in their order; the usual ones of the kind if none of them is known."""
    asked, known = set(names), offered(model)
    usual = (*USUAL, "verdict")
    return [name for name in known if name in asked] or [name for name in known if name in usual]


@dataclass(frozen=True)
class Listing:
    """A page of a list. older: the cursor of the next page, "" at the end. count: None when over the cap."""

    records: list[Record]
    older: str
    count: int | None


class _Capped(models.Subquery):
    """How many rows a sub-query has that ends at so many."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


def listing(
    found: QuerySet[Record],
    scope: QuerySet[Record],
    before: str,
    size: int = PAGE,
    names: Iterable[str] = USUAL,
) -> Listing:
    """A keyset page: the cursor is the number of the last row, looked up in the viewer's scope."""
    cursor = scope.filter(number=before).values_list("pk", flat=True).first() if before else None
    return _cut(list(_rows(found, cursor, size, _needed(names))), size)


def whole(kind: str, viewer: Viewer, before: str, size: int = PAGE, names: Iterable[str] = USUAL) -> Listing:
    """The same of all records of a kind that the viewer may know of."""
    cursor = next((pk for (pk,) in _cursor(viewer, before, kind=kind)), None) if before else None
    return _cut(_all_rows(viewer, cursor, kind=kind, size=size, needed=tuple(_needed(names))), size)


@Prepared
def _cursor(viewer: Viewer, number: str, *, kind: str) -> QuerySet[Any, Any]:
    return Record.objects.listed(kind, viewer).filter(number=number).values_list("pk")


@Prepared
def _all_rows(
    viewer: Viewer, cursor: int | None, *, kind: str, size: int, needed: Sequence[str]
) -> QuerySet[Record]:
    return _rows(Record.objects.listed(kind, viewer), cursor, size, needed)


def _rows(found: QuerySet[Record], cursor: int | None, size: int, needed: Sequence[str]) -> QuerySet[Record]:
    """The rows after the cursor, one more than a page; each with `total`: how many there are in all, as far
    as they are counted."""
    capped = _Capped(found.order_by().values("pk")[: CAP + 1])
    return found.page(cursor, size).select_related(*needed).annotate(total=capped)  # type: ignore[attr-defined, no-any-return]


def _cut(rows: list[Any], size: int) -> Listing:
    total = rows[0].total if rows else 0
    older = rows[size - 1].number if len(rows) > size else ""
    return Listing(rows[:size], older, total if total <= CAP else None)


def _needed(names: Iterable[str]) -> list[str]:
    # Without a name select_related would follow every key.
    return [need for name in names for need in COLUMNS[name].needs] or ["category"]


def head(names: Iterable[str] = USUAL, picked: bool = False) -> list[dict[str, Any]]:
    """The columns as parts/table.html has them. picked: with a box to choose each row by."""
    shown = [("what", MATTER), *((name, COLUMNS[name]) for name in names)]
    # The label is written beside each cell: read in the person's language once, not once a row.
    columns = [{"label": str(column.label), "key": key, "kind": column.kind} for key, column in shown]
    return [PICK, *columns] if picked else columns


def marks(records: Iterable[Record], viewer: Viewer) -> dict[int, str]:
    """By the key of each record what its viewer is warned of, and what tells it from others of the same
    title; a query or two a kind."""
    kept = sorted(records, key=attrgetter("kind"))
    found: dict[int, dict[str, None]] = defaultdict(dict)
    warned: dict[int, str] = {}
    for kind, group in groupby(kept, key=attrgetter("kind")):
        model, names, keys = kinds()[kind], kinds()[kind].distinguished_by, [record.pk for record in group]
        warned |= WARNED[kind](keys, viewer) if kind in WARNED else {}
        if names:
            labels = [dict(_field(model, name).flatchoices) for name in names]
            for pk, *values in _distinguished(keys, kind=kind):
                found[pk] |= dict.fromkeys(map(_words, labels, values))
    told = {pk: _few([word for word in words if word]) for pk, words in found.items()}
    return {pk: " · ".join([*filter(None, [warned.get(pk)]), *told.get(pk, [])]) for pk in {*told, *warned}}


@Prepared
def _distinguished(keys: Sequence[int], *, kind: str) -> QuerySet[Any, Any]:
    model = kinds()[kind]
    return model._base_manager.filter(pk__in=keys).order_by("pk").values_list("pk", *model.distinguished_by)


def _few(words: list[str]) -> list[str]:
    return words if len(words) <= MARKS else [*words[:MARKS], "…"]


def _field(model: type[models.Model], lookup: str) -> Any:
    """The field at the end of a lookup."""
    first, _by, rest = lookup.partition("__")
    field: Any = model._meta.get_field(first)
    return _field(field.related_model, rest) if rest else field


def _words(labels: Mapping[Any, Any], value: Any) -> str:
    """A value as a person reads it."""
    return "" if value in (None, "") else str(labels.get(value, value))


def rows(
    records: Iterable[Record], now: datetime, names: Iterable[str] = USUAL, marks: Mapping[int, str] = NONE
) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Each record, and it as a row of those columns. marks: what tells a record from others of its title, by
    its key."""
    known: dict[tuple[Any, ...], Any] = {}
    for record in records:
        what = MATTER.cell(record, now)
        sub = " · ".join(filter(None, (what["sub"], marks.get(record.pk))))
        yield (
            record,
            {"what": {**what, "sub": sub}, **{name: _cell(name, record, now, known) for name in names}},
        )


def _cell(name: str, record: Record, now: datetime, known: dict[tuple[Any, ...], Any]) -> Any:
    """What stands in a column of a record; known: what others that are alike have there."""
    column = COLUMNS[name]
    if not column.alike:
        return column.cell(record, now)
    key = (name, *(getattr(record, each) for each in column.alike))
    if key not in known:
        known[key] = column.cell(record, now)
    return known[key]


def undated(record: Record, *, movable: bool) -> str:
    """Why an open record has no due date, as its flow says; "" where it has one. movable: whether it can go
    on now."""
    if record.next_due_at:
        return ""
    match wait := record.filed_class.flow.waits.get(record.state):
        case Wait():
            return gettext("No deadline: %(why)s") % {"why": wait.label}
        case With():
            kind = wait.then if movable and wait.then else wait.kind
            return gettext("Due with its %(kind)s") % {"kind": kinds()[kind]._meta.verbose_name}
    return ""


def pick(record: Record, form: str = "several") -> dict[str, str]:
    """The box by which a record is chosen, for parts/table.html."""
    return {"value": record.number, "form": form, "what": f"{record.title} {record.number}"}


def lines(
    found: QuerySet[Record],
    names: Sequence[str] = USUAL,
    batch: int = 1000,
    shown: Callable[[list[Record]], list[Record]] = list,
) -> Iterator[list[str]]:
    """The headings and all rows of a list, as a file has them; read page by page, by the key. shown: the rows
    of a page as their reader is to see them."""
    columns = [NUMBER, TITLE]
    for name in names:
        columns += [COLUMNS[name], TURN] if name == "state" else [COLUMNS[name]]
    yield [str(column.label) for column in columns]
    before: int | None = None
    while True:
        page = found.page(before, batch).select_related(*_needed(names))  # type: ignore[attr-defined]
        rows = list(page)
        yield from ([column.text(record) for column in columns] for record in shown(rows[:batch]))
        if len(rows) <= batch:
            return
        before = rows[batch - 1].pk
