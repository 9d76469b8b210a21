"""How does a notice to a shop or enterprise move, and how a denial that the goods are its own? (4.2.2-e)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.asking import ASKED, goes_on_without, the_time_to_answer_is_over
from casework.flow import Flow, Refused, Step
from casework.lifting import ensures, own, wait
from casework.terms.table import term


class ResultNoticeState(TextChoices):
    PREPARED = "prepared", _("To be sent")
    SENT = "sent", _("Sent, not served yet")
    SERVED = "served", _("Served")
    ANSWERED = "answered", _("The addressee has replied")
    DENIED = "denied", _("Denied, being decided")
    CLOSED = "closed", _("Closed")
    VOIDED = "voided", _("Voided")


class DenialState(TextChoices):
    FILED = "filed", _("Filed with the regulator")
    ASKED = "asked", _("More proof asked for")
    WITHDRAWING = "withdrawing", _("Taken back, not confirmed yet")
    UPHELD = "upheld", _("Upheld")
    REJECTED = "rejected", _("Rejected")
    VOIDED = "voided", _("Taken back")


class Channel(TextChoices):
    """By which way a link goes out to a shop or enterprise."""

    PLATFORM = "platform", _("Message on the platform")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    LETTER = "letter", _("Printed letter")


class Reply(TextChoices):
    """What the receipt of a notice says (回执)."""

    AGREES = "agrees", _("No comments on the result")
    COMMENTS = "comments", _("We have comments")


class Capacity(TextChoices):
    """In what capacity somebody answers by a link: no more is said of it than was shown."""

    HEAD = "head", _("head or legal representative by own statement, no proof shown")
    AGENT = "agent", _("authorised agent, by the authorisation attached")


class Statement(TextChoices):
    """What a shop or enterprise denies."""

    NOT_MADE = "not_made", _("Not produced by us")
    COUNTERFEIT = "counterfeit", _("A counterfeit of our product")
    NOT_SOLD = "not_sold", _("Not sold by our shop")


# Served is told: a link that nobody opened has told nobody anything.
TELL = term("DL-13")
COMMENT = term("W-11", start="served_on")
DECIDE_DENIAL = term("W-12")


@own()
@ensures(_("The notice says the verdict that the report has today"))
def says_what_the_report_says(notice: Any, now: datetime) -> None:
    """Nobody is told of a verdict that the report no longer has."""
    if notice.outcome != notice.report.outcome:
        raise Refused(
            gettext(
                "Test report %(report)s was corrected since the notice was prepared, and its verdict has"
                " turned: have the notice voided (%(who)s), and tell of the new result."
            )
            % {"report": notice.report.number, "who": notice.flow.voided_by}
        )


@wait
def time_to_comment_is_over(notice: Any, now: datetime) -> None:
    """A notice stays open as long as its addressee may comment (W-11)."""
    running = notice.deadlines.running().filter(term=COMMENT.code, due_at__gt=now).first()
    if running:
        raise Refused(
            gettext("The time to comment runs until %(day)s: close the notice after that.")
            % {"day": running.end}
        )


@wait
def comments_wait(notice: Any, now: datetime) -> None:
    """The addressee has said something that nobody has answered."""
    if notice.announces_in_vain():
        raise Refused(_("The receipt announces comments, but none were entered: there is nothing to answer."))
    if not notice.comment:
        raise Refused(_("The addressee has not commented: there is nothing to answer."))
    if notice.answer:
        raise Refused(_("The comments have been answered already."))


@own("answer")
def comments_are_answered(notice: Any, now: datetime) -> None:
    """Who comments gets an answer before the notice is closed (rules 1.10)."""
    if notice.comment and not notice.answer:
        raise Refused(_("The addressee has commented: answer the comments first."))


def unanswered(notice: Any, now: datetime) -> None:
    """What arrives after the notice was closed counts only if it was closed in silence (T-14)."""
    told = notice.deadlines.filter(term=COMMENT.code, dropped_at=None).last()
    in_time = told is None or told.met_at is None or told.met_at < told.due_at
    if notice.state == ResultNoticeState.CLOSED and in_time:
        raise Refused(_("The notice was answered in time, and closed: nothing more can be entered."))


@wait
def no_comments_were_announced(notice: Any, now: datetime) -> None:
    """Who signed that it has comments does not sign the contrary as well."""
    if notice.reply == Reply.COMMENTS:
        raise Refused(_("You signed on the receipt that you have comments: enter them with “Comment”."))


def no_other_tells(notice: Any, now: datetime) -> None:
    """In place of a voided notice one other is prepared, while its addressee is owed one."""
    other = notice.instead()
    if other:
        raise Refused(
            gettext("Another notice of this result to the same addressee stands already: %(notice)s.")
            % {"notice": other.number}
        )


R, D = ResultNoticeState, DenialState

RESULT_NOTICE_FLOW = Flow(
    R,
    Step("open", _("Prepare the notice"), (), R.PREPARED, (Role.SYSTEM,), "4.2.2-e", starts=(TELL,)),
    Step(
        "send",
        _("Send the notice"),
        (R.PREPARED,),
        R.SENT,
        (Role.COMPILER,),
        "4.2.2-e",
        guards=(says_what_the_report_says,),
        admits=(Kind.MERCHANT,),
        prepared=True,
    ),
    Step(
        "serve",
        _("Note the service"),
        (R.SENT,),
        R.SERVED,
        (Role.COMPILER, Role.SYSTEM),
        "O18-10",
        meets=(TELL,),
        starts=(COMMENT,),
        follows="result_notice",
    ),
    Step(
        "acknowledge",
        _("Confirm receipt"),
        (R.SENT,),
        R.SERVED,
        (Role.RESPONDENT,),
        "T-13",
        meets=(TELL,),
        starts=(COMMENT,),
    ),
    Step(
        "agree",
        _("No comments"),
        (R.SERVED,),
        R.ANSWERED,
        (Role.RESPONDENT,),
        "O18-12",
        guards=(no_comments_were_announced,),
        meets=(COMMENT,),
        equal=True,
    ),
    Step(
        "comment",
        _("Comment"),
        (R.SERVED,),
        R.ANSWERED,
        (Role.RESPONDENT,),
        "W-11",
        meets=(COMMENT,),
        equal=True,
    ),
    Step(
        "answer",
        _("Answer the comments"),
        (R.ANSWERED,),
        R.ANSWERED,
        (Role.COMPILER,),
        "W-11",
        guards=(comments_wait,),
        reason="answer",
    ),
    Step(
        "enter_reply",
        _("Enter a reply on paper"),
        (R.SERVED, R.CLOSED),
        R.ANSWERED,
        (Role.COMPILER,),
        "W-11",
        guards=(unanswered,),
        meets=(COMMENT,),
        primary=False,
    ),
    # A denial is an answer by itself: who denies has received, and is asked for nothing else first.
    Step(
        "deny",
        _("Deny that it is ours"),
        (R.SENT, R.SERVED, R.ANSWERED),
        R.DENIED,
        (Role.RESPONDENT,),
        "W-12",
        meets=(TELL, COMMENT),
        equal=True,
    ),
    Step("settle", _("The denial was decided"), (R.DENIED,), R.ANSWERED, (Role.SYSTEM,), "W-12"),
    Step("take_back", _("The denial was taken back"), (R.DENIED,), R.ANSWERED, (Role.SYSTEM,), "W-12"),
    Step(
        "close",
        _("Close the notice"),
        (R.SERVED, R.ANSWERED),
        R.CLOSED,
        (Role.COMPILER, Role.SYSTEM),
        "4.2.2-e",
        guards=(time_to_comment_is_over, comments_are_answered),
        meets=(COMMENT,),
    ),
    # Whom a voided notice was to tell is told all the same, by another one.
    Step(
        "renew",
        _("Prepare a new notice"),
        (R.VOIDED,),
        R.VOIDED,
        (Role.COMPILER,),
        "4.2.2-e",
        guards=(no_other_tells,),
    ),
    # While a denial is with the regulator the notice waits for nobody: the denial has a clock of its own.
    turns={
        R.PREPARED: Role.COMPILER,
        R.SENT: Role.RESPONDENT,
        R.SERVED: Role.RESPONDENT,
        R.ANSWERED: Role.COMPILER,
    },
    main=(R.PREPARED, R.SENT, R.SERVED, R.ANSWERED, R.CLOSED),
    waits={R.ANSWERED: term("W-20")},
    voids=(Role.LEADER,),
    void_guards=(comments_are_answered,),
)

DENIAL_FLOW = Flow(
    D,
    Step(
        "open",
        _("Deny that it is ours"),
        (),
        D.FILED,
        (Role.RESPONDENT,),
        "W-12",
        starts=(DECIDE_DENIAL,),
        admits=(Kind.MERCHANT,),
    ),
    Step(
        "ask",
        _("Ask for more proof"),
        (D.FILED,),
        D.ASKED,
        (Role.CASE_OFFICER,),
        "W-12",
        suspends=(DECIDE_DENIAL,),
        # To ask makes the clock stand still: no way to stall for whoever has a hand in a case.
        apart="notice__report__cases",
        reason="asked",
        primary=False,
    ),
    Step(
        "supply",
        _("Send more proof"),
        (D.ASKED,),
        D.FILED,
        (Role.RESPONDENT,),
        "W-12",
        resumes=(DECIDE_DENIAL,),
    ),
    goes_on_without(D.ASKED, D.FILED, Role.CASE_OFFICER, DECIDE_DENIAL, "W-12"),
    Step(
        "uphold",
        _("Uphold the denial"),
        (D.FILED,),
        D.UPHELD,
        (Role.CASE_OFFICER,),
        "W-12",
        meets=(DECIDE_DENIAL,),
        apart="notice__report__cases",
        reason="reason",
        equal=True,
    ),
    # Whoever has a hand in a case about the product decides on no denial of it.
    # Also of a party that was asked for proof and sent none in its time.
    Step(
        "reject",
        _("Reject the denial"),
        (D.FILED, D.ASKED),
        D.REJECTED,
        (Role.CASE_OFFICER,),
        "W-12",
        guards=(the_time_to_answer_is_over,),
        drops=(ASKED,),
        meets=(DECIDE_DENIAL,),
        apart="notice__report__cases",
        reason="reason",
        equal=True,
    ),
    # Anybody who has the link can take it back: until whoever was to decide has made sure, it stays open.
    Step(
        "withdraw",
        _("Take the denial back"),
        (D.FILED, D.ASKED),
        D.WITHDRAWING,
        (Role.RESPONDENT,),
        "W-12",
        drops=(ASKED,),
        resumes=(DECIDE_DENIAL,),
        reason="note",
        primary=False,
    ),
    Step(
        "keep",
        _("Not taken back by them: go on with the denial"),
        (D.WITHDRAWING,),
        D.FILED,
        (Role.CASE_OFFICER,),
        "W-12",
        apart="notice__report__cases",
        reason="note",
        primary=False,
    ),
    turns={D.FILED: Role.CASE_OFFICER, D.ASKED: Role.RESPONDENT, D.WITHDRAWING: Role.CASE_OFFICER},
    waits={D.ASKED: ASKED},
    main=(D.FILED, D.UPHELD),
    # No office sweeps a denial away: it is decided, with a reply, unless its party has taken it back.
    voids=(Role.CASE_OFFICER,),
    voiding=_("Confirm that it was taken back"),
    lasting=(D.FILED, D.ASKED),
)
