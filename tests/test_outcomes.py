"""Is a decision ever proposed by the page, before anybody has decided?"""

from __future__ import annotations

from importlib import import_module

import pytest
import time_machine
from django import forms
from django.urls import reverse

from casework.models import kinds
from casework.pages.desks import desk_of
from casework.pages.forms import unchosen
from tests.conftest import NOW
from tests.disposal import given_notices as told
from tests.test_flows import STAGES
from tests.walks import Walk

WALKS: list[Walk] = [walk for stage in STAGES for walk in import_module(f"tests.{stage}.walks").WALKS]

# What is filled in beforehand because it describes how something is done, and decides nothing for anybody.
DESCRIBES = {
    "channel": "by which way a link is sent",
    "severity": "the median of what the panel scored",
    "spread": "what all of the panel found",
    "sample_type": "what a shop sells is a finished product",
    "mode": "how the plan says that listings are chosen",
    "taken_in": "a parcel comes to its recipient, unless somebody says otherwise",
    "method": "as it was asked for",
}


def test_where_a_party_is_told_yes_or_no_neither_goes_before_the_other():
    """The worklist names the one main step of a state; of two outcomes it names neither."""
    for kind, model in kinds().items():
        for state, role in model.flow.turns.items():
            ends = [s for s in model.flow.leaving(state) if role in s.by and s.name != "void" and s.reason]
            outcomes = [step for step in ends if not model.flow.turn(step.target)]
            if len(outcomes) > 1:
                assert len({step.primary for step in outcomes}) == 1, (kind, state)


def choosing(form: forms.BaseForm) -> list[str]:
    """The fields of a form in which one of several words is chosen."""
    return [
        name
        for name, field in form.fields.items()
        if isinstance(field, forms.ChoiceField)
        and not isinstance(field, forms.MultipleChoiceField | forms.ModelChoiceField)
        and field.required
        and name.rstrip("0123456789") not in DESCRIBES
    ]


FORMS = {
    (walk.kind, walk.step): walk
    for walk in WALKS
    if not walk.cause and walk.step != "edit" and desk_of(walk.kind).form(kinds()[walk.kind].flow[walk.step])
}


@pytest.mark.parametrize("walk", FORMS.values(), ids=lambda walk: f"{walk.kind}: {walk.step}")
def test_no_outcome_is_chosen_before_somebody_chooses(walk, cast):
    with time_machine.travel(NOW, tick=False):
        record = walk.given(cast, NOW)
        shape = desk_of(walk.kind).form(kinds()[walk.kind].flow[walk.step])
        assert shape is not None
        form = unchosen(shape(instance=record, viewer=getattr(cast, walk.actor), now=NOW))
    chosen = {name: form[name].value() for name in choosing(form) if form[name].value() not in (None, "")}
    lists = [name for name in choosing(form) if type(form.fields[name].widget) is forms.Select]
    assert not chosen
    for field in form.fields.values():
        if type(field.widget) is forms.Select:
            empty = [label for value, label in field.widget.choices if value in (None, "")]
            assert len(empty) <= 1 and "---------" not in empty
    assert not [name for name in lists if next(iter(form.fields[name].widget.choices))[0]]


@pytest.mark.parametrize("required", [True, False])
def test_a_list_has_one_empty_choice_which_says_what_it_is(required):
    """Where a vocabulary has a word for nothing itself, and where Django sets its dashes before it."""

    class Asked(forms.Form):
        level = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=required)
        grade = forms.ChoiceField(choices=[("", "---------"), ("", "Choose"), ("a", "A")], required=required)
        kind = forms.ChoiceField(choices=[("a", "A"), (None, "---------")], required=required)

    shown = unchosen(Asked())
    said = {name: [str(label) for value, label in field.widget.choices if value in (None, "")]
            for name, field in shown.fields.items()}  # fmt: skip
    nothing = "Please choose" if required else "—"
    assert said == {"level": [nothing], "grade": ["Choose"], "kind": [nothing]}


def test_a_page_shows_a_list_with_nothing_chosen_and_refuses_it_so(cast, at_desk, now):
    notice = told.sent(cast, now)
    client = at_desk(cast.compiler)
    page = client.get(reverse("resultnotice-step", args=[notice.number, "serve"])).content.decode()
    choices = page[page.index('name="method"') :]
    assert choices[choices.index("<option") :].startswith('<option value=""')
    answer = client.post(reverse("resultnotice-step", args=[notice.number, "serve"]), {"method": ""})
    assert answer.status_code == 422


def test_the_worklist_proposes_no_outcome_of_a_denial(cast, at_desk, now):
    denial = told.filed(cast, now)
    home = at_desk(cast.county_officer).get("/").content.decode()
    assert denial.title in home and "Uphold the denial" not in home
