"""How does a test report move? Clauses 6.3-5 to 6.3-7 as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.flow import Flow, Refused, Step, With
from casework.lifting import ensures, own, wait
from casework.terms.table import term
from inspection.flow.commissions import say


class ReportState(TextChoices):
    ENTERING = "entering", _("Results being entered")
    SUBMITTED = "submitted", _("Submitted for review")
    REVIEWED = "reviewed", _("Reviewed")
    SIGNED = "signed", _("Signed")
    ISSUED = "issued", _("Issued")
    DELIVERED = "delivered", _("Delivered to the center")
    FINAL = "final", _("Final")
    VOIDED = "voided", _("Voided")


# What is not signed yet may be given up; what is signed stays.
UNSIGNED = (ReportState.ENTERING, ReportState.SUBMITTED, ReportState.REVIEWED)
ISSUED = (ReportState.ISSUED, ReportState.DELIVERED, ReportState.FINAL)

COMPILING = term("DL-05")
SEEN = _("I have seen what was found and counts no more")


@own("enter")
def results_complete(report: Any, now: datetime) -> None:
    """Every item has a result and a verdict."""
    say(report.incomplete())


@own("record")
@ensures(_("Every item that was tested has a raw record that holds, of a day of the test"))
def results_recorded(report: Any, now: datetime) -> None:
    """Every item that was tested has a raw record (6.3-5)."""
    say(report.unrecorded())


@own()
@ensures(_("The report says all that a test report has to say"))
def report_complete(report: Any, now: datetime) -> None:
    """The report carries what a test report must carry (LB-02, LB-03)."""
    say(report.lacks(now))


@wait
@ensures(_("No abnormality of the sample waits for a decision"))
def sample_goes_on(report: Any, now: datetime) -> None:
    """No abnormality of its sample waits for a decision (6.3-3)."""
    say(report.held_up())


@wait
@ensures(_("No correction of the report waits for a decision"))
def nothing_to_correct(report: Any, now: datetime) -> None:
    """No correction of the report waits for a decision (6.3-5)."""
    if report.corrections.exclude(turn="").exists():
        raise Refused(_("A correction of this report is not decided on yet: decide on it first."))


@own()
@ensures(_("A certificate valid today covers every item, and you are named in it as a signatory"))
def authorised(report: Any, by: Viewer, now: datetime) -> None:
    """A certificate valid today covers every item of the report, and names who signs (LB-01, LB-12)."""
    say(report.not_authorised(by, now))


def something_to_see(report: Any, now: datetime) -> None:
    """A failing result was taken back in the report, or results on the sample were voided before it."""
    if not report.to_be_seen():
        raise Refused(
            _(
                "No failing result of this report was taken back, and no results on the sample were voided "
                "before: there is nothing to see."
            )
        )


@own("see_before")
def former_results_seen(report: Any, now: datetime) -> None:
    """Who receives a report has seen what of it failed and was taken back, and what an earlier one found."""
    if not report.to_be_seen() or report.seen_before():
        return
    if report.predecessors:
        raise Refused(
            _(
                "Results on this sample were voided before: open the report, read them under “Tested "
                "before”, and take the step “%(step)s” first."
            )
            % {"step": SEEN}
        )
    raise Refused(
        _(
            "A failing result of this report was taken back: open the report, read it under “Failing results "
            "taken back”, and take the step “%(step)s” first."
        )
        % {"step": SEEN}
    )


REPORT_FLOW = Flow(
    ReportState,
    Step(
        "open",
        _("Begin the test report"),
        (),
        "entering",
        (Role.TESTER,),
        "4.2.3-c",
        admits=(Kind.LABORATORY,),
        at_once=True,
    ),
    Step(
        "enter",
        _("Enter results"),
        ("entering",),
        "entering",
        (Role.TESTER,),
        "6.3-7",
        also=("6.3-4",),
        guards=(sample_goes_on,),
        at_once=True,
    ),
    Step(
        "record",
        _("Add a raw record"),
        ("entering",),
        "entering",
        (Role.TESTER,),
        "6.3-5",
        primary=False,
        at_once=True,
    ),
    Step(
        "submit",
        _("Submit for review"),
        ("entering",),
        "submitted",
        (Role.TESTER,),
        "4.2.3-b",
        guards=(sample_goes_on, results_complete, results_recorded, nothing_to_correct),
    ),
    Step(
        "review",
        _("Confirm the results"),
        ("submitted",),
        "reviewed",
        (Role.REVIEWER,),
        "LB-08",
        guards=(sample_goes_on, nothing_to_correct),
        differs=("open", "enter", "record", "submit"),
    ),
    Step(
        "return",
        _("Return to the tester"),
        ("submitted",),
        "entering",
        (Role.REVIEWER,),
        "LB-08",
        primary=False,
    ),
    Step(
        "sign",
        _("Sign"),
        ("reviewed",),
        "signed",
        (Role.SIGNATORY,),
        "6.3-6",
        guards=(sample_goes_on, results_recorded, nothing_to_correct),
        able=(authorised,),
        also=("LB-12",),
        differs=("open", "enter", "record", "submit", "review"),
        prepared=True,
    ),
    Step(
        "send_back",
        _("Send back to the tester"),
        ("reviewed",),
        "entering",
        (Role.SIGNATORY,),
        "6.3-6",
        primary=False,
    ),
    Step(
        "issue",
        _("Issue the report"),
        ("signed",),
        "issued",
        (Role.SIGNATORY,),
        "6.3-6",
        guards=(sample_goes_on, results_recorded, report_complete, nothing_to_correct),
        differs=("open", "enter", "record", "submit", "review"),
        starts=(COMPILING,),
        prepared=True,
    ),
    Step(
        "see_before",
        SEEN,
        ("issued",),
        "issued",
        (Role.COMPILER,),
        "W-05",
        guards=(something_to_see,),
        primary=False,
    ),
    Step(
        "receive",
        _("Receive the report"),
        ("issued",),
        "delivered",
        (Role.COMPILER,),
        "4.2.2-d",
        guards=(former_results_seen,),
    ),
    Step(
        "remark",
        _("Add a remark for the compiled report"),
        ("delivered",),
        "delivered",
        (Role.COMPILER,),
        "4.2.2-d",
        primary=False,
    ),
    Step(
        "compile",
        _("Passed on in a compiled report"),
        ("delivered",),
        "final",
        (Role.SYSTEM,),
        "6.4-1",
        meets=(COMPILING,),
    ),
    # A correction after the issue: the amended report takes the place of the older one, in whatever hands.
    *(
        Step(f"amend_{state}", _("The amended report is issued"), (state,), state, (Role.SYSTEM,), "LB-04")
        for state in ISSUED
    ),
    Step(
        "reverse",
        _("The verdict already passed on has changed"),
        ("final",),
        "final",
        (Role.SYSTEM,),
        "W-05",
    ),
    turns={
        "entering": Role.TESTER,
        "submitted": Role.REVIEWER,
        "reviewed": Role.SIGNATORY,
        "signed": Role.SIGNATORY,
        "issued": Role.COMPILER,
        "delivered": Role.COMPILER,
    },
    main=("entering", "submitted", "reviewed", "signed", "issued", "delivered", "final"),
    # The commission's clock runs until the last report is issued; what is signed outlives the commission.
    waits={
        "entering": With("entrustment", ("in_progress", "suspended")),
        **dict.fromkeys(("submitted", "reviewed"), term("W-21")),
        "signed": term("W-20"),
    },
    voids=(Role.SIGNATORY, Role.SYSTEM),
    # What is out is corrected: an amended report takes its place.
    lasting=(ReportState.ISSUED, ReportState.DELIVERED),
)
