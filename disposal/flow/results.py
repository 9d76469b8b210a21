"""How do the center's own reports move: the compiled one, and the periodic one to the nation?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from casework.deadlines.clocks import local_day
from casework.flow import Flow, Refused, Step, With
from casework.lifting import ensures, own, wait
from casework.terms.table import term
from trail.enumerations import enumerated


class CompilationState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for approval")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent")
    VOIDED = "voided", _("Voided")


class NationalReportState(TextChoices):
    COLLECTING = "collecting", _("Figures being collected")
    COUNTED = "counted", _("Figures compiled, text to be written")
    COMPILED = "compiled", _("Compiled")
    REVIEWED = "reviewed", _("Reviewed")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent")
    RETURNED = "returned", _("Returned by the national authority")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    VOIDED = "voided", _("Voided")


C, N = CompilationState, NationalReportState

SUM_UP = term("DL-08", start="period_to")
REVISE = term("W-22")


@own("edit")
@ensures(_("Every report has reached the center, and none has been passed on already"))
def reports_delivered(compilation: Any, now: datetime) -> None:
    """Every report has reached the center, and none has been passed on already."""
    other = compilation.undelivered()
    if other:
        raise Refused(
            gettext("These reports are not waiting to be compiled: %(numbers)s. Change the selection.")
            % {"numbers": enumerated(other)}
        )


@own("edit")
@ensures(_("No correction of a report waits for a decision"))
def reports_stand(compilation: Any, now: datetime) -> None:
    """Nothing is passed on that a laboratory is correcting."""
    waiting = compilation.being_corrected()
    if waiting:
        raise Refused(
            gettext(
                "These corrections are not decided yet: %(numbers)s. Wait for them, or leave the reports out."
            )
            % {"numbers": enumerated(waiting)}
        )


@own("name_party")
@ensures(_("Of no product that failed it is open who is the party"))
def parties_decided(compilation: Any, now: datetime) -> None:
    """Nobody is named as the party while label and listing of a product that failed do not agree."""
    waiting = compilation.undecided()
    if waiting:
        raise Refused(
            gettext("Label and listing differ, decide who is the party first: %(reports)s.")
            % {"reports": enumerated(f"{report.number} ({report.product})" for report in waiting)}
        )


@own()
@ensures(_("The severity of each item that failed is set: the grade follows from it"))
def severities_set(compilation: Any, now: datetime) -> None:
    """The grade of what failed follows from the severity of its items: none is taken for the lesser one."""
    items = compilation.ungraded()
    if items:
        raise Refused(
            gettext(
                "Nobody has set how grave it is if these items fail: %(items)s. "
                "Have the chair set it under “Severity of test items”."
            )
            % {"items": enumerated(f"{item.name} ({item.category})" for item in items)}
        )


@own("edit")
@ensures(_("The text was written, or read once more, after the last correction of a report"))
def written_since_corrected(compilation: Any, now: datetime) -> None:
    """What it says was written, or read once more, after the last correction of its reports."""
    corrected = compilation.corrected_since_written()
    if corrected:
        raise Refused(
            gettext(
                "These reports were amended after the text was written, which may rest on what they said "
                "before: %(amended)s Have it returned where it is submitted, and change the text."
            )
            % {"amended": " ".join(corrected)}
        )


@own("edit")
@ensures(_("The text claims nothing that the results of the reports disprove"))
def says_what_was_found(compilation: Any, now: datetime) -> None:
    """Its texts do not claim that nothing failed, or that nothing is to be done, where something failed."""
    untrue = compilation.untrue()
    if untrue:
        raise Refused(" ".join(untrue))


@own()
@ensures(_("The text claims nothing that the figures disprove"))
def says_what_was_counted(report: Any, now: datetime) -> None:
    """Its texts do not claim that nothing failed, or that nothing is late, where its figures count some."""
    untrue = report.untrue()
    if untrue:
        raise Refused(" ".join(untrue))


READY = (
    *(reports_delivered, reports_stand, parties_decided, severities_set),
    *(written_since_corrected, says_what_was_found),
)


def a_party_in_doubt(compilation: Any, now: datetime) -> None:
    """There is a product of which label and listing do not agree."""
    if not compilation.in_doubt():
        raise Refused(_("Label and listing of every product that failed agree: there is nothing to decide."))


@wait
def period_over(report: Any, now: datetime) -> None:
    """Only a period that has ended has final figures."""
    if local_day(now) <= report.period_to:
        raise Refused(
            gettext("The period has not ended: compile the figures after %(day)s.")
            % {"day": report.period_to}
        )


COMPILATION_FLOW = Flow(
    C,
    Step("open", _("Compile test reports"), (), C.DRAFT, (Role.COMPILER,), "6.4-1"),
    Step("edit", _("Change"), (C.DRAFT,), C.DRAFT, (Role.COMPILER,), "6.4-1", primary=False),
    Step(
        "name_party",
        _("Decide who is the party"),
        (C.DRAFT,),
        C.DRAFT,
        (Role.COMPILER,),
        "6.4-1",
        guards=(a_party_in_doubt,),
        primary=False,
    ),
    Step(
        "submit",
        _("Submit for approval"),
        (C.DRAFT,),
        C.SUBMITTED,
        (Role.COMPILER,),
        "6.4-1",
        guards=READY,
    ),
    Step(
        "approve",
        _("Approve"),
        (C.SUBMITTED,),
        C.APPROVED,
        (Role.LEADER,),
        "6.4-1",
        guards=READY,
        differs=("open", "edit", "name_party", "submit"),
        prepared=True,
    ),
    # Also what was approved: a report may have been amended since.
    Step(
        "return",
        _("Return to the compiler"),
        (C.SUBMITTED, C.APPROVED),
        C.DRAFT,
        (Role.LEADER,),
        "6.4-1",
        primary=False,
    ),
    Step(
        "send",
        _("Send to platforms and regulators"),
        (C.APPROVED,),
        C.SENT,
        (Role.COMPILER,),
        "4.2.2-e",
        guards=READY,
        prepared=True,
    ),
    turns={C.DRAFT: Role.COMPILER, C.SUBMITTED: Role.LEADER, C.APPROVED: Role.COMPILER},
    main=(C.DRAFT, C.SUBMITTED, C.APPROVED, C.SENT),
    # Of each of its reports the clock runs until it is passed on.
    waits={
        **dict.fromkeys((C.DRAFT, C.APPROVED), With("report", ("delivered",))),
        C.SUBMITTED: term("W-21"),
    },
    voids=(Role.LEADER,),
)

NATIONAL_REPORT_FLOW = Flow(
    N,
    Step(
        "open",
        _("Begin the report on a period"),
        (),
        N.COLLECTING,
        # The system opens the report on each quarter that has ended, so that its clock runs by itself.
        (Role.COMPILER, Role.SYSTEM),
        "6.4-6",
        starts=(SUM_UP,),
    ),
    Step(
        "compile",
        _("Compile the figures"),
        (N.COLLECTING, N.RETURNED),
        N.COUNTED,
        (Role.COMPILER,),
        "6.4-6",
        guards=(period_over,),
    ),
    # Nobody sums up figures that are not there yet.
    Step(
        "write",
        _("Write the text on the figures"),
        (N.COUNTED,),
        N.COMPILED,
        (Role.COMPILER,),
        "6.4-6",
        at_once=True,
    ),
    Step(
        "review",
        _("Confirm the report"),
        (N.COMPILED,),
        N.REVIEWED,
        (Role.CHAIR,),
        "6.4-6",
        guards=(says_what_was_counted,),
        differs=("open", "compile", "write", "send"),
    ),
    Step(
        "return",
        _("Return to the compiler"),
        (N.COMPILED,),
        N.COLLECTING,
        (Role.CHAIR,),
        "6.4-6",
        primary=False,
    ),
    Step(
        "approve",
        _("Approve"),
        (N.REVIEWED,),
        N.APPROVED,
        (Role.LEADER,),
        "6.4-6",
        guards=(says_what_was_counted,),
        # Whoever confirmed it may approve it: neither is their own work, and a small center has few people.
        differs=("open", "compile", "write", "send"),
        prepared=True,
    ),
    # Also what was approved: what it counts may have been voided or revoked since.
    Step(
        "send_back",
        _("Send back to the compiler"),
        (N.REVIEWED, N.APPROVED),
        N.COLLECTING,
        (Role.LEADER,),
        "6.4-6",
        primary=False,
    ),
    Step(
        "send",
        _("Send to the national authority"),
        (N.APPROVED,),
        N.SENT,
        (Role.COMPILER,),
        "6.4-6",
        guards=(says_what_was_counted,),
        meets=(SUM_UP, REVISE),
        prepared=True,
    ),
    # What was sent is no longer the center's alone: whoever received it returns it, and gets a new version.
    Step(
        "hand_back",
        _("Return to the center"),
        (N.SENT,),
        N.RETURNED,
        (Role.APPROVER,),
        "6.4-6",
        starts=(REVISE,),
        reason="note",
        primary=False,
    ),
    Step("acknowledge", _("Acknowledge receipt"), (N.SENT,), N.ACKNOWLEDGED, (Role.APPROVER,), "6.4-6"),
    turns={
        N.COLLECTING: Role.COMPILER,
        N.COUNTED: Role.COMPILER,
        N.COMPILED: Role.CHAIR,
        N.REVIEWED: Role.LEADER,
        N.APPROVED: Role.COMPILER,
        N.SENT: Role.APPROVER,
        N.RETURNED: Role.COMPILER,
    },
    main=(N.COLLECTING, N.COUNTED, N.COMPILED, N.REVIEWED, N.APPROVED, N.SENT, N.ACKNOWLEDGED),
    waits={N.SENT: term("W-20")},
    voids=(Role.LEADER,),
    lasting=(N.SENT,),
)
