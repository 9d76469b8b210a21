"""What of a record is shown to a program? What its page and its line in a list show to the same viewer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from rest_framework import serializers

from accounts.models import Viewer
from accounts.roles import Role
from casework.actions import may_open_from, offers
from casework.api.data import by_key, fact_of, plain
from casework.api.schemas import address
from casework.deadlines import clocks
from casework.deadlines.duty import veiled
from casework.models import Filed, Record, kinds
from casework.pages import contents
from casework.pages.desks import Desk

Out = serializers.Serializer[Any]


class Named(Out):
    """Something with a lasting name. code: by which the API knows it; name: by which people do."""

    code = serializers.CharField()
    name = serializers.CharField()


class Row(Out):
    """A record as a list shows it."""

    number = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    state = Named()
    turn = Named(allow_null=True, help_text="The role whose move it is; null in a final state.")
    category = Named(allow_null=True)
    platform = Named(allow_null=True)
    due = serializers.DateTimeField(allow_null=True)
    stands_still_since = serializers.DateTimeField(
        allow_null=True, help_text="Where no clock runs because it stands still: since when."
    )
    opened = serializers.DateTimeField()


class Page(Out):
    """A page of a list, newest first. next: the address of the following page. count: null above 1,000."""

    results = Row(many=True)
    next = serializers.CharField(allow_null=True)
    count = serializers.IntegerField(allow_null=True)


class Fact(Out):
    """key: the same in every language. code: the value as it is kept, where what is shown is a word for it;
    else null. unit: in what a number is measured."""

    key = serializers.CharField()
    label = serializers.CharField()
    value = serializers.JSONField()
    code = serializers.JSONField()
    unit = serializers.CharField(allow_blank=True)


class Group(Out):
    heading = serializers.CharField(allow_blank=True)
    facts = Fact(many=True)


def by_its_key() -> Any:
    said = "The particulars again, each by its key; a list where there may be several of one."
    return serializers.DictField(child=serializers.JSONField(), help_text=said)


class Clock(Out):
    """A deadline. status: late, soon, ok, met, stopped or gone. due: its last day; when it was met; since
    when it stands still or is no longer needed. why: how it was counted. still: why it stands still, and how
    much is left. pending: what is asked for it, and not decided yet."""

    label = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    text = serializers.CharField()
    due = serializers.DateTimeField(allow_null=True)
    why = serializers.CharField(allow_blank=True)
    still = serializers.CharField(allow_blank=True)
    pending = serializers.CharField(allow_blank=True)


class Offer(Out):
    """A step that may be taken in this state by this program. reason: why not yet; null if now."""

    step = serializers.CharField()
    label = serializers.CharField()
    clause = serializers.CharField()
    url = serializers.CharField()
    asks = serializers.BooleanField(help_text="Whether it asks for anything: GET its address to learn what.")
    reason = serializers.CharField(allow_null=True)


class Opening(Out):
    """A record that may be opened downstream: POST to url, with `body` as a part of what is sent."""

    kind = serializers.CharField()
    label = serializers.CharField()
    url = serializers.CharField()
    body = serializers.DictField(child=serializers.CharField())


class Line(Out):
    """One line of the trail."""

    label = serializers.CharField()
    who = serializers.CharField()
    role = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    clause = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    whom = serializers.CharField(allow_blank=True, help_text="In whose place it was done.")


class Stop(Out):
    number = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    url = serializers.CharField()


class River(Out):
    """The records this one came from, and those that came from it."""

    above = Stop(many=True)
    below = Stop(many=True)


class Paper(Out):
    """An issued paper. url: the PDF, "" while it is being made; verify_url: the public check. sealed: whether
    its office returned it signed and sealed, "" where nobody seals such papers."""

    title = serializers.CharField()
    number = serializers.CharField(allow_blank=True)
    issued_at = serializers.DateTimeField()
    url = serializers.CharField(allow_blank=True)
    verify_url = serializers.CharField()
    superseded = serializers.BooleanField()
    sealed = serializers.ChoiceField(["yes", "no"], allow_blank=True)


class File(Out):
    name = serializers.CharField()
    size = serializers.IntegerField()
    digest = serializers.CharField(help_text="SHA-256")
    url = serializers.CharField()


class Column(Out):
    key = serializers.CharField()
    label = serializers.CharField(allow_blank=True)


class Table(Out):
    """A table of the record's page."""

    columns = Column(many=True)
    rows = serializers.ListField(child=serializers.DictField(child=serializers.JSONField()))


class Detail(Row):
    """A record as its page shows it to this viewer."""

    particulars = Group(many=True)
    schema = serializers.CharField(help_text="The address of the JSON Schema of this kind.")
    by_key = by_its_key()
    clocks = Clock(many=True)
    offers = Offer(many=True)
    openings = Opening(many=True)
    trail = Line(many=True)
    river = River()
    papers = Paper(many=True)
    files = File(many=True)
    tables = serializers.DictField(child=Table())


class Asked(Out):
    """A field of a form. schema: of the value as JSON; choices: what may be named, where that is limited."""

    name = serializers.CharField()
    label = serializers.CharField()
    help = serializers.CharField(allow_blank=True)
    required = serializers.BooleanField()
    schema = serializers.DictField()
    value = serializers.JSONField()
    choices = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()), allow_null=True
    )


class AskedRow(Out):
    row = serializers.CharField()
    fields_ = Asked(many=True)

    def get_fields(self) -> dict[str, Any]:
        found = super().get_fields()
        return {"row": found["row"], "fields": found["fields_"]}


class StepAsked(Out):
    """What a step asks for now. rows: lists of objects, by the name of the list."""

    step = serializers.CharField()
    label = serializers.CharField()
    clause = serializers.CharField()
    rows = serializers.DictField(child=AskedRow(many=True))
    fields_ = Asked(many=True)

    def get_fields(self) -> dict[str, Any]:
        found = super().get_fields()
        return {**found, "fields": found.pop("fields_")}


class Whoami(Out):
    """As whom a program acts, and which lists there are."""

    organisation = serializers.CharField()
    kind = serializers.CharField()
    roles = Named(many=True)
    token_until = serializers.DateField(allow_null=True)
    worklist = serializers.CharField()
    lists = serializers.DictField(child=serializers.CharField())


def named(code: object, name: object) -> dict[str, str] | None:
    return {"code": str(code), "name": str(name)} if code else None


def row(record: Record) -> dict[str, Any]:
    """A record as a list shows it, once it is `veiled` for its viewer."""
    category, platform = record.category, record.platform
    return {
        "number": record.number,
        "kind": record.kind,
        "title": record.title,
        "url": reverse(f"api-{record.kind}", args=[record.number]),
        "state": named(record.state, record.get_state_display()),
        "turn": named(record.turn, Role(record.turn).label) if record.turn else None,
        "category": named(category.code, category) if category else None,
        "platform": named(platform.name, platform) if platform else None,
        "due": clocks.last_moment(record.next_due_at) if record.next_due_at else None,
        "stands_still_since": None if record.next_due_at else record.still_since,
        "opened": record.opened_at,
    }


def detail(desk: Desk, record: Filed, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """A record as its page shows it to this viewer."""
    page = contents.detail(record, viewer, now, ())
    about = desk.context(record, viewer)
    return Detail(
        {
            **row(veiled([copy(record)], viewer)[0]),
            "particulars": [
                {"heading": str(heading), "facts": [fact_of(one) for one in facts]}
                for heading, facts in page["particulars"]
            ],
            "schema": address(record.kind),
            "by_key": by_key(page["particulars"]),
            "clocks": [vars(clock) for clock in page["clocks"]],
            "offers": [
                {
                    "step": step.name,
                    "label": str(step.label),
                    "clause": step.clause,
                    "url": reverse(f"api-{record.kind}-{step.name}", args=[record.number]),
                    "asks": desk.form(step) is not None,
                    "reason": reason,
                }
                for step, reason in offers(record, viewer, now)
            ],
            "openings": list(openings(record, viewer)),
            "trail": [vars(line) for line in page["trail"]],
            "river": {
                side: [vars(stop) | {"url": twin(stop.url)} for stop in page[side]]
                for side in ("above", "below")
            },
            "papers": [paper | {"url": twin(paper["url"])} for paper in about.get("papers", [])],
            "files": [file | {"url": twin(file["url"])} for file in about.get("files", [])],
            "tables": dict(tables(about)),
        }
    ).data


def openings(record: Filed, viewer: Viewer) -> Iterator[dict[str, Any]]:
    """What this viewer may open downstream of a record in its state."""
    for kind, model in kinds().items():
        if may_open_from(model, record, viewer):
            url = list_of(kind)
            if url and model.flow.opened_by_form:
                label = str(model.flow.opening.label)
                yield {"kind": kind, "label": label, "url": url, "body": {record.kind: record.number}}


def list_of(kind: str) -> str:
    """The address of the list of a kind; "" for one that has no desk."""
    try:
        return reverse(f"api-{kind}-list")
    except NoReverseMatch:
        return ""


def tables(about: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables that a page's context holds: each of its <name>_columns with <name>_rows."""
    for key, columns in about.items():
        name = key.removesuffix("_columns")
        lines = about.get(f"{name}_rows")
        if name == key or lines is None:
            continue
        kept = [column for column in columns if column.get("kind") != "act"]
        yield (
            name,
            {
                "columns": [{"key": column["key"], "label": str(column["label"])} for column in kept],
                "rows": [{c["key"]: cell(line.get(c["key"])) for c in kept} for line in lines],
            },
        )


def cell(value: Any) -> Any:
    """A cell of a table: its text, with a second line and an address where it has them."""
    if not isinstance(value, Mapping):
        return plain(value)
    found = {"text": plain(value.get("text"))}
    if value.get("sub"):
        found["sub"] = plain(value["sub"])
    if value.get("url"):
        found["url"] = twin(str(value["url"]))
    return found if len(found) > 1 else found["text"]


def twin(url: str) -> str:
    """The address in the API of what a page has at `url`; the page's own where there is none."""
    try:
        found = resolve(url)
        return reverse(f"api-{found.url_name}", args=found.args, kwargs=_captured(found.kwargs))
    except (Resolver404, NoReverseMatch):
        return url


def _captured(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kwargs.items() if isinstance(value, str | int)}
