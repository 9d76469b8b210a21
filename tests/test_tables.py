"""What do the flow tables have to say of who may not do what? Written by hand, so that a table cannot forget.

That what the tables say bites is shown by tests/test_bites.py, for each line of theirs.
"""

from __future__ import annotations

from casework.models import kinds

BUYING = "order ship add_parcel receive_parcel deliver rest_missing"
TESTING = "open enter record submit"
# Whoever took one of these steps does not take that one (W-02, LB-08, 6.3-5; invariant 6: nobody confirms
# their own work).
SEPARATED = {
    ("assessment", "approve"): "open empanel widen score end_scoring propose",
    ("assessment", "return"): "open empanel widen score end_scoring propose",
    ("workplan", "approve"): "open edit submit",
    ("workplan", "return"): "open edit submit",
    ("scheme", "approve"): "open edit list unlist import submit",
    # Whoever may not decide may not return it either, nor have it voided.
    ("scheme", "return"): "open edit list unlist import submit",
    ("scheme", "deny"): "open choose ask",
    ("scheme", "void"): "open edit list unlist import submit choose ask confirm",
    ("assessment", "void"): "open empanel widen score end_scoring propose",
    ("workplan", "void"): "open edit submit",
    ("purchase", "void"): BUYING,
    ("sample", "void"): "seal discard dispose",
    ("settlement", "void"): "open gather submit check",
    ("report", "return"): TESTING,
    ("report", "send_back"): f"{TESTING} review",
    ("report", "void"): f"{TESTING} review",
    ("correction", "void"): "open confirm review",
    ("compilation", "return"): "open edit name_party submit",
    ("compilation", "void"): "open edit name_party submit",
    ("nationalreport", "return"): "open compile write",
    ("nationalreport", "send_back"): "open compile write",
    ("nationalreport", "void"): "open compile write",
    ("enforcementcase", "return_filing"): "propose_filing sign_filing propose_no_filing",
    ("enforcementcase", "reject_decision"): "propose_filing sign_filing propose_decision review",
    ("enforcementcase", "return_report"): "close amend",
    ("enforcementcase", "revoke"): "close amend",
    ("enforcementcase", "void"): (
        "propose_filing sign_filing propose_no_filing propose_decision review close amend"
    ),
    ("scheme", "grant"): "open choose ask",
    ("scheme", "allow"): "open confirm",
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
    ("nationalreport", "review"): "open compile write",
    # Whoever reviewed it may approve it: neither is their own work, and a small center has few people.
    ("nationalreport", "approve"): "open compile write",
    # Two officers file, a legal reviewer reads, the head decides; none of them is another.
    ("enforcementcase", "sign_filing"): "propose_filing",
    ("enforcementcase", "file"): "propose_filing sign_filing",
    ("enforcementcase", "not_file"): "propose_no_filing",
    ("enforcementcase", "review"): "propose_filing sign_filing propose_decision",
    ("enforcementcase", "send_back"): "propose_filing sign_filing propose_decision",
    ("enforcementcase", "decide"): "propose_filing sign_filing propose_decision review",
    ("enforcementcase", "feed_back"): "close amend",
    **{
        ("enforcementcase", step): "propose_filing sign_filing propose_no_filing propose_decision"
        for step in ("lapse", "go_on", "go_on_filed")
    },
}
# Whoever took any step of these other records does not take that one.
APART = {
    ("denial", "uphold"): "cases",
    ("denial", "reject"): "cases",
    ("denial", "void"): "cases",
    ("correction", "void"): "reports",
    ("correction", "accept"): "reports",
    ("correction", "refuse"): "reports",
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
# Nothing of these happens to a sample that somebody may still ask about.
HELD = {
    ("sample", step) for step in ("discard", "confirm_discard", "dispose", "confirm_disposal", "give_back")
}


def test_who_does_one_step_of_a_matter_does_not_do_the_other():
    found = {
        (kind, step.name): set(step.differs)
        for kind, model in kinds().items()
        for step in model.flow
        if step.differs
    }
    assert found == {step: set(others.split()) for step, others in SEPARATED.items()}


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
