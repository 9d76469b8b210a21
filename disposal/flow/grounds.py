"""What has to be so before a case goes on: proof, a party told and heard, and goods that are its own?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.deadlines.clocks import local_day
from casework.flow import VOIDED, Refused
from casework.lifting import ensures, own, wait
from casework.terms.table import Text, term
from disposal.flow.notices import DenialState
from trail.enumerations import enumerated

DEFEND = term("DL-27", start="told_on")
MAY_DEFEND = _(
    "The party may state its case, defend itself and ask for a hearing until %(day)s, unless it waives the"
    " rest of its time in writing."
)
MAY_COMMENT = _(
    "The party may comment on the test result until %(day)s, unless it answers the result notice before."
)


@own("evidence", "add_evidence")
@ensures(_("There is evidence of the regulator's own"))
def own_evidence(case: Any, now: datetime) -> None:
    """The monitoring report alone carries no case: the regulator has looked itself (rules 1.10)."""
    if not case.own_evidence().exists():
        raise Refused(
            _("Enter evidence of your own first: a record of your inspection, or a test of your own sample.")
        )


@ensures(_("A penalty is proposed, and the party is told of it beforehand"))
@own("submit")
def a_penalty_is_proposed(case: Any, now: datetime) -> None:
    """Only of a penalty the party is told beforehand."""
    if not case.penalties:
        raise Refused(_("No penalty is proposed: submit the decision to the head at once."))


def no_penalty_is_proposed(case: Any, now: datetime) -> None:
    """A penalty is decided only after the party was told and heard (行政处罚法 art. 44, 45, 62)."""
    if case.penalties:
        raise Refused(_("A penalty is proposed: tell the party first, and hear it."))


def something_was_decided(case: Any, now: datetime) -> None:
    """No case is filed by revoking that none was: two officers propose that, and the head files it."""
    if case.decided_on is None:
        raise Refused(_("No case was filed, and nothing was decided: there is no decision to revoke."))


def party_was_heard(case: Any, now: datetime) -> None:
    """The party was told, and its days to answer have run, unless it has waived the rest in writing: whoever
    states something early may still ask for a hearing."""
    if case.penalties:
        _over({MAY_DEFEND: _may_defend_until(case)}, now)


@wait
@ensures(_("No penalty comes before the party's times to defend itself and to comment are over"))
def the_times_to_answer_are_over(case: Any, now: datetime) -> None:
    """The party was heard, and nobody is punished for a result on which the time to comment still runs, and
    who has said nothing. The two times are named at once: they run beside each other."""
    if case.penalties:
        _over({MAY_DEFEND: _may_defend_until(case), MAY_COMMENT: case.may_comment_until()}, now)


def _may_defend_until(case: Any) -> date | None:
    """The last day of the time to state, defend and ask for a hearing; None where the party waived the rest.
    Raises Refused where it was not told of what is proposed."""
    end: date | None = case.may_defend_until()
    if end is None:
        raise Refused(_("The party has not been told of the proposed penalty: serve the notice first."))
    return None if case.waived else end


def _over(times: Mapping[Text, date | None], now: datetime) -> None:
    """Raises Refused with all that may still be done, and the first day after the last of it.
    times: what the party may do → until which day."""
    running = {may: end for may, end in times.items() if end and local_day(now) <= end}
    if running:
        first = gettext("The first day to decide is %(first)s.") % {
            "first": max(running.values()) + timedelta(days=1)
        }
        raise Refused(" ".join([*(str(may) % {"day": end} for may, end in running.items()), first]))


@wait
@ensures(_("No denial of the party waits for a decision"))
def no_denial_waits(case: Any, now: datetime) -> None:
    """While it is open whether the goods are the party's at all, nobody is punished for them (W-12)."""
    denial = next((each for each in case.denied() if each.turn), None)
    if denial and denial.state == DenialState.WITHDRAWING:
        raise Refused(
            gettext(
                "The party is said to have taken its denial %(denial)s back: confirm that it did, or decide"
                " the denial first."
            )
            % {"denial": denial.number}
        )
    if denial:
        raise Refused(
            gettext("The party denies that the product is its own (%(denial)s): decide the denial first.")
            % {"denial": denial.number}
        )


@own()
@ensures(_("Nothing goes against a party whose denial was upheld"))
def the_product_is_the_partys(case: Any, now: datetime) -> None:
    """Against whom a denial was upheld no case is filed, and no penalty decided, served or executed."""
    denial = case.upheld_denial()
    if denial and (case.penalties or case.filed_on is None):
        raise Refused(
            gettext(
                "The product is not the party's: its denial %(denial)s was upheld. File no case, or propose a"
                " decision without a penalty."
            )
            % {"denial": denial.number}
        )


@own()
@ensures(_("No penalty was reviewed without knowing what became of the party's denial"))
def the_review_knows_the_denial(case: Any, now: datetime) -> None:
    """Whoever passed a penalty in law knew what became of the party's denial: what was rejected since is
    reviewed first."""
    denial = case.rejected_since_review() if case.penalties else None
    if denial:
        raise Refused(
            gettext(
                "The party's denial %(denial)s was rejected after the legal review, which knew nothing of"
                " that: the head returns the decision to the officers, and it is proposed and reviewed anew."
            )
            % {"denial": denial.number}
        )


@wait
@ensures(_("The party has been told of the test result"))
def the_party_knows_the_result(case: Any, now: datetime) -> None:
    """Whoever is to be punished for a result has been told of it (O18-10), by a notice that stands."""
    standing = case.notices().exclude(state=VOIDED)
    notice = standing.filter(served_on=None).first()
    if notice is None and not standing.exists():
        raise Refused(
            gettext(
                "The party has not been told of the test result: no result notice to it stands."
                " Ask the center (%(center)s) to prepare a new one, and to serve it."
            )
            % {"center": case.center}
        )
    if notice:
        raise Refused(
            gettext(
                "The party has not been told of the test result yet: result notice %(notice)s is not served."
                " Ask the center (%(center)s) to serve it first."
            )
            % {"notice": notice.number, "center": notice.center}
        )


@wait
@ensures(_("No penalty comes while a comment of the party on the result is unanswered"))
def the_comments_are_answered(case: Any, now: datetime) -> None:
    """Nobody is punished for a result while the center owes the party an answer to its comments on it."""
    if case.not_penalised_why:
        return
    notice = case.notices().exclude(state=VOIDED).exclude(comment="").filter(answer="").first()
    if notice:
        raise Refused(
            gettext(
                "The party has commented on the test result (%(notice)s), and nobody has answered it yet:"
                " the center (%(center)s) answers first."
            )
            % {"notice": notice.number, "center": notice.center}
        )


@own()
def no_letter_is_open(case: Any, now: datetime) -> None:
    """What a platform was asked is answered first: the answer may show who is competent."""
    letter = case.letters.exclude(turn="").first()
    if letter:
        raise Refused(
            gettext(
                "Assistance letter %(number)s is still open: accept its answer, or have it voided (%(who)s)"
                " first."
            )
            % {"number": letter.number, "who": letter.flow.voided_by}
        )


AGAINST_THE_PARTY = (no_denial_waits, the_product_is_the_partys)


@own()
@ensures(
    _("The verdict on which the case rests stands, or evidence of the regulator's own has taken its place")
)
def verdict_stands(case: Any, now: datetime) -> None:
    """The test report on which the case rests still says that the product does not conform; or the case was
    put upon evidence of the regulator's own since."""
    if case.ground_is_gone and not case.own_ground:
        raise Refused(
            gettext(
                "Test report %(report)s was corrected and now says that the product conforms: "
                "no case is filed on it. Propose to file no case, or ask the center."
            )
            % {"report": case.report.number}
        )


@own()
@ensures(_("No penalty rests on a verdict that has turned"))
def penalty_has_a_verdict(case: Any, now: datetime) -> None:
    """Nobody is punished on a report that has turned: what was filed ends without a penalty."""
    if case.penalties and case.ground_is_gone and not case.own_ground:
        raise Refused(
            gettext(
                "Test report %(report)s was corrected and now says that the product conforms: "
                "return the decision, and decide without a penalty."
            )
            % {"report": case.report.number}
        )


@own()
def the_decision_has_a_ground(case: Any, now: datetime) -> None:
    """A penalty that was decided before its report turned is not carried out, and not reported as done."""
    if case.penalties and case.ground_is_gone and not case.own_ground:
        raise Refused(
            gettext(
                "Test report %(report)s was corrected after the decision and now says that the product "
                "conforms: the head revokes the decision first; then it is ended, or decided anew upon"
                " evidence of your own."
            )
            % {"report": case.report.number}
        )


@own()
def the_ground_is_gone(record: Any, now: datetime) -> None:
    """No test report on which it rests still says that a product does not conform."""
    if not record.ground_is_gone:
        raise Refused(_("A test report that it rests on says that the product does not conform: go on."))


def the_ground_is_back(record: Any, now: datetime) -> None:
    """A report was corrected once more, and again says that a product does not conform."""
    if record.ground_is_gone:
        raise Refused(
            _("The test reports that it rests on now say that the products conform: end it, and say why.")
        )


def something_to_go_on(case: Any, now: datetime) -> None:
    """Without the report a case rests on what the regulator found itself, or on nothing."""
    if case.ground_is_gone and not case.own_evidence().exists():
        raise Refused(
            _(
                "The test report now says that the product conforms, and there is no evidence of your own:"
                " end the case."
            )
        )


def not_filed_yet(case: Any, now: datetime) -> None:
    """What was not filed goes on with the inspection."""
    if case.filed_on:
        raise Refused(_("The case has been filed: go on with the filed case."))


def filed_already(case: Any, now: datetime) -> None:
    """What was filed goes on as filed."""
    if case.filed_on is None:
        raise Refused(_("No case has been filed yet: go on with the inspection."))


@own("conclude")
def a_measure_is_to_be_lifted(disposal: Any, now: datetime) -> None:
    """Who took no measure, or struck each as entered by mistake, is asked to lift none."""
    if not disposal.is_measured:
        raise Refused(_("No measure was taken: nothing is to be lifted, and the matter ends by itself."))


def no_measure_is_to_be_lifted(disposal: Any, now: datetime) -> None:
    """What a platform did it lifts itself, and shows it."""
    if disposal.is_measured:
        raise Refused(_("Measures were taken: the platform lifts them first, and shows it."))


@own()
def a_part_is_to_be_lifted(disposal: Any, now: datetime) -> None:
    """Of some of its products the reports say by now that they conform, and a measure still stands on these;
    where none fails any more, the whole matter is ended instead."""
    if disposal.ground_is_gone or not disposal.to_lift():
        raise Refused(_("No measure stands on a product that conforms by now: nothing is to be lifted."))


@own()
def nothing_to_lift_in_part(disposal: Any, now: datetime) -> None:
    """Nothing is called finished while goods that conform are kept off sale."""
    waiting = disposal.to_lift()
    if waiting and not disposal.ground_is_gone:
        raise Refused(
            gettext("These products conform by now: lift the measures on them first: %(products)s.")
            % {"products": enumerated(waiting)}
        )
