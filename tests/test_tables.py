"""What do the flow tables have to say of who may not do what? Written by hand, so that a table cannot forget.

That what the tables say bites is shown by tests/test_bites.py, for each line of theirs.
"""

from __future__ import annotations

import pytest

from accounts.roles import Role
from casework.flow import Flow, Step
from casework.models import kinds

BUYING = "order ship add_parcel receive_parcel deliver rest_missing"
TESTING = "open enter record submit"
DRAWN_UP = "open edit list unlist import commit submit"
PLANNING = "open edit submit revise"
RISK = "open attach detach merge unmerge assess back reopen notify_more notify_anew"
SPENT = f"confirm_item {BUYING} send_back arrive enter_part"
# Officers of a regulator; those who read their work, and those who decide on both.
OFFICERS = (
    "receive inspect transfer dispute assign evidence add_evidence propose_filing sign_filing"
    " propose_no_filing propose_decision submit give_notice serve_notice hear serve_decision"
    " execute close receive_return amend"
)
READ = f"{OFFICERS} review send_back"
# Whoever took one of these steps does not take that one (W-02, LB-08, 6.3-5; invariant 6: nobody confirms
# their own work).
BY_HAND = "SEPARATED and VOIDS are written by hand, from the standard: if it is meant, write it there"
SEPARATED = {
    ("assessment", "approve"): "open empanel widen score end_scoring propose",
    ("assessment", "return"): "open empanel widen score end_scoring propose",
    ("riskcase", "close"): RISK,
    ("riskcase", "void"): RISK,
    ("workplan", "approve"): PLANNING,
    ("workplan", "return"): PLANNING,
    ("scheme", "approve"): DRAWN_UP,
    # Whoever may not decide may not return it either, nor have it voided.
    ("scheme", "return"): DRAWN_UP,
    ("scheme", "deny"): f"{DRAWN_UP} choose ask confirm",
    ("scheme", "void"): f"{DRAWN_UP} choose ask confirm add",
    ("assessment", "void"): "open empanel widen score end_scoring propose",
    ("workplan", "void"): PLANNING,
    # Nobody forgives what they spent themselves.
    ("purchase", "write_off"): SPENT,
    ("purchase", "void"): SPENT,
    ("sample", "void"): "seal discard dispose",
    ("settlement", "void"): "open gather submit check",
    ("report", "return"): TESTING,
    ("report", "send_back"): f"{TESTING} review",
    ("report", "void"): f"{TESTING} review",
    ("correction", "void"): "open confirm review",
    ("compilation", "return"): "open edit name_party submit",
    ("compilation", "void"): "open edit name_party submit",
    ("nationalreport", "return"): "open compile write send",
    ("nationalreport", "send_back"): "open compile write send",
    ("nationalreport", "void"): "open compile write send",
    ("scheme", "grant"): f"{DRAWN_UP} choose ask confirm",
    ("scheme", "allow"): f"{DRAWN_UP} choose ask confirm add",
    # Whoever found it changed does not decide that it is bought.
    ("purchase", "buy_changed"): "confirm_item",
    ("purchase", "leave_changed"): "confirm_item",
    ("purchase", "check"): BUYING,
    ("purchase", "accept"): BUYING,
    ("purchase", "reject"): BUYING,
    ("purchase", "wrong_goods"): BUYING,
    ("sample", "witness"): "seal",
    ("sample", "confirm_discard"): "discard",
    ("sample", "confirm_disposal"): "dispose",
    ("settlement", "check"): "open gather submit",
    ("settlement", "return"): "open gather submit",
    ("settlement", "approve"): "open gather submit check",
    ("report", "review"): TESTING,
    ("report", "sign"): f"{TESTING} review",
    ("report", "issue"): f"{TESTING} review",
    # A reviewer who saw the error may propose its correction: the tester confirms it before they review it.
    ("correction", "review"): "confirm",
    ("correction", "approve"): "open confirm review",
    ("correction", "pass_on"): "open confirm review",
    ("compilation", "approve"): "open edit name_party submit",
    ("nationalreport", "review"): "open compile write send",
    # Whoever reviewed it may approve it: neither is their own work, and a small center has few people.
    ("nationalreport", "approve"): "open compile write send",
    # Who verifies what a platform did does not decide that less is enough.
    **{
        ("platformdisposal", step): "settle propose_less verify reopen"
        for step in ("accept_less", "refuse_less", "take_back")
    },
    # Who takes a matter back does not void it.
    ("platformdisposal", "void"): "take_back",
    # Two officers file, a legal reviewer reads, the head decides; none of them is another.
    ("enforcementcase", "sign_filing"): "propose_filing",
    **{("enforcementcase", step): f"{OFFICERS} file decide" for step in ("review", "send_back")},
    **{
        ("enforcementcase", step): READ
        for step in (
            *("file", "not_file", "return_filing", "decide", "reject_decision", "revoke", "feed_back"),
            *("return_report", "lapse", "go_on", "go_on_filed"),
        )
    },
    ("enforcementcase", "void"): f"{READ} file decide take_back",
}
# Who voids a record of a kind, and in which open states nobody does.
VOIDS = {
    "riskcase": ("leader", ""),
    "notice": ("leader", ""),
    "assessment": ("leader system", ""),
    "workplan": ("approver", ""),
    "scheme": ("leader", ""),
    "purchase": ("leader", ""),
    "sample": ("leader", ""),
    "settlement": ("leader", ""),
    "entrustment": ("leader", ""),
    "abnormality": ("signatory system", "referred"),
    "report": ("signatory system", "delivered issued"),
    "gravefinding": ("leader", ""),
    "correction": ("signatory system", "before_center"),
    "compilation": ("leader", ""),
    "nationalreport": ("leader", "sent"),
    "resultnotice": ("leader", ""),
    "denial": ("case_officer", "asked filed"),
    "enforcementcase": (
        "compiler",
        "closed decided decision_proposed decision_served disowned disputed executed fed_back file_proposed"
        " file_signed filed heard inspecting not_file_proposed not_filed noticed passed_on received referred"
        " returned returning reviewed shaken told",
    ),
    "platformdisposal": (
        "compiler",
        "disputed done ending fed_back handling less_proposed lifting received returned sent shaken to_lift",
    ),
    "assistance": ("approver", ""),
    "sharerequest": ("leader", ""),
}
# In these roles people decide on what others of their organisation prepared.
DECIDING = {Role.APPROVER, Role.LEADER, Role.SIGNATORY, Role.SYSTEM}
URGING = ("urge_received", "urge_handling", "urge_done", "urge_to_lift")
# Where they do so though they had a hand in it, and why.
EXCEPT: dict[tuple[str, str], set[str]] = {
    # The analysis is the laboratory's own statement on its own work.
    ("entrustment", "analyse"): {"accept", "report_abnormality", "start"},
    # It goes on as it was approved.
    ("workplan", "resume"): set(PLANNING.split()),
    # Who confirmed it may approve it: neither is their own work, and a small center has few people.
    ("nationalreport", "approve"): {"review"},
    ("nationalreport", "send_back"): {"review"},
    # Who completed a scheme, before another sample had to be bought for it, has chosen no target.
    ("scheme", "allow"): {"complete"},
    # Who served it on the platform, or urged it, has not said that less is enough.
    **{
        ("platformdisposal", step): {*("serve", "serve_again", "hand_over"), *URGING}
        for step in ("accept_less", "refuse_less", "take_back")
    },
    # Who takes a case up again has said nothing of it.
    **{
        ("enforcementcase", step): {"hand_over"}
        for step in (
            *("file", "not_file", "return_filing", "decide", "reject_decision", "revoke", "feed_back"),
            *("return_report", "lapse", "go_on", "go_on_filed", "review", "send_back", "take_back"),
        )
    },
    # Who chose or looked at the goods owes none of the money.
    ("purchase", "write_off"): {"open", "assign", "reassign", "buy_changed", "check"},
}
# Whoever took any step of these other records does not take that one.
APART = {
    **dict.fromkeys(
        [("denial", step) for step in ("ask", "uphold", "reject", "keep", "void")], "notice__report__cases"
    ),
    **dict.fromkeys([("correction", step) for step in ("void", "accept", "refuse")], "report"),
}
# Only the person whom the record names takes these.
PERSONAL = {
    "purchase": {
        *("confirm_item", "order", "ship", "add_parcel", "receive_parcel", "deliver", "rest_missing"),
        *("not_found", "delisted", "out_of_stock", "seller_cancelled", "shop_unreachable", "refuse"),
        *("send_back", "arrive", "enter_part", "refund"),
    },
    "settlement": {"gather", "submit"},
    "correction": {"confirm"},
}
# Nothing of these happens to a sample that somebody may still ask about, nor is a scheme at its end while
# another sample may have to be bought for it.
HELD = {
    ("scheme", "complete"),
    *(
        ("sample", step)
        for step in ("discard", "confirm_discard", "dispose", "confirm_disposal", "give_back")
    ),
}


def test_who_does_one_step_of_a_matter_does_not_do_the_other():
    found = {
        (kind, step.name): set(step.differs)
        for kind, model in kinds().items()
        for step in model.flow
        if step.differs
    }
    assert found == {step: set(others.split()) for step, others in SEPARATED.items()}, BY_HAND


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_who_decides_had_no_hand_in_what_they_decide_on(kind):
    flow = kinds()[kind].flow
    lacking = {
        step.name: prepared
        for step in flow
        if (step.primary or step.differs) and set(step.by) <= DECIDING and step.name != "void"
        if (prepared := prepares(flow, step) - set(step.differs) - EXCEPT.get((kind, step.name), set()))
    }
    assert lacking == {}


def prepares(flow: Flow, decision: Step) -> set[str]:
    """The steps of others of the same office that may lie before a decision, but for those that return."""
    parties = {decision.party(role) for role in decision.by} - {""}
    return {
        step.name
        for step in flow
        if (step.primary or step.target in step.sources)
        and any(role not in DECIDING and step.party(role) in parties for role in step.by)
        and leads_to(flow, step) & set(decision.sources)
    }


def leads_to(flow: Flow, step: Step) -> set[str]:
    """The states that a record may be in from a step on."""
    found, todo = set(), [step.target]
    while todo:
        state = todo.pop()
        if state not in found:
            found.add(state)
            todo += [onward.target for onward in flow.leaving(state) if onward.name != "void"]
    return found


def test_no_step_voids_what_was_decided_or_lies_before_others():
    found = {
        kind: (" ".join(sorted(void.by)), " ".join(sorted(set(model.flow.turns) - set(void.sources))))
        for kind, model in kinds().items()
        for void in [model.flow["void"]]
    }
    assert found == VOIDS, BY_HAND


def test_who_has_a_hand_in_one_matter_does_not_decide_the_other():
    assert {
        (kind, step.name): step.apart for kind, model in kinds().items() for step in model.flow if step.apart
    } == APART


def test_what_is_assigned_to_one_person_is_theirs_alone():
    found = {
        kind: {step.name for step in model.flow if step.only}
        for kind, model in kinds().items()
        if any(step.only for step in model.flow)
    }
    assert found == PERSONAL


def test_what_a_hold_keeps_from_happening():
    assert {
        (kind, step.name) for kind, model in kinds().items() for step in model.flow if step.heeds_holds
    } == HELD
