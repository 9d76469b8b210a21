"""How is a record corrected? By inspector, reviewer and signatory together (6.3-5, LB-08), as a table.

What is out already is the center's too: a new version of it counts only once its leader lets it, who had no
hand in the report.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.flow import Flow, Refused, Step
from casework.lifting import ensures, own, wait
from casework.terms.table import term
from inspection.flow.commissions import say


class CorrectionState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed by the tester")
    REVIEWED = "reviewed", _("Confirmed by the reviewer")
    BEFORE_CENTER = "before_center", _("Before the center")
    APPLIED = "applied", _("Applied")
    REJECTED = "rejected", _("Rejected")
    VOIDED = "voided", _("Voided")


DECIDED = (CorrectionState.APPLIED, CorrectionState.REJECTED, CorrectionState.VOIDED)


@wait
@ensures(_("No issued report is amended by it"))
def within_the_laboratory(correction: Any, now: datetime) -> None:
    """The report is not out yet, or stays as it is."""
    if correction.amends:
        raise Refused(_("The report has been issued: put its correction before the center."))


@wait
@ensures(_("It amends a report that was issued"))
def of_an_issued_report(correction: Any, now: datetime) -> None:
    """The report is out, and a new version of it would take its place."""
    if not correction.amends:
        raise Refused(_("No issued report is amended by it: approve the correction."))


@own()
@ensures(_("A certificate valid today covers the report, and you are named in it as a signatory"))
def authorised(correction: Any, by: Viewer, now: datetime) -> None:
    """A certificate valid today names who approves as the signatory of its report (LB-12)."""
    say(correction.report.not_authorised(by, now))


CORRECTION_FLOW = Flow(
    CorrectionState,
    Step(
        "open",
        _("Propose a correction"),
        (),
        "proposed",
        (Role.TESTER, Role.REVIEWER),
        "6.3-5",
        admits=(Kind.LABORATORY,),
        primary=False,
    ),
    Step(
        "confirm",
        _("Confirm as the tester"),
        ("proposed",),
        "confirmed",
        (Role.TESTER,),
        "LB-06",
        only="tester",
    ),
    Step(
        "review",
        _("Confirm as the reviewer"),
        ("confirmed",),
        "reviewed",
        (Role.REVIEWER,),
        "LB-08",
        differs=("confirm",),
    ),
    Step(
        "approve",
        _("Approve, and apply the correction"),
        ("reviewed",),
        "applied",
        (Role.SIGNATORY,),
        "6.3-5",
        guards=(within_the_laboratory,),
        able=(authorised,),
        also=("LB-12",),
        differs=("open", "confirm", "review"),
        prepared=True,
    ),
    Step(
        "pass_on",
        _("Approve, and put it before the center"),
        ("reviewed",),
        "before_center",
        (Role.SIGNATORY,),
        "6.3-5",
        guards=(of_an_issued_report,),
        able=(authorised,),
        also=("LB-12",),
        differs=("open", "confirm", "review"),
        prepared=True,
    ),
    Step(
        "accept",
        _("Let the corrected report count"),
        ("before_center",),
        "applied",
        (Role.LEADER,),
        "LB-04",
        apart="report",
        reason="note",
        primary=False,
        equal=True,
        prepared=True,
    ),
    Step(
        "refuse",
        _("Refuse the correction"),
        ("before_center",),
        "rejected",
        (Role.LEADER,),
        "LB-04",
        apart="report",
        reason="note",
        primary=False,
        equal=True,
    ),
    Step(
        "reject",
        _("Reject the correction"),
        ("proposed", "confirmed", "reviewed"),
        "rejected",
        (Role.TESTER, Role.REVIEWER, Role.SIGNATORY),
        "LB-06",
        primary=False,
    ),
    turns={
        "proposed": Role.TESTER,
        "confirmed": Role.REVIEWER,
        "reviewed": Role.SIGNATORY,
        "before_center": Role.LEADER,
    },
    main=("proposed", "confirmed", "reviewed", "applied"),
    waits=dict.fromkeys(("proposed", "confirmed", "reviewed", "before_center"), term("W-21")),
    voids=(Role.SIGNATORY, Role.SYSTEM),
    # What lies before the center is the center's to decide.
    lasting=(CorrectionState.BEFORE_CENTER,),
)
