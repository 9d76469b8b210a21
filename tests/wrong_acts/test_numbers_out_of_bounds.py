"""Is a number that no column holds, or that its column refuses, refused in a sentence by every form? (A9)"""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django import forms
from django.urls import get_resolver

from casework.models import kinds
from casework.pages.forms import LARGEST
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.sampling import given, walks
from tests.test_access import example


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


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a9_no_number_of_a_form_is_larger_than_a_column_holds(kind, cast):
    """Of the forms that fit the record as it is; a column of the form's own model is asked by itself."""
    get_resolver().url_patterns  # noqa: B018 (reads all that is registered)
    record, endless = example(kind, cast), []
    for name, shape in record.flow.shapes.items():
        try:
            form: Any = shape({}, viewer=cast.leader, now=NOW, instance=record)
            form.full_clean()
        except Exception:
            continue
        endless += [
            (name, called)
            for called, field in form.fields.items()
            if isinstance(field, forms.IntegerField)
            and called not in (getattr(getattr(form, "_meta", None), "fields", None) or ())
            and not any(getattr(each, "limit_value", LARGEST + 1) <= LARGEST for each in field.validators)
        ]
    assert not endless
