"""Does a form show rows by code alone, and take nothing else for one?"""

from __future__ import annotations

import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.addresses import code, code_of
from accounts.coded import OneOf, SeveralOf
from accounts.models import Organisation, Region, StandIn, User
from catalogue.models import Category

pytestmark = pytest.mark.django_db
KINDS = [OneOf, SeveralOf]
# What somebody may send who never saw the form, or changed what it sent.
WRONG = [
    "",
    "UUUUUUUUU",
    "000000001",
    "A" * 9,
    "9" * 400_000,
    "\0" * 9,
    "1\0",
    "nobody",
    "５５５５５５５５５",
    "True",
]


def asked(kind, rows, value):
    """A form with one field, and what was sent in it; a list for a field of several."""
    field = kind(rows, required=True)
    sent = value if kind is OneOf or isinstance(value, list) else [value]
    return field.clean(sent)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_shown_and_taken_by_its_code(cast, kind):
    field = kind(Organisation.objects.filter(pk__in=[cast.center.pk, cast.county.pk]))
    offered = [str(value) for value, _label in field.choices if str(value)]
    assert sorted(offered) == sorted([code_of(cast.center), code_of(cast.county)])
    found = asked(kind, Organisation.objects.all(), code_of(cast.center))
    assert found == cast.center if kind is OneOf else list(found) == [cast.center]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_is_no_code_is_told_in_a_sentence(cast, kind, wrong):
    with pytest.raises(ValidationError) as said:
        asked(kind, Organisation.objects.all(), wrong)
    assert not re.search(r"\d", " ".join(said.value.messages))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("of", ["its id", "the code of another kind", "the code of a row not offered"])
def test_ids_other_kinds_and_rows_not_offered_are_not_among_the_choices(cast, kind, of):
    offered = Organisation.objects.exclude(pk=cast.county.pk)
    wrong = {
        "its id": str(cast.center.pk),
        "the code of another kind": code("user", cast.center.pk),
        "the code of a row not offered": code_of(cast.county),
    }
    with pytest.raises(ValidationError, match="not one of the available choices") as said:
        asked(kind, offered, wrong[of])
    assert not re.search(r"\d", " ".join(said.value.messages))


@pytest.mark.parametrize("sent", [["a", "b"], {"a": "b"}, [["a"]], 7.5, True, b"A" * 9])
def test_what_no_browser_sends_is_a_sentence_too(cast, sent):
    for kind in KINDS:
        with pytest.raises(ValidationError):
            kind(Organisation.objects.all()).clean(sent)


def test_what_is_chosen_beforehand_stands_there_as_a_code(cast):
    class Both(forms.Form):
        one = OneOf(Organisation.objects.all(), initial=cast.center.pk)
        several = SeveralOf(User.objects.all(), initial=[cast.buyer.user, cast.leader.user.pk])

    form, people = Both(), [code_of(cast.buyer.user), code_of(cast.leader.user)]
    assert form["one"].value() == code_of(cast.center) and form["several"].value() == people
    assert f'value="{code_of(cast.center)}" selected' in str(form)
    assert not Both({"one": code_of(cast.center), "several": people}).has_changed()


def test_a_field_that_is_only_shown_keeps_its_row(cast):
    class Shown(forms.Form):
        one = OneOf(Organisation.objects.all(), initial=cast.center.pk, disabled=True)

    form = Shown({"one": code_of(cast.county)})
    assert form.is_valid() and form.cleaned_data["one"] == cast.center


def test_a_region_is_named_by_its_public_code(cast):
    east = Region.objects.get(code="910000")
    assert code_of(east) == "910000" and OneOf(Region.objects.all()).clean("910000") == east
    with pytest.raises(ValidationError):
        OneOf(Region.objects.all()).clean(code("region", 910000))


def test_two_rows_of_a_kind_lie_nowhere_near_each_other():
    pairs = [(code_of(Category(pk=pk)), code_of(Category(pk=pk + 1))) for pk in range(1, 60)]
    alike = [sum(a == b for a, b in zip(one, other, strict=True)) for one, other in pairs]
    assert max(alike) < 5 and sum(alike) < 59


def test_an_id_in_place_of_a_code_is_refused_beside_its_field(cast, at_desk):
    form = {"roles": ["buyer"], "first": "2099-01-01", "last": "2099-01-02", "reason": "On leave"}
    form |= {"absent": cast.buyer.user, "substitute": str(cast.organiser.user.pk)}
    answer = at_desk(cast.center_administrator).post(reverse("stand-ins"), form)
    assert answer.status_code == 422 and "not one of the available choices" in answer.text
    assert f'value="{code_of(cast.organiser.user)}"' in answer.text and not StandIn.objects.exists()
