"""Is a number that no column holds, or that its column refuses, refused in a sentence by every form? (A9)"""

from __future__ import annotations

from inspect import isclass
from typing import Any

import pytest
import time_machine
from django import forms
from django.core.validators import MaxValueValidator
from django.urls import get_resolver

from casework.models import kinds
from casework.pages.forms import QuestionForm, StepForm
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.sampling import given, walks
from tests.test_flows import WALKS
from tests.walks import Walk


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def accepted(cast: Any, at_desk: Any, **typed: str) -> Any:
    purchase = given.checking_purchase(cast, NOW)
    page = f"{purchase.get_absolute_url()}accept/"
    return at_desk(cast.verifier).post(page, walks.acceptance(purchase, cast) | typed)


@pytest.mark.parametrize("number", ["0", "-1", "99999999999"])
@pytest.mark.parametrize("name", ["quantity", "backup"])
def test_a9_a_sample_of_no_pieces_or_of_more_than_there_are_is_not_accepted(cast, at_desk, name, number):
    answer = accepted(cast, at_desk, **{name: number})
    if (name, number) == ("backup", "0"):  # none is kept
        assert answer.status_code == 302
        return
    assert answer.status_code == 422 and not Sample.objects.exists()


def grown() -> list[Walk]:
    """A walk for each step whose form adds fields to those that its class has."""
    get_resolver().url_patterns  # noqa: B018 (reads all that is registered)
    found: dict[tuple[str, str], Walk] = {}
    for walk in WALKS:
        shape = kinds()[walk.kind].flow.shapes.get(walk.step)
        if isclass(shape) and issubclass(shape, (QuestionForm, StepForm)) and "__init__" in vars(shape):
            found.setdefault((walk.kind, walk.step), walk)
    return list(found.values())


@pytest.mark.parametrize("walk", grown(), ids=lambda walk: walk.id)
def test_a9_no_number_that_a_form_asks_for_is_larger_than_a_column_holds(walk, cast):
    """A column of the form's own model is asked by itself."""
    record = walk.given(cast, NOW)
    form: Any = record.flow.shapes[walk.step]({}, viewer=cast.people[walk.actor], now=NOW, instance=record)
    form.full_clean()
    own = getattr(getattr(form, "_meta", None), "fields", None) or ()
    assert not [
        name
        for name, field in form.fields.items()
        if isinstance(field, forms.IntegerField) and name not in own
        if not any(isinstance(each, MaxValueValidator) for each in field.validators)
    ]
