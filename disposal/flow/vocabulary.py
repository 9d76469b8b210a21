"""Which words do the forms of this stage offer? (data dictionary 4.11, 4.12 and 4.16)"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Measure(TextChoices):
    """What can be done about a product or its shop (6.4-2, form 4.11)."""

    WARN = "warn", _("Warn consumers")
    TAKE_BACK = "take_back", _("Take goods back")
    DELIST = "delist", _("Delist the product")
    BLOCK = "block", _("Block the product or its link")
    RECALL = "recall", _("Recall the product")
    FORFEIT = "forfeit", _("Forfeit the quality penalty")
    RESTRICT = "restrict", _("Restrict the shop's listings or rank")
    POINTS = "points", _("Deduct points from the shop")
    FREEZE = "freeze", _("Freeze payments to the shop")
    SUSPEND = "suspend", _("Suspend the service to the shop")
    REMOVE = "remove", _("Remove the shop from the platform")


# How far a measure keeps the product from consumers: the ladder of 6.4-2. What only punishes the shop
# takes no product off the market, and so stands at its foot.
WEIGHTS: dict[str, int] = {
    Measure.WARN: 1,
    Measure.FORFEIT: 1,
    Measure.RESTRICT: 1,
    Measure.POINTS: 1,
    Measure.FREEZE: 1,
    Measure.TAKE_BACK: 2,
    Measure.DELIST: 3,
    Measure.BLOCK: 3,
    Measure.SUSPEND: 3,
    Measure.RECALL: 4,
    Measure.REMOVE: 5,
}


# What takes a product off sale. The listing is the platform's: a shop that delists can list again.
OFF_SALE = (Measure.DELIST, Measure.BLOCK, Measure.SUSPEND, Measure.REMOVE)


class PlatformDisposalState(TextChoices):
    """How far a platform is with what it has to handle."""

    SENT = "sent", _("Sent, not delivered yet")
    RECEIVED = "received", _("Delivered to the platform")
    HANDLING = "handling", _("Being handled")
    DONE = "done", _("Handled")
    FED_BACK = "fed_back", _("Handling reported")
    LESS_PROPOSED = "less_proposed", _("Less than asked for, to be accepted or not")
    DISPUTED = "disputed", _("Disputed")
    RETURNED = "returned", _("Returned, not delivered yet")
    SHAKEN = "shaken", _("The reports it rests on have turned")
    ENDING = "ending", _("Ended, not delivered yet")
    LIFTING = "lifting", _("Ended, measures to be lifted")
    TO_LIFT = "to_lift", _("Measures to be lifted in part")
    TAKEN_BACK = "taken_back", _("Taken back, to be handed over again or voided")
    LAPSED = "lapsed", _("Ended, its ground is gone")
    CLOSED = "closed", _("Verified and closed")
    VOIDED = "voided", _("Voided")


class EnforcementCaseState(TextChoices):
    """How far a regulator is with its case."""

    REFERRED = "referred", _("Referred, not delivered yet")
    PASSED_ON = "passed_on", _("Passed on, not delivered yet")
    DISPUTED = "disputed", _("Jurisdiction disputed")
    RECEIVED = "received", _("Delivered to the regulator")
    INSPECTING = "inspecting", _("Enterprise being inspected")
    FILE_PROPOSED = "file_proposed", _("Filing proposed by one officer")
    FILE_SIGNED = "file_signed", _("Filing proposed by two officers")
    NOT_FILE_PROPOSED = "not_file_proposed", _("Proposed to file no case")
    FILED = "filed", _("Case filed")
    NOT_FILED = "not_filed", _("No case filed")
    DECISION_PROPOSED = "decision_proposed", _("Decision proposed, in legal review")
    REVIEWED = "reviewed", _("Legally reviewed")
    NOTICED = "noticed", _("Notice to the party issued")
    TOLD = "told", _("Party told, may state and defend")
    HEARD = "heard", _("Party heard")
    DECIDED = "decided", _("Decided")
    DECISION_SERVED = "decision_served", _("Decision served")
    EXECUTED = "executed", _("Executed")
    CLOSED = "closed", _("Closed")
    FED_BACK = "fed_back", _("Handling reported")
    RETURNING = "returning", _("Report returned, not delivered yet")
    RETURNED = "returned", _("Report returned")
    SHAKEN = "shaken", _("The report it rests on has turned")
    TAKEN_BACK = "taken_back", _("Taken back, to be handed over again or voided")
    LAPSED = "lapsed", _("Ended, its ground is gone")
    VERIFIED = "verified", _("Verified")
    DISOWNED = "disowned", _("Verified, its party's denial upheld since")
    VOIDED = "voided", _("Voided")


class MatterGrade(TextChoices):
    """How grave a product that failed is: its platform's time to act and the least measure follow."""

    OTHER = "other", pgettext_lazy("grade of a matter", "Other")
    HIGH = "high", pgettext_lazy("grade of a matter", "High")
    SERIOUS = "serious", pgettext_lazy("grade of a matter", "Serious")


LEAST: dict[str, Measure] = {
    MatterGrade.OTHER: Measure.DELIST,
    MatterGrade.HIGH: Measure.DELIST,
    MatterGrade.SERIOUS: Measure.RECALL,
}


def least(grade: str) -> Measure:
    """The least measure proposed for a grade."""
    return LEAST[grade]


class Party(TextChoices):
    """Whom a product is held against where its label and its listing do not agree."""

    LABEL = "label", _("Whom the label names")
    LISTING = "listing", _("Whom the listing names")
    UNKNOWN = "unknown", _("Nobody known, counterfeit suspected: the shop alone")


class CarriedOutBy(TextChoices):
    """A platform acts itself, or urges the shop to act (督促)."""

    PLATFORM = "platform", _("The platform")
    SHOP = "shop", _("The shop, urged by the platform")


class Question(TextChoices):
    """What a regulator asks a platform about one of its shops (协查事项)."""

    IDENTITY = "identity", _("Identity of the operator")
    ADDRESS = "address", _("Actual address of the business")
    SALES = "sales", _("Sales of the product")
    CONTACT = "contact", _("How to reach the operator")
    COMPLAINTS = "complaints", _("Complaints about the product")


class OwnEvidence(TextChoices):
    """What a regulator finds itself, without which it files no case (rules 1.10)."""

    INSPECTION = "inspection_record", _("Record of the inspection on the spot")
    SAMPLE = "own_sample", _("Test report on an enforcement sample")


class Control(TextChoices):
    """What a regulator orders about the products."""

    STOP = "stop", _("Production or sale suspended")
    SEAL = "seal", _("Products sealed up")
    RECALL = "recall", _("Recall ordered")
    NONE = "none", _("No control needed")


class Cause(TextChoices):
    """Why the product fails."""

    MATERIAL = "material", _("Raw material")
    TECHNIQUE = "technique", _("Production technique")
    PROCESS = "process", _("Process control")
    TRANSPORT = "transport", _("Storage or transport")
    PACKING = "packing", _("Packing")
    LABEL = "label", _("Label or marking")
    HUMAN = "human", _("Human error")
    COUNTERFEIT = "counterfeit", _("Counterfeit")
    OTHER = "other", _("Something else")


class Penalty(TextChoices):
    """The kinds of administrative penalty (行政处罚法 art. 9)."""

    WARNING = "warning", _("Warning")
    CRITICISM = "criticism", _("Public criticism")
    FINE = "fine", _("Fine")
    GAINS = "gains", _("Confiscation of illegal gains")
    GOODS = "goods", _("Confiscation of illegal goods")
    RESTRICTION = "restriction", _("Restriction of business")
    CLOSURE = "closure", _("Order to stop production or business")
    PERMIT = "permit", _("Permit revoked")
    LICENCE = "licence", _("Business licence revoked")
