"""Which clauses and rules does the code answer to?

CLAUSES are the duties of the standard, RULES those of the law around it, HOUSE our own; docs/standard.md
says what each means. An ID that stands in none of them raises when the module that cites it is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

CLAUSES: dict[str, str] = {
    "1": "Serves regulators, centers, labs, platforms, shops and enterprises, each in its own scope",
    "4.1": "Regulators organise, the center carries out, qualified labs test and report",
    "4.2.1-a": "The regulator organises the monitoring work",
    "4.2.1-b": "The regulator makes the work plan",
    "4.2.1-c": "The regulator fixes products, batches, items, standards and grounds",
    "4.2.1-d": "The regulator investigates and penalises",
    "4.2.2-a": "The center collects and assesses risk information",
    "4.2.2-b": "The center organises the sampling",
    "4.2.2-c": "The center chooses and commissions qualified labs",
    "4.2.2-d": "The center sorts test reports and submits them",
    "4.2.2-e": "The center passes information on to platforms, shops and enterprises",
    "4.2.3-a": "The lab accepts the commission",
    "4.2.3-b": "The lab tests",
    "4.2.3-c": "The lab reports results and conclusions",
    "4.2.4-a": "The platform acts on the monitoring report in the set time",
    "4.2.4-b": "The platform reports its handling",
    "4.2.4-c": "The platform feeds back risks it finds itself",
    "5": "The flow of figure 1",
    "6.1.1": "What risk information carries",
    "6.1.2": "The center collects over every channel",
    "6.1.2-a": "Channel: complaint and report platforms",
    "6.1.2-b": "Channel: regulators' information platforms",
    "6.1.2-c": "Channel: platforms' quality management",
    "6.1.2-d": "Channel: the internet",
    "6.1.2-e": "Channel: standards",
    "6.1.3": "Specialists assess, and take one of three measures",
    "6.1.3-a": "No hazard: exclude",
    "6.1.3-b": "Local: notify the units or regions concerned",
    "6.1.3-c": "Possibly regional or shared: sample",
    "6.2-1": "The center makes an online sampling scheme",
    "6.2-2": "Staff buy from the shop to be sampled on the named platform",
    "6.2-3": "No shop, brand or enterprise is sampled twice",
    "6.2-4": "The buyer acts as an ordinary consumer",
    "6.2-5": "The center assigns recipient and address; the shop learns them after the sample is confirmed",
    "6.2-6": "The center keeps a database of recipients and addresses",
    "6.2-7": "A verifier checks the sample on arrival",
    "6.2-7-a": "It meets the requirements: register and store",
    "6.2-7-b": "It does not: return and buy a substitute",
    "6.3-1": "The lab checks and records the sample on receipt",
    "6.3-2": "The lab keeps samples under the required conditions",
    "6.3-3": "A failed sample or an impossible test is recorded, proved and reported",
    "6.3-4": "Grounds of testing and of judgement",
    "6.3-5": "Raw records are traceable; a change is confirmed by tester and signatory",
    "6.3-6": "The report is true and complete, states the product ID, has the prescribed conclusion",
    "6.3-7": "The lab enters results and submits analyses in the set time",
    "6.4-1": "The center compiles a report for platform and regulator in the set time",
    "6.4-2": "The platform deals with product and shop by its own rules in the set time",
    "6.4-3": "The regulator inspects the enterprises in its area in the set time",
    "6.4-4": "The platform reports within 5 days of finishing",
    "6.4-5": "The regulator reports within 5 days of closing a case",
    "6.4-6": "The center sums up and reports to the national authority at intervals",
    "6.5-1": "All parties exchange information free of charge",
    "6.5-2-a": "Free supply",
    "6.5-2-b": "Timely response",
    "6.5-2-c": "One standard for supply, storage, exchange, archiving and sharing",
    "6.5-2-d": "Security",
    "6.5-3": "The center builds the information repository",
    "6.5-4": "The center runs a query platform",
    "6.5-5": "Safeguards for supply, management and use",
}

RULES: dict[str, str] = {
    **{f"T-{n:02}": "Computing time: Civil Code art. 200-204 and the special laws" for n in range(1, 16)},
    # As many as the table of deadlines may come to have.
    **{f"DL-{n:02}": "A term of the deadline table" for n in range(1, 100)},
    **{f"O18-{n:02}": "Supervision spot checks: SAMR Order 18" for n in range(1, 23)},
    **{f"EC-{n:02}": "Platforms' duties: E-commerce Law and Order 37" for n in range(1, 13)},
    **{f"RC-{n:02}": "Recall and consumers' rights" for n in range(1, 6)},
    **{f"PN-{n:02}": "Administrative penalty" for n in range(1, 4)},
    **{f"LB-{n:02}": "Laboratories: qualification, report, rounding" for n in range(1, 12)},
    "LB-12": "A signatory signs within the field of the authorisation: SAMR Order 39 art. 11",
    **{f"PV-{n:02}": "Privacy, security, evidence" for n in range(1, 9)},
}

HOUSE: dict[str, str] = {
    "W-01": "A record is voided with a reason by its owner's supervisor, never deleted",
    "W-02": "Nobody confirms their own work",
    "W-03": "No state changes without a line in the trail",
    "W-04": "Targets, buyers, recipients and addresses stay secret until the purchase is done",
    "W-05": "A substitute, a correction or an amendment names what it replaces",
    "W-06": "An organisation may be renamed or merged; records and papers keep the name of their time",
    "W-07": "A stand-in acts in the place of an absent colleague, and never on their own work",
    "W-08": "A program acts by a token: for one organisation, one purpose, in roles that sign nothing",
    "W-09": "What is sent twice under one idempotency key is done once",
    "W-10": "Answer a notice to a unit or region: ten working days unless a regulator sets another number",
    "W-11": "Comment on a result notice: fifteen days unless a regulator sets another number",
    "W-12": "Decide on a denial: ten working days unless a regulator sets another number",
    "W-13": "Answer an assistance letter: five working days unless a regulator sets another number",
    "W-14": "Decide a dispute of jurisdiction: seven working days",
    "W-15": "A volunteer whom nobody needs is proposed for erasure: twelve months unless set otherwise",
    "W-16": "Neither a shop nor its operator soon meets a person, telephone, address or account again",
    "W-17": "Serve a paper: two working days unless a regulator sets another number",
    "W-18": "Execute the decision of a case: fifteen days from its service",
    "W-19": "Close a case that is executed or was not filed: fifteen working days",
    "W-20": "What waits for somebody has a day: five working days unless a regulator sets another number",
    "W-21": "What is submitted is decided on: three working days unless a regulator sets another number",
    "W-22": "What is returned is revised: five working days unless a regulator sets another number",
    "W-23": "A plan is reported as completed: ten working days after its last day unless set otherwise",
    "W-24": "A sample is bought and received: fifteen working days unless a regulator sets another number",
    "W-25": "Who is asked for more sends it: five working days; then it is decided on what there is",
    "W-26": "A grave finding is told at once, before the report, and acknowledged within a working day",
    "W-27": "A batch is analysed: three working days after its last report unless set otherwise",
}


def clause(number: str) -> str:
    """The number itself, if the code may cite it. Raises LookupError otherwise."""
    if number not in CLAUSES and number not in RULES and number not in HOUSE:
        raise LookupError(f"no clause or rule {number!r} in casework/clauses.py")
    return number


CARRIED: dict[str, list[str]] = {}

Carrier = TypeVar("Carrier", bound=Callable[..., object] | type)


def carries(*numbers: str) -> Callable[[Carrier], Carrier]:
    """Mark a function or class as what carries a clause that is no Step."""

    def mark(carrier: Carrier) -> Carrier:
        for number in numbers:
            CARRIED.setdefault(clause(number), []).append(f"{carrier.__module__}.{carrier.__qualname__}")
        return carrier

    return mark
