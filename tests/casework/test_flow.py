"""Does a table of steps that makes no sense fail when its module is imported?"""

from __future__ import annotations

import pytest
from django.db.models import Q, TextChoices

from accounts.roles import Role
from casework.clauses import CARRIED, carries
from casework.flow import Flow, Forbidden, Refused, Step
from casework.lifting import wait
from casework.terms.count import Unit
from casework.terms.table import Term
from tests.casework.trial import FLOW, REPLY


class Door(TextChoices):
    OPEN = "open", "Open"
    SHUT = "shut", "Shut"
    VOIDED = "voided", "Voided"


OPENING = Step("open", "Open", (), "open", (Role.PLANNER,), "1")
SHUT = Step("shut", "Shut", ("open",), "shut", (Role.PLANNER,), "1")


def flow(*steps: Step, states: type[TextChoices] = Door, turns: dict | None = None) -> Flow:
    return Flow(states, *steps, turns=turns or {"open": Role.PLANNER}, main=("open",), voids=(Role.APPROVER,))


def step(name: str = "lock", source: str = "open", target: str = "shut", **options: object) -> Step:
    return Step(name, name, (source,), target, (Role.PLANNER,), "1", **options)  # type: ignore[arg-type]


def test_a_table_that_makes_sense_opens_with_the_step_that_has_no_source():
    assert flow(OPENING, SHUT).opening == OPENING and flow(OPENING, SHUT).initial == "open"


@wait
def dry(record: object, now: object) -> None:
    """The paint is dry: nobody says so where the step is read first."""


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        ((OPENING, SHUT, step("shut")), "step names must differ"),
        ((OPENING, SHUT, step("void")), "step names must differ"),
        ((SHUT,), "one step must open the record"),
        ((OPENING, SHUT, Step("enter", "", (), "shut", (Role.PLANNER,), "1")), "one step must open"),
        ((OPENING, SHUT, step(target="ajar")), "lock names a state that Door lacks"),
        ((OPENING, SHUT, step(source="ajar")), "lock names a state that Door lacks"),
        ((OPENING, SHUT, step(differs=("paint",))), "lock must differ from a step that does not exist"),
        ((OPENING, SHUT, step(undoes=("paint",))), "lock must differ from a step that does not exist"),
        ((OPENING, SHUT, step(prepared=True, guards=(dry,))), "what is so when these let pass: .*dry"),
        ((OPENING, step(target="open")), "no step leads to shut"),
        ((OPENING, SHUT, step(source="shut")), None),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(steps, complaint):
    if complaint is None:
        assert flow(*steps)
    else:
        with pytest.raises(ValueError, match=complaint):
            flow(*steps)


def test_a_state_that_only_a_step_from_itself_leads_to_is_not_reached():
    with pytest.raises(ValueError, match="no step leads to shut"):
        flow(OPENING, step(source="shut", target="shut"))


def test_the_turn_of_a_role_without_a_step_is_refused():
    with pytest.raises(ValueError, match="the turn of approver in open, but there is nothing"):
        flow(OPENING, SHUT, turns={"open": Role.APPROVER})


def nothing_in_the_way(record: object, now: object) -> None:
    """A guard that does not say who lifts what it refuses."""


def test_a_guard_of_what_carries_on_says_who_lifts_what_it_refuses():
    with pytest.raises(ValueError, match="who lifts what these refuse of shut in open"):
        flow(OPENING, step("shut", guards=(nothing_in_the_way,)))
    assert flow(OPENING, step("shut", guards=(nothing_in_the_way,), primary=False))


@pytest.mark.parametrize("state", ["shut", "ajar"])
def test_only_what_waits_for_somebody_can_idle(state):
    with pytest.raises(ValueError, match="is nobody's turn"):
        flow(OPENING, SHUT).idles(state)(lambda now, viewer: Q())


def test_voiding_alone_is_not_something_to_do():
    with pytest.raises(ValueError, match="nothing for them to do"):
        flow(OPENING, SHUT, turns={"open": Role.PLANNER, "shut": Role.APPROVER})


def test_the_main_path_names_only_states_there_are():
    with pytest.raises(ValueError, match="main path"):
        Flow(Door, OPENING, SHUT, turns={"open": Role.PLANNER}, main=("ajar",), voids=(Role.APPROVER,))


def test_a_table_without_a_voided_state_is_refused():
    class Gate(TextChoices):
        OPEN = "open", "Open"
        SHUT = "shut", "Shut"

    with pytest.raises(ValueError, match="void names a state that Gate lacks"):
        flow(OPENING, SHUT, states=Gate)


def test_a_step_under_an_unknown_clause_is_refused():
    with pytest.raises(LookupError, match=r"no clause or rule '9\.9'"):
        Step("open", "Open", (), "open", (Role.PLANNER,), "9.9")


@pytest.mark.parametrize(("code", "clause"), [("DL-100", "6.4-1"), ("DL-05", "9.9")])
def test_a_term_under_an_unknown_code_or_clause_is_refused(code, clause):
    with pytest.raises(LookupError, match="no clause or rule"):
        Term(code, "Test", 7, Unit.CALENDAR, clause, "")


def test_what_carries_an_unknown_clause_is_refused():
    with pytest.raises(LookupError):
        carries("9.9")(Door)


def test_what_carries_a_clause_is_listed_under_it(monkeypatch):
    monkeypatch.setitem(CARRIED, "6.5-1", [])
    assert carries("6.5-1")(Door) is Door
    assert CARRIED["6.5-1"] == [f"{__name__}.Door"]


def test_every_open_state_can_be_voided_and_no_final_one():
    assert set(FLOW["void"].sources) == set(FLOW.turns)
    assert not FLOW.leaving("voided") and not FLOW.leaving("done")


def test_a_final_state_is_nobodys_turn():
    assert FLOW.turn("sent") == Role.RECEIVER and FLOW.turn("done") == ""


def test_a_table_knows_its_terms_by_their_codes():
    assert set(FLOW.terms) == {"DL-05", "DL-06", "DL-09"} and FLOW.terms["DL-06"] is REPLY


def test_a_refusal_reads_as_its_reason():
    assert str(Refused("Not now.")) == "Not now." and isinstance(Forbidden("Not yours."), Refused)
