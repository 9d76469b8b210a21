"""Which periods do the standard and the law set, for whom, from what on, and how sure are we of each?

The deadline table. A stage's flow takes its terms from here and says which attribute of a record starts each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.clauses import clause
from casework.terms.calendar import RollOn
from casework.terms.count import Unit

Text = str | Promise


class Grade(TextChoices):
    """How sure the source of a period is: a period that was not read in the text itself may be set anew."""

    TEXT = "text", _("the text itself was read")
    SECOND_HAND = "second_hand", _("a report on the text was read")
    USUAL = "usual", _("general knowledge, not confirmed")
    OURS = "ours", _("the source names no number: this is our proposal")


@dataclass(frozen=True)
class Term:
    """A period within which something must be done, as the standard or a law sets it.

    code: "DL-01" of the deadline table. number, unit: the default; unless `fixed`, a regulator's TermSetting
    may replace them. source: the law or clause, for the explanation. begins: the event whose next day is day
    1, in words. start: the record's attribute with that day or instant; "" = the moment of the step. who:
    whose duty it is. opens: of a window, the day on which it opens (of the same unit); 0 = at once. roll: on
    which days it may not end. served: it runs only from proof of service and refuses to start without.
    pauses: the law lets it stand still for a reason (testing, a dispute of jurisdiction). extends: by how
    much it may be lengthened once. right: what the party may do in it is its right: to let it pass is no
    delay. when: (attribute of the record, its values) with which it runs; () = all.
    """

    code: str
    label: Text
    number: int
    unit: Unit
    clause: str
    source: Text
    fixed: bool = False
    start: str = ""
    begins: Text = ""
    who: Text = ""
    grade: Grade = Grade.TEXT
    opens: int = 0
    roll: RollOn = RollOn.STATUTORY_AND_WEEKEND
    served: bool = False
    pauses: bool = False
    extends: int = 0
    right: bool = False
    when: tuple[str, tuple[str | bool, ...]] | tuple[()] = ()

    def __post_init__(self) -> None:
        clause(self.clause)
        clause(self.code.rstrip("abc"))

    def fits(self, record: Any) -> bool:
        """Whether it runs for a record of this kind, by what the record says."""
        return not self.when or getattr(record, self.when[0]) in self.when[1]


C, W, MONTHS, YEARS = Unit.CALENDAR, Unit.WORKING, Unit.MONTHS, Unit.YEARS
PLATFORM, REGULATOR, CENTER = _("the platform"), _("the regulator"), _("the monitoring center")
LABORATORY, SHOP, MAKER, ORGANISER = _("the laboratory"), _("the shop"), _("the producer"), _("the organiser")
RECALL_ORDER = _("Interim Provisions on Consumer Product Recalls (SAMR Order 19).")
COMPLAINT_ORDER = _("Interim Measures for Handling Complaints and Reports to market regulators.")
E_COMMERCE_RULE = _("Zhejiang E-commerce Regulation (2022).")

# A table is read by its rows.
# fmt: off
_TABLE = (
    Term("DL-01", _("Report the handling"), 5, C, "6.4-4",
         _("Standard 6.4: within 5 days of finishing, the platform reports its handling."), fixed=True,
         begins=_("the platform has finished its handling"), who=PLATFORM),
    Term("DL-02", _("Report the case"), 5, C, "6.4-5",
         _("Standard 6.4: within 5 days of closing a case, the regulator reports its handling."), fixed=True,
         begins=_("the case is closed"), who=REGULATOR),
    Term("DL-03", _("Handle the products and shops"), 5, W, "6.4-2",
         _("Standard 6.4: the platform deals with product and shop within the set time."),
         begins=_("the monitoring report is delivered to the platform"), who=PLATFORM, grade=Grade.OURS),
    Term("DL-03b", _("Handle products of high risk and their shops"), 2, W, "6.4-2",
         _("Standard 6.4: within the set time; two working days, as the European Union has them."),
         begins=_("the monitoring report is delivered to the platform"), who=PLATFORM, grade=Grade.OURS),
    Term("DL-03c", _("Handle products of serious risk and their shops"), 1, W, "6.4-2",
         _("Standard 6.4: within the set time; a serious risk bears no delay."),
         begins=_("the monitoring report is delivered to the platform"), who=PLATFORM, grade=Grade.OURS),
    Term("DL-04", _("Verify, and decide whether to file a case"), 15, W, "6.4-3",
         _("Procedure of administrative penalties by market regulators art. 18: 15 working days, and once 15 "
           "more with the head's approval."),
         begins=_("the report of non-conformity is delivered to the regulator"), who=REGULATOR,
         grade=Grade.USUAL, pauses=True, extends=15),
    Term("DL-05", _("Compile the test reports and pass them on"), 5, W, "6.4-1",
         _("Standard 6.4: the center compiles the results within the set time."),
         begins=_("the last test report of the batch is received"), who=CENTER, grade=Grade.OURS),
    Term("DL-06", _("Test, and enter the results"), 20, W, "6.3-7",
         _("Standard 6.3: the laboratory enters its results within the set time."),
         begins=_("the laboratory accepts the samples"), who=LABORATORY, grade=Grade.OURS),
    Term("DL-07", _("Report an abnormality"), 1, W, "6.3-3",
         _("Standard 6.3: a failed sample or an impossible test is reported promptly."),
         begins=_("it is noticed"), who=LABORATORY, grade=Grade.OURS),
    Term("DL-07b", _("Decide on the abnormality"), 2, W, "6.3-3",
         _("Standard 6.3: it is reported to whoever decides; the time to decide is our proposal."),
         begins=_("it is reported"), who=_("the monitoring center, or the department that set the task"),
         grade=Grade.OURS),
    Term("DL-08", _("Report on the period to the national authority"), 10, W, "6.4-6",
         _("Standard 6.4: the center reports at regular intervals."),
         begins=_("the period ends"), who=CENTER, grade=Grade.OURS),
    Term("DL-09", _("Answer the share request"), 5, W, "6.5-2-b",
         _("Standard 6.5: whoever holds a resource answers in time; at the very most in 20 working days."),
         begins=_("the request is delivered"), who=_("whoever holds the resource"), grade=Grade.OURS),
    Term("DL-10", _("Send an unsuitable sample back"), 7, C, "6.2-7-b",
         _("Consumer Protection Law art. 25: seven days from the receipt of the goods."), fixed=True,
         begins=_("the parcel is signed for"), who=CENTER),
    Term("DL-11", _("Check the sample that has arrived"), 2, C, "6.2-7",
         _("Standard 6.2: checked in time for an unsuitable sample to be sent back."),
         begins=_("the parcel is signed for"), who=CENTER, grade=Grade.OURS),
    Term("DL-12", _("Deliver the sample to the laboratory"), 5, W, "6.3-1",
         _("As food sampling has it: within five working days."),
         begins=_("the sample is sealed"), who=CENTER, grade=Grade.SECOND_HAND),
    Term("DL-13", _("Tell the shop or enterprise the result"), 5, W, "4.2.2-e",
         _("Standard 4.2.2: the center passes the information on to shops and enterprises."),
         begins=_("the organiser receives the report"), who=CENTER, grade=Grade.SECOND_HAND),
    Term("DL-14", _("Object to the result"), 15, C, "O18-11",
         _("Product Quality Law art. 15: 15 days from the receipt of the result."), fixed=True,
         begins=_("the party receives the result"), who=_("the shop or the producer"), served=True),
    Term("DL-15", _("Accept or refuse the objection"), 3, W, "O18-21",
         _("As a city has it: within three working days."),
         begins=_("the application is received"), who=ORGANISER, grade=Grade.SECOND_HAND),
    Term("DL-16", _("Complete the formalities of re-inspection"), 7, C, "O18-13",
         _("Spot check measures (SAMR Order 18) art. 38: otherwise it is waived."),
         begins=_("the applicant receives the notice"), who=_("the applicant"), grade=Grade.USUAL,
         served=True),
    Term("DL-17", _("Designate the laboratory of re-inspection"), 10, C, "O18-13",
         _("Spot check measures (SAMR Order 18) art. 39."),
         begins=_("the formalities are complete"), who=ORGANISER, grade=Grade.USUAL),
    Term("DL-18", _("Keep the backup sample under seal"), 3, MONTHS, "O18-15",
         _("After a failure: three months from the end of the objection period."), fixed=True,
         begins=_("the objection period ends"), who=_("whoever keeps the sample")),
    Term("DL-19", _("Keep the tested sample"), 3, MONTHS, "DL-19",
         _("As food testing has it: three months after a pass."),
         begins=_("the report is issued"), who=LABORATORY, grade=Grade.SECOND_HAND),
    Term("DL-19b", _("Keep the tested sample that failed"), 6, MONTHS, "DL-19",
         _("As food testing has it: six months after a failure."),
         begins=_("the report is issued"), who=LABORATORY, grade=Grade.SECOND_HAND),
    Term("DL-20", _("Rectify"), 60, C, "O18-16",
         _("Spot check measures (SAMR Order 18) art. 46: from the day of the order; the proof of its service "
           "is kept."), fixed=True, begins=_("the order is made"), who=MAKER),
    Term("DL-21", _("Check again after the order"), 75, C, "O18-16",
         _("Spot check measures (SAMR Order 18) art. 47."), fixed=True,
         begins=_("the order is issued"), who=REGULATOR, grade=Grade.SECOND_HAND),
    Term("DL-22", _("Check again after the announcement"), 90, C, "O18-16",
         _("Spot check measures (SAMR Order 18) art. 48: between the 60th and the 90th day."), fixed=True,
         begins=_("the failure is announced"), who=REGULATOR, grade=Grade.SECOND_HAND, opens=60),
    Term("DL-23", _("Sample no such product again"), 6, MONTHS, "O18-02",
         _("Spot check measures (SAMR Order 18): not twice within six months."), fixed=True,
         begins=_("the product is sampled"), who=ORGANISER, grade=Grade.SECOND_HAND),
    Term("DL-24", _("Decide on the penalty"), 90, C, "DL-24",
         _("Administrative Penalty Law art. 60: 90 days from the filing; procedure art. 64: 30 more by the "
           "head, then by collective decision. Testing, appraisal, hearing and notice do not count."),
         fixed=True, begins=_("the case is filed"), who=REGULATOR, pauses=True, extends=30),
    Term("DL-25", _("Deliver the decision"), 7, W, "PN-01",
         _("Administrative Penalty Law art. 61."), fixed=True,
         begins=_("the decision is announced"), who=REGULATOR),
    Term("DL-26", _("Decide on the evidence preserved"), 7, W, "PN-01",
         _("Administrative Penalty Law art. 56."), fixed=True,
         begins=_("the evidence is registered"), who=REGULATOR),
    Term("DL-27", _("State and defend, or ask for a hearing"), 5, W, "PN-01",
         _("Administrative Penalty Law art. 45, 64: five working days from the notice."), fixed=True,
         begins=_("the party is told of it"), who=_("the party"), served=True, right=True),
    Term("DL-28", _("Publish the penalty"), 20, W, "PN-03",
         _("Rules on publishing administrative penalties (SAMR Order 45)."), fixed=True,
         begins=_("the decision is made"), who=REGULATOR),
    Term("DL-29", _("Accept a complaint"), 7, W, "DL-29", COMPLAINT_ORDER, fixed=True,
         begins=_("the complaint is received"), who=REGULATOR),
    Term("DL-29b", _("Check a report"), 15, W, "DL-29", COMPLAINT_ORDER, fixed=True,
         begins=_("the report is received"), who=REGULATOR, extends=15),
    Term("DL-30", _("Answer somebody who reported under their name"), 5, W, "DL-30", COMPLAINT_ORDER,
         fixed=True, begins=_("it is decided whether a case is filed"), who=REGULATOR),
    Term("DL-31", _("Report an incident"), 2, W, "RC-01", RECALL_ORDER, fixed=True,
         begins=_("the producer learns of it"), who=MAKER, grade=Grade.SECOND_HAND),
    Term("DL-32", _("Submit the recall plan"), 10, W, "RC-02", RECALL_ORDER, fixed=True,
         begins=_("the recall is decided or ordered"), who=MAKER, grade=Grade.SECOND_HAND),
    Term("DL-33", _("Report on the progress of the recall"), 3, MONTHS, "RC-02", RECALL_ORDER, fixed=True,
         begins=_("the recall begins, or the last report was made"), who=MAKER, grade=Grade.SECOND_HAND),
    Term("DL-34", _("Sum up the recall"), 15, W, "RC-02", RECALL_ORDER, fixed=True,
         begins=_("the recall is completed"), who=MAKER, grade=Grade.SECOND_HAND),
    Term("DL-35", _("Publish the measure against a shop"), 1, W, "EC-05",
         _("Measures for Online Trading (SAMR Order 37) art. 30."), fixed=True,
         begins=_("the platform decides on it"), who=PLATFORM, grade=Grade.USUAL),
    Term("DL-36", _("Keep the records of a transaction"), 3, YEARS, "EC-04",
         _("E-commerce Law art. 31: at least three years."), fixed=True, roll=RollOn.NEVER,
         begins=_("the transaction is completed"), who=PLATFORM),
    Term("DL-37", _("Report what changed about the shop"), 3, W, "EC-08", E_COMMERCE_RULE, fixed=True,
         begins=_("it changes"), who=SHOP),
    Term("DL-37b", _("Check what changed about a shop"), 7, W, "EC-08", E_COMMERCE_RULE, fixed=True,
         begins=_("the shop reports it"), who=PLATFORM),
    Term("DL-38", _("Verify the shops again"), 6, MONTHS, "EC-08", E_COMMERCE_RULE, fixed=True,
         begins=_("they were last verified"), who=PLATFORM),
    Term("DL-39", _("Decide on what was seized"), 30, C, "DL-39",
         _("Zhejiang Product Quality Regulation art. 22: 30 days, without the time of testing."), fixed=True,
         begins=_("the seizure is decided"), who=REGULATOR, pauses=True, extends=30),
    Term("DL-40", _("Keep the logs of the network"), 6, MONTHS, "DL-40",
         _("Cybersecurity Law, as amended from 2026-01-01 (the former art. 21): at least six months."),
         fixed=True, roll=RollOn.NEVER, begins=_("they are written"), who=_("whoever runs the system"),
         grade=Grade.USUAL),
    Term("DL-41", _("Keep the assessment of personal information"), 3, YEARS, "DL-41",
         _("Personal Information Protection Law art. 56: at least three years."), fixed=True,
         roll=RollOn.NEVER, begins=_("it is made"), who=CENTER),
    Term("DL-42", _("Keep the records of sampling"), 2, YEARS, "O18-18",
         _("Spot check measures (SAMR Order 18): at least two years."), roll=RollOn.NEVER,
         begins=_("the sampling is closed"), who=_("everybody"), grade=Grade.USUAL),
    Term("DL-43", _("Keep raw records and reports"), 6, YEARS, "DL-43",
         _("Measures for the Supervision of Inspection and Testing Institutions (SAMR Order 39) art. 12: at "
           "least six years."), roll=RollOn.NEVER,
         begins=_("the report is issued"), who=LABORATORY, grade=Grade.SECOND_HAND),
    Term("DL-44", _("Pass a report on to the maker"), 5, W, "DL-44",
         _("As the United States have it (CPSC, SaferProducts.gov)."),
         begins=_("the report is received"), who=REGULATOR, grade=Grade.SECOND_HAND),
    Term("DL-44b", _("Publish a report"), 10, W, "DL-44",
         _("As the United States have it (CPSC, SaferProducts.gov)."),
         begins=_("it was passed on"), who=REGULATOR, grade=Grade.SECOND_HAND),
    Term("DL-46", _("Accept or decline the commission"), 3, W, "4.2.3-a",
         _("Standard 4.2.3: the laboratory accepts the commission; the time to say so is our proposal."),
         begins=_("the commission is delivered"), who=LABORATORY, grade=Grade.OURS),
    Term("RC-05", _("Refund what was sent back"), 7, C, "RC-05",
         _("Consumer Protection Law art. 25: within seven days of receiving the returned goods."),
         fixed=True, begins=_("the seller receives the goods"), who=SHOP),
    Term("RC-05b", _("Refund what was paid"), 7, C, "RC-05",
         _("The seven days of Consumer Protection Law art. 25, for goods that never came counted from the "
           "end of the order."),
         begins=_("the order ends without the goods"), who=SHOP, grade=Grade.USUAL),
    Term("RC-05c", _("After this the refund is delayed on purpose"), 15, C, "RC-05",
         _("Measures on infringements of consumers' rights: after 15 days a refund is delayed on purpose."),
         fixed=True, begins=_("the seller receives the goods"), who=SHOP),
    Term("W-10", _("Answer the notice"), 10, W, "6.1.3-b",
         _("Standard 6.1.3 b asks for the notice; the time to answer it is set by the regulator."),
         begins=_("the notice is delivered"), who=_("the unit or region"), grade=Grade.OURS),
    Term("W-11", _("Comment on the result"), 15, C, "W-11",
         _("In the days that the notice names; silence agrees to nothing. Our proposal."),
         begins=_("the result is served"), who=_("the shop or the producer"), grade=Grade.OURS, served=True),
    Term("W-12", _("Decide on the denial"), 10, W, "W-12",
         _("The regulator of the place decides in the set time; it stands still while proof is asked for."),
         begins=_("the denial is received"), who=REGULATOR, grade=Grade.OURS),
    Term("W-13", _("Answer the assistance letter"), 5, W, "W-13",
         _("Order 37 art. 33-34: the platform gives what a regulator asks for, within the set time."),
         begins=_("the letter is delivered"), who=PLATFORM, grade=Grade.OURS),
    Term("W-14", _("Decide which regulator is competent"), 7, W, "W-14",
         _("Procedure of market regulators: the common superior decides within 7 working days."), fixed=True,
         begins=_("the dispute is submitted"), who=_("the common superior")),
    Term("W-15", _("Keep a volunteer who is not needed"), 12, MONTHS, "PV-03",
         _("Personal Information Protection Law art. 19: no longer than the purpose needs."),
         roll=RollOn.NEVER, begins=_("the last parcel is ordered, or the volunteer is taken in"), who=CENTER,
         grade=Grade.OURS),
    Term("W-16", _("Send nothing to a person whom another shop of the operator knows"), 90, C, "W-16",
         _("So that buyers are not recognised: our proposal."), roll=RollOn.NEVER,
         begins=_("the order is placed"), who=CENTER, grade=Grade.OURS),
    Term("W-16b", _("Send nothing to a person whom the shop knows"), 24, MONTHS, "W-16",
         _("So that buyers are not recognised: our proposal."), roll=RollOn.NEVER,
         begins=_("the order is placed"), who=CENTER, grade=Grade.OURS),
    Term("W-17", _("Serve the paper"), 2, W, "W-17",
         _("A paper that is not delivered sets nothing going: whoever issued it serves it. Our proposal."),
         begins=_("the paper is issued"), who=_("whoever issued the paper"), grade=Grade.OURS),
    Term("W-18", _("Execute the decision"), 15, C, "W-18",
         _("Administrative Penalty Law art. 67: a fine is paid within 15 days of receiving the decision."),
         begins=_("the decision is served"), who=_("the party, and the regulator that follows it up")),
    Term("W-19", _("Close the case"), 15, W, "W-19",
         _("Procedure of market regulators: closed within 15 working days."),
         begins=_("the decision is executed, or no case is filed"), who=REGULATOR, grade=Grade.USUAL),
    Term("W-20", _("Take the next step"), 5, W, "W-20",
         _("What waits for somebody has a day by which it is looked at: our proposal."),
         begins=_("it comes to whoever is to act"), who=_("whoever is to act"), grade=Grade.OURS),
    Term("W-21", _("Decide on what was submitted"), 3, W, "W-21",
         _("What waits for somebody has a day by which it is looked at: our proposal."),
         begins=_("it is submitted"), who=_("whoever decides"), grade=Grade.OURS),
    Term("W-22", _("Revise what was returned"), 5, W, "W-22",
         _("What waits for somebody has a day by which it is looked at: our proposal."),
         begins=_("it is returned"), who=_("whoever submitted it"), grade=Grade.OURS),
    Term("W-23", _("Report the plan as completed"), 10, W, "W-23",
         _("Standard 4.2.2: the center carries the plan out; the time to report on it is our proposal."),
         begins=_("the period of the plan ends"), who=CENTER, grade=Grade.OURS),
    Term("W-24", _("Buy the sample, and receive it"), 15, W, "W-24",
         _("What waits for somebody has a day by which it is looked at: our proposal."),
         begins=_("a buyer is assigned"), who=CENTER, grade=Grade.OURS),
    Term("W-25", _("Send what was asked for"), 5, W, "W-25",
         _("Who is asked for more has time to send it; then it is decided on what there is. Our proposal."),
         begins=_("it is asked for"), who=_("whoever was asked"), grade=Grade.OURS),
    Term("W-26", _("Acknowledge the grave finding"), 1, W, "W-26",
         _("What fails gravely is told before there is a report; the time to look at it is our proposal."),
         begins=_("the laboratory enters what fails"), who=CENTER, grade=Grade.OURS),
    Term("W-27", _("Submit the analysis of the batch"), 3, W, "W-27",
         _("Standard 6.3: results and analyses are submitted within the time set; this one is our proposal."),
         begins=_("the last report is issued"), who=LABORATORY, grade=Grade.OURS),
)
# fmt: on

# By code, in the order of the table.
TERMS: dict[str, Term] = {each.code: each for each in _TABLE}
RIGHTS = tuple(each.code for each in _TABLE if each.right)


def term(code: str, start: str = "", when: tuple[str, tuple[str | bool, ...]] | tuple[()] = ()) -> Term:
    """The term of a code, started by an attribute of the record; "" = by the moment of the step.

    when: as in Term. Raises LookupError for a code that the table lacks.
    """
    if code not in TERMS:
        raise LookupError(f"no term {code!r} in casework/terms/table.py")
    return replace(TERMS[code], start=start, when=when)
