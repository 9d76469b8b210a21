"""How do a commission to a laboratory and its report move? Clause 6.3 as two tables, and its words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.calendar import Unit
from casework.flow import Flow, Refused, Step, Term


class EntrustmentState(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent to the laboratory")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("In testing")
    SUSPENDED = "suspended", _("Suspended by an abnormality")
    REPORTED = "reported", _("Reported")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    VOIDED = "voided", _("Voided")


class ReportState(TextChoices):
    ENTERING = "entering", _("Results being entered")
    SUBMITTED = "submitted", _("Submitted for review")
    REVIEWED = "reviewed", _("Reviewed")
    SIGNED = "signed", _("Signed")
    ISSUED = "issued", _("Issued")
    DELIVERED = "delivered", _("Delivered to the center")
    FINAL = "final", _("Final")
    VOIDED = "voided", _("Voided")


class Obtained(TextChoices):
    """How the sample was obtained (4.7: 取样方式)."""

    ONLINE = "online", _("Bought online")
    DELIVERED = "delivered", _("Delivered by the client")
    SAMPLED = "sampled", _("Drawn on the spot")
    OTHER = "other", _("Otherwise")


class Sending(TextChoices):
    """How the report reaches the client."""

    PORTAL = "portal", _("Through this system")
    POST = "post", _("By post")
    COLLECTED = "collected", _("Collected by the client")


class Afterwards(TextChoices):
    """What happens to the sample after testing."""

    COLLECTED = "collected", _("Collected by the client")
    POSTED = "posted", _("Posted back")
    SCRAPPED = "scrapped", _("Scrapped")
    CENTER = "center", _("Dealt with by the center")
    SEALED = "sealed", _("Sealed and kept")


class Situation(TextChoices):
    """What went wrong (4.8: 异常情况报告)."""

    FAILED = "failed", _("The sample is no longer valid")
    BROKEN = "broken", _("The sample is broken")
    TOO_LITTLE = "too_little", _("There is too little of the sample")
    EQUIPMENT = "equipment", _("Equipment")
    OTHER = "other", _("Something else")


class Addressee(TextChoices):
    """To whom an abnormality is reported."""

    CENTER = "center", _("The monitoring center")
    REGULATOR = "regulator", _("The department that set the task")


TESTING = Term(
    "DL-06",
    _("Test, and enter the results"),
    20,
    Unit.WORKING,
    "6.3-7",
    _("Standard 6.3: the laboratory enters its results within the set time."),
)
COMPILING = Term(
    "DL-05",
    _("Compile the test reports and pass them on"),
    5,
    Unit.WORKING,
    "6.4-1",
    _("Standard 6.4: the center compiles the results within the set time."),
)


# Whoever holds a sample may begin or finish it by itself, ahead of the commission as a whole.
AT_THE_LABORATORY = ("at_lab", "in_test", "tested")


def say(reasons: list[str]) -> None:
    """Refuse with every reason at once."""
    if reasons:
        raise Refused(" ".join(reasons))


def laboratory_fits(record: Any, now: datetime) -> None:
    """The laboratory is qualified today, and its scope covers every item (LB-01)."""
    say(record.unfit(now))


def samples_in_store(entrustment: Any, now: datetime) -> None:
    """Every sample still lies in the center's store."""
    say(entrustment.unless_all("stored", _("This sample is not in the store: %(sample)s.")))


def samples_received(entrustment: Any, now: datetime) -> None:
    """Every sample has been received by the laboratory (6.3-1)."""
    say(entrustment.unless_all(AT_THE_LABORATORY, _("Receive this sample first: %(sample)s.")))


def samples_not_received(entrustment: Any, now: datetime) -> None:
    """No sample is in the laboratory's hands any more."""
    away = ("stored", "rejected_by_lab", "invalid", "voided")
    say(entrustment.unless_all(away, _("Reject this sample first, with a reason: %(sample)s.")))


def all_reported(entrustment: Any, now: datetime) -> None:
    """A report has been issued on every sample."""
    say(entrustment.unreported())


def results_complete(report: Any, now: datetime) -> None:
    """Every item has a result and a verdict."""
    say(report.incomplete())


def report_complete(report: Any, now: datetime) -> None:
    """The report carries what a test report must carry (LB-02, LB-03)."""
    say(report.lacks(now))


def entrustment_in_progress(report: Any, now: datetime) -> None:
    """The commission is neither suspended nor ended (6.3-3)."""
    if report.entrustment.state != EntrustmentState.IN_PROGRESS:
        raise Refused(_("The entrustment is not in testing: wait until the center has decided."))


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
        guards=(laboratory_fits, samples_in_store),
        admits=(Kind.LABORATORY,),
    ),
    Step(
        "accept",
        _("Accept the commission"),
        ("sent",),
        "accepted",
        (Role.RECEIVER,),
        "6.3-1",
        guards=(samples_received,),
        starts=(TESTING,),
    ),
    Step(
        "decline",
        _("Decline the commission"),
        ("sent",),
        "declined",
        (Role.RECEIVER,),
        "4.2.3-a",
        guards=(samples_not_received,),
        primary=False,
    ),
    Step("start", _("Begin testing"), ("accepted",), "in_progress", (Role.TESTER,), "4.2.3-b"),
    Step(
        "report_abnormality",
        _("Report an abnormality"),
        ("in_progress",),
        "suspended",
        (Role.TESTER,),
        "6.3-3",
        suspends=(TESTING,),
        primary=False,
    ),
    Step(
        "resume",
        _("Let testing go on"),
        ("suspended",),
        "in_progress",
        (Role.ORGANISER,),
        "6.3-3",
        resumes=(TESTING,),
    ),
    Step(
        "cancel",
        _("Cancel the commission"),
        ("suspended",),
        "cancelled",
        (Role.ORGANISER,),
        "6.3-3",
        primary=False,
    ),
    Step(
        "resample",
        _("Buy substitutes"),
        ("suspended",),
        "cancelled",
        (Role.ORGANISER,),
        "6.3-3",
        primary=False,
    ),
    Step(
        "report",
        _("The last report is issued"),
        ("in_progress",),
        "reported",
        (Role.SYSTEM,),
        "6.3-7",
        guards=(all_reported,),
        meets=(TESTING,),
    ),
    Step("close", _("Close"), ("reported",), "closed", (Role.ORGANISER,), "4.2.2-c"),
    turns={
        "draft": Role.ORGANISER,
        "sent": Role.RECEIVER,
        "accepted": Role.TESTER,
        "in_progress": Role.TESTER,
        "suspended": Role.ORGANISER,
        "reported": Role.ORGANISER,
    },
    main=("draft", "sent", "accepted", "in_progress", "reported", "closed"),
    voids=(Role.LEADER,),
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
    ),
    Step(
        "enter",
        _("Enter results"),
        ("entering",),
        "entering",
        (Role.TESTER,),
        "6.3-7",
        guards=(entrustment_in_progress,),
    ),
    Step(
        "submit",
        _("Submit for review"),
        ("entering",),
        "submitted",
        (Role.TESTER,),
        "4.2.3-b",
        guards=(entrustment_in_progress, results_complete),
    ),
    Step(
        "review",
        _("Confirm the results"),
        ("submitted",),
        "reviewed",
        (Role.REVIEWER,),
        "LB-08",
        differs=("open", "enter", "submit"),
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
        guards=(laboratory_fits,),
        differs=("open", "enter", "submit", "review"),
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
        guards=(entrustment_in_progress, report_complete),
        differs=("open", "enter", "submit", "review"),
        starts=(COMPILING,),
    ),
    Step("receive", _("Receive the report"), ("issued",), "delivered", (Role.COMPILER,), "4.2.2-d"),
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
    turns={
        "entering": Role.TESTER,
        "submitted": Role.REVIEWER,
        "reviewed": Role.SIGNATORY,
        "signed": Role.SIGNATORY,
        "issued": Role.COMPILER,
        "delivered": Role.COMPILER,
    },
    main=("entering", "submitted", "reviewed", "signed", "issued", "delivered", "final"),
    voids=(Role.SIGNATORY, Role.SYSTEM),
)
