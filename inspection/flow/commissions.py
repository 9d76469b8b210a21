"""How does a commission to a laboratory move? Clause 6.3 as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.flow import Flow, Refused, Step, Wait, With
from casework.lifting import ensures, own, wait
from casework.terms.table import term
from trail.enumerations import enumerated


class EntrustmentState(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent, not delivered yet")
    DELIVERED = "delivered", _("Delivered to the laboratory")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("In testing")
    SUSPENDED = "suspended", _("Suspended by an abnormality")
    ANALYSING = "analysing", _("To be analysed as a batch")
    REPORTED = "reported", _("Reported")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    VOIDED = "voided", _("Voided")


DELIVER = term("W-17")
# To accept or to decline, from the delivery on: whoever does either has received.
ACCEPT = term("DL-46", start="delivered_on")
TESTING = term("DL-06")
ANALYSE = term("W-27")

FREE = _("Declare that there is no conflict of interests, or decline the commission.")

# Whoever holds a sample may begin or finish it by itself, ahead of the commission as a whole.
AT_THE_LABORATORY = ("at_lab", "in_test", "tested")


def say(reasons: list[str]) -> None:
    """Refuse with every reason at once."""
    if reasons:
        raise Refused(" ".join(reasons))


@ensures(_("The laboratory is qualified today, and its scope covers every item"))
@own("edit")
def laboratory_fits(record: Any, now: datetime) -> None:
    """The laboratory is qualified today, and its scope covers every item (LB-01)."""
    say(record.unfit(now))


@ensures(_("The laboratory is qualified today, and its scope covers every item"))
@own("decline")
def laboratory_still_fits(entrustment: Any, now: datetime) -> None:
    """What was commissioned from it the laboratory may test on the day on which it accepts (LB-01)."""
    if reasons := entrustment.unfit(now):
        way_out = gettext("Send back untested what you have received, then decline the commission.")
        say([*reasons, way_out])


@ensures(_("The grounds are named, and each standard among them is in force"))
@own("edit")
def well_founded(entrustment: Any, now: datetime) -> None:
    """The grounds are named, and every standard among them is in force (6.3-4)."""
    say(entrustment.ill_founded(now))


@ensures(_("Every sample lies in the center's store"))
@own("edit")
def samples_in_store(entrustment: Any, now: datetime) -> None:
    """Every sample still lies in the center's store."""
    say(entrustment.unless_all("stored", _("This sample is not in the store: %(sample)s.")))


@wait
def samples_received(entrustment: Any, now: datetime) -> None:
    """Every sample has been received by the laboratory (6.3-1)."""
    on_the_way = (*AT_THE_LABORATORY, "handed_over")
    not_here = _("The center has not handed this sample over yet: %(sample)s.")
    not_received = _("Receive this sample first: %(sample)s.")
    say(
        entrustment.unless_all(on_the_way, not_here)
        or entrustment.unless_all(AT_THE_LABORATORY, not_received)
    )


def samples_not_received(entrustment: Any, now: datetime) -> None:
    """No sample is in the laboratory's hands any more."""
    away = ("stored", "shifting", "rejected_by_lab", "coming_back", "invalid", "voided")
    here = _("Reject this sample first, or send it back untested, with a reason: %(sample)s.")
    say(entrustment.unless_all(away, here))


def nothing_before_the_department(entrustment: Any, now: datetime) -> None:
    """No abnormality waits for the department that set the task (6.3-3)."""
    for abnormality in entrustment.abnormalities.filter(state="referred"):
        known = {"abnormality": abnormality.number}
        raise Refused(gettext("%(abnormality)s lies before the department that set the task.") % known)


def all_reported(entrustment: Any, now: datetime) -> None:
    """A report has been issued on every sample."""
    say(entrustment.unreported())


@own("send_back")
@ensures(_("The analysis says what the reports say today"))
def analysis_holds(entrustment: Any, now: datetime) -> None:
    """No report has a new version since it was analysed; what was reported before analyses were asked for
    has none."""
    if (analysis := entrustment.analyses.last()) and (newer := analysis.newer()):
        known = {"reports": enumerated(newer)}
        raise Refused(
            gettext("Since the analysis these reports have a new version: %(reports)s. Send it back.") % known
        )


ENTRUSTMENT_FLOW = Flow(
    EntrustmentState,
    Step("open", _("Commission a laboratory"), (), "draft", (Role.ORGANISER,), "4.2.2-c"),
    Step(
        "edit", _("Change the entrustment"), ("draft",), "draft", (Role.ORGANISER,), "4.2.2-c", primary=False
    ),
    Step(
        "send",
        _("Send to the laboratory"),
        ("draft",),
        "sent",
        (Role.ORGANISER,),
        "4.2.2-c",
        guards=(laboratory_fits, well_founded, samples_in_store),
        starts=(DELIVER,),
        admits=(Kind.LABORATORY,),
        prepared=True,
    ),
    Step(
        "serve",
        _("Note the service"),
        ("sent",),
        "delivered",
        (Role.ORGANISER, Role.SYSTEM),
        "T-13",
        meets=(DELIVER,),
        starts=(ACCEPT,),
        follows="entrustment",
    ),
    Step(
        "accept",
        _("Accept the commission"),
        ("sent", "delivered"),
        "accepted",
        (Role.RECEIVER,),
        "6.3-1",
        also=("4.2.3-a",),
        guards=(samples_received, laboratory_still_fits),
        meets=(DELIVER, ACCEPT),
        starts=(TESTING,),
    ),
    Step(
        "decline",
        _("Decline the commission"),
        ("sent", "delivered"),
        "declined",
        (Role.RECEIVER,),
        "4.2.3-a",
        guards=(samples_not_received,),
        meets=(DELIVER, ACCEPT),
        reason="note",
        primary=False,
    ),
    Step("start", _("Begin testing"), ("accepted",), "in_progress", (Role.TESTER,), "4.2.3-b"),
    Step(
        "report_abnormality",
        _("Report an abnormality"),
        ("in_progress",),
        "in_progress",
        (Role.TESTER,),
        "6.3-3",
        primary=False,
    ),
    Step(
        "suspend",
        _("No sample can be tested on"),
        ("in_progress",),
        "suspended",
        (Role.SYSTEM,),
        "6.3-3",
        suspends=(TESTING,),
    ),
    Step(
        "resume",
        _("Testing goes on"),
        ("suspended",),
        "in_progress",
        (Role.SYSTEM,),
        "6.3-3",
        resumes=(TESTING,),
    ),
    Step(
        "cancel",
        _("End the commission"),
        ("in_progress", "suspended"),
        "cancelled",
        (Role.ORGANISER, Role.SYSTEM),
        "6.3-3",
        guards=(nothing_before_the_department,),
        reason="note",
        primary=False,
    ),
    Step(
        "report",
        _("The last report is issued"),
        ("in_progress",),
        "analysing",
        (Role.SYSTEM,),
        "6.3-7",
        guards=(all_reported,),
        meets=(TESTING,),
        starts=(ANALYSE,),
    ),
    Step(
        "analyse",
        _("Submit the analysis"),
        ("analysing",),
        "reported",
        (Role.SIGNATORY,),
        "6.3-7",
        also=("W-27",),
        meets=(ANALYSE,),
        prepared=True,
    ),
    Step(
        "send_back",
        _("Send the analysis back"),
        ("reported",),
        "analysing",
        (Role.ORGANISER,),
        "6.3-7",
        starts=(ANALYSE,),
        reason="note",
        primary=False,
    ),
    Step(
        "close",
        _("Close"),
        ("reported",),
        "closed",
        (Role.ORGANISER,),
        "4.2.2-c",
        guards=(analysis_holds,),
    ),
    turns={
        "draft": Role.ORGANISER,
        "sent": Role.ORGANISER,
        "delivered": Role.RECEIVER,
        "accepted": Role.TESTER,
        "in_progress": Role.TESTER,
        "suspended": Role.ORGANISER,
        "analysing": Role.SIGNATORY,
        "reported": Role.ORGANISER,
    },
    main=("draft", "sent", "delivered", "accepted", "in_progress", "analysing", "reported", "closed"),
    waits={"draft": Wait.FREE, "suspended": With("abnormality"), "reported": term("W-20")},
    voids=(Role.LEADER,),
)
