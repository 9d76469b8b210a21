"""Is a day outside the range refused by every door: forms, steps, programs, addresses, the database?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.urls import get_resolver, reverse

from casework.api.parameters import base_fields, schema
from casework.api.urls import desks
from casework.models import kinds
from casework.pages.desks import Desk
from catalogue.models import Finding, Standard
from config.settings import _range_of_days
from tests.conftest import NOW
from tests.test_flows import WALKS
from tests.walks import Walk
from trail.days import Day, DayField, DayLongAgo, Moment, MomentField

PACKAGES = settings.RIVER[1:-1]
OUTSIDE = ("0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31")
INSIDE = ("2000-01-01", "2100-12-31")
DATED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?")
SENTENCES = ("Enter a date from 2000-01-01 to 2100-12-31", "couldn’t be interpreted in time zone")


# --- the database ------------------------------------------------------------------------------------------


def dated_columns() -> Iterator[models.Field]:
    for model in apps.get_models():
        if model.__module__.split(".")[0] in {"trail", *PACKAGES}:
            for field in model._meta.local_concrete_fields:
                if isinstance(field, models.DateField):
                    yield field


def test_every_day_and_instant_of_a_model_is_one_that_keeps_its_range():
    assert not [str(field) for field in dated_columns() if not isinstance(field, Day | Moment)]


@pytest.mark.django_db
def test_every_such_column_has_its_check_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.relname, a.attname FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid"
            " JOIN pg_attribute a ON a.attrelid = r.oid AND c.conkey = ARRAY[a.attnum]"
            " WHERE c.contype = 'c' AND pg_get_constraintdef(c.oid) ~ '>= .*(2100-12-31|2101-01-01)'"
        )
        checked = set(cursor.fetchall())
    wanted = {(field.model._meta.db_table, field.column) for field in dated_columns()}
    missing = wanted - checked
    assert len(wanted) > 150 and not missing


@pytest.mark.django_db
@pytest.mark.parametrize("day", OUTSIDE)
def test_the_database_refuses_a_day_outside(day):
    facts = {"organisation": "A", "product": "B", "verdict": "conforming"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(on=date.fromisoformat(day), **facts)


@pytest.mark.django_db
def test_a_standard_may_be_of_long_ago_but_not_of_any_day():
    assert isinstance(Standard._meta.get_field("in_force_since"), DayLongAgo)
    Standard.objects.create(number="GB 1", title="A", in_force_since=date(1988, 7, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Standard.objects.create(number="GB 2", title="A", in_force_since=date(1900, 1, 1))


# --- forms -------------------------------------------------------------------------------------------------


def shapes() -> Iterator[type[forms.BaseForm]]:
    assert get_resolver().url_patterns  # every page's forms are loaded
    waiting = [forms.BaseForm]
    while waiting:
        shape = waiting.pop()
        waiting += shape.__subclasses__()
        if shape.__module__.split(".")[0] in PACKAGES and hasattr(shape, "base_fields"):
            yield shape


def dated_fields() -> list[tuple[str, forms.Field]]:
    return sorted(
        {
            (f"{shape.__module__}.{shape.__qualname__}.{name}", field)
            for shape in shapes()
            for name, field in shape.base_fields.items()  # type: ignore[attr-defined]
            if isinstance(field, forms.DateField | forms.DateTimeField)
        },
        key=lambda named: named[0],
    )


def test_every_day_that_a_form_asks_for_refuses_the_first_and_the_last_of_all_days():
    found = dated_fields()
    assert len(found) > 60
    for name, field in found:
        assert isinstance(field, DayField | MomentField), name
        clock = "T12:00" if isinstance(field, MomentField) else ""
        outside = [day for day in OUTSIDE if not long_ago(field) or day != "1999-12-31"]
        for day in outside:
            with pytest.raises(ValidationError):
                field.clean(f"{day}{clock}")
        for day in INSIDE:
            assert str(field.clean(f"{day}{clock}")).startswith(day), name


def long_ago(field: forms.Field) -> bool:
    return isinstance(field, DayField) and field.first.year < 2000


def test_no_form_and_no_model_makes_a_date_of_another_kind():
    for package in PACKAGES:
        root = import_module(package).__path__[0]
        for path in Path(root).rglob("*.py"):
            if "migrations" not in path.parts:
                assert not re.search(r"\b(?:forms|models)\.Date(?:Time)?Field\(", path.read_text()), path


# --- steps, by page and by program -------------------------------------------------------------------------


def desk_of(kind: str) -> Desk:
    return next(desk for _prefix, desk in desks(get_resolver().url_patterns) if desk.kind == kind)


def asked_days(walk: Walk, data: dict[str, Any], page: str) -> dict[str, str]:
    """The days that the form of a step asks for, as its walk enters them or its page names them, each with
    what follows the day: nothing, or the time."""
    shape = desk_of(walk.kind).form(kinds()[walk.kind].flow[walk.step])
    found = {name: str(value)[10:] for name, value in data.items() if DATED.fullmatch(str(value))}
    for name, field in (base_fields(shape) if shape else {}).items():
        if isinstance(field, DayField | MomentField) and f'name="{name}"' in page:
            found.setdefault(name, "T12:00" if isinstance(field, MomentField) else "")
    return found


ONCE = list({(walk.kind, walk.step): walk for walk in WALKS if walk.cause is None}.values())


@pytest.mark.parametrize("walk", ONCE, ids=lambda walk: walk.id)
def test_a_step_refuses_a_day_outside_and_breaks_on_none_inside(walk, cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        record = walk.given(cast, NOW)
        client = at_desk(getattr(cast, walk.actor))
        url = reverse(f"{walk.kind}-step", args=[record.number, walk.step])
        page = client.get(url).content.decode()
        for name, clock in asked_days(walk, walk.data(record, cast), page).items():
            for day in (OUTSIDE[0], OUTSIDE[-1], *INSIDE):
                with transaction.atomic():
                    answer = client.post(url, walk.data(record, cast) | {name: f"{day}{clock}"})
                    transaction.set_rollback(True)
                assert answer.status_code < 500, (name, day)
                if day in OUTSIDE:
                    assert answer.status_code == 422, (name, day)
                    assert any(sentence in answer.content.decode() for sentence in SENTENCES), (name, day)


def test_a_program_is_told_the_range_of_each_day_of_a_step():
    for kind, model in kinds().items():
        for step in model.flow:
            shape = desk_of(kind).form(step)
            for named in schema(shape)["properties"].values():
                if named.get("format") in ("date", "date-time"):
                    assert named["x-minimum"][:4] in ("2000", "1950"), (kind, step.name)


# --- addresses and settings --------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [*OUTSIDE, *INSIDE, "2026-13-45"])
def test_no_page_breaks_on_a_day_in_its_address(day, cast, at_desk):
    addresses = [f"/due/?month={day[:7]}", f"/calendar/{int(day[:4])}.json", f"/signals/?before={day}"]
    addresses += [f"/query/?first={day}&last={day}", f"/ranking/?first={day}&last={day}"]
    for viewer in (cast.approver, cast.organiser, cast.address_keeper):
        client = at_desk(viewer)
        client.raise_request_exception = False
        for address in [*addresses, f"/recipients/reads/?before={day}T00:00:00%2B08:00"]:
            assert client.get(address).status_code < 500, address


NONSENSE = [
    ("2000-13-01", "2100-12-31"),
    ("2100-01-01", "2000-01-01"),
    ("x", "y"),
    ("2000-01-01", "3000-01-01"),
]


@pytest.mark.parametrize(("first", "last"), NONSENSE)
def test_a_range_that_is_none_is_refused_in_a_sentence(first, last, monkeypatch):
    monkeypatch.setenv("FIRST_DAY", first)
    monkeypatch.setenv("LAST_DAY", last)
    with pytest.raises(ImproperlyConfigured, match="FIRST_DAY"):
        _range_of_days()


@pytest.mark.django_db
def test_the_database_follows_the_setting_once_it_is_told(settings):
    settings.LAST_DAY = date(2050, 12, 31)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    call_command("range_of_days", stdout=StringIO())
    facts = {"organisation": "A", "product": "B", "verdict": "conforming"}
    Finding.objects.create(on=date(2050, 12, 31), **facts, fingerprint="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(on=date(2051, 1, 1), **facts, fingerprint="2")
